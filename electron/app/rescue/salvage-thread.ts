import { parentPort, Worker } from 'node:worker_threads';
import { AppError, type WireError } from '../../../shared/errors.ts';
import { systemClock } from '../../platform/clock.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { type Salvage, type SalvageProgress, salvageBook } from '../../platform/rescue/salvage.ts';
import { leftOut, standIns } from './stand-ins.ts';

export interface SalvageTask {
  damagedFile: string;
  toFile: string;
  migrationsDir: string;
  version: string;
}

type Reply = { progress: SalvageProgress } | { done: Salvage } | { failed: WireError; stack: string };

/** What the second thread does with a task (see serveHelper). */
export function salvageHelper({ damagedFile, toFile, migrationsDir, version }: SalvageTask): void {
  const post = (reply: Reply) => parentPort?.postMessage(reply);
  try {
    const onProgress = (progress: SalvageProgress) => post({ progress });
    post({
      done: salvageBook(damagedFile, toFile, { migrationsDir, version, clock: systemClock, standIns, leaveOut: leftOut, onProgress }),
    });
  } catch (caught) {
    const error = asStorageError(caught);
    const wire = error instanceof AppError ? error.toWire() : new AppError('internal').toWire();
    post({ failed: wire, stack: error instanceof Error ? (error.stack ?? '') : String(error) });
  }
}

/**
 * Salvages in a thread of its own, so that the page gets its answers meanwhile.
 * @throws AppError as salvageBook does; `internal` with the stack as its cause when the thread died
 */
export async function salvageInThread(
  workerFile: URL,
  task: SalvageTask,
  onProgress: (progress: SalvageProgress) => void,
  signal: AbortSignal,
): Promise<Salvage> {
  const thread = new Worker(workerFile, { workerData: { helper: 'salvage' } });
  try {
    return await new Promise<Salvage>((resolve, reject) => {
      thread.on('message', (reply: Reply) => {
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
