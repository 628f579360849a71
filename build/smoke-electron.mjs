/**
 * Starts the built app in a real Electron and looks at what the fake cannot show. Run on a machine with the binary:
 * `npm run build && npx node build/smoke-electron.mjs`. Exit code 0 = passed, or not run here (it says which).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Path of Electron's program, or null where it has not been downloaded. */
function electronProgram() {
  try {
    const folder = join(root, 'node_modules', 'electron');
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** The checks, each a name and a function of the running app that gives true. */
const checks = [
  ['one window', async ({ app }) => app.windows().length === 1],
  ['title', async ({ page }) => (await page.title()) === '铁粉簿'],
  ['address', async ({ page }) => page.url().startsWith('app://bundle/')],
  ['origin of the page', async ({ page }) => (await page.evaluate(() => location.origin)) === 'app://bundle'],
  ['secure context', async ({ page }) => page.evaluate(() => isSecureContext)],
  ['no Node in the page', async ({ page }) => page.evaluate(() => typeof require === 'undefined' && typeof process === 'undefined')],
  ['the one global of the preload', async ({ page }) => page.evaluate(() => typeof window.tiefenHost.rpc === 'function')],
  ['a call of the router', async ({ page }) => (await page.evaluate(() => window.tiefenHost.rpc('settings.about', null))).status === 200],
  ['a refused path', async ({ page }) => (await page.evaluate(() => window.tiefenHost.rpc('no-path', null))).status === 400],
  [
    'a call back through push',
    async ({ page }) =>
      page.evaluate(
        () =>
          new Promise((done) => {
            window.tiefenHost.subscribe((event) => done(event.type === 'changed'));
            window.tiefenHost.rpc('settings.set', { key: 'app.sidebarCollapsed', value: false });
            setTimeout(() => done(false), 5_000);
          }),
      ),
  ],
  [
    'bytes through the bridge',
    async ({ page }) =>
      (await page.evaluate(() => window.tiefenHost.stageBytes('a.csv', new TextEncoder().encode('昵称\n小雨').buffer))).data?.size === 13,
  ],
  [
    'eval is blocked',
    async ({ page }) =>
      page.evaluate(() => {
        try {
          return new Function('return 1')() !== 1;
        } catch {
          return true;
        }
      }),
  ],
  [
    'nothing outside can be fetched',
    async ({ page }) =>
      page.evaluate(() =>
        fetch('http://127.0.0.1:9/').then(
          () => false,
          () => true,
        ),
      ),
  ],
  [
    'unknown files of the scheme are 404',
    async ({ page }) => (await page.evaluate(() => fetch('app://bundle/package.json').then((r) => r.status))) === 404,
  ],
  [
    'no new windows',
    async ({ page, app }) => (await page.evaluate(() => window.open('app://bundle/') === null)) && app.windows().length === 1,
  ],
  [
    'no navigation away',
    async ({ page }) => {
      await page.evaluate(() => {
        location.href = 'https://example.com/';
      });
      await page.waitForTimeout(500);
      return page.url().startsWith('app://bundle/');
    },
  ],
  ['no permission to notify', async ({ page }) => (await page.evaluate(() => Notification.requestPermission())) === 'denied'],
  ['no WebGL', async ({ page }) => page.evaluate(() => document.createElement('canvas').getContext('webgl') === null)],
  [
    'no service worker',
    async ({ page }) =>
      page.evaluate(() =>
        (navigator.serviceWorker?.register('app://bundle/sw.js') ?? Promise.reject()).then(
          () => false,
          () => true,
        ),
      ),
  ],
  [
    'the page is sandboxed',
    async ({ app }) =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getLastWebPreferences().sandbox === true),
  ],
  [
    'Chinese menu',
    async ({ app }) =>
      app.evaluate(({ Menu }) =>
        ['文件', '编辑', '前往', '窗口', '帮助'].every((label) => Menu.getApplicationMenu().items.some((item) => item.label === label)),
      ),
  ],
  [
    'smallest size',
    async ({ app }) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getMinimumSize().join() === '1024,640'),
  ],
  [
    'text on the clipboard',
    async ({ page, app }) => {
      await page.evaluate(() => window.tiefenHost.copyText('今晚八点'));
      return (await app.evaluate(async ({ clipboard }) => clipboard.readText())) === '今晚八点';
    },
  ],
  [
    'stays on top',
    async ({ page, app }) => {
      await page.evaluate(() => window.tiefenHost.setAlwaysOnTop(true));
      return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].isAlwaysOnTop());
    },
  ],
  [
    'a crashed page comes back',
    async ({ page, app }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer());
      await new Promise((done) => setTimeout(done, 3_000));
      return (
        (await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.isCrashed())) === false && page !== null
      );
    },
  ],
];

async function run(executablePath) {
  const { _electron } = await import('playwright');
  const dataDir = mkdtempSync(join(tmpdir(), 'tiefen-smoke-'));
  const rootless = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({ executablePath, args: [root, ...rootless, '--data', dataDir], timeout: 60_000 });
  let failed = 0;
  try {
    const page = await app.firstWindow();
    await page.waitForLoadState('load');
    for (const [name, check] of checks) {
      const passed = await check({ app, page }).catch((error) => String(error));
      if (passed !== true) failed += 1;
      console.log(`${passed === true ? 'ok  ' : 'FAIL'} ${name}${typeof passed === 'string' ? `: ${passed}` : ''}`);
    }
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  console.log(`${checks.length - failed} of ${checks.length} passed`);
  return failed === 0 ? 0 : 1;
}

const program = electronProgram();
if (program === null) console.log('未在此处运行：没有 Electron 二进制文件');
else if (!existsSync(join(root, 'dist', 'node', 'main.js'))) {
  console.log('还没有构建：先运行 npm run build');
  process.exitCode = 1;
} else process.exitCode = await run(program);
