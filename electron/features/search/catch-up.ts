import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';

interface CatchUpOptions {
  /** how long after a change, so that several in a row are taken in together */
  pauseMs: number;
  /** what the log says when it failed */
  failure: string;
  /** brings everything up to date; may stop early once more has changed, it is called again then */
  run: (more: () => boolean) => Promise<void>;
}

/** Work of the host that follows changes: a little later than they, one run at a time, and once more for what came meanwhile. */
export class CatchUp {
  readonly #ctx: HostContext;
  readonly #options: CatchUpOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(ctx: HostContext, options: CatchUpOptions) {
    this.#ctx = ctx;
    this.#options = options;
  }

  /** Something changed, or may have changed before this start. */
  soon(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.now();
    }, this.#options.pauseMs);
    // a process that has nothing else to do need not wait for it
    this.#timer.unref();
  }

  /** Resolves once everything is up to date, or cannot be brought there now (it is tried again after the next change). */
  now(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#options.run(() => this.#again);
      }
    } catch (error) {
      if (error instanceof AppError && ['closing', 'cancelled'].includes(error.kind)) return;
      this.#ctx.logger.error(this.#options.failure, { kind: error instanceof AppError ? error.kind : String(error) });
    }
  }
}

/** One of a kind for each book. */
export function onePerBook<T>(make: (ctx: HostContext) => T): (ctx: HostContext) => T {
  const all = new WeakMap<HostContext, T>();
  return (ctx) => {
    let one = all.get(ctx);
    if (!one) {
      one = make(ctx);
      all.set(ctx, one);
    }
    return one;
  };
}
