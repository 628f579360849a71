import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../shared/errors.ts';
import type { PushEvent } from '../../shared/events.ts';
import type { ChosenFolder, StagedFile, StagedFolder } from '../../shared/host.ts';
import { seedDefaults } from '../features/accounts/index.ts';
import { backupsFor, closeBackupsDb } from '../features/backups/index.ts';
import { assetFile } from '../features/content/index.ts';
import { settleImported } from '../features/imports/index.ts';
import { lockFor } from '../features/lock/index.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { emitter, type ServiceContext } from '../platform/context.ts';
import { type Database, openDatabase } from '../platform/db/database.ts';
import { isOutdated, migrate } from '../platform/db/migrate.ts';
import { indexesRest, wakeIndexesCommand } from '../platform/db/resting-indexes.ts';
import { asStorageError } from '../platform/db/storage-error.ts';
import { finishRestore, hasReplaced, noteTakenBack, type RestoreMark, restoreOpened, swapBack } from '../platform/db/swap-book.ts';
import { EventHub } from '../platform/events.ts';
import { dropBallast, layBallast, lightenBallast } from '../platform/files/ballast.ts';
import { chosenFolders } from '../platform/files/chosen-folders.ts';
import { type DataFolder, type FolderProbe, prepareDataFolder, systemProbe } from '../platform/files/data-folder.ts';
import { type InstanceLock, lockInstance } from '../platform/files/instance-lock.ts';
import { createStaging } from '../platform/files/staging.ts';
import type { HostContext, HostKind } from '../platform/host-context.ts';
import { type Ids, randomIds } from '../platform/ids.ts';
import { createExecutor, type Executor } from '../platform/jobs/executor.ts';
import { fileLogger, type Logger } from '../platform/logger.ts';
import { checkNotedDamage, noteDamage } from '../platform/rescue/damage-note.ts';
import { checkDiskAnswers } from '../platform/rescue/disk-answers.ts';
import { finishSwap } from '../platform/rescue/swap.ts';
import { usualSecretCost } from '../platform/sealed/keys.ts';
import { createShare, forkShareChild, type StartShareChild } from '../platform/share/share.ts';
import { createHandle, type RpcReply, type RpcRequest } from './handle.ts';
import { appRouter } from './router.ts';
import { domainHandlers, plugFeatures, undoTables } from './subscriptions.ts';
import { backUpOldBook, type UpdateBackup } from './update-backup.ts';

export interface AppOptions {
  dataDir: string;
  migrationsDir: string;
  host: HostKind;
  version?: string;
  clock?: Clock;
  ids?: Ids;
  logger?: Logger;
  probe?: FolderProbe;
  /** packaged demo data; null where none was built */
  demoFile?: string | null;
  /** program of the worker; without it the one beside this file */
  workerFile?: URL;
  /** how the process that touches sticks and shares is started; Node's own way unless said */
  startShareChild?: StartShareChild;
  /** what guessing a passphrase costs: 2^n of scrypt; 17 unless said (tests of other things say less) */
  secretCost?: number;
  /** what a last backup may take when the program closes, ms; 3000 unless said (tests with a share that hangs say less) */
  quitMs?: number;
  /** told when the start waits for a backup of a book that it is about to bring into the form of this version */
  onUpdateBackup?: (backup: UpdateBackup) => void;
  /** how long it waits for it, ms; two minutes unless said (tests with a share that hangs say less) */
  updateBackupMs?: number;
  /** size of the file that is thrown overboard on a full disk; 0 = none (most tests) */
  ballastBytes?: number;
}

/** The whole back end. Both hosts hand the same requests to `handle`. */
export interface App {
  /** Always resolves; see createHandle. */
  handle(request: RpcRequest): Promise<RpcReply>;
  events: { subscribe(listener: (event: PushEvent) => void): () => void };
  files: {
    stageStream(name: string, stream: AsyncIterable<Uint8Array>, maxBytes?: number, place?: string): Promise<StagedFile>;
    stageCopy(path: string, place?: string): Promise<StagedFile>;
    stageFolder(path: string): Promise<StagedFolder>;
    offerFolder(path: string): ChosenFolder;
    exportPath(fileId: string): { path: string; name: string } | null;
    assetPath(assetId: number): { path: string; mime: string; bytes: number; name: string } | null;
  };
  dataDir: string;
  /** for service tests and the bench only: the context the routers get */
  context: HostContext;
  /** Makes a last backup where that is quick, waits for the write under way (5 s at most in all), closes the database, lets go of the lock. */
  close(): Promise<void>;
}

/**
 * Opens the book in `dataDir` (made if missing) and builds the back end over it.
 * @throws AppError of category `storage`: nothing was changed
 */
