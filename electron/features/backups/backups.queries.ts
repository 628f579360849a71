import type { BackupAge, BackupsState, KeptError } from '../../../shared/contracts/backups.ts';
import { schedule } from '../../../shared/contracts/backups.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { keptBooks, restoreWaiting, undoMs } from '../../platform/db/swap-book.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { backupsDb, keepFact, readFact } from './backups-db.ts';
import { listTargets, readTargets, type Target } from './targets.ts';
import { readVault, vaultState } from './vault.ts';

const dayMs = 86_400_000;
/** After a failure it is tried again by itself so much later, ms. */
const retryMs = 3_600_000;

/** Daily, at quit and before big imports, unless she said otherwise. */
export const readSchedule = (ctx: ServiceContext): BackupsState['schedule'] =>
  schedule.safeParse(readFact(ctx, 'schedule')).data ?? { daily: true, atQuit: true, beforeImports: true };

export function keepSchedule(ctx: ServiceContext, value: BackupsState['schedule']): void {
  keepFact(ctx, 'schedule', value);
  ctx.announce({ topics: ['backups'] });
}

/** When the newest backup that is verified at one of these places was made, ms UTC; null = none. */
const lastVerified = (ctx: ServiceContext, places: 'any' | 'not beside the book'): number | null =>
  (backupsDb(ctx)
    .pluck(
      `SELECT made_at FROM copies JOIN backups USING (sequence) JOIN targets ON targets.id = target_id
       WHERE verified_at IS NOT NULL AND damaged_at IS NULL ${places === 'any' ? '' : 'AND beside_book IS NOT 1'}
       ORDER BY sequence DESC LIMIT 1`,
    )
    .get() as number | undefined) ?? null;

/** Amber from 3 days on, red from 7. A backup "of the future" tells of a clock that was wrong, then or now: amber. */
export function ageOf(madeAt: number | null, now: number): BackupAge {
  if (madeAt === null) return 'never';
  const age = now - madeAt;
  if (age >= 7 * dayMs) return 'red';
  return age >= 3 * dayMs || age < -dayMs ? 'amber' : 'ok';
}

/**
 * Targets that have no verified backup of this local day yet, and whose last failure is long enough ago.
 * @param owed the one that should have been made when the program closed was not: every target lacks it
 */
export function targetsDue(ctx: ServiceContext, owed: boolean): Target[] {
  const now = ctx.clock.now();
  const today = localDay(now);
  return readTargets(ctx).filter(({ last, errorAt }) => {
    if (last && !owed && localDay(last.madeAt) === today) return false;
    return mayTry(errorAt, now);
  });
}

const mayTry = (errorAt: number | null, now: number): boolean => errorAt === null || Math.abs(now - errorAt) >= retryMs;

/** Targets that did not fail within the last hour: nobody is to wait for the others again. */
export const targetsInReach = (ctx: ServiceContext): Target[] => readTargets(ctx).filter(({ errorAt }) => mayTry(errorAt, ctx.clock.now()));

function nextDueAt(ctx: ServiceContext): number | null {
  if (!readSchedule(ctx).daily || !readVault(ctx) || listTargets(ctx).length === 0) return null;
  const now = ctx.clock.now();
  const today = localDay(now);
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  const due = readTargets(ctx).map(({ last, errorAt }) => {
    if (last && localDay(last.madeAt) === today) return midnight.getTime();
    return errorAt === null || mayTry(errorAt, now) ? now : errorAt + retryMs;
  });
  return Math.min(...due);
}

interface DrillRow {
  at: number;
  madeAt: number;
  folder: string;
  error: string | null;
  rows: number;
  pictures: number;
}

function lastDrill(ctx: ServiceContext): BackupsState['drill'] {
  const row = backupsDb(ctx)
    .sql('SELECT at, made_at AS madeAt, folder, error, rows, pictures FROM drills ORDER BY id DESC LIMIT 1')
    .get() as DrillRow | undefined;
  return row ? { ...row, error: row.error === null ? null : (JSON.parse(row.error) as KeptError) } : null;
}

/** Everything the page and 今日 show. @param running what is going on in this process */
export function readState(ctx: HostContext, running: BackupsState['running']): BackupsState {
  const lastVerifiedAt = lastVerified(ctx, 'any');
  const lastAwayAt = lastVerified(ctx, 'not beside the book');
  const waiting = restoreWaiting(ctx.folder);
  return {
    vault: vaultState(ctx),
    lastVerifiedAt,
    age: ageOf(lastVerifiedAt, ctx.clock.now()),
    lastAwayAt,
    awayAge: ageOf(lastAwayAt, ctx.clock.now()),
    targets: readTargets(ctx),
    running,
    nextDueAt: nextDueAt(ctx),
    schedule: readSchedule(ctx),
    drill: lastDrill(ctx),
    restoring: waiting && { kind: waiting.kind, madeAt: waiting.madeAt },
    undos: keptBooks(ctx.folder).map(({ id, keptAt, bytes }) => ({ id, keptAt, untilAt: keptAt + undoMs, bytes })),
  };
}
