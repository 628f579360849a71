import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import electron from 'electron';
import { readVersion } from './app/create-app.ts';
import { openOrRescue, type ServedApp } from './app/rescue/open-or-rescue.ts';
import { parseCommandLine } from './hosts/command-line.ts';
import { fatalHandler } from './hosts/desktop/fatal.ts';
import { nativeFilesAreOurs } from './hosts/desktop/native-check.ts';
import { desktopShareChild } from './hosts/desktop/share-child.ts';
import { startDesktop } from './hosts/desktop/start-desktop.ts';
import { startupRefusedExitCode } from './hosts/startup-message.ts';
import { readStaticManifest } from './hosts/static-files.ts';
import { systemClock } from './platform/clock.ts';
import { defaultDataDir } from './platform/files/data-folder.ts';
import { randomIds } from './platform/ids.ts';
import { fileLogger } from './platform/logger.ts';

/** `--demo`: a book that has friends in it stays as it is. */
async function fillEmptyBook(app: ServedApp): Promise<void> {
  const status = await app.handle({ path: 'demo.status', body: null });
  const { result } = status.body as { result?: { data: { bookEmpty: boolean } } };
  if (result?.data.bookEmpty) await app.handle({ path: 'demo.load', body: null });
}

/** Entry of the desktop host: everything is decided in hosts/desktop, here the real parts are put together. */
function main(): void {
  const root = electron.app.getAppPath();
  // `electron .` has the app folder as its first argument, a packaged app has not
  const argv = process.argv.slice(electron.app.isPackaged ? 1 : 2);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const parsed = parseCommandLine(argv, 'ignore');
  if (!parsed.ok) {
    say(parsed.message);
    electron.app.exit(startupRefusedExitCode);
    return;
  }
  const { dataDir: typed, demo } = parsed.options;
  const dataDir = typed === null ? defaultDataDir(process.platform, process.env, homedir()) : resolve(typed);
  const demoFile = join(root, 'dist', 'demo', 'demo.json');
  const logger = fileLogger(join(dataDir, 'logs'), systemClock);
  process.on('uncaughtException', fatalHandler(electron, { ids: randomIds, logger }));
  // no top-level await: Electron does not become ready before this module has run to its end
  void startDesktop(electron, {
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
  });
}

main();
