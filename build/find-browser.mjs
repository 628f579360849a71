/** Finds a Chromium for the browser tests: CHROMIUM_PATH → Playwright's own → an installed one → Debian's package. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'chrome',
];

/** Where Windows and macOS keep their browsers. */
function usualPlaces(platform, env) {
  if (platform === 'darwin') {
    const apps = [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Chromium.app/Contents/MacOS/Chromium',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ];
    return apps.map((app) => `/Applications/${app}`);
  }
  if (platform !== 'win32') return [];
  const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
  const apps = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
  return roots.flatMap((root) => apps.map((app) => join(root, app)));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** An installed browser: on PATH first, then in the usual places; null when there is none. */
export function installedBrowser(platform = process.platform, env = process.env) {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((dir) => (dir ? names.map((name) => join(dir, platform === 'win32' ? `${name}.exe` : name)) : []));
  return [...onPath, ...usualPlaces(platform, env)].find(isProgram) ?? null;
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

/** Debian as root may bring its own package, with a font that has Chinese. */
function installOnDebian() {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version') || process.getuid?.() !== 0) return null;
  console.log('没有找到浏览器，正在安装 chromium 和中文字体 … (apt-get install chromium fonts-noto-cjk)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 }).status === 0;
  apt('update');
  return apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk') ? installedBrowser() : null;
}

/** Path of a browser that the tests may drive. Throws with what to do when there is none. */
export async function findBrowser() {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) {
    if (isProgram(wished)) return wished;
    throw new Error(`CHROMIUM_PATH 指的不是一个能运行的浏览器：${wished} (CHROMIUM_PATH is not a program)`);
  }
  const found = (await playwrightsOwn()) ?? installedBrowser() ?? installOnDebian();
  if (found) return found;
  throw new Error(
    '没有找到浏览器，浏览器测试不能运行。请安装 Chrome、Chromium 或 Edge，或者用 CHROMIUM_PATH 指向它，再运行一次。\n' +
      'No browser was found for the browser tests. Install Chrome, Chromium or Edge, or point CHROMIUM_PATH at one, and run again.',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  findBrowser().then(
    (path) => console.log(path),
    (error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
}
