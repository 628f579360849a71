import { randomBytes } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupReason, RunReport } from '../../../shared/contracts/backups.ts';
import { clearable, type KeptBackup, type TimeParts, usualRetention } from '../../../shared/domain/retention.ts';
import { dayNamed, dayNumber, localDay, weekdayOf } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { assetFileName, assetFolderOf, assetNameOf, sendAssets } from './asset-backup.ts';
import { backupsDb } from './backups-db.ts';
import { copyBook, letGoCopy, letGoFile } from './book-copy.ts';
import { erasedPeople } from './erased-people.ts';
import type { BackupContext, Progress } from './progress.ts';
import { type SealedBackup, sealCommand } from './seal.ts';
import { keptErrorOf, noteAttempt, noteFacts, type Target } from './targets.ts';
import { readVault, type Vault } from './vault.ts';

/** In the seller's time zone. */
export const localParts: TimeParts = {
  day: (at) => localDay(at),
  // a week by its Monday
  week: (at) => dayNamed(dayNumber(localDay(at)) - weekdayOf(localDay(at)) + 1),
  month: (at) => localDay(at).slice(0, 7),
};

/** Of the book, before the number of the backup: a folder may hold those of several. */
export const ownPrefix = (store: string): string => `tiefen-${store.slice(0, 12)}-`;
export const backupName = (store: string, sequence: number): string => `${ownPrefix(store)}${String(sequence).padStart(6, '0')}.tfb`;
/** A file that could be a backup, of whoever. */
export const backupFileName = /^tiefen-[0-9a-f]{12}-\d{6,9}\.tfb$/;
const numberIn = (name: string): number => Number(/-(\d+)\.tfb/.exec(name)?.[1] ?? 0);

interface Ready extends Target {
  /** numbers of own backups that lie there */
  highest: number;
}

/**
 * Makes one backup and brings it to every one of `targets`: sealed and opened again on this computer first; at a target written under
 * another name, read again through a new handle, compared, renamed; only then are older ones there cleared. What fails at one target
 * is noted and does not keep the others from theirs.
 * @throws AppError `backupsNotSetUp`, `diskFull`, `backupDamaged`, `cancelled`; or what the only target said
 */
export async function makeBackup(ctx: BackupContext, targets: Target[], reason: BackupReason, progress: Progress): Promise<RunReport> {
  const vault = readVault(ctx);
  if (!vault) throw new AppError('backupsNotSetUp', { what: 'vault' });
  if (targets.length === 0) throw new AppError('backupsNotSetUp', { what: 'target' });
  const report: RunReport = { sequence: null, madeAt: ctx.clock.now(), targets: [], cleared: 0 };
  const attempt = async (target: Target, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      progress.checkCancelled();
      if (error instanceof AppError && error.kind === 'closing') throw error;
      const kept = keptErrorOf(error);
      noteAttempt(ctx, target.id, kept);
      report.targets.push({ targetId: target.id, folder: target.folder, error: kept });
    }
  };
  const ready: Ready[] = [];
  for (const target of targets) {
    progress.tell('reach', 0, 0, target.id);
    await attempt(target, async () => void ready.push(await survey(ctx, vault, target)));
  }
  if (ready.length === 0) return report;
  const sequence = Math.max(lastSequence(ctx), ...ready.map(({ highest }) => highest)) + 1;
  const sealed = await seal(ctx, vault, sequence, report.madeAt, progress);
  report.sequence = sequence;
  try {
    noteBackup(ctx, vault, sequence, report.madeAt, reason, sealed, ready);
    for (const target of ready) {
      progress.checkCancelled();
      await attempt(target, async () => {
        await deliver(ctx, vault, target, sequence, sealed, progress);
        report.targets.push({ targetId: target.id, folder: target.folder, error: null });
        report.cleared += await clear(ctx, vault, target);
      });
    }
  } finally {
    await letGoFile(sealed.path);
  }
  ctx.logger.info('backup', { sequence, reason, bytes: sealed.bytes, targets: report.targets.filter(({ error }) => !error).length });
  return report;
}

export const lastSequence = (ctx: BackupContext): number =>
  (backupsDb(ctx).pluck('SELECT max(sequence) FROM backups').get() as number | null) ?? 0;

