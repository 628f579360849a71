import type { WireError } from '../../../shared/errors.ts';
import type { Change } from '../events.ts';

export interface WorkerStart {
  dataDir: string;
  databaseFile: string;
  /** the worker only reads */
  readonly?: boolean;
  /** address of the file the worker itself was started from, for helper threads beside it */
  file?: string;
  /** set in a helper thread: the name of its task */
  helper?: string;
}
export interface WorkerTask {
  taskId: number;
  command: string;
  input: unknown;
  /** Int32Array(1) over shared memory: 1 = please stop */
  cancel: SharedArrayBuffer;
}
export type WorkerReply =
  | { type: 'ready' }
  | { type: 'progress'; taskId: number; phase: string; done: number; total: number }
  | { type: 'change'; change: Change }
  | { type: 'log'; level: 'info' | 'error'; event: string; facts: Record<string, string | number | boolean | null | undefined> }
  | { type: 'done'; taskId: number; output: unknown }
  | { type: 'failed'; taskId: number; error: WireError; stack: string };
