import type { BackupReason, BackupsState, RunReport } from '../../../shared/contracts/backups.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { makeBackup } from './backup-run.ts';
import { readState } from './backups.queries.ts';
import { OneAtATime } from './progress.ts';
import { listTargets, type Target } from './targets.ts';

/** Backups of one book: one piece of work at a time. */
export class Backups {
  readonly #ctx: HostContext;
  readonly line: OneAtATime;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    this.line = new OneAtATime(ctx);
  }

  state(): BackupsState {
    return readState(this.#ctx, this.line.running);
  }

  /** Makes a backup for every target, or for these. @throws as makeBackup; AppError `backupRuns` */
  run(reason: BackupReason, jobId: string, targets: Target[] = listTargets(this.#ctx)): Promise<RunReport> {
    return this.line.run(jobId, 'backups.run', (progress) => makeBackup(this.#ctx, targets, reason, progress));
  }
}

const all = new WeakMap<HostContext, Backups>();

/** The one that makes this book's backups. */
export function backupsFor(ctx: HostContext): Backups {
  let one = all.get(ctx);
  if (!one) {
    one = new Backups(ctx);
    all.set(ctx, one);
  }
  return one;
}
