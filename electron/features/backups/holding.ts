import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ErasureKept, HoldingPlace } from '../../../shared/contracts/backups.ts';
import { clearable, type KeptBackup, usualRetention } from '../../../shared/domain/retention.ts';
import { snapshotsIn } from '../../platform/db/old-snapshots.ts';
import { keptBooks, undoMs } from '../../platform/db/swap-book.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { localParts } from './backup-run.ts';
import { readSchedule } from './backups.queries.ts';
import { backupsDb } from './backups-db.ts';
import { type ErasedPerson, erasedPeople } from './erased-people.ts';
import { readVault } from './vault.ts';

const dayMs = 86_400_000;
/** Twelve months and some: by then the last backup of before has gone, or never goes. */
const lookAheadDays = 430;

/**
 * When backups of one place will be cleared if one is made each day from now on: by sequence, ms UTC; those that stay are not in it.
 * @param now ms UTC
 */
export function clearingDays(backups: readonly KeptBackup[], now: number): Map<number, number> {
  const days = new Map<number, number>();
  let there = [...backups];
  let sequence = Math.max(0, ...backups.map((one) => one.sequence));
  for (let day = 1; day <= lookAheadDays && days.size < backups.length; day++) {
    const at = now + day * dayMs;
    there.push({ sequence: ++sequence, madeAt: at, verified: true });
    const gone = new Set(clearable(there, usualRetention, at, localParts));
    for (const { sequence: one } of there) if (gone.has(one)) days.set(one, at);
    there = there.filter((one) => !gone.has(one.sequence));
  }
  return days;
}

type Copy = KeptBackup & { targetId: number; folder: string };

function copiesOf(ctx: HostContext): Copy[] {
  const rows = backupsDb(ctx)
    .sql(
      `SELECT target_id AS targetId, folder, sequence, made_at AS madeAt, verified_at IS NOT NULL AND damaged_at IS NULL AS verified
       FROM copies JOIN backups USING (sequence) JOIN targets ON targets.id = target_id ORDER BY target_id, sequence`,
    )
    .all() as (Omit<Copy, 'verified'> & { verified: number })[];
  return rows.map((row) => ({ ...row, verified: row.verified === 1 }));
}

/** Whole books beside this one on this computer. */
function booksBeside(ctx: HostContext): { kind: 'undo' | 'snapshot' | 'damaged'; path: string; at: number; until: number | null }[] {
  const { undo, snapshots, root } = ctx.folder;
  const damaged = existsSync(root) ? readdirSync(root).filter((name) => name.startsWith('damaged-')) : [];
  return [
    ...keptBooks(ctx.folder).map(({ name, keptAt }) => ({
      kind: 'undo' as const,
      path: join(undo, name),
      at: keptAt,
      until: keptAt + undoMs,
    })),
    ...snapshotsIn(snapshots).map(({ path, at, until }) => ({ kind: 'snapshot' as const, path, at, until })),
    ...damaged.map((name) => {
      const path = join(root, name);
      return { kind: 'damaged' as const, path, at: Math.floor(statSync(path).mtimeMs), until: null };
    }),
  ];
}

/**
 * Which backups and old books still hold somebody, and until when. What was copied elsewhere by hand, or lies at places that are no
 * longer used, is not known here.
 */
function placesHolding(
  ctx: HostContext,
  { since, at }: { since: number; at: number },
  days: Map<string, number>,
  copies: Copy[],
): HoldingPlace[] {
  const places = new Map<string, HoldingPlace>();
  const add = (key: string, place: Omit<HoldingPlace, 'count'>) => {
    const known = places.get(key);
    const until = known && (known.until === null || place.until === null) ? null : Math.max(known?.until ?? 0, place.until ?? 0);
    places.set(key, { ...place, count: (known?.count ?? 0) + 1, until: known ? until : place.until });
  };
  const within = (madeAt: number) => madeAt >= since && madeAt <= at;
  for (const { targetId, folder, sequence, madeAt } of copies)
    if (within(madeAt)) add(`target ${targetId}`, { kind: 'target', folder, until: days.get(`${targetId} ${sequence}`) ?? null });
  for (const { kind, at: madeAt, until } of booksBeside(ctx)) if (within(madeAt)) add(kind, { kind, folder: null, until });
  return [...places.values()];
}

/** All erasures that something still holds, newest first. */
export function erasuresKept(ctx: HostContext, people: readonly Pick<ErasedPerson, 'at' | 'since'>[] = erasedPeople(ctx)): ErasureKept[] {
  if (people.length === 0) return [];
  const copies = existsSync(join(ctx.dataDir, 'backups.db')) ? copiesOf(ctx) : [];
  const now = ctx.clock.now();
  const days = new Map<string, number>();
  // nothing is cleared where nothing new is made
  const goesOn = copies.length > 0 && readVault(ctx) !== null && (readSchedule(ctx).daily || readSchedule(ctx).atQuit);
  for (const targetId of goesOn ? new Set(copies.map((copy) => copy.targetId)) : [])
    for (const [sequence, at] of clearingDays(
      copies.filter((copy) => copy.targetId === targetId),
      now,
    ))
      days.set(`${targetId} ${sequence}`, at);
  return people
    .map((person) => ({ at: person.at, places: placesHolding(ctx, person, days, copies) }))
    .filter(({ places }) => places.length > 0)
    .sort((one, other) => other.at - one.at);
}

/** Takes away the old books on this computer that a restore or a migration left; those a rescue set aside stay, she may still need them. */
export function dropBooksBeside(ctx: HostContext): void {
  for (const { kind, path } of booksBeside(ctx))
    if (kind !== 'damaged') for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
}
