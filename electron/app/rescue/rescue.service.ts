import { closeSync, constants, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type RescueKind,
  type RescueSnapshot,
  type RescueState,
  rescueKinds,
  type SalvagedKind,
  type SalvageReport,
  salvageJob,
} from '../../../shared/contracts/rescue.ts';
import { AppError } from '../../../shared/errors.ts';
import { eraseAgainAtStart, offeredBackup, verifiedBackups } from '../../features/backups/for-rescue.ts';
import { type Clock, localDay } from '../../platform/clock.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { forgetTakenBack, keptBook } from '../../platform/db/swap-book.ts';
import type { EventHub } from '../../platform/events.ts';
import { type DataFolder, databaseName } from '../../platform/files/data-folder.ts';
import { withPrivateFiles } from '../../platform/files/private-files.ts';
import type { Staging } from '../../platform/files/staging.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Salvage, SalvagedTable } from '../../platform/rescue/salvage.ts';
import { rescueDir, rescuedBook, swapBook } from '../../platform/rescue/swap.ts';
import type { Share } from '../../platform/share/share.ts';
import { openBackupInThread, type RescueProgress, salvageInThread } from './rescue-thread.ts';
import { openableKept, openableSnapshots } from './snapshots.ts';

/** What the rescue procedures work with; there is no book. */
export interface RescueContext {
  folder: DataFolder;
  reason: RescueState['reason'];
  migrationsDir: string;
  version: string;
  workerFile: URL;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  events: EventHub;
  staging: Staging;
  /** files on sticks and shares */
  share: Share;
  /** aborted when the program ends */
  signal: AbortSignal;
  /** what has been done so far; one thing at a time */
  work: { running: boolean; report: SalvageReport | null };
  /** Opens the book and hands everything over to it. @throws AppError when it still does not open */
  reopen(): Promise<void>;
  /** Opens another folder as a book of its own for a moment and exports everything of it. @returns path and name of the file in there */
  exportOf(dataDir: string, format: string): Promise<{ path: string; name: string; count: number; done: () => Promise<void> }>;
}

const kindOf: Record<string, RescueKind> = {
  friends: 'friends',
  notes: 'notes',
  touches: 'touches',
  tags: 'tags',
  conversations: 'chats',
  messages: 'messages',
  orders: 'orders',
  payments: 'payments',
  posts: 'posts',
  contents: 'contents',
  accounts: 'accounts',
};

/** What came back, summed by kind; kinds of which there is and was nothing are left out. */
export function reportOf({ readable, tables }: Salvage): SalvageReport {
  const kinds = rescueKinds.flatMap((kind) => {
    const own = tables.filter(({ table }) => (kindOf[table] ?? 'others') === kind);
    const sum = (pick: (table: SalvagedTable) => number) => own.reduce((all, table) => all + pick(table), 0);
    const known = own.every(({ expected }) => expected !== null);
    const told: SalvagedKind = {
      kind,
      read: sum(({ read }) => read),
      expected: known ? sum(({ expected }) => expected ?? 0) : null,
      standIns: sum((table) => table.standIns),
    };
    // a table whose place in the file is lost may have been empty
    return told.read + told.standIns > 0 || (told.expected ?? 0) > 0 ? [told] : [];
  });
  return { readable, kinds, dropped: tables.reduce((all, { dropped }) => all + dropped, 0) };
}

/** One thing at a time: two swaps would undo each other. */
async function alone<T>(ctx: RescueContext, run: () => Promise<T>): Promise<T> {
  if (ctx.work.running) throw new AppError('stillInUse', { what: 'rescue' });
  ctx.work.running = true;
  try {
    return await run();
  } finally {
    ctx.work.running = false;
  }
}

export function rescueState(ctx: RescueContext): RescueState {
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return {
    reason: ctx.reason,
    dataDir: ctx.folder.root,
    bytes: sizeOf(ctx.folder.database) + sizeOf(`${ctx.folder.database}-wal`),
    working: ctx.work.running,
    report: ctx.work.report,
    snapshots: snapshots(ctx),
    // of a newer version they are most likely newer too
    backups: ctx.reason === 'newer' ? [] : verifiedBackups(ctx.folder.root),
    kept: openableKept(ctx.folder, ctx.migrationsDir),
  };
}

/** Copies made before migrations. Where a migration has just failed, the newest is the book as it lies there. */
function snapshots({ folder, reason, migrationsDir }: RescueContext): RescueSnapshot[] {
  const found = openableSnapshots(folder.snapshots, migrationsDir);
  return reason === 'migration' ? found.slice(1) : found;
}

/** A piece of work in a fresh rescue folder, with its progress for the page. */
function watched<T>(ctx: RescueContext, work: (onProgress: (progress: RescueProgress) => void) => Promise<T>): Promise<T> {
  return alone(ctx, async () => {
    const startedAt = ctx.clock.now();
    const last: RescueProgress = { phase: '', rows: 0 };
    const tell = (state: 'running' | 'done' | 'failed', progress: Partial<RescueProgress> = {}) => {
      const { phase, rows } = Object.assign(last, progress);
      ctx.events.job({
        ...{ jobId: salvageJob, name: 'rescue.salvage', state, phase },
        ...{ done: rows, total: 0, elapsedMs: ctx.clock.now() - startedAt },
      });
    };
    ctx.work.report = null;
    freshRescueDir(ctx);
    try {
      const result = await work((progress) => tell('running', progress));
      tell('done');
      return result;
    } catch (error) {
      tell('failed');
      throw error;
    }
  });
}

/**
 * Reads what can be read into a new book beside the damaged one, which stays as it is.
 * @throws AppError `databaseNewer`: what only a newer version knows would be lost
 */