/** Whether a target can be written, and what of ours lies there. Half files of an earlier attempt go; what is gone is not counted on. */
async function survey(ctx: BackupContext, vault: Vault, target: Target): Promise<Ready> {
  // one that is gone is a stick that was taken out, or a share that is not there: made anew, it would lie on this computer
  const facts = await ctx.share.probe(target.folder, false);
  noteAttempt(ctx, target.id, null);
  noteFacts(ctx, target.id, facts);
  const prefix = ownPrefix(vault.store);
  const names = await ctx.share.list(target.folder, new RegExp(`^${prefix}\\d{6,9}\\.tfb(\\.part)?$`));
  for (const { name } of names) if (name.endsWith('.part')) await ctx.share.remove(join(target.folder, name));
  const whole = names.filter(({ name }) => name.endsWith('.tfb'));
  const db = backupsDb(ctx);
  db.transaction(() => {
    const there = new Set(whole.map(({ name }) => name));
    const known = db.sql('SELECT sequence, name FROM copies WHERE target_id = ?').all(target.id) as { sequence: number; name: string }[];
    for (const { sequence, name } of known)
      if (!there.has(name)) db.sql('DELETE FROM copies WHERE sequence = ? AND target_id = ?').run(sequence, target.id);
    // a place that was removed and added again: ours are known, but not yet read again
    const adopt = db.sql(
      `INSERT INTO copies SELECT sequence, ?, ?, NULL, NULL FROM backups WHERE sequence = ? AND bytes = ? ON CONFLICT DO NOTHING`,
    );
    for (const { name, bytes } of whole) adopt.run(target.id, name, numberIn(name), bytes);
  });
  return { ...target, highest: Math.max(0, ...whole.map(({ name }) => numberIn(name))) };
}

/** A copy, a sealed file and the copy that is opened again lie side by side for a moment. */
function checkRoom(ctx: BackupContext, folder: string): void {
  const pages = ctx.db.raw.pragma('page_count', { simple: true }) as number;
  const book = pages * (ctx.db.raw.pragma('page_size', { simple: true }) as number);
  const { bavail, bsize } = statfsSync(folder);
  const needed = book * 3;
  if (bavail * bsize < needed)
    throw new AppError('diskFull', { neededMb: Math.ceil(needed / 1e6), freeMb: Math.floor((bavail * bsize) / 1e6) });
}

/** Copies the book as it is now and seals the copy. @throws AppError `diskFull`, `backupDamaged`, `cancelled` */
async function seal(ctx: BackupContext, vault: Vault, sequence: number, madeAt: number, progress: Progress): Promise<SealedBackup> {
  const folder = join(ctx.dataDir, 'staging');
  checkRoom(ctx, folder);
  const copy = join(folder, `backup-${randomBytes(6).toString('hex')}.db`);
  progress.tell('copy', 0, 0);
  await copyBook(ctx.share, ctx.db.raw.name, copy);
  // an import may be waiting for just this
  progress.tell('seal', 0, 0);
  const { store, publicKey, slots, assetKey } = vault;
  const input = {
    copy,
    store,
    sequence,
    madeAt,
    version: ctx.version,
    publicKey,
    slots,
    assetKey: assetKey.toString('base64url'),
    erased: erasedPeople(ctx),
  };
  try {
    progress.checkCancelled();
    return await ctx.execute(sealCommand, input, { jobId: progress.partId });
  } finally {
    // the command takes it away, where it began
    await letGoCopy(copy);
  }
}

/** Before anything is sent: whatever ends the program meanwhile, this number is not used again. */
function noteBackup(
  ctx: BackupContext,
  vault: Vault,
  sequence: number,
  madeAt: number,
  reason: BackupReason,
  sealed: SealedBackup,
  targets: Target[],
): void {
  const db = backupsDb(ctx);
  db.transaction(() => {
    const pictures = sealed.assets.map(({ sha256 }) => assetNameOf(vault.assetKey, sha256));
    db.sql('INSERT INTO backups VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[sequence, madeAt, reason, sealed.bytes, sealed.sha256, Buffer.from(sealed.key)],
      ...[JSON.stringify(sealed.counts), JSON.stringify(pictures)],
    );
    for (const { id } of targets)
      db.sql('INSERT INTO copies VALUES (?, ?, ?, NULL, NULL)').run(sequence, id, backupName(vault.store, sequence));
  });
}

