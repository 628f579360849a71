import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BackupLook, RestoreReport } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { cancelRestore, keptBook, waitForRestore } from '../../platform/db/swap-book.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { silentLogger } from '../../platform/logger.ts';
import { openSealed } from '../../platform/sealed/sealed-file.ts';
import { assetPath } from '../content/index.ts';
import { assetFileName, assetFolderOf, assetNameOf, openAsset } from './asset-backup.ts';
import { headerOf } from './backup-file.ts';
import { type CopiedAsset, dropFile, letGoCopy } from './book-copy.ts';
import { eraseAfterRestore } from './erased.ts';
import { type ErasedPerson, rememberErased } from './erased-people.ts';
import { ownKey, placeOf } from './found.ts';
import { type OpenedBackup, openCommand } from './open.ts';
import { erasedSince } from './peek.ts';
import type { Progress } from './progress.ts';
import { readVault } from './vault.ts';

/** A backup that was opened and looked into, and may be restored. */
export interface Looked {
  lookId: string;
  /** the book in it, in the data folder's staging */
  book: string;
  /** where its pictures are */
  folder: string;
  opened: OpenedBackup;
  /** set once the book is being brought into the form of this version */
  ready?: Promise<null>;
  /** who was erased since, as newer backups beside it tell */
  erased: ErasedPerson[];
}

/** Reads a backup of a folder to its end and opens the book in it, beside the present one. @throws as openCommand, Share.get */
export async function lookInside(
  ctx: HostContext,
  from: { folder: string; name: string; secret: string | null },
  progress: Progress,
): Promise<Looked> {
  const fetched = join(ctx.folder.staging, ctx.ids.token('backup'));
  const book = `${fetched}.db`;
  await ctx.share.get(placeOf(from.folder, from.name), fetched, (bytes) => progress.tell('fetch', bytes, 0));
  const input = { path: fetched, to: book, key: keyOrDrop(ctx, fetched, from.secret), secret: from.secret };
  const opened = await ctx.execute(openCommand, input, { jobId: progress.partId });
  const own = readVault(ctx)?.store === opened.header.store;
  const erased = await erasedSince(ctx, { ...from, own }, opened.header);
  return { lookId: ctx.ids.token('look'), book, folder: from.folder, opened, erased };
}

/** The key that is known where she typed nothing; a fetched file that is no backup does not stay. */
function keyOrDrop(ctx: HostContext, path: string, secret: string | null): Buffer | null {
  if (secret !== null) return null;
  try {
    return keyKnown(ctx, path);
  } catch (error) {
    dropFile(path);
    throw error;
  }
}

/** What the window is told of it. */
export async function lookOf(ctx: HostContext, { lookId, folder, opened }: Looked): Promise<BackupLook> {
  const missing = opened.assets.filter((asset) => !isHere(ctx, asset));
  const there = missing.length === 0 ? new Set<string>() : await picturesIn(ctx, folder, opened.header.store);
  const key = Buffer.from(opened.assetKey, 'base64url');
  const found = opened.assets.length - missing.filter(({ sha256 }) => !there.has(assetNameOf(key, sha256))).length;
  const { madeAt, version } = opened.header;
  const { bytes, look, now } = opened;
  return { lookId, madeAt, version, bytes, counts: look, now, assets: { total: opened.assets.length, found } };
}

export function isHere(ctx: HostContext, asset: Omit<CopiedAsset, 'bytes'>): boolean {
  const path = assetPath(ctx, asset);
  return path !== null && existsSync(path);
}

/** Names of the sealed pictures beside backups; none where they cannot be listed. */
async function picturesIn(ctx: HostContext, folder: string, store: string): Promise<Set<string>> {
  try {
    return new Set((await ctx.share.list(join(folder, assetFolderOf(store)), assetFileName)).map(({ name }) => name));
  } catch {
    return new Set();
  }
}

interface PrepareInput {
  book: string;
  migrationsDir: string;
  version: string;
  /** for the copy that a migration makes first; taken away again */
  scratch: string;
}

