import { AppError } from '../../../shared/errors.ts';
import { systemClock } from '../../platform/clock.ts';
import { EventHub } from '../../platform/events.ts';
import { dataFolder } from '../../platform/files/data-folder.ts';
import { createStaging, type Staging } from '../../platform/files/staging.ts';
import { randomIds } from '../../platform/ids.ts';
import { fileLogger } from '../../platform/logger.ts';
import { createShare, forkShareChild } from '../../platform/share/share.ts';
import { type App, type AppOptions, createApp, lockWithBallast, programBeside } from '../create-app.ts';
import { createHandle } from '../handle.ts';
import { rescueRouter } from './rescue.router.ts';
import type { RescueContext } from './rescue.service.ts';
import { openableKept, openableSnapshots } from './snapshots.ts';

/** What both hosts serve: the book, or for as long as it cannot be opened the back end that brings it back. */
export type ServedApp = Pick<App, 'handle' | 'events' | 'files' | 'close'>;

export interface Opened {
  app: ServedApp;
  /** why the book itself is not open; null = it is */
  trouble: AppError | null;
}

const reasons = new Map<string, RescueContext['reason']>([
  ['databaseDamaged', 'damaged'],
  ['diskUnreadable', 'disk'],
  ['migrationFailed', 'migration'],
  ['databaseNewer', 'newer'],
]);

/**
 * Opens the book. Where its file is damaged, not given by the disk, cannot be migrated, or is of a newer version and a copy from before
 * it is there, serves the rescue procedures instead: everything else answers `rescueMode` until one of them has opened the book, which
 * from then on is what is served. `onOpened` is told of that.
 * @throws AppError of category `storage` for everything that a rescue cannot help with
 */
export async function openOrRescue(options: AppOptions, onOpened: () => void = () => {}): Promise<Opened> {
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

function serveRescue(options: AppOptions, reason: RescueContext['reason'], onOpened: () => void): ServedApp {
  const clock = options.clock ?? systemClock;
  const folder = dataFolder(options.dataDir);
  const logger = options.logger ?? fileLogger(folder.logs, clock);
  const ids = options.ids ?? randomIds;
  // one who rescues at a time, and nobody who opens the book meanwhile
  let lock = lockWithBallast(folder, options.host, logger);
  let book: App | null = null;
  const ending = new AbortController();
  const events = new EventHub((error) => logger.error('window not reached', { name: error instanceof Error ? error.name : typeof error }));
  const staging = createStaging(folder.staging, ids, clock.now());
  const share = createShare(programBeside('share', '../platform/share/share-process.ts'), options.startShareChild ?? forkShareChild);
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
      onOpened();
    },
    exportOf: (dataDir, format) => exportOf({ ...options, dataDir }, format),
  };
  const handle = createHandle(rescueRouter, context, 'rescueMode');
  logger.info('rescue', { host: options.host, reason });
  return {
    handle: (request) => (book ?? { handle }).handle(request),
    events: { subscribe: (listener) => events.subscribe(listener) },
    files: filesOf(() => book, staging),
    async close() {
      share.close();
      if (book) return book.close();
      ending.abort();
      events.push({ type: 'closing' });
      lock.release();
    },
  };
}

/** Without a book there is nothing to bring in and nothing to show: only what was exported goes out. */
function filesOf(book: () => App | null, staging: Staging): App['files'] {
  const refused = () => Promise.reject(new AppError('rescueMode'));
  return {
    stageStream: (...file) => book()?.files.stageStream(...file) ?? refused(),
    stageCopy: (...file) => book()?.files.stageCopy(...file) ?? refused(),
    stageFolder: (path) => book()?.files.stageFolder(path) ?? refused(),
    offerFolder: (path) => {
      const open = book();
      if (!open) throw new AppError('rescueMode');
      return open.files.offerFolder(path);
    },
    exportPath: (fileId) => (book()?.files ?? staging).exportPath(fileId),
    assetPath: (assetId) => book()?.files.assetPath(assetId) ?? null,
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
