import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillReport } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { assetFolderOf, assetNameOf } from './asset-backup.ts';
import { backupsDb } from './backups-db.ts';
import { letGoCopy } from './book-copy.ts';
import { type OpenedBackup, openCommand } from './open.ts';
import type { Progress } from './progress.ts';
import { isHere, tryAssetCommand } from './restore.ts';
import { keptErrorOf } from './targets.ts';

const weekMs = 7 * 86_400_000;

interface Copy {
  sequence: number;
  targetId: number;
  folder: string;
  name: string;
  madeAt: number;
  key: Buffer;
  counts: string;
}

/** The newest verified backup of the place that was tried longest ago; undefined = there is none. */
const nextCopy = (ctx: HostContext): Copy | undefined =>
  backupsDb(ctx)
    .sql(
      `SELECT c.sequence, t.id AS targetId, t.folder, c.name, b.made_at AS madeAt, b.file_key AS key, b.counts
       FROM targets t JOIN copies c ON c.target_id = t.id JOIN backups b USING (sequence)
       WHERE c.sequence = (SELECT max(sequence) FROM copies WHERE target_id = t.id AND verified_at IS NOT NULL AND damaged_at IS NULL)
       ORDER BY (SELECT max(id) FROM drills WHERE drills.folder = t.folder) NULLS FIRST, t.id LIMIT 1`,
    )
    .get() as Copy | undefined;

/** Whether a week has gone by since the last one, or the clock was turned back behind it. */
export function drillDue(ctx: HostContext): boolean {
  const at = backupsDb(ctx).pluck('SELECT at FROM drills ORDER BY id DESC LIMIT 1').get() as number | undefined;
  return nextCopy(ctx) !== undefined && (at === undefined || Math.abs(ctx.clock.now() - at) >= weekMs);
}

/**
 * Tries a restore: fetches the newest backup of a place, opens it into a copy, looks through all of it and compares it with what was
 * backed up. One that does not come back as it was no longer counts as verified.
 * @throws AppError `backupsNotSetUp` where nothing is there to try, `targetMissing`, `targetHangs` …: then nothing was tried
 */
export async function drill(ctx: HostContext, progress: Progress): Promise<DrillReport> {
  const copy = nextCopy(ctx);
  if (!copy) throw new AppError('backupsNotSetUp', { what: 'target' });
  const fetched = join(ctx.folder.staging, ctx.ids.token('drill'));
  const book = `${fetched}.db`;
  await ctx.share.get(join(copy.folder, copy.name), fetched, (bytes) => progress.tell('fetch', bytes, 0, copy.targetId));
  const report: DrillReport = { at: ctx.clock.now(), madeAt: copy.madeAt, folder: copy.folder, error: null, rows: 0, pictures: 0 };
  try {
    const opened = await ctx.execute(openCommand, { path: fetched, to: book, key: copy.key, secret: null }, { jobId: progress.partId });
    if (opened.header.sequence !== copy.sequence || JSON.stringify(opened.counts) !== copy.counts)
      throw new AppError('backupDamaged', { reason: 'other' });
    report.rows = Object.values(opened.counts).reduce((sum, rows) => sum + rows, 0);
    report.pictures = await tryPictures(ctx, copy.folder, opened, progress);
  } catch (error) {
    progress.checkCancelled();
    report.error = keptErrorOf(error);
    // what this computer lacks (room, time) says nothing of the backup
    if (!['backupDamaged', 'notABackup', 'backupNewer'].includes(report.error.kind)) throw error;
  } finally {
    await letGoCopy(book);
  }
  noteDrill(ctx, copy, report);
  return report;
}

/** Pictures that a drill opens. */
const mostPictures = 5;

/**
 * Fetches some of the pictures that a backup names, others each week, and opens them: each must have the content it is named for. One
 * that is damaged goes, so that the next backup brings it again.
 * @returns how many were tried
 * @throws AppError `backupDamaged` where one is missing or damaged; of the place, as Share.get
 */
async function tryPictures(
  ctx: HostContext,
  folder: string,
  { assets, assetKey, header }: OpenedBackup,
  progress: Progress,
): Promise<number> {
  const drills = backupsDb(ctx).pluck('SELECT count(*) FROM drills').get() as number;
  const some = assets.map((_, i) => assets[(drills * mostPictures + i) % assets.length]!).slice(0, mostPictures);
  const key = Buffer.from(assetKey, 'base64url');
  for (const [done, asset] of some.entries()) {
    progress.checkCancelled();
    progress.tell('pictures', done, some.length);
    const fetched = join(ctx.folder.staging, ctx.ids.token('picture'));
    const from = join(folder, assetFolderOf(header.store), assetNameOf(key, asset.sha256));
    try {
      await ctx.share.get(from, fetched);
      await ctx.execute(tryAssetCommand, { path: fetched, assetKey: key, sha256: asset.sha256 });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const isDamaged = ['backupDamaged', 'notABackup', 'backupNewer'].includes(error.kind);
      // while this computer has it; else what is left of it is all there is
      if (isDamaged && isHere(ctx, asset)) await ctx.share.remove(from);
      // one whose file was taken away by hand on this computer was never there
      if (isDamaged || (error.kind === 'targetMissing' && isHere(ctx, asset))) throw new AppError('backupDamaged', { reason: 'picture' });
      if (error.kind !== 'targetMissing') throw error;
    } finally {
      rmSync(fetched, { force: true });
    }
  }
  return some.length;
}

function noteDrill(ctx: HostContext, copy: Copy, { at, madeAt, folder, error, rows, pictures }: DrillReport): void {
  const db = backupsDb(ctx);
  db.transaction(() => {
    db.sql('INSERT INTO drills (sequence, made_at, folder, at, error, rows, pictures) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      ...[copy.sequence, madeAt, folder, at, error && JSON.stringify(error), rows, pictures],
    );
    if (error)
      db.sql('UPDATE copies SET damaged_at = ? WHERE sequence = ? AND target_id = ?').run(ctx.clock.now(), copy.sequence, copy.targetId);
  });
  ctx.announce({ topics: ['backups'] });
}