export async function createApp(options: AppOptions): Promise<App> {
  const clock = options.clock ?? systemClock;
  const ids = options.ids ?? randomIds;
  const folder = prepareDataFolder(options.dataDir, options.probe ?? systemProbe);
  const logger = options.logger ?? fileLogger(folder.logs, clock);
  const version = options.version ?? '0.0.0';
  const lock = lockWithBallast(folder, options.host, logger);
  let db: Database | null = null;
  try {
    // a swap of the book that was cut short is ended before anything is opened
    finishSwap(folder);
    const { migrationsDir, ballastBytes } = options;
    const beforeUpdate = once((old: Database) => backUpOldBook({ ...backupParts(options), db: old, clock, ids, logger, folder, version }));
    db = await openAfterRestore(folder, { migrationsDir, clock, logger, version, ballastBytes, beforeUpdate });
    return assemble(options, { clock, ids, folder, logger, version, lock, db });
  } catch (error) {
    // whatever failed, the next attempt in this process must find the folder free
    db?.close();
    try {
      throw whatItIs(error, folder);
    } finally {
      lock.release();
    }
  }
}

const backupParts = ({ workerFile, startShareChild, updateBackupMs, onUpdateBackup }: AppOptions) => ({
  workerFile: workerFile ?? programBeside('worker', './worker.ts'),
  shareFile: shareProgram(),
  startShareChild: startShareChild ?? forkShareChild,
  patience: updateBackupMs,
  onBegin: onUpdateBackup ?? (() => {}),
});

/** A start that opens the book a second time does not back it up again. */
function once<T>(work: (value: T) => Promise<void>): (value: T) => Promise<void> {
  let done: Promise<void> | null = null;
  return (value) => {
    done ??= work(value);
    return done;
  };
}

/** Why a start failed; the book is closed again. */
function whatItIs(error: unknown, folder: DataFolder): unknown {
  const typed = asStorageError(error);
  if (!(typed instanceof AppError) || typed.kind !== 'databaseDamaged') return typed;
  checkDiskAnswers(folder.database, `${folder.database}-wal`);
  // the disk stumbled once: the next start will do
  return isWhole(folder.database) ? new AppError('storageFailed', { code: 'SQLITE_IOERR_READ' }, { cause: error }) : typed;
}

