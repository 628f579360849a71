import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import electron from 'electron';
import { readVersion } from './app/create-app.ts';
import { openOrRescue, type ServedApp } from './app/rescue/open-or-rescue.ts';
import { parseCommandLine } from './hosts/command-line.ts';
import type { DesktopDeps } from './hosts/desktop/deps.ts';
import { fatalHandler } from './hosts/desktop/fatal.ts';
import { nativeFilesAreOurs } from './hosts/desktop/native-check.ts';
import { desktopShareChild } from './hosts/desktop/share-child.ts';
import { startDesktop } from './hosts/desktop/start-desktop.ts';
import { startupRefusedExitCode } from './hosts/startup-message.ts';
import { readStaticManifest } from './hosts/static-files.ts';
import { systemClock } from './platform/clock.ts';
import { copyBook, hasBook, homeFolder } from './platform/files/copy-book.ts';
import { defaultDataDir } from './platform/files/data-folder.ts';
import { randomIds } from './platform/ids.ts';
import { fileLogger } from './platform/logger.ts';

/** `--demo`: a book that has friends in it stays as it is. */
async function fillEmptyBook(app: ServedApp): Promise<void> {
  const status = await app.handle({ path: 'demo.status', body: null });
  const { result } = status.body as { result?: { data: { bookEmpty: boolean } } };
  if (result?.data.bookEmpty) await app.handle({ path: 'demo.load', body: null });
}

interface Typed {
  root: string;
  argv: readonly string[];
  dataDir: string | null;
  demo: boolean;
}

/** The host over one data folder: the one that was asked for, or where it may not hold a book the usual one. */
function depsOf(dataDir: string, usual: string, { root, argv, dataDir: typed, demo }: Typed): DesktopDeps {
  const demoFile = join(root, 'dist', 'demo', 'demo.json');
  const logger = fileLogger(join(dataDir, 'logs'), systemClock);
  return {
    createApp: async () => {
      const { app, trouble } = await openOrRescue({
        dataDir,
        migrationsDir: join(root, 'drizzle'),
        host: 'desktop',
        version: readVersion(root),
        logger,
        startShareChild: desktopShareChild(electron),
        demoFile: existsSync(demoFile) ? demoFile : null,
      });
      if (demo && !trouble) await fillEmptyBook(app);
      return app;
    },
    home: () => {
      const folder = homeFolder(dataDir, usual);
      if (!folder) return null;
      const deps = depsOf(usual, usual, { root, argv, dataDir: typed, demo });
      return { folder, hasBook: hasBook(dataDir), copy: () => copyBook(dataDir, folder.dir), deps };
    },
    dataDir,
    customDataDir: typed !== null,
    programIsWhole: () => !electron.app.isPackaged || nativeFilesAreOurs(root, process.platform, process.arch),
    readBundle: () => readStaticManifest(join(root, 'dist', 'renderer')),
    preload: join(root, 'dist', 'node', 'preload.cjs'),
    argv,
    platform: process.platform,
    clock: systemClock,
    ids: randomIds,
    logger,
    newNonce: () => randomBytes(16).toString('base64url'),
    say,
  };
}

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Entry of the desktop host: everything is decided in hosts/desktop, here the real parts are put together. */
function main(): void {
  const root = electron.app.getAppPath();
  // `electron .` has the app folder as its first argument, a packaged app has not
  const argv = process.argv.slice(electron.app.isPackaged ? 1 : 2);
  const parsed = parseCommandLine(argv, 'ignore');
  if (!parsed.ok) {
    say(parsed.message);
    electron.app.exit(startupRefusedExitCode);
    return;
  }
  const usual = resolve(defaultDataDir(process.platform, process.env, homedir()));
  const { dataDir, demo } = parsed.options;
  const deps = depsOf(dataDir === null ? usual : resolve(dataDir), usual, { root, argv, dataDir, demo });
  process.on('uncaughtException', fatalHandler(electron, { ids: randomIds, logger: deps.logger }));
  // no top-level await: Electron does not become ready before this module has run to its end
  void startDesktop(electron, deps);
}

main();
