import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../context.ts';
import { asStorageError } from '../db/storage-error.ts';
import type { EventHub } from '../events.ts';
import type { AnyCommand, Command, JobControl } from './command.ts';
import { type StopSign, WorkerLine } from './worker-line.ts';
import type { WorkerStart } from './worker-protocol.ts';

export interface ExecuteOptions {
  /** id under which progress is announced and by which the job can be cancelled */
  jobId?: string;
  /** it begins only when this has ended, however it did; until then others that write go first, and it can be cancelled already */
  after?: Promise<unknown>;
}

export interface Executor {
  /**
   * Runs a command where it belongs: small work here at once, heavy work in the worker. Writes queue up behind each
   * other, so the host's thread never waits inside SQLite for the worker's transaction.
   */
  execute<I, O>(command: Command<I, O>, input: I, options?: ExecuteOptions): Promise<O>;
  /** Starts the worker ahead of work that will need it: loading it takes longer than a small file does. */
  warm(): void;
  /** Asks a running job to stop; its transaction is rolled back. Unknown ids are ignored. */
  cancel(jobId: string): void;
  /** Refuses what is new, waits `patience` ms at most (4,000 unless said) for writes, then ends the workers: the rest is rolled back. */
  close(patience?: number): Promise<void>;
}

const newSign = (): StopSign => new Int32Array(new SharedArrayBuffer(4));
const inline: JobControl = { progress: () => {}, checkCancelled: () => {} };
/** ms */
const patienceMs = 4000;

/** Waits for its end, `patience` ms at most. */
async function endOf(work: Promise<unknown>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}

export function createExecutor(ctx: ServiceContext, events: EventHub, workerFile: URL, start: WorkerStart): Executor {
  const line = new WorkerLine(ctx, events, workerFile, start);
  const aside = {
    reader: new WorkerLine(ctx, events, workerFile, { ...start, readonly: true }),
    backup: new WorkerLine(ctx, events, workerFile, { ...start, readonly: true }),
  };
  const lines = [line, aside.reader, aside.backup];
  let closed = false;
  /** true once nothing may begin any more, not even what was queued before */
  let ended = false;
  /** stop signs by job, from the moment it is asked for: a job may be cancelled while it waits for its turn */
  const signs = new Set<{ jobId: string; sign: StopSign }>();
  let lastWrite: Promise<unknown> = Promise.resolve();

  const runNow = async <O>(command: AnyCommand, input: unknown, entry: { jobId: string; sign: StopSign } | null): Promise<O> => {
    if (ended) throw new AppError('closing');
    if (entry && Atomics.load(entry.sign, 0) === 1) throw new AppError('cancelled');
    if (command.heavy(input))
      return (command.thread ? aside[command.thread] : line).run<O>({
        command: command.name,
        input,
        jobId: entry?.jobId ?? null,
        sign: entry?.sign ?? newSign(),
      });
    try {
      return (await command.run(ctx, input, inline)) as O;
    } catch (error) {
      throw asStorageError(error);
    }
  };

  return {
    execute<I, O>(command: Command<I, O>, input: I, options: ExecuteOptions = {}): Promise<O> {
      if (closed) return Promise.reject(new AppError('closing'));
      const { jobId, after } = options;
      const entry = jobId === undefined ? null : { jobId, sign: newSign() };
      if (entry) signs.add(entry);
      const run = () =>
        runNow<O>(command as AnyCommand, input, entry).finally(() => {
          if (entry) signs.delete(entry);
        });
      const begin = (): Promise<O> => {
        if (!command.writes) return run();
        const result = lastWrite.then(run);
        lastWrite = result.then(() => command.afterwards && runNow(command.afterwards, null, null)).catch(() => {});
        return result;
      };
      return after ? after.then(begin, begin) : begin();
    },
    warm() {
      if (!closed) line.warm();
    },
    cancel(jobId) {
      for (const { jobId: asked, sign } of signs) if (asked === jobId) Atomics.store(sign, 0, 1);
    },
    async close(patience = patienceMs) {
      closed = true;
      for (const one of lines) one.stopAll();
      await endOf(lastWrite, patience);
      ended = true;
      await Promise.all(lines.map((one) => one.end()));
    },
  };
}
