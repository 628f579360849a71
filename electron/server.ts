/** Entry of browser mode: the back end and the page on 127.0.0.1, for as long as this process runs. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '../shared/errors.ts';
import { readVersion } from './app/create-app.ts';
import { openOrRescue, type ServedApp } from './app/rescue/open-or-rescue.ts';
import { closedInTime } from './hosts/closing.ts';
import { type CommandLine, parseCommandLine } from './hosts/command-line.ts';
import { type Loopback, openInBrowser, startLoopback } from './hosts/loopback/index.ts';
import { startupMessage } from './hosts/startup-message.ts';
import { readStaticManifest } from './hosts/static-files.ts';
import { systemClock } from './platform/clock.ts';
import { copyBook, hasBook, homeFolder } from './platform/files/copy-book.ts';
import { defaultDataDir, refusalOf, systemProbe } from './platform/files/data-folder.ts';
import { randomIds } from './platform/ids.ts';
import { fileLogger } from './platform/logger.ts';

/** The folder that holds package.json, dist and drizzle; the same from the sources and from the build. */
function projectRoot(): string {
  let dir = import.meta.dirname;
  while (!existsSync(join(dir, 'package.json')) && dirname(dir) !== dir) dir = dirname(dir);
  return dir;
}

async function fillEmptyBook(app: ServedApp): Promise<void> {
  const status = await app.handle({ path: 'demo.status', body: null });
  const data = (status.body as { result?: { data: { bookEmpty: boolean } } }).result?.data;
  if (!data?.bookEmpty) return;
  const loaded = await app.handle({ path: 'demo.load', body: null });
  if (loaded.status !== 200) console.error('示例好友没能放进去；你的资料没有被改动。可以进去以后在“设置”里再试一次。');
}

function endOnSignals(app: ServedApp, loopback: Loopback): void {
  let ending = false;
  const end = () => {
    // the second time she means it
    if (ending) process.exit(1);
    ending = true;
    // the back end says goodbye to the open pages first, then the streams end
    const closed = app.close();
    closedInTime(Promise.all([closed, loopback.close()])).then(
      // an exit waits for threads that are inside a call to the disk; whatever was acknowledged is there after kill -9 too
      (inTime) => (inTime ? process.exit(0) : process.kill(process.pid, 'SIGKILL')),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
}

/** In a terminal, Enter opens another page: the code in the printed address works only once. */
function reopenOnEnter(loopback: Loopback, open: boolean): void {
  if (!process.stdin.isTTY) return;
  createInterface({ input: process.stdin }).on('line', () => {
    const address = loopback.mintAddress();
    console.log(`新的地址：${address}`);
    if (open) openInBrowser(address);
  });
}

/** What the printed page is for. A book of a newer version needs no rescue: there is only a way back from the update. */
function pageLine(trouble: AppError | null, isUpdating = false): string {
  if (isUpdating) return '更新之前正在备份，做到哪里看这个网页';
  if (!trouble) return '铁粉簿已就绪';
  return trouble.kind === 'databaseNewer' ? '一定要用现在这个版本，可以在这个网页里回到升级前的那一份' : '请在这个网页里把资料救回来';
}

async function run(options: CommandLine, dataDir: string): Promise<void> {
  const root = projectRoot();
  const demoFile = join(root, 'dist', 'demo', 'demo.json');
  const manifest = readStaticManifest(join(root, 'dist', 'renderer'));
  const logger = fileLogger(join(dataDir, 'logs'), systemClock);
  let loopback: Loopback | null = null;
  const complain = (trouble: AppError | null) => trouble && console.error(startupMessage(trouble, { dataDir, host: 'browser' }).text);
  // the line that says that a book is open: also when a rescue, or a backup before an update, has just let it open
  const ready = (trouble: AppError | null) => {
    complain(trouble);
    if (loopback) console.log(`${pageLine(trouble)}：${loopback.mintAddress()}`);
  };
  const { app, trouble, isUpdating } = await openOrRescue(
    {
      dataDir,
      migrationsDir: join(root, 'drizzle'),
      host: 'browser',
      version: readVersion(root),
      logger,
      demoFile: existsSync(demoFile) ? demoFile : null,
    },
    ready,
  );
  try {
    if (options.demo && !trouble) await fillEmptyBook(app);
    loopback = await startLoopback({ app, manifest, port: options.port, clock: systemClock, ids: randomIds, logger });
    endOnSignals(app, loopback);
    reopenOnEnter(loopback, options.open);
    complain(trouble);
    console.log(`资料在 ${dataDir}。用完以后在这里按 Ctrl+C 结束${process.stdin.isTTY ? '；网页关掉了，按一下回车再打开' : ''}。`);
    console.log(`${pageLine(trouble, isUpdating)}：${loopback.address}`);
    if (options.open) openInBrowser(loopback.address);
  } catch (error) {
    await app.close();
    throw error;
  }
}

const parsed = parseCommandLine(process.argv.slice(2));
if (!parsed.ok) {
  console.error(parsed.message);
  process.exit(1);
}
const usual = resolve(defaultDataDir(process.platform, process.env, homedir()));
const dataDir = resolve(parsed.options.dataDir ?? usual);

/** `--copy-here`: a book that lies where none may be opened is copied to the usual folder, and opened there. */
async function runWhereItMay(options: CommandLine): Promise<void> {
  const home = homeFolder(dataDir, usual);
  if (!options.copyHere || !home || home.hasBook || !hasBook(dataDir) || !refusalOf(dataDir, systemProbe)) return run(options, dataDir);
  console.log(`正在把簿子复制到 ${home.dir}，逐个文件核对；原来的那一份留着不动 …`);
  await copyBook(dataDir, home.dir);
  return run(options, home.dir);
}

runWhereItMay(parsed.options).catch((error: unknown) => {
  if (!(error instanceof AppError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    fileLogger(join(dataDir, 'logs'), systemClock).error('startFailed', { stack });
  }
  console.error(startupMessage(error, { dataDir, host: 'browser', hasBook: hasBook(dataDir), home: homeFolder(dataDir, usual) }).text);
  process.exit(1);
});