function isWhole(database: string): boolean {
  try {
    const db = openDatabase(database, { readonly: true });
    try {
      return db.raw.pragma('integrity_check(1)', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

interface Parts {
  clock: Clock;
  ids: Ids;
  folder: DataFolder;
  logger: Logger;
  version: string;
  lock: InstanceLock;
  db: Database;
}

function assemble(options: AppOptions, { clock, ids, folder, logger, version, lock, db }: Parts): App {
  const events = new EventHub((error) => logger.error('window not reached', { name: error instanceof Error ? error.name : typeof error }));
  const service: ServiceContext = {
    db,
    clock,
    ids,
    logger,
    dataDir: folder.root,
    undoTables: new Map(undoTables.map((table) => [table.name, table])),
    announce: (change) => events.changed(change),
    emit: (record, name, event) => emit(record, name, event),
  };
  const emit = emitter(domainHandlers, () => service);
  const executor = createExecutor(service, events, options.workerFile ?? programBeside('worker', './worker.ts'), {
    dataDir: folder.root,
    databaseFile: folder.database,
  });
  const context: HostContext = {
    ...service,
    host: options.host,
    version,
    events,
    execute: executor.execute,
    cancelJob: executor.cancel,
    staging: createStaging(folder.staging, ids, clock.now()),
    folder,
    chosenFolders: chosenFolders(ids),
    share: createShare(shareProgram(), options.startShareChild ?? forkShareChild),
    migrationsDir: options.migrationsDir,
    secretCost: options.secretCost ?? usualSecretCost,
    demoFile: options.demoFile ?? null,
  };
  plugFeatures(context);
  const appLock = lockFor(context);
  seedDefaults(context);
  settleImported(context);
  // the app ended between a big import and the work it left behind
  if (indexesRest(db)) executor.execute(wakeIndexesCommand, null).catch(() => {});
  logger.info('open', { host: options.host, version });
  return {
    handle: createHandle(
      appRouter,
      Object.assign(context, {
        onDamage: () => noteDamage(folder.root, clock.now()),
        makeRoom: () => lightenBallast(folder),
        mayCall: (path: string) => appLock.check(path),
      }),
    ),
    events,
    files: filesFor(context, executor),
    dataDir: folder.root,
    context,
    async close() {
      events.push({ type: 'closing' });
      appLock.end();
      const startedAt = performance.now();
      await backupsFor(context).close(options.quitMs);
      context.share.close();
      await executor.close(closingMs - (performance.now() - startedAt));
      closeBackupsDb(context);
      db.close();
      lock.release();
      logger.info('closed');
    },
  };
}

/** The files that hosts hand in and out; a locked book takes none and gives none. */
function filesFor(context: HostContext, executor: Executor): App['files'] {
  const appLock = lockFor(context);
  const { staging } = context;
  const bringIn = async <T>(work: () => Promise<T>): Promise<T> => {
    appLock.check('files');
    // whoever hands over a file will have it read: the worker is there by the time it has been copied
    executor.warm();
    return work();
  };
  return {
    stageStream: (...file) => bringIn(() => staging.stageStream(...file)),
    stageCopy: (...file) => bringIn(() => staging.stageCopy(...file)),
    stageFolder: (path) => bringIn(() => staging.stageFolder(path)),
    offerFolder: context.chosenFolders.offer,
    exportPath: (fileId) => (appLock.state().locked ? null : staging.exportPath(fileId)),
    assetPath: (assetId) => (appLock.state().locked ? null : assetFile(context, assetId)),
  };
}

/** What closing may take in all, ms: a last backup, then the write that is under way. */
const closingMs = 4500;

/** On a full disk not even the lock file can be made: the ballast goes overboard first. */
export function lockWithBallast(folder: DataFolder, host: HostKind, logger: Logger) {
  try {
    return lockInstance(folder, host);
  } catch (error) {
    if (!(error instanceof AppError && error.kind === 'diskFull') || !dropBallast(folder)) throw error;
    logger.error('ballast dropped', { at: 'lock' });
    return lockInstance(folder, host);
  }
}

interface BookOptions {
  migrationsDir: string;
  clock: Clock;
  logger: Logger;
  version: string;
  ballastBytes?: number | undefined;
  /** runs before a book of an older version is changed. @throws AppError `closing` only */
  beforeUpdate: (db: Database) => Promise<void>;
}

/** Does a restore that waits, then opens the book; where the restored one does not open, the one it replaced comes back. */
async function openAfterRestore(folder: DataFolder, options: BookOptions): Promise<Database> {
  const done = finishRestore(folder);
  if (!done) return openBook(folder, options);
  try {
    const db = await openBook(folder, options);
    opened(folder, done, options);
    return db;
  } catch (error) {
    const typed = asStorageError(error);
    const reason = typed instanceof AppError ? typed.kind : 'internal';
    // a full disk says nothing of the book: it opens once there is room; nor does a program that is closed meanwhile
    if (reason === 'diskFull' || reason === 'closing') throw typed;
    takeBack(folder, done, reason, options);
    return openBook(folder, options);
  }
}

/** A disk that does not take even this must not keep the book from opening. */
function opened(folder: DataFolder, done: RestoreMark, { logger }: BookOptions): void {
  logger.info('restored', { kind: done.kind });
  try {
    restoreOpened(folder);
  } catch (failure) {
    logger.error('restore not settled', { code: (failure as { code?: string } | null)?.code });
  }
}

/** She is told on the first screen; a disk that does not even take that note must not keep the book from opening. */
function takeBack(folder: DataFolder, done: RestoreMark, reason: string, { logger, clock }: BookOptions): void {
  logger.error('restore taken back', { kind: reason });
  if (!hasReplaced(folder, done)) return;
  // before it is done: whoever dies in between has been told all the same
  try {
    noteTakenBack(folder, { ...done, at: clock.now(), reason });
  } catch (failure) {
    logger.error('not noted', { code: (failure as { code?: string } | null)?.code });
  }
  swapBack(folder, done);
}

async function openBook(folder: DataFolder, options: BookOptions): Promise<Database> {
  const open = async () => {
    const db = openDatabase(folder.database);
    try {
      checkNotedDamage(db, folder.root);
      if (isOutdated(db, options.migrationsDir)) await options.beforeUpdate(db);
      migrate(db, { ...options, snapshotsDir: folder.snapshots });
      return db;
    } catch (error) {
      db.close();
      throw asStorageError(error);
    }
  };
  let db: Database;
  try {
    db = await open();
  } catch (error) {
    const typed = asStorageError(error);
    const kind = typed instanceof AppError ? typed.kind : '';
    if (kind === 'diskFull' && dropBallast(folder)) options.logger.error('ballast dropped', { at: 'open' });
    // a disk that stumbled once, which looks like damage too, takes neither the book nor a restore away
    else if (kind !== 'databaseDamaged' && kind !== 'storageFailed') throw typed;
    db = await open();
  }
  try {
    if (options.ballastBytes !== 0) layBallast(folder, options.ballastBytes);
  } catch (error) {
    options.logger.error('no ballast', { code: (error as { code?: string } | null)?.code });
  }
  return db;
}

/** Another program of ours: its built file beside this one, or its source when run from the sources (Node strips the types). */
export function programBeside(name: string, source: string): URL {
  const built = new URL(`./${name}.js`, import.meta.url);
  if (existsSync(fileURLToPath(built))) return built;
  const besideChunks = new URL(`../${name}.js`, import.meta.url);
  if (existsSync(fileURLToPath(besideChunks))) return besideChunks;
  return new URL(source, import.meta.url);
}

/** The process that touches sticks and shares. */
export const shareProgram = (): URL => programBeside('share', '../platform/share/share-process.ts');

/** Version from the package.json beside `root`. */
export function readVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
