import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { WorkerStart } from './worker-protocol.ts';

/** What a helper does with each message, in their order. Messages are plain data (structured clone). */
// biome-ignore lint/suspicious/noExplicitAny: every helper has messages of its own
export type HelperTask = (message: any) => void;

/**
 * Starts a thread beside the worker for work that goes on while the worker itself is busy; it loads the worker's own file.
 * It cannot be heard by a worker that does not return to its event loop: tell each other through shared memory.
 * @param name of a task given to serveHelper
 * @returns null where no worker runs (the host's thread, tests of a service): do the work without it
 */
export function startHelper(name: string): Worker | null {
  const start = workerData as Partial<WorkerStart> | null;
  if (isMainThread || !start?.file) return null;
  const helper = new Worker(new URL(start.file), { workerData: { ...start, helper: name } });
  // whoever waits for it notices that nothing comes any more
  helper.on('error', () => {});
  return helper;
}

/** In a thread that was started as a helper: serves its task. @returns false in any other */
export function serveHelper(tasks: Record<string, HelperTask>): boolean {
  const task = tasks[(workerData as Partial<WorkerStart>).helper ?? ''];
  if (!task || !parentPort) return false;
  parentPort.on('message', task);
  return true;
}
