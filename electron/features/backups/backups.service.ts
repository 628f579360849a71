import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BackupLook,
  type BackupPlace,
  type BackupReason,
  type BackupsState,
  beforeImportJob,
  type DrillReport,
  type RestoreReport,
  type RunReport,
} from '../../../shared/contracts/backups.ts';
import type { BringReport } from '../../../shared/contracts/bring-back.ts';
import { AppError } from '../../../shared/errors.ts';
import { dropOldSnapshots } from '../../platform/db/old-snapshots.ts';
import { dropOldBooks } from '../../platform/db/swap-book.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { makeBackup } from './backup-run.ts';
import { readSchedule, readState, targetsDue, targetsInReach } from './backups.queries.ts';
import { keepFact, readFact } from './backups-db.ts';
import { letGoCopy } from './book-copy.ts';
import { bringPosts } from './bring-back.ts';
import { drill, drillDue } from './drill.ts';
import { eraseAgain } from './erased.ts';
import { beganByItself, OneAtATime, ownJob } from './progress.ts';
import { type Looked, lookInside, lookOf, restore } from './restore.ts';
import { folderOf, listTargets, type Target } from './targets.ts';
import { readVault } from './vault.ts';

/** First look at what is due after the start, and every look after it, ms. */
const firstLookMs = 20_000;
const lookEveryMs = 60_000;
/** After a drill that could not be made at all, ms. */
const drillRetryMs = 3_600_000;
const hourMs = 3_600_000;
/** How long a big import waits until the book was copied, ms. A place that hangs is given up after 20 s. */
const importPatienceMs = 30_000;
/** What the last backup may take when the program closes, ms; and the book that can be done in that time, bytes. */
const quitMs = 3000;
const quitBytes = 100_000_000;

/** In these a backup has no copy of the book yet. */
const beforeCopied = new Set<string>(['reach', 'copy']);

