import type { ServiceContext } from '../context.ts';

/** What a running command may tell and ask. */
export interface JobControl {
  /** `total` 0 = not known yet; calls are thinned out before they reach a window */
  progress(phase: string, done: number, total: number): void;
  /** throws AppError `cancelled` when the user asked to stop; call it between chunks, inside the transaction */
  checkCancelled(): void;
}

/**
 * A named piece of work that runs the same on the host's thread and in the worker. Input and output are plain data
 * (structured clone). `heavy` decides where: anything that may take over 50 ms belongs in the worker.
 */
export interface Command<I, O> {
  name: string;
  /** true = it writes to the book, so nobody else may write meanwhile */
  writes: boolean;
  heavy(input: I): boolean;
  /**
   * Heavy reading that must not wait behind an import has a worker of its own, whose connection to the book cannot write: `reader` for
   * what she waits for, `backup` for what goes on for minutes.
   */
  thread?: 'reader' | 'backup';
  /** what is left to do once this is answered: runs in the worker before the next write, and nobody waits for it */
  afterwards?: Command<null, null>;
  run(ctx: ServiceContext, input: I, control: JobControl): O | Promise<O>;
}

export const defineCommand = <I, O>(command: Command<I, O>): Command<I, O> => command;

// biome-ignore lint/suspicious/noExplicitAny: a list of commands of any input and output
export type AnyCommand = Command<any, any>;

/** Bulk work above this many rows goes to the worker. */
export const heavyRows = 2000;
