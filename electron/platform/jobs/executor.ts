import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../context.ts';
import { asStorageError } from '../db/storage-error.ts';
import type { EventHub } from '../events.ts';
import type { AnyCommand, Command, JobControl } from './command.ts';
import type { WorkerReply, WorkerStart, WorkerTask } from './worker-protocol.ts';

export interface ExecuteOptions {
  /** id under which progress is announced and by which the job can be cancelled */
  jobId?: string;
}

export interface Executor {
  /**
   * Runs a command where it belongs: small work here at once, heavy work in the worker. Writes queue up behind each
   * other, so the host's thread never waits inside SQLite for the worker's transaction.
   */
  execute<I, O>(command: Command<I, O>, input: I, options?: ExecuteOptions): Promise<O>;
  /** Asks a running job to stop; its transaction is rolled back. Unknown ids are ignored. */
  cancel(jobId: string): void;
  close(): Promise<void>;
}

interface Task {
  worker: Worker;
  resolve(output: unknown): void;
  reject(error: unknown): void;
  cancel: Int32Array;
  command: string;
  jobId: string | null;
  startedAt: number;
  lastProgressAt: number;
}

const inline: JobControl = { progress: () => {}, checkCancelled: () => {} };
/** Room for the short-lived rows of an import: with V8's own 16 MB its collector takes twice as long over them. */
const youngMb = 64;
/** A window needs no more than this many ms of freshness from a progress bar. */
const progressEveryMs = 100;

export function createExecutor(ctx: ServiceContext, events: EventHub, workerFile: URL, start: WorkerStart): Executor {
  let worker: Worker | null = null;
  let closed = false;
  /** true once nothing may begin any more, not even what was queued before */
  let ended = false;
  /** stop signs by job, from the moment it is asked for: a job may be cancelled while it waits for its turn */
  const signs = new Set<{ jobId: string; sign: Int32Array<SharedArrayBuffer> }>();
  let nextTask = 1;
  const tasks = new Map<number, Task>();
  let lastWrite: Promise<unknown> = Promise.resolve();

  const announceJob = (task: Task, state: 'running' | 'done' | 'failed' | 'cancelled', phase: string, done: number, total: number) => {
    if (task.jobId === null) return;
    events.job({ jobId: task.jobId, name: task.command, state, phase, done, total, elapsedMs: ctx.clock.now() - task.startedAt });
  };

  const onReply = (reply: WorkerReply) => {
    if (reply.type === 'change') return events.changed(reply.change);
    if (reply.type === 'log') return ctx.logger[reply.level](reply.event, reply.facts);
    if (reply.type === 'ready') return;
    const task = tasks.get(reply.taskId);
    if (!task) return;
    if (reply.type === 'progress') {
      const now = ctx.clock.now();
      if (now - task.lastProgressAt < progressEveryMs && reply.done !== reply.total) return;
      task.lastProgressAt = now;
      return announceJob(task, 'running', reply.phase, reply.done, reply.total);
    }
    tasks.delete(reply.taskId);
    if (reply.type === 'done') {
      announceJob(task, 'done', '', 1, 1);
      task.resolve(reply.output);
    } else {
      announceJob(task, reply.error.kind === 'cancelled' ? 'cancelled' : 'failed', '', 0, 0);
      if (reply.error.kind === 'internal') ctx.logger.error('worker failed', { command: task.command, stack: reply.stack });
      task.reject(AppError.fromWire(reply.error));
    }
  };

  const startWorker = () => {
    const started = new Worker(workerFile, { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
    started.on('message', onReply);
    const fail = (error: unknown) => {
      if (worker === started) worker = null;
      for (const [id, task] of tasks) {
        // 'exit' follows 'error': by then the next worker may be at work
        if (task.worker !== started) continue;
        tasks.delete(id);
        announceJob(task, 'failed', '', 0, 0);
        task.reject(closed ? new AppError('closing') : new AppError('internal', {}, { cause: error }));
      }
    };
    started.on('error', (error) => {
      ctx.logger.error('worker died', { message: error instanceof Error ? error.message : 'unknown' });
      fail(error);
    });
    started.on('exit', () => fail(null));
    return started;
  };

  const inWorker = <O>(command: AnyCommand, input: unknown, jobId: string | null, sign: Int32Array<SharedArrayBuffer>): Promise<O> =>
    new Promise<O>((resolve, reject) => {
      worker ??= startWorker();
      const taskId = nextTask++;
      const now = ctx.clock.now();
      tasks.set(taskId, {
        worker,
        resolve: resolve as (output: unknown) => void,
        reject,
        cancel: sign,
        command: command.name,
        jobId,
        startedAt: now,
        lastProgressAt: 0,
      });
      worker.postMessage({ taskId, command: command.name, input, cancel: sign.buffer } satisfies WorkerTask);
    });

  const runNow = async <O>(command: AnyCommand, input: unknown, jobId: string | null, sign: Int32Array<SharedArrayBuffer>): Promise<O> => {
    if (ended) throw new AppError('closing');
    if (Atomics.load(sign, 0) === 1) throw new AppError('cancelled');
    if (command.heavy(input)) return inWorker<O>(command, input, jobId, sign);
    try {
      return (await command.run(ctx, input, inline)) as O;
    } catch (error) {
      throw asStorageError(error);
    }
  };

  return {
    execute<I, O>(command: Command<I, O>, input: I, options: ExecuteOptions = {}): Promise<O> {
      if (closed) return Promise.reject(new AppError('closing'));
      const sign = new Int32Array(new SharedArrayBuffer(4));
      const { jobId } = options;
      const entry = jobId === undefined ? null : { jobId, sign };
      if (entry) signs.add(entry);
      const run = () =>
        runNow<O>(command as AnyCommand, input, jobId ?? null, sign).finally(() => {
          if (entry) signs.delete(entry);
        });
      if (!command.writes) return run();
      const result = lastWrite.then(run);
      lastWrite = result.catch(() => {});
      return result;
    },
    cancel(jobId) {
      for (const { jobId: asked, sign } of signs) if (asked === jobId) Atomics.store(sign, 0, 1);
    },
    async close() {
      closed = true;
      for (const task of tasks.values()) Atomics.store(task.cancel, 0, 1);
      await Promise.race([lastWrite, new Promise((resolve) => setTimeout(resolve, 4000))]);
      ended = true;
      await worker?.terminate();
    },
  };
}
