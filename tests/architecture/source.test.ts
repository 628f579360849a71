import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/test-app.ts';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: projectRoot, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(projectRoot, file)));
const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');
const product = files.filter((file) => /^(electron|renderer|shared)\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));

function holding(pattern: RegExp, among: string[], except: string[] = []): string[] {
  return among.filter((file) => !except.includes(file) && pattern.test(read(file)));
}

describe('the source as a whole', () => {
  it('has a README of at most 30 lines in every folder at depth 2', () => {
    const folders = new Set(
      files.map((file) => file.split('/').slice(0, 2).join('/')).filter((folder) => folder.includes('/') && !/\.\w+$/.test(folder)),
    );
    const written = /^(build|electron|renderer|shared|tests)\//;
    const missing = [...folders].filter((folder) => written.test(`${folder}/`) && !existsSync(join(projectRoot, folder, 'README.md')));
    expect(missing).toEqual([]);
    const long = [...folders].filter(
      (folder) => existsSync(join(projectRoot, folder, 'README.md')) && read(join(folder, 'README.md')).trimEnd().split('\n').length > 30,
    );
    expect(long).toEqual([]);
  });

  it('takes time and chance from the injected clock and ids only', () => {
    const sources = ['electron/platform/clock.ts', 'electron/platform/ids.ts', 'renderer/lib/now.ts'];
    expect(holding(/Date\.now\(\)|Math\.random\(\)|new Date\(\)/, product, sources)).toEqual([]);
  });

  it('never shows text as HTML and never evaluates text', () => {
    expect(
      holding(/dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/, product, [
        'renderer/lib/trusted-types.ts',
      ]),
    ).toEqual([]);
  });

  it('makes windows in two places, answers no address of the system, runs no words in a page, and compares secrets in constant time', () => {
    expect(holding(/new (\w+\.)?(BrowserWindow|BaseWindow|WebContentsView)\(/, product)).toEqual([
      'electron/hosts/desktop/main-window.ts',
      'electron/hosts/desktop/mini-window.ts',
    ]);
    expect(
      holding(
        /setAsDefaultProtocolClient|executeJavaScript|insertCSS|<webview|@electron\/remote|showItemInFolder|autoUpdater|electron-updater/,
        product,
      ),
    ).toEqual([]);
    // what a page may open is a key of a constant table, and the one folder that main knows
    expect(holding(/shell\.(openExternal|openPath)/, product)).toEqual(['electron/hosts/desktop/native-actions.ts']);
    expect(holding(/timingSafeEqual\(/, product)).toContain('electron/hosts/loopback/session.ts');
  });

  it('leaves nothing half done', () => {
    const own = files.filter((file) => /\.(tsx?|mjs|cjs|css|yml)$/.test(file) && file !== 'tests/architecture/source.test.ts');
    expect(holding(/\b(TODO|FIXME|XXX)\b|敬请期待|开发中/, own)).toEqual([]);
    expect(holding(/\b(it|test|describe)\.(skip|only|todo)\(/, own)).toEqual([]);
    expect(holding(/@ts-(ignore|nocheck)|\bas any\b/, own)).toEqual([]);
  });

  it('never touches the live database with node:fs', () => {
    // opening and closing that file in our own process drops SQLite's locks
    const reads =
      /(?:readFile|writeFile|copyFile|open|createReadStream|createWriteStream|rename|rm|unlink|truncate)(?:Sync)?\([^)]*(?:folder\.database|tiefen\.db)/;
    // moves the book at the start, when nothing in this process has it open
    expect(holding(reads, product, ['electron/platform/db/swap-book.ts'])).toEqual([]);
  });

  it('pins every dependency and keeps download addresses out of the lockfile', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const loose = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).filter(([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version)),
    );
    expect(loose).toEqual([]);
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });

  it('ships only what may be shipped: direct dependencies are MIT, BSD, Apache or ISC', () => {
    const manifest = JSON.parse(read('package.json')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
    const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
    const odd = names.flatMap((name) => {
      const { license } = JSON.parse(readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8')) as { license: string };
      return /^(\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD)( OR (MIT|Apache-2\.0))?\)?)$/.test(license) ? [] : [`${name}: ${license}`];
    });
    // axe only tests pages and never ships
    expect(odd).toEqual(['axe-core: MPL-2.0']);
  });

  it('gives every feature an index and keeps SQL out of routers', () => {
    const features = new Set(
      product.filter((file) => file.startsWith('electron/features/')).map((file) => file.split('/').slice(0, 3).join('/')),
    );
    expect([...features].filter((folder) => !product.includes(`${folder}/index.ts`))).toEqual([]);
    const routers = product.filter((file) => /\.router\.ts$/.test(file));
    expect(holding(/\bctx\.db\b|SELECT|INSERT/, routers)).toEqual([]);
  });

  it('speaks to the seller as 你, and of a friend by name or as 对方', () => {
    const shown = product.filter((file) => /^(renderer|shared)\//.test(file));
    const bare = (file: string) => read(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
    // 您 stands in lists of words that are read: whether a text speaks to somebody, and how questionnaires head their columns
    const readOnly = ['shared/domain/tone.ts', 'shared/domain/contact-headers.ts'];
    const spoken = shown.filter((file) => /她/.test(bare(file)) || (/您/.test(bare(file)) && !readOnly.includes(file)));
    expect(spoken).toEqual([]);
  });

  it('runs on the Node that the project brings', () => {
    expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(22);
  });
});
