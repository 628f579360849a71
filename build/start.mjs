/**
 * `npm start`: builds when needed, then opens the desktop window where Electron can run, else browser mode.
 * Everything after `npm start --` goes on to the host that is started.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode } from './check-node.mjs';
import { nodeFlags } from './node-flags.mjs';

checkNode();

const root = fileURLToPath(new URL('..', import.meta.url));
const electronDir = join(root, 'node_modules', 'electron');
const downloadLimitMs = 60_000;
const earlyExitMs = 15_000;
/** A host that ends with this has told the person why; the other host would only say it again. */
const toldExitCode = 3;

/** Newest change among the sources, ms. */
function newestSource(dir) {
  let newest = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, newestSource(path));
    else if (!/\.test\.tsx?$|\.md$/.test(entry.name)) newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}

async function buildWhenStale() {
  const stamp = join(root, 'dist', '.built');
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const newest = Math.max(
    ...['electron', 'renderer', 'shared', 'build'].map((dir) => newestSource(join(root, dir))),
    statSync(join(root, 'package.json')).mtimeMs,
  );
  if (built >= newest) return;
  console.log('正在准备界面，要几秒钟 …');
  const { build } = await import('./build.mjs');
  await build();
}

/** Path of the Electron program, or null when it has not been downloaded. */
function electronProgram() {
  try {
    const path = join(electronDir, 'dist', readFileSync(join(electronDir, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

let child = null;

/** Runs a program in this terminal; resolves with its exit code (1 when a signal ended it, 127 when it could not be started). */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Lets Electron download itself, for a minute at most. */
async function downloadElectron() {
  if (!existsSync(join(electronDir, 'install.js'))) return null;
  console.log('正在下载桌面窗口（最多等一分钟）…');
  const limit = setTimeout(() => child?.kill('SIGKILL'), downloadLimitMs);
  await run(process.execPath, ['install.js'], { cwd: electronDir, stdio: 'ignore' });
  clearTimeout(limit);
  return electronProgram();
}

let ending = false;
/** Ctrl+C reaches the child as well; this process waits for it and then ends itself. */
function passSignals() {
  process.on('SIGINT', () => (ending = true));
  for (const signal of ['SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      ending = true;
      if (child) child.kill(signal);
      else process.exit(1);
    });
  }
}

/** Why the desktop window is out of the question, or null. */
function noDesktop(args) {
  if (args.includes('--browser')) return '按你的要求用浏览器打开';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return '这台电脑没有图形桌面，改用浏览器打开';
  return null;
}

/** Runs the desktop host; null = browser mode is to be tried, with the reason printed. */
async function desktop(args) {
  const reason = noDesktop(args);
  if (reason !== null) {
    console.log(`${reason}。`);
    return null;
  }
  const program = electronProgram() ?? (await downloadElectron());
  if (ending) return 1;
  if (program === null) {
    console.log('桌面窗口没能下载下来（网络不通或太慢），改用浏览器打开，功能一样。');
    return null;
  }
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const started = performance.now();
  const code = await run(program, [...(asRoot ? ['--no-sandbox'] : []), root, ...args]);
  if (ending || code === 0 || code === toldExitCode || performance.now() - started > earlyExitMs) return code;
  console.log('桌面窗口在这台电脑上开不起来（可能缺少系统组件），改用浏览器打开，功能一样。');
  return null;
}

const help = `铁粉簿：把微信好友按标签和信任等级管起来，资料只在这台电脑上。

  npm start                         打开铁粉簿；开不了桌面窗口时自动用浏览器
  npm start -- --browser            用浏览器打开
  npm start -- --no-open            只打印地址，不自动打开浏览器
  npm start -- --port 端口          指定端口，0 为任意空闲端口
  npm start -- --data 文件夹        把簿子放在指定的文件夹
  npm start -- --data 文件夹 --copy-here
                                    簿子在网盘或网络盘里：复制到这台电脑里再打开，原来的留着
  npm start -- --demo               空的簿子里先放一套演示数据
  npm start -- --help               这份说明

关掉：关掉窗口；浏览器模式在这里按 Ctrl+C。
`;

async function start(args) {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help);
    return;
  }
  passSignals();
  await buildWhenStale();
  const code = (await desktop(args)) ?? (await run(process.execPath, [...nodeFlags(), join(root, 'dist', 'node', 'server.js'), ...args]));
  process.exit(code);
}

start(process.argv.slice(2)).catch((error) => {
  console.error('铁粉簿没能准备好，资料没有被动过。请重新运行 npm ci，再试一次；下面的话给帮你装软件的人看：');
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(1);
});
