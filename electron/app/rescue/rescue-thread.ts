import { parentPort, Worker } from 'node:worker_threads';
import { AppError, type WireError } from '../../../shared/errors.ts';
import { openForRescue, type RescueOpening } from '../../features/backups/for-rescue.ts';
import { systemClock } from '../../platform/clock.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { type Salvage, salvageBook } from '../../platform/rescue/salvage.ts';
import { leftOut, standIns } from './stand-ins.ts';

export interface SalvageTask {
  damagedFile: string;
  toFile: string;
  migrationsDir: string;
  version: string;
}

/** What a piece of work tells while it goes on; `rows` in its own unit (rows, bytes). */
export interface RescueProgress {
  phase: string;
  rows: number;
}

type Reply<T> = { progress: RescueProgress } | { done: T } | { failed: WireError; stack: string };

/** Does a task in the second thread and tells how it went. */
function answer<T>(work: (tell: (progress: RescueProgress) => void) => T): void {
  const post = (reply: Reply<T>) => parentPort?.postMessage(reply);
  try {
    post({ done: work((progress) => post({ progress })) });
  } catch (caught) {
    const error = asStorageError(caught);
    const wire = error instanceof AppError ? error.toWire() : new AppError('internal').toWire();
    post({ failed: wire, stack: error instanceof Error ? (error.stack ?? '') : String(error) });
  }
}

/** What the second thread does with a task (see serveHelper). */
export const salvageHelper = ({ damagedFile, toFile, migrationsDir, version }: SalvageTask): void =>
  answer((onProgress) =>
    salvageBook(damagedFile, toFile, { migrationsDir, version, clock: systemClock, standIns, leaveOut: leftOut, onProgress }),
  );

/** Bytes between two words about how far it is. */
const tellEvery = 8 * 1024 * 1024;

export const openBackupHelper = (task: RescueOpening): void =>
  answer((tell) => {
    let told = 0;
    openForRescue(task, systemClock, (bytes) => {
      if (bytes - told < tellEvery) return;
      told = bytes;
      tell({ phase: 'open', rows: bytes });
    });
    return null;
  });

/**
 * Works in a thread of its own, so that the page gets its answers meanwhile.
 * @throws AppError as the work does; `internal` with the stack as its cause when the thread died
 */
async function inThread<T>(
  workerFile: URL,
  helper: string,
  task: unknown,
  onProgress: (progress: RescueProgress) => void,
  signal: AbortSignal,
): Promise<T> {
  const thread = new Worker(workerFile, { workerData: { helper } });
  try {
    return await new Promise<T>((resolve, reject) => {
      thread.on('message', (reply: Reply<T>) => {
        if ('progress' in reply) onProgress(reply.progress);
        else if ('done' in reply) resolve(reply.done);
        else reject(Object.assign(AppError.fromWire(reply.failed), { cause: reply.stack }));
      });
      thread.once('error', reject);
      thread.once('exit', () => reject(new AppError('closing')));
      signal.addEventListener('abort', () => reject(new AppError('closing')));
      thread.postMessage(task);
    });
  } finally {
    await thread.terminate();
  }
}

type Work<I, O> = (workerFile: URL, task: I, onProgress: (progress: RescueProgress) => void, signal: AbortSignal) => Promise<O>;

/** @throws AppError as salvageBook does */
export const salvageInThread: Work<SalvageTask, Salvage> = (file, task, onProgress, signal) =>
  inThread(file, 'salvage', task, onProgress, signal);

/** @throws AppError as openForRescue does */
export const openBackupInThread: Work<RescueOpening, null> = (file, task, onProgress, signal) =>
  inThread(file, 'openBackup', task, onProgress, signal);