/** Backups of one book: one piece of work at a time, what is due by itself, and a last one when the program closes. */
export class Backups {
  readonly #ctx: HostContext;
  readonly line: OneAtATime;
  #timer: NodeJS.Timeout | undefined;
  /** the book changed since the last backup began */
  #changed = false;
  #closing = false;
  #looked: Looked | null = null;
  #drillTriedAt: number | null = null;
  /** the running job, when it makes a backup */
  #making: string | null = null;
  /** a backup was made since the program began: while nothing changes, it holds all */
  #current = false;
  #importFailedAt: number | null = null;
  #jobs = 0;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    this.line = new OneAtATime(ctx);
  }

  /** What cannot be taken away just now must not keep the book from opening. */
  #dropOld(): void {
    const { clock, folder, logger } = this.#ctx;
    try {
      dropOldBooks(folder, clock.now());
      dropOldSnapshots(folder.snapshots, clock.now());
    } catch (error) {
      logger.error('old books not dropped', { code: (error as { code?: string } | null)?.code });
    }
  }

  /** Follows changes and the clock. */
  begin(): void {
    this.#ctx.events.onChange(({ topics }) => {
      if (topics.some((topic) => topic !== 'backups' && topic !== 'search')) this.#changed = true;
    });
    this.#dropOld();
    eraseAgain(this.#ctx).catch((error: unknown) => {
      this.#ctx.logger.error('not erased again', { kind: error instanceof AppError ? error.kind : String(error) });
    });
    this.#wait(firstLookMs);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      void this.lookWhatIsDue().finally(() => {
        if (!this.#closing) this.#wait(lookEveryMs);
      });
    }, ms);
    // a process that has nothing else to do need not wait for it
    this.#timer.unref();
  }

  state(): BackupsState {
    return readState(this.#ctx, this.line.running);
  }

  /** Makes a backup for every target, or for these. @throws as makeBackup; AppError `backupRuns` */
  run(reason: BackupReason, jobId: string, targets: Target[] = listTargets(this.#ctx)): Promise<RunReport> {
    return this.line.run(jobId, reason === 'import' ? beforeImportJob : 'backups.run', async (progress) => {
      this.#making = jobId;
      const had = this.#changed;
      this.#changed = false;
      let kept = false;
      try {
        const report = await makeBackup(this.#ctx, targets, reason, progress);
        kept = report.targets.some(({ error }) => error === null);
        if (kept) keepFact(this.#ctx, 'owed', false);
        // nobody reads the report of this one: the job itself says that it failed
        else if (reason === 'import') throw failureOf(report);
        return report;
      } finally {
        this.#changed ||= had && !kept;
        this.#current ||= kept;
        this.#making = null;
      }
    });
  }

  /**
   * What is to be done before a big import; null = nothing: not set up, not wanted, no place in reach, or all is in a backup already.
   * The work ends as soon as the book was copied, or after half a minute; sealing and sending go on beside the import. It never rejects:
   * the job says what failed, and after that nobody waits for a backup for an hour.
   */
  beforeImport(): (() => Promise<void>) | null {
    const ctx = this.#ctx;
    if (this.#closing || !this.#isSetUp() || !readSchedule(ctx).beforeImports) return null;
    if (this.#current && !this.#changed) return null;
    const targets = targetsInReach(ctx);
    if (targets.length === 0 || (this.#importFailedAt !== null && Math.abs(ctx.clock.now() - this.#importFailedAt) < hourMs)) return null;
    return () => withinLimit(this.#copied(targets), importPatienceMs);
  }

  /** Resolves when a backup has its copy of the book as it is now, or when there will be none. */
  async #copied(targets: Target[]): Promise<void> {
    const { running } = this.line;
    if (running && running.jobId === this.#making) {
      // one that has just begun will do; one that already has its copy is let go on to its end
      if (beforeCopied.has(running.phase)) await this.#pastCopy(running.jobId);
      return;
    }
    if (running && beganByItself(running.jobId)) {
      this.line.cancel(running.jobId);
      await this.line.idle();
    }
    const jobId = this.#ownJob();
    const copied = this.#pastCopy(jobId);
    const done = this.run('import', jobId, targets).then(
      () => {
        this.#importFailedAt = null;
      },
      (error: unknown) => {
        if (!(error instanceof AppError && ['closing', 'cancelled'].includes(error.kind))) this.#importFailedAt = this.#ctx.clock.now();
        this.#ctx.logger.error('backup before import', { kind: error instanceof AppError ? error.kind : String(error) });
      },
    );
    await Promise.race([copied, done]);
  }

  /** Resolves when a backup is past its copy of the book, or over. */
  #pastCopy(jobId: string): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#ctx.events.subscribe((event) => {
        if (event.type !== 'job' || event.job.jobId !== jobId) return;
        if (event.job.state === 'running' && beforeCopied.has(event.job.phase)) return;
        stop();
        resolve();
      });
    });
  }

  /** @throws as drill; AppError `backupRuns` */
  drill(jobId: string): Promise<DrillReport> {
    return this.line.run(jobId, 'backups.drill', (progress) => drill(this.#ctx, progress));
  }

  /** Opens a backup beside the book. @throws as lookInside; AppError `backupRuns` */
  inspect(input: { place: BackupPlace; name: string; secret: string | null; jobId: string }): Promise<BackupLook> {
    const folder = folderOf(this.#ctx, input.place);
    return this.line.run(input.jobId, 'backups.inspect', async (progress) => {
      await this.#forgetLook();
      const looked = await lookInside(this.#ctx, { folder, name: input.name, secret: input.secret }, progress);
      this.#looked = looked;
      return lookOf(this.#ctx, looked);
    });
  }

  /** @throws AppError `sessionGone` where nothing was looked into, `backupRuns`; as restore */
  restore(lookId: string, jobId: string): Promise<RestoreReport> {
    return this.line.run(jobId, 'backups.restore', async (progress) => {
      const report = await restore(this.#ctx, this.looked(lookId), progress);
      await this.#forgetLook();
      return report;
    });
  }

  /** What was looked into last. @throws AppError `sessionGone` */
  looked(lookId: string): Looked {
    if (this.#looked?.lookId !== lookId) throw new AppError('sessionGone');
    return this.#looked;
  }

  /** Brings posts out of the backup that was looked into, with their pictures. @throws AppError `sessionGone`, `backupRuns`, `cancelled` */
  bringPosts(lookId: string, ids: number[], jobId: string): Promise<BringReport> {
    return this.line.run(jobId, 'backups.bringBack', (progress) => bringPosts(this.#ctx, this.looked(lookId), ids, progress));
  }

  async #forgetLook(): Promise<void> {
    const looked = this.#looked;
    this.#looked = null;
    if (looked) await letGoCopy(looked.book);
  }

  /** Makes the backup, or else the drill, that is due by itself. Never rejects: what fails stands in the state or in the log. */
  async lookWhatIsDue(): Promise<void> {
    const ctx = this.#ctx;
    try {
      if (this.#closing || this.line.running || !this.#isSetUp()) return;
      const due = readSchedule(ctx).daily ? targetsDue(ctx, readFact(ctx, 'owed') === true) : [];
      if (due.length > 0) await this.run('daily', this.#ownJob(), due);
      else if (this.#mayDrill() && drillDue(ctx)) {
        this.#drillTriedAt = ctx.clock.now();
        await this.drill(this.#ownJob());
      }
    } catch (error) {
      if (error instanceof AppError && ['closing', 'cancelled', 'backupRuns'].includes(error.kind)) return;
      ctx.logger.error('backup by itself', { kind: error instanceof AppError ? error.kind : String(error) });
    }
  }

  #ownJob(): string {
    this.#jobs += 1;
    return ownJob(this.#jobs);
  }

  #mayDrill(): boolean {
    return this.#drillTriedAt === null || Math.abs(this.#ctx.clock.now() - this.#drillTriedAt) >= drillRetryMs;
  }

  /** Without making backups.db where nobody ever asked for it. */
  #isSetUp(): boolean {
    const ctx = this.#ctx;
    return existsSync(join(ctx.dataDir, 'backups.db')) && readVault(ctx) !== null && listTargets(ctx).length > 0;
  }

  /**
   * Before the program ends: lets what runs finish, or makes a last backup, within `limit` ms (3 s unless said); what is not done then
   * is given up, and the next start makes it. Never rejects.
   */
  async close(limit = quitMs): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#timer);
    try {
      if (!this.#isSetUp()) return;
      const last = this.line.running ? this.line.idle() : this.#lastBackup();
      if (last) await withinLimit(last, limit);
      const { running } = this.line;
      if (running) this.line.cancel(running.jobId);
      if (this.#changed || running) keepFact(this.#ctx, 'owed', true);
    } catch (error) {
      this.#ctx.logger.error('last backup', { kind: error instanceof AppError ? error.kind : String(error) });
    }
  }

  /** null = none is wanted, or the book is too large for the moment that is left */
  #lastBackup(): Promise<unknown> | null {
    const ctx = this.#ctx;
    if (!this.#changed || !readSchedule(ctx).atQuit) return null;
    const pragma = (name: string) => ctx.db.raw.pragma(name, { simple: true }) as number;
    if (pragma('page_count') * pragma('page_size') > quitBytes) return null;
    return this.run('quit', this.#ownJob()).catch(() => {});
  }
}

/** Why none of the places got it. */
function failureOf({ targets: [first] }: RunReport): AppError {
  return first?.error ? new AppError(first.error.kind, first.error.details) : new AppError('internal');
}

async function withinLimit(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
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

/** From the start on: what is due is made by itself. */
export const plugBackups = (ctx: HostContext): void => backupsFor(ctx).begin();
