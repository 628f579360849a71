import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeUpdateJob, type KeptError, type MissedUpdate, missedUpdate } from '../../../shared/contracts/backups.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { lastSequence, makeBackup } from './backup-run.ts';
import { targetsInReach } from './backups.queries.ts';
import { backupsDb, closeBackupsDb, keepFact, readFact } from './backups-db.ts';
import { type BackupContext, OneAtATime } from './progress.ts';
import { keptErrorOf, listTargets, readTargets } from './targets.ts';
import { readVault } from './vault.ts';

/*
 * The backup before an update: the book as an older version left it goes to the places before it is brought into the form of this one.
 * It needs no row of the book, only its files; keys and places stand in backups.db, which has a form of its own.
 */

/** How long a start waits for it in all, ms; a place without a sign of life is given up after 20 s. */
const startPatienceMs = 120_000;

type Ended = NonNullable<MissedUpdate['ended']>;

export interface UpdateBackupOptions {
  /** ms, startPatienceMs unless said */
  patience?: number | undefined;
  /** told when there is something to do, with what ends it at once */
  onBegin: (stop: (why: Ended) => void) => void;
}

const isSetUp = (ctx: ServiceContext): boolean =>
  existsSync(join(ctx.dataDir, 'backups.db')) && readVault(ctx) !== null && listTargets(ctx).length > 0;

/**
 * Makes a backup of a book that is about to be changed by an update, at every place that did not fail within the last hour. Nothing where
 * none is set up. Never rejects, since no place may keep her from her book: what it did not reach is kept until she has been told.
 * @param ctx over the book as it is; nothing of it stays open
 */
export async function backupBeforeUpdate(ctx: BackupContext, { patience = startPatienceMs, onBegin }: UpdateBackupOptions): Promise<void> {
  try {
    if (!isSetUp(ctx)) return;
    const before = lastSequence(ctx);
    const { ended, failure } = await run(ctx, patience, onBegin);
    const reached = new Set(
      backupsDb(ctx).pluck('SELECT target_id FROM copies WHERE sequence > ? AND verified_at IS NOT NULL').all(before) as number[],
    );
    const places = readTargets(ctx)
      .filter(({ id }) => !reached.has(id))
      .map(({ folder, error }) => ({ folder, error: failure ?? error }));
    keepFact(ctx, 'missedUpdate', places.length > 0 ? ({ at: ctx.clock.now(), ended, places } satisfies MissedUpdate) : null);
    // none has it: the next one by itself is made even where there is one of today
    keepFact(ctx, 'owed', reached.size === 0);
  } catch (error) {
    ctx.logger.error('backup before update', { kind: keptErrorOf(error).kind });
  } finally {
    closeBackupsDb(ctx);
  }
}

async function run(
  ctx: BackupContext,
  patience: number,
  onBegin: UpdateBackupOptions['onBegin'],
): Promise<{ ended: Ended | null; failure: KeptError | null }> {
  const targets = targetsInReach(ctx);
  if (targets.length === 0) return { ended: null, failure: null };
  const line = new OneAtATime(ctx);
  let ended: Ended | null = null;
  const stop = (why: Ended) => {
    ended ??= why;
    line.cancel(beforeUpdateJob);
  };
  const timer = setTimeout(() => stop('late'), patience);
  onBegin(stop);
  try {
    await line.run(beforeUpdateJob, beforeUpdateJob, (progress) => makeBackup(ctx, targets, 'update', progress));
    return { ended, failure: null };
  } catch (error) {
    return { ended, failure: ended ? null : keptErrorOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** What she is to be told of; null = nothing. Asked at the first sight of the program: without backups.db, which most do not have. */
export function readMissedUpdate(ctx: ServiceContext): MissedUpdate | null {
  if (!existsSync(join(ctx.dataDir, 'backups.db'))) return null;
  return missedUpdate.safeParse(readFact(ctx, 'missedUpdate')).data ?? null;
}

/** She has been told. */
export function forgetMissedUpdate(ctx: ServiceContext): void {
  keepFact(ctx, 'missedUpdate', null);
  ctx.announce({ topics: ['backups'] });
}
