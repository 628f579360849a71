import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import type { JobState } from '../../../shared/events.ts';
import type { ServiceContext } from '../context.ts';
import { asStorageError } from '../db/storage-error.ts';
import type { EventHub } from '../events.ts';
import type { WorkerReply, WorkerStart, WorkerTask } from './worker-protocol.ts';

/** Shared with the worker: 1 = please stop. */
export type StopSign = Int32Array<SharedArrayBuffer>;

export interface WorkerJob {
  command: string;
  input: unknown;
  /** id under which progress is announced; null = nobody watches */
  jobId: string | null;
  sign: StopSign;
}

interface Task extends WorkerJob {
  worker: Worker;
  resolve(output: unknown): void;
  reject(error: unknown): void;
  startedAt: number;
  lastProgressAt: number;
}

/** Room for the short-lived rows of an import: with V8's own 16 MB its collector takes twice as long over them. */
const youngMb = 64;
/** A window needs no more than this many ms of freshness from a progress bar. */
const progressEveryMs = 100;

/** What a task hears that a worker died of: a disk that did not let it open the book is no bug of ours. */
function lossOf(error: unknown): AppError {
  const typed = asStorageError(error);
  return typed instanceof AppError ? typed : new AppError('internal', {}, { cause: error });
}

/** The line to the worker thread: starts it when needed, keeps track of its tasks, survives its death. */
export class WorkerLine {
  readonly #ctx: ServiceContext;
  readonly #events: EventHub;
  readonly #file: URL;
  readonly #start: WorkerStart;
  readonly #tasks = new Map<number, Task>();
  #worker: Worker | null = null;
  #nextTask = 1;
  #stopped = false;

  constructor(ctx: ServiceContext, events: EventHub, file: URL, start: WorkerStart) {
    this.#ctx = ctx;
    this.#events = events;
    this.#file = file;
    this.#start = start;
  }

  warm(): void {
    this.#worker ??= this.#startWorker();
  }

  /** @throws what the command threw; AppError `internal` when the worker died of it, `closing` when it was ended */
  run<O>(job: WorkerJob): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      this.#worker ??= this.#startWorker();
      const taskId = this.#nextTask++;
      const task = {
        ...job,
        worker: this.#worker,
        resolve: resolve as Task['resolve'],
        reject,
        startedAt: this.#ctx.clock.now(),
        lastProgressAt: 0,
      };
      this.#tasks.set(taskId, task);
      this.#worker.postMessage({ taskId, command: job.command, input: job.input, cancel: job.sign.buffer } satisfies WorkerTask);
    });
  }

  /** Asks every task to stop; no failure counts as a bug from now on. */
  stopAll(): void {
    this.#stopped = true;
    for (const task of this.#tasks.values()) Atomics.store(task.sign, 0, 1);
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  #startWorker(): Worker {
    const started = new Worker(this.#file, {
      workerData: { ...this.#start, file: this.#file.href },
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    });
    started.on('message', (reply: WorkerReply) => this.#onReply(reply));
    started.on('error', (error) => {
      this.#ctx.logger.error('worker died', { stack: error instanceof Error ? error.stack : 'unknown' });
      this.#lose(started, error);
    });
    started.on('exit', () => this.#lose(started, null));
    return started;
  }

  /** Fails the tasks of a worker that is gone. 'exit' follows 'error': by then the next worker may be at work. */
  #lose(gone: Worker, error: unknown): void {
    if (this.#worker === gone) this.#worker = null;
    for (const [id, task] of this.#tasks) {
      if (task.worker !== gone) continue;
      this.#tasks.delete(id);
      this.#announce(task, 'failed', '', 0, 0);
      task.reject(this.#stopped ? new AppError('closing') : lossOf(error));
    }
  }

  #onReply(reply: WorkerReply): void {
    if (reply.type === 'change') this.#events.changed(reply.change);
    else if (reply.type === 'log') this.#ctx.logger[reply.level](reply.event, reply.facts);
    else if (reply.type !== 'ready') this.#onTaskReply(reply);
  }

  #onTaskReply(reply: Extract<WorkerReply, { taskId: number }>): void {
    const task = this.#tasks.get(reply.taskId);
    if (!task) return;
    if (reply.type === 'progress') {
      this.#onProgress(task, reply);
      return;
    }
    this.#tasks.delete(reply.taskId);
    if (reply.type === 'done') {
      this.#announce(task, 'done', '', 1, 1);
      task.resolve(reply.output);
      return;
    }
    this.#announce(task, reply.error.kind === 'cancelled' ? 'cancelled' : 'failed', '', 0, 0);
    if (reply.error.kind === 'internal') this.#ctx.logger.error('worker failed', { command: task.command, stack: reply.stack });
    task.reject(AppError.fromWire(reply.error));
  }

  #onProgress(task: Task, { phase, done, total }: { phase: string; done: number; total: number }): void {
    const now = this.#ctx.clock.now();
    if (now - task.lastProgressAt < progressEveryMs && done !== total) return;
    task.lastProgressAt = now;
    this.#announce(task, 'running', phase, done, total);
  }

  #announce(task: Task, state: JobState, phase: string, done: number, total: number): void {
    if (task.jobId === null) return;
    const elapsedMs = this.#ctx.clock.now() - task.startedAt;
    this.#events.job({ jobId: task.jobId, name: task.command, state, phase, done, total, elapsedMs });
  }
}