async function deliver(
  ctx: BackupContext,
  vault: Vault,
  target: Target,
  sequence: number,
  sealed: SealedBackup,
  progress: Progress,
): Promise<void> {
  // pictures first: a backup that counts as verified has all that it names
  await sendAssets(ctx, { ...vault, folder: target.folder }, sealed.assets, (done, total) => {
    progress.checkCancelled();
    progress.tell('pictures', done, total, target.id);
  });
  const total = sealed.bytes * 2;
  progress.tell('send', 0, total, target.id);
  const put = await ctx.share.put(sealed.path, join(target.folder, backupName(vault.store, sequence)), (bytes) =>
    progress.tell('send', bytes, total, target.id),
  );
  // the sealed file was opened and looked through: the same bytes there open as well
  if (put.sha256 !== sealed.sha256) throw new AppError('backupDamaged', { reason: 'readBack' });
  backupsDb(ctx).sql('UPDATE copies SET verified_at = ? WHERE sequence = ? AND target_id = ?').run(ctx.clock.now(), sequence, target.id);
  ctx.announce({ topics: ['backups'] });
}

/**
 * Takes away what retention lets go of, at a target that has just got a verified one. What could not be taken away stays for the next
 * time: the backup lies there all the same. @returns how many
 */
async function clear(ctx: BackupContext, vault: Vault, target: Target): Promise<number> {
  const db = backupsDb(ctx);
  const rows = db
    .sql(
      `SELECT sequence, made_at AS madeAt, verified_at IS NOT NULL AND damaged_at IS NULL AS verified
       FROM copies JOIN backups USING (sequence) WHERE target_id = ?`,
    )
    .all(target.id) as { sequence: number; madeAt: number; verified: number }[];
  const kept: KeptBackup[] = rows.map((row) => ({ ...row, verified: row.verified === 1 }));
  let gone = 0;
  try {
    for (const sequence of clearable(kept, usualRetention, ctx.clock.now(), localParts)) {
      // first it counts for nothing, then it goes: a verified backup is there at any moment
      db.sql('UPDATE copies SET verified_at = NULL WHERE sequence = ? AND target_id = ?').run(sequence, target.id);
      await ctx.share.remove(join(target.folder, backupName(vault.store, sequence)));
      db.sql('DELETE FROM copies WHERE sequence = ? AND target_id = ?').run(sequence, target.id);
      // with its key goes what somebody may have copied of it
      db.sql('DELETE FROM backups WHERE sequence = ? AND NOT EXISTS (SELECT 1 FROM copies WHERE copies.sequence = backups.sequence)').run(
        sequence,
      );
      gone += 1;
    }
    await clearPictures(ctx, vault, target);
  } catch (error) {
    if (error instanceof AppError && ['closing', 'cancelled'].includes(error.kind)) throw error;
    ctx.logger.error('not cleared', { kind: keptErrorOf(error).kind });
  }
  return gone;
}

/**
 * Takes away pictures that no backup there names any more; after clear, so behind a backup that has just been read again. Where any
 * backup lies of which it is not known what it names (made by an older version, renamed, brought there by hand), all stay.
 */
async function clearPictures(ctx: BackupContext, vault: Vault, target: Target): Promise<void> {
  const prefix = ownPrefix(vault.store);
  const names = (await ctx.share.list(target.folder, /\.tfb(\.part)?$/)).map(({ name }) => name);
  const known = new Map(
    backupsDb(ctx)
      .arrays('SELECT name, pictures FROM copies JOIN backups USING (sequence) WHERE target_id = ? AND pictures IS NOT NULL')
      .all(target.id) as [string, string][],
  );
  const named = new Set<string>();
  for (const name of names) {
    // of another book, by a name that only the program gives
    if (backupFileName.test(name) && !name.startsWith(prefix)) continue;
    const pictures = known.get(name);
    if (pictures === undefined) return;
    for (const picture of JSON.parse(pictures) as string[]) named.add(picture);
  }
  const folder = join(target.folder, assetFolderOf(vault.store));
  const there = await ctx.share.list(folder, assetFileName).catch((error: unknown) => {
    // a book without pictures has no such folder
    if (error instanceof AppError && error.kind === 'targetMissing') return [];
    throw error;
  });
  const gone = there.filter(({ name }) => !named.has(name));
  for (const { name } of gone) await ctx.share.remove(join(folder, name));
  if (gone.length > 0) ctx.logger.info('pictures cleared', { count: gone.length });
}
