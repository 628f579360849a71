import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { BackupPlace, BackupTarget, FolderChoice, KeptError } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { typedFolder } from '../../platform/files/chosen-folders.ts';
import { isSynced } from '../../platform/files/data-folder.ts';
import { diskOf } from '../../platform/files/disk-of.ts';
import type { HostContext } from '../../platform/host-context.ts';
import type { FolderFacts } from '../../platform/share/share-protocol.ts';
import { backupsDb } from './backups-db.ts';

export interface Target {
  id: number;
  folder: string;
}

/** Every target, in the order they were added. */
export const listTargets = (ctx: ServiceContext): Target[] =>
  backupsDb(ctx).sql('SELECT id, folder FROM targets ORDER BY id').all() as Target[];

/** The path of a choice. @throws AppError `targetUnfit`, `folderMissing`, `invalidInput` for a typed path where a dialog is at hand */
function pathOf(ctx: HostContext, choice: FolderChoice): string {
  if ('folderId' in choice) return ctx.chosenFolders.find(choice.folderId);
  // the page of a desktop window names no paths: what it could be made to ask for is no wider than what she picked
  if (ctx.host === 'desktop') throw new AppError('invalidInput', { fields: ['path'] });
  const path = typedFolder(choice.path, process.platform);
  if (path === null) throw new AppError('targetUnfit', { why: 'path' });
  return path;
}

/** The folder of a place. @throws AppError `notFound`, or as pathOf */
export function folderOf(ctx: HostContext, place: BackupPlace): string {
  if (!('targetId' in place)) return pathOf(ctx, place);
  const folder = backupsDb(ctx).pluck('SELECT folder FROM targets WHERE id = ?').get(place.targetId) as string | undefined;
  if (folder === undefined) throw new AppError('notFound', { what: 'target' });
  return folder;
}

/** Whether a path lies in a folder, or is it. */
function within(path: string, folder: string): boolean {
  const fold = process.platform === 'linux' ? (text: string) => text : (text: string) => text.toLowerCase();
  const way = relative(fold(folder), fold(path));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === fold(resolve(path)));
}

/**
 * Adds a place for backups, once it was written to.
 * @throws AppError `targetUnfit` (a file, inside the data folder, no whole path), `targetTaken`, `targetMissing`, `targetReadOnly`,
 *   `targetFull`, `targetHangs`
 */
export async function addTarget(ctx: HostContext, choice: FolderChoice): Promise<number> {
  const folder = resolve(pathOf(ctx, choice));
  if (within(folder, resolve(ctx.dataDir))) throw new AppError('targetUnfit', { why: 'inside' });
  const facts = await ctx.share.probe(folder);
  if (within(facts.real, realpathSync.native(ctx.dataDir))) throw new AppError('targetUnfit', { why: 'inside' });
  const added = backupsDb(ctx)
    .sql('INSERT INTO targets (folder, added_at) VALUES (?, ?) ON CONFLICT (folder) DO NOTHING')
    .run(folder, ctx.clock.now());
  if (added.changes === 0) throw new AppError('targetTaken');
  const id = Number(added.lastInsertRowid);
  noteFacts(ctx, id, facts);
  ctx.announce({ topics: ['backups'] });
  return id;
}

/** Forgets a place; the backups there stay. @throws AppError `notFound` */
export function removeTarget(ctx: ServiceContext, id: number): void {
  if (backupsDb(ctx).sql('DELETE FROM targets WHERE id = ?').run(id).changes === 0) throw new AppError('notFound', { what: 'target' });
  ctx.announce({ topics: ['backups'] });
}

/** What was thrown, as it is kept and shown. */
export function keptErrorOf(error: unknown): KeptError {
  const typed = asStorageError(error);
  return typed instanceof AppError ? { kind: typed.kind, details: typed.details } : { kind: 'internal', details: {} };
}

/** How the last attempt at a place went. */
export function noteAttempt(ctx: ServiceContext, id: number, error: KeptError | null): void {
  backupsDb(ctx)
    .sql('UPDATE targets SET error = ?, error_at = ? WHERE id = ?')
    .run(error && JSON.stringify(error), error && ctx.clock.now(), id);
}

/** What a place that was reached is like. A folder that a sync program takes elsewhere is not lost with this computer. */
export function noteFacts(ctx: ServiceContext, id: number, { free, real, disk }: FolderFacts): void {
  const beside = disk === null ? null : Number(disk === diskOf(ctx.dataDir) && !isSynced(real));
  backupsDb(ctx).sql('UPDATE targets SET free_bytes = ?, beside_book = ? WHERE id = ?').run(free, beside, id);
}

interface TargetRow {
  id: number;
  folder: string;
  addedAt: number;
  error: string | null;
  errorAt: number | null;
  freeBytes: number | null;
  besideBook: number | null;
}

/** The targets as they are shown. */
export function readTargets(ctx: ServiceContext): BackupTarget[] {
  const db = backupsDb(ctx);
  const rows = db
    .sql(
      `SELECT id, folder, added_at AS addedAt, error, error_at AS errorAt, free_bytes AS freeBytes, beside_book AS besideBook
       FROM targets ORDER BY id`,
    )
    .all() as TargetRow[];
  const last = db.sql(
    `SELECT sequence, made_at AS madeAt, verified_at AS verifiedAt, bytes FROM copies JOIN backups USING (sequence)
     WHERE target_id = ? AND verified_at IS NOT NULL AND damaged_at IS NULL ORDER BY sequence DESC LIMIT 1`,
  );
  const copies = db.pluck('SELECT count(*) FROM copies WHERE target_id = ? AND verified_at IS NOT NULL AND damaged_at IS NULL');
  return rows.map(({ error, besideBook, ...row }) => ({
    ...row,
    besideBook: besideBook === 1,
    error: error === null ? null : (JSON.parse(error) as KeptError),
    last: (last.get(row.id) as BackupTarget['last'] | undefined) ?? null,
    copies: copies.get(row.id) as number,
  }));
}