/** Brings a book that was looked through up to the present schema and to rest: one file, which opens at the next start as it is. */
export function bringUpToDate({ book, migrationsDir, version, scratch }: PrepareInput, clock: Clock): void {
  let db: Database | null = null;
  try {
    db = openDatabase(book);
    const written = migrate(db, { migrationsDir, snapshotsDir: scratch, clock, logger: silentLogger, version });
    if (written.length > 0 && db.raw.pragma('quick_check', { simple: true }) !== 'ok')
      throw new AppError('backupDamaged', { reason: 'integrity' });
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

export const prepareCommand = defineCommand<PrepareInput, null>({
  name: 'backups.prepare',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(ctx, input) {
    bringUpToDate(input, ctx.clock);
    return null;
  },
});

/** Opens one sealed picture to its place; believed only when its content is the one it is named for. */
export const openAssetCommand = defineCommand<{ path: string; to: string; assetKey: Uint8Array; sha256: string }, null>({
  name: 'backups.openAsset',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(_ctx, { path, to, assetKey, sha256 }) {
    const half = `${path}.open`;
    const fd = openSync(half, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      try {
        for (const piece of openAsset(path, Buffer.from(assetKey))) {
          hash.update(piece);
          for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at);
        }
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      if (hash.digest('hex') !== sha256) throw new AppError('backupDamaged', { reason: 'picture' });
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
      renameSync(half, to);
      return null;
    } finally {
      dropFile(half);
    }
  },
});

/** Opens one sealed picture and throws it away. @throws AppError `backupDamaged` unless its content is the one it is named for */
export const tryAssetCommand = defineCommand<{ path: string; assetKey: Uint8Array; sha256: string }, null>({
  name: 'backups.tryAsset',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(_ctx, { path, assetKey, sha256 }) {
    const hash = createHash('sha256');
    for (const piece of openAsset(path, Buffer.from(assetKey))) hash.update(piece);
    if (hash.digest('hex') !== sha256) throw new AppError('backupDamaged', { reason: 'picture' });
    return null;
  },
});

/** Fetches those of `assets` that this computer lacks. @returns how many could not be had */
export async function fetchPictures(
  ctx: HostContext,
  { folder, opened }: Looked,
  assets: readonly Omit<CopiedAsset, 'bytes'>[],
  progress: Progress,
): Promise<number> {
  const missing = assets.filter((asset) => assetPath(ctx, asset) !== null && !isHere(ctx, asset));
  const assetKey = Buffer.from(opened.assetKey, 'base64url');
  let lost = 0;
  for (const [done, asset] of missing.entries()) {
    progress.checkCancelled();
    progress.tell('pictures', done, missing.length);
    const fetched = join(ctx.folder.staging, ctx.ids.token('picture'));
    try {
      await ctx.share.get(join(folder, assetFolderOf(opened.header.store), assetNameOf(assetKey, asset.sha256)), fetched);
      await ctx.execute(openAssetCommand, { path: fetched, to: assetPath(ctx, asset)!, assetKey, sha256: asset.sha256 });
    } catch (error) {
      progress.checkCancelled();
      if (error instanceof AppError && ['closing', 'diskFull'].includes(error.kind)) throw error;
      // without the place none of the others comes either
      if (error instanceof AppError && error.kind === 'targetHangs') return missing.length - done;
      lost += 1;
    } finally {
      dropFile(fetched);
    }
  }
  return lost;
}

/** The opened book in the form of this version, once for each look. */
export function prepare(ctx: HostContext, looked: Looked): Promise<null> {
  const { book } = looked;
  const input = { book, migrationsDir: ctx.migrationsDir, version: ctx.version, scratch: `${book}.migrate` };
  looked.ready ??= ctx.execute(prepareCommand, input);
  return looked.ready;
}

/** Makes ready that the book of a backup takes the place of the present one at the next start. */
export async function restore(ctx: HostContext, looked: Looked, progress: Progress): Promise<RestoreReport> {
  const { opened, book } = looked;
  await prepare(ctx, looked);
  const missing = await fetchPictures(ctx, looked, opened.assets, progress);
  progress.checkCancelled();
  eraseAfterRestore(ctx);
  // the next start finds that the book lacks these, and erases again
  rememberErased(ctx, looked.erased);
  waitForRestore(ctx.folder, book, { kind: 'restore', madeAt: opened.header.madeAt, now: ctx.clock.now() });
  await letGoCopy(book);
  ctx.announce({ topics: ['backups'] });
  ctx.logger.info('restore waits', { rows: Object.values(opened.counts).reduce((sum, rows) => sum + rows, 0), missing });
  return { madeAt: opened.header.madeAt, assets: opened.assets.length, missing };
}

/** Makes ready that a replaced book comes back at the next start. @throws AppError `notFound` */
export function undoRestore(ctx: HostContext, id: number): void {
  const { path, keptAt } = keptBook(ctx.folder, id);
  eraseAfterRestore(ctx);
  waitForRestore(ctx.folder, path, { kind: 'undo', madeAt: keptAt, now: ctx.clock.now() });
  ctx.announce({ topics: ['backups'] });
}

/** Takes back what waits for the next start; the present book stays. */
export function forgetRestore(ctx: HostContext): void {
  if (cancelRestore(ctx.folder)) ctx.announce({ topics: ['backups'] });
}

/** What the program itself knows of a fetched backup: the key of one that this computer made; null = it asks for a secret, or is open. */
function keyKnown(ctx: HostContext, path: string): Buffer | null {
  const file = openSealed(path);
  try {
    const { store, sequence, lock } = headerOf(file);
    return lock.kind === 'closed' && store === readVault(ctx)?.store ? ownKey(ctx, sequence) : null;
  } finally {
    file.close();
  }
}
