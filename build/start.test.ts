import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskFolder } from '../tests/helpers/disk-folder.ts';
import { nodeProblem } from './check-node.mjs';
import { findBrowser, installedBrowser } from './find-browser.mjs';
import { nodeFlags } from './node-flags.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
let root: string;

/** A checkout in which everything is built already and both hosts only say what they were given. */
beforeEach(() => {
  // there are programs in it, and memory may be mounted so that none can be run from there
  root = diskFolder('tiefen-start-');
  for (const dir of ['build', 'electron', 'renderer', 'shared', 'dist/node', 'node_modules/electron/dist'])
    mkdirSync(join(root, dir), { recursive: true });
  for (const file of ['start.mjs', 'check-node.mjs', 'node-flags.mjs']) copyFileSync(join(here, file), join(root, 'build', file));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(root, 'dist', 'node', 'server.js'),
    `console.log('server ' + JSON.stringify(process.argv.slice(2)));
     console.log('flags ' + JSON.stringify(process.execArgv));
     if (process.argv.includes('--wait')) { process.on('SIGTERM', () => { console.log('bye'); process.exit(0); }); setInterval(() => {}, 1000); }`,
  );
  writeFileSync(join(root, 'dist', '.built'), '');
  const later = Date.now() / 1000 + 60;
  utimesSync(join(root, 'dist', '.built'), later, later);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function electronStub(script: string): void {
  const dir = join(root, 'node_modules', 'electron');
  writeFileSync(join(dir, 'path.txt'), 'electron');
  writeFileSync(join(dir, 'dist', 'electron'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, 'dist', 'electron'), 0o755);
}

function start(
  args: string[],
  display: string | null,
  onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const { DISPLAY: _x, WAYLAND_DISPLAY: _w, ...env } = process.env;
    const child = spawn(process.execPath, [join(root, 'build', 'start.mjs'), ...args], {
      env: { ...env, ...(display === null ? {} : { DISPLAY: display }) },
    });
    let out = '';
    const take = (chunk: Buffer) => {
      out += chunk.toString();
      onOutput?.(out, (signal) => child.kill(signal));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', (code) => resolve({ code, out }));
  });
}

describe.runIf(process.platform === 'linux')('npm start', () => {
  it('goes to browser mode where there is no screen, with every argument', async () => {
    electronStub('echo window');
    const { code, out } = await start(['--no-open', '--port', '0', '--data', '/x y'], null);
    expect(code).toBe(0);
    expect(out).toMatch(/没有图形桌面.*\nserver \["--no-open","--port","0","--data","\/x y"\]/);
    expect(out).not.toContain('window');
  });

  it('opens the window where there is one, and nothing else', async () => {
    electronStub('echo "window $*"');
    const { code, out } = await start(['--demo'], ':0');
    expect(code).toBe(0);
    expect(out).toContain('--demo');
    expect(out).toContain(`window ${process.getuid?.() === 0 ? '--no-sandbox ' : ''}${root}/ --demo`);
    expect(out).not.toContain('server');
  });

  it('takes the browser when asked to', async () => {
    electronStub('echo window');
    const { out } = await start(['--browser'], ':0');
    expect(out).toContain('server ["--browser"]');
    expect(out).toContain(`flags ${JSON.stringify(nodeFlags())}`);
  });

  it('takes the browser when the window dies at once, but not when it has told why', async () => {
    electronStub('exit 127');
    const died = await start([], ':0');
    expect(died.out).toMatch(/开不起来.*\nserver \[\]/);
    expect(died.code).toBe(0);
    electronStub('exit 3');
    const told = await start([], ':0');
    expect(told).toEqual({ code: 3, out: '' });
  });

  it('takes the browser when Electron cannot be downloaded, and the window when it can', async () => {
    const install = join(root, 'node_modules', 'electron', 'install.js');
    writeFileSync(install, 'process.exit(1);');
    const failed = await start([], ':0');
    expect(failed.out).toMatch(/正在下载桌面窗口.*\n.*没能下载下来.*\nserver \[\]/);
    writeFileSync(
      install,
      `import { writeFileSync } from 'node:fs';
       writeFileSync('path.txt', 'electron'); writeFileSync('dist/electron', '#!/bin/sh\\necho window', { mode: 0o755 });`,
    );
    const loaded = await start([], ':0');
    expect(loaded.out).toContain('window');
    expect(loaded.out).not.toContain('server');
  });

  it('prints a short help, and starts nothing', async () => {
    electronStub('echo window');
    for (const word of ['--help', '-h'])
      for (const display of [null, ':0']) {
        const { code, out } = await start([word], display);
        expect(code).toBe(0);
        for (const option of ['--browser', '--no-open', '--port', '--data', '--demo']) expect(out).toContain(option);
        expect(out).not.toMatch(/window|server|浏览器打开，|正在/);
      }
  });

  it('hands SIGTERM on and waits for the end of the host', async () => {
    let sent = false;
    const { code, out } = await start(['--wait'], null, (text, kill) => {
      if (!sent && text.includes('server')) setTimeout(() => kill('SIGTERM'), 200);
      sent ||= text.includes('server');
    });
    expect(out).toContain('bye');
    expect(code).toBe(0);
  });

  it('says plainly that it could not build', async () => {
    utimesSync(join(root, 'dist', '.built'), 1, 1);
    const { code, out } = await start([], null);
    expect(code).toBe(1);
    expect(out).toContain('正在准备界面');
    expect(out).toContain('资料没有被动过');
  });
});

describe('Node version', () => {
  it('asks for 22.12 in a sentence', () => {
    for (const fine of ['22.12.0', '22.18.1', '24.0.0', '26.1.0']) expect(nodeProblem(fine)).toBeNull();
    for (const old of ['22.11.9', '20.20.2', '18.0.0', '9.0.0']) expect(nodeProblem(old)).toContain('请到 nodejs.org 下载安装');
  });
});

describe('flags of Node', () => {
  it("leave out V8's helpers only where they would stand in the way", () => {
    expect(nodeFlags(2)).toContain('--single-threaded');
    expect(nodeFlags(4)).toEqual([]);
  });
});

describe('browser for the tests', () => {
  it('is found on PATH, else not at all', () => {
    const program = join(root, 'google-chrome');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    expect(installedBrowser('linux', { PATH: `/nowhere:${root}` })).toBe(program);
    expect(installedBrowser('linux', { PATH: '/nowhere' })).toBeNull();
  });

  it('is refused plainly when CHROMIUM_PATH is wrong', async () => {
    const before = process.env.CHROMIUM_PATH;
    process.env.CHROMIUM_PATH = join(root, 'missing');
    await expect(findBrowser()).rejects.toThrow('CHROMIUM_PATH');
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  });
});
