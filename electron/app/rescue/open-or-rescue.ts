import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { systemClock } from '../../platform/clock.ts';
import { EventHub } from '../../platform/events.ts';
import { dataFolder } from '../../platform/files/data-folder.ts';
import { createStaging } from '../../platform/files/staging.ts';
import { randomIds } from '../../platform/ids.ts';
import { fileLogger } from '../../platform/logger.ts';
import { createShare, forkShareChild } from '../../platform/share/share.ts';
import { type App, type AppOptions, createApp, lockWithBallast, programBeside, shareProgram } from '../create-app.ts';
import { createHandle } from '../handle.ts';
import type { UpdateBackup } from '../update-backup.ts';
import { rescueRouter } from './rescue.router.ts';
import type { RescueContext } from './rescue.service.ts';
import { filesOf, type OnOpened, type Opened, type ServedApp } from './served-app.ts';
import { openableKept, openableSnapshots } from './snapshots.ts';
import { serveWhileUpdating } from './while-updating.ts';

/** A backup before an update that takes no longer than this is not shown, ms. */
const showAfterMs = 1000;

export type { Opened, ServedApp } from './served-app.ts';

const reasons = new Map<string, RescueContext['reason']>([
  ['databaseDamaged', 'damaged'],
  ['diskUnreadable', 'disk'],
  ['migrationFailed', 'migration'],
  ['databaseNewer', 'newer'],
]);

/**
 * Opens the book. Where its file is damaged, not given by the disk, cannot be migrated, or is of a newer version and a copy from before
 * it is there, serves the rescue procedures instead: everything else answers `rescueMode` until one of them has opened the book, which
 * from then on is what is served. Where a backup before an update takes its time, how far it is is served until it is over: everything
 * answers `updating`. `onOpened` is told of what came later.
 * @throws AppError of category `storage` for everything that a rescue cannot help with
 */
export async function openOrRescue(options: AppOptions, onOpened: OnOpened = () => {}): Promise<Opened> {
  let begin: (backup: UpdateBackup) => void = () => {};
  const begun = new Promise<UpdateBackup>((resolve) => {
    begin = resolve;
  });
  const opening = openNow({ ...options, onUpdateBackup: begin }, onOpened);
  const lasting = begun.then((backup) => pause(showAfterMs, backup));
  const first = await Promise.race([opening, lasting]);
  return 'app' in first ? first : serveWhileUpdating(first, opening, { ...logOf(options), onOpened });
}

const logOf = ({ ids = randomIds, clock = systemClock, logger, dataDir }: AppOptions) => ({
  ids,
  logger: logger ?? fileLogger(dataFolder(dataDir).logs, clock),
});

async function openNow(options: AppOptions, onOpened: OnOpened): Promise<Opened> {
  try {
    return { app: await createApp(options), trouble: null };
  } catch (error) {
    const reason = error instanceof AppError ? reasons.get(error.kind) : undefined;
    const helps = reason !== 'newer' || hasOlderBook(options);
    if (!reason || !helps) throw error;
    return { app: serveRescue(options, reason, onOpened), trouble: error as AppError };
  }
}

function hasOlderBook({ dataDir, migrationsDir }: AppOptions): boolean {
  const folder = dataFolder(dataDir);
  return openableSnapshots(folder.snapshots, migrationsDir).length > 0 || openableKept(folder, migrationsDir).length > 0;
}

function serveRescue(options: AppOptions, reason: RescueContext['reason'], onOpened: OnOpened): ServedApp {
  const clock = options.clock ?? systemClock;
  const folder = dataFolder(options.dataDir);
  const { ids, logger } = logOf(options);
  // one who rescues at a time, and nobody who opens the book meanwhile
  let lock = lockWithBallast(folder, options.host, logger);
  let book: App | null = null;
  const ending = new AbortController();
  const events = new EventHub((error) => logger.error('window not reached', { name: error instanceof Error ? error.name : typeof error }));
  const staging = createStaging(folder.staging, ids, clock.now());
  const share = createShare(shareProgram(), options.startShareChild ?? forkShareChild);
  const context: RescueContext = {
    ...{ folder, reason, migrationsDir: options.migrationsDir, version: options.version ?? '0.0.0', clock, ids, logger, events, staging },
    share,
    workerFile: options.workerFile ?? programBeside('worker', './worker.ts'),
    signal: ending.signal,
    work: { running: false, report: null },
    async reopen() {
      lock.release();
      try {
        book = await createApp(options);
      } catch (error) {
        lock = lockWithBallast(folder, options.host, logger);
        throw error;
      }
      book.events.subscribe((event) => events.push(event));
      // theme and the like are the book's
      events.changed({ topics: ['settings'] });
      onOpened(null);
    },
    exportOf: (dataDir, format) => exportOf({ ...options, dataDir }, format),
  };
  const handle = createHandle(rescueRouter, context, 'rescueMode');
  logger.info('rescue', { host: options.host, reason });
  return {
    handle: (request) => (book ?? { handle }).handle(request),
    events: { subscribe: (listener) => events.subscribe(listener) },
    files: filesOf(() => book, 'rescueMode', staging),
    async close() {
      share.close();
      if (book) return book.close();
      ending.abort();
      events.push({ type: 'closing' });
      lock.release();
    },
  };
}

async function exportOf(options: AppOptions, format: string): ReturnType<RescueContext['exportOf']> {
  const app = await createApp({ ...options, ballastBytes: 0 });
  try {
    const { status, body } = await app.handle({ path: 'exports.everything', body: { format, jobId: 'export-rescue' } });
    const answer = body as { result?: { data: { fileId: string; name: string; count: number } }; error?: { data: { app: never } } };
    if (status !== 200 || !answer.result) throw AppError.fromWire(answer.error!.data.app);
    const { fileId, name, count } = answer.result.data;
    const made = app.files.exportPath(fileId);
    if (!made) throw new AppError('fileGone', { name });
    return { path: made.path, name, count, done: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}
