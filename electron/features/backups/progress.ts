import type { BackupPhase, BackupsState } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { JobState } from '../../../shared/events.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';

/** A window needs no more than this many ms of freshness from a progress bar. */
const tellEveryMs = 100;

/** What it takes to make a backup: there is no more before a book is brought into the form of this version. */
export type BackupContext = ServiceContext & Pick<HostContext, 'version' | 'events' | 'execute' | 'cancelJob' | 'folder' | 'share'>;

/** What a running piece of work with backups tells and asks. */
export interface Progress {
  tell(phase: BackupPhase, done: number, total: number, targetId?: number | null): void;
  /** @throws AppError `cancelled` */
  checkCancelled(): void;
  /** job id for commands that are part of this work: their progress becomes that of the whole */
  partId: string;
}

/** One piece of work with backups at a time, with its progress for the windows, and a way to stop it. */
export class OneAtATime {
  readonly #ctx: BackupContext;
  #running: NonNullable<BackupsState['running']> | null = null;
  #cancelled = false;
  #work: Promise<unknown> = Promise.resolve();

  constructor(ctx: BackupContext) {
    this.#ctx = ctx;
  }

  get running(): BackupsState['running'] {
    return this.#running;
  }

  /** Resolves when nothing runs any more, however it ended. */
  idle(): Promise<unknown> {
    return this.#work;
  }

  /** Stops what runs, at once: what is under way at a target is given up. Another id does nothing. */
  cancel(jobId: string): void {
    if (this.#running?.jobId !== jobId) return;
    this.#cancelled = true;
    this.#ctx.cancelJob(partOf(jobId));
    this.#ctx.share.giveUp();
  }

  /** @throws AppError `backupRuns` while another one runs that she asked for, `cancelled` */
  async run<T>(jobId: string, name: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    // what began by itself gives way: it is due again in a minute, and she is not to be refused for what she did not ask for
    while (this.#running && beganByItself(this.#running.jobId) && !beganByItself(jobId)) {
      this.cancel(this.#running.jobId);
      await this.#work;
    }
    if (this.#running) throw new AppError('backupRuns');
    this.#running = { jobId, phase: 'copy', done: 0, total: 0, targetId: null };
    this.#cancelled = false;
    const done = this.#watched(jobId, name, work);
    this.#work = done.catch(() => {});
    return done;
  }

  async #watched<T>(jobId: string, name: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    const { events, clock } = this.#ctx;
    const startedAt = clock.now();
    let toldAt = Number.NEGATIVE_INFINITY;
    const announce = (state: JobState) => {
      const { phase, done, total } = this.#running!;
      events.job({ jobId, name, state, phase, done, total, elapsedMs: clock.now() - startedAt });
    };
    const tell: Progress['tell'] = (phase, done, total, targetId = null) => {
      const fresh = phase !== this.#running!.phase || targetId !== this.#running!.targetId;
      this.#running = { jobId, phase, done, total, targetId };
      if (!fresh && performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      announce('running');
    };
    const checkCancelled = () => {
      if (this.#cancelled) throw new AppError('cancelled');
    };
    const stop = events.subscribe((event) => {
      if (event.type === 'job' && event.job.jobId === partOf(jobId) && event.job.state === 'running')
        tell(event.job.phase as BackupPhase, event.job.done, event.job.total);
    });
    events.changed({ topics: ['backups'] });
    let state: JobState = 'failed';
    try {
      const value = await work({ tell, checkCancelled, partId: partOf(jobId) });
      state = 'done';
      return value;
    } catch (error) {
      if (this.#cancelled) {
        state = 'cancelled';
        throw new AppError('cancelled');
      }
      throw error;
    } finally {
      stop();
      announce(state);
      this.#running = null;
      events.changed({ topics: ['backups'] });
    }
  }
}

const partOf = (jobId: string) => `${jobId}.part`;

/** The id of the n-th piece of work that begins without being asked for; windows make up ids of their own kind. */
export const ownJob = (n: number): string => `backup-own-${n}`;
export const beganByItself = (jobId: string): boolean => jobId.startsWith('backup-own-');