export async function salvage(ctx: RescueContext): Promise<SalvageReport> {
  if (ctx.reason === 'newer') throw new AppError('databaseNewer');
  const task = {
    damagedFile: ctx.folder.database,
    toFile: rescuedBook(ctx.folder),
    migrationsDir: ctx.migrationsDir,
    version: ctx.version,
  };
  return watched(ctx, async (onProgress) => {
    onProgress({ phase: 'read', rows: 0 });
    const result = await salvageInThread(ctx.workerFile, task, onProgress, ctx.signal);
    ctx.work.report = reportOf(result);
    ctx.logger.info('salvaged', { readable: result.readable });
    return ctx.work.report;
  });
}

/**
 * Goes on with a verified backup: fetched, opened, looked through and brought into the form of this version beside the damaged book,
 * which stays until then. Pictures lie in the data folder and are not touched.
 * @throws AppError `notFound`, `targetMissing`, `targetHangs`, `backupDamaged` …: nothing is swapped then
 */
export function useBackup(ctx: RescueContext, choice: { sequence: number; targetId: number }): Promise<{ keptIn: string }> {
  return watched(ctx, async (onProgress) => {
    const { path, key } = offeredBackup(ctx.folder.root, choice);
    const fetched = join(rescueDir(ctx.folder), 'backup.tfb');
    onProgress({ phase: 'fetch', rows: 0 });
    await ctx.share.get(path, fetched, (rows) => onProgress({ phase: 'fetch', rows }));
    onProgress({ phase: 'open', rows: 0 });
    const { migrationsDir, version } = ctx;
    const task = { path: fetched, key, to: rescuedBook(ctx.folder), migrationsDir, version };
    await openBackupInThread(ctx.workerFile, task, onProgress, ctx.signal);
    syncFile(rescuedBook(ctx.folder));
    eraseAgainAtStart(ctx.folder.root);
    return swapAndOpen(ctx);
  });
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

function freshRescueDir({ folder }: RescueContext): void {
  rmSync(rescueDir(folder), { recursive: true, force: true });
  mkdirSync(rescueDir(folder), { recursive: true, mode: 0o700 });
}

/** Goes on with the salvaged book. @throws AppError `notFound` when nothing was salvaged yet */
export function useSalvaged(ctx: RescueContext): Promise<{ keptIn: string }> {
  return alone(ctx, () => swapAndOpen(ctx));
}

async function swapAndOpen(ctx: RescueContext): Promise<{ keptIn: string }> {
  const keptIn = swapBook(ctx.folder, localDay(ctx.clock.now()));
  ctx.work.report = null;
  // what it says of the book is no longer so
  forgetTakenBack(ctx.folder);
  ctx.logger.info('swapped', { keptIn });
  await ctx.reopen();
  return { keptIn };
}

/** Goes on with a copy of a snapshot. @throws AppError `notFound`, or `databaseDamaged` when it is not whole; nothing is swapped then */
export function useSnapshot(ctx: RescueContext, name: string): Promise<{ keptIn: string }> {
  return alone(ctx, () => {
    if (!snapshots(ctx).some((one) => one.name === name)) throw new AppError('notFound', { what: 'snapshot' });
    return useCopyOf(ctx, join(ctx.folder.snapshots, name));
  });
}

/** As useSnapshot, with a copy of a book that a restore replaced; that one stays where it is. */
export function useKept(ctx: RescueContext, id: number): Promise<{ keptIn: string }> {
  return alone(ctx, () => useCopyOf(ctx, keptBook(ctx.folder, id).path));
}

async function useCopyOf(ctx: RescueContext, book: string): Promise<{ keptIn: string }> {
  freshRescueDir(ctx);
  ctx.work.report = null;
  const target = rescuedBook(ctx.folder);
  // one that was damaged when it was replaced may have kept its log, and is played in when it is opened
  for (const end of ['-wal', ''])
    if (existsSync(book + end)) withPrivateFiles(() => copyFileSync(book + end, target + end, constants.COPYFILE_FICLONE));
  if (existsSync(`${target}-wal`)) openDatabase(target).close();
  const db = openDatabase(target, { readonly: true });
  try {
    const whole =
      db.raw.pragma('integrity_check', { simple: true }) === 'ok' && (db.raw.pragma('foreign_key_check') as unknown[]).length === 0;
    if (!whole) throw new AppError('databaseDamaged');
  } finally {
    db.close();
  }
  syncFile(target);
  eraseAgainAtStart(ctx.folder.root);
  return swapAndOpen(ctx);
}

/** Tries the book again as it is. */
export function tryAgain(ctx: RescueContext): Promise<{ keptIn: null }> {
  return alone(ctx, async () => {
    await ctx.reopen();
    return { keptIn: null };
  });
}

/** The salvaged book as one file, for tables or programs; made from a copy of it, which the program opens for a moment. */
export function exportSalvaged(ctx: RescueContext, format: string): Promise<{ fileId: string; name: string; count: number }> {
  return alone(ctx, async () => {
    if (!existsSync(rescuedBook(ctx.folder))) throw new AppError('notFound', { what: 'rescuedBook' });
    const trial = join(rescueDir(ctx.folder), 'trial');
    try {
      mkdirSync(trial, { recursive: true, mode: 0o700 });
      copyFileSync(rescuedBook(ctx.folder), join(trial, databaseName), constants.COPYFILE_FICLONE);
      const made = await ctx.exportOf(trial, format);
      try {
        const file = ctx.staging.createExport(made.name);
        copyFileSync(made.path, file.path);
        return { fileId: file.fileId, name: made.name, count: made.count };
      } finally {
        await made.done();
      }
    } finally {
      rmSync(trial, { recursive: true, force: true, maxRetries: 3 });
    }
  });
}
