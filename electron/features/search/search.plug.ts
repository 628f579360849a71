import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { indexCommand, releaseSearchCommand } from './search.service.ts';

/** A little later than the change itself: several imports in a row are taken in together. */
const pauseMs = 1000;

/** Keeps search.db up to date from the host: one turn of the worker after the other, until nothing is left. */
export class Indexing {
  readonly #ctx: HostContext;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #damaged = false;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
  }

  /** Chats changed, or may have changed before this start. */
  soon(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.now();
    }, pauseMs);
    // a process that has nothing else to do need not wait for it
    this.#timer.unref();
  }

  /** A reader found search.db broken. */
  repair(): void {
    this.#damaged = true;
    this.soon();
  }

  /** Resolves once search.db is up to date, or cannot be brought there now (it is tried again after the next change). */
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
        await this.#drain();
      }
    } catch (error) {
      if (error instanceof AppError && ['closing', 'cancelled'].includes(error.kind)) return;
      this.#ctx.logger.error('search not up to date', { kind: error instanceof AppError ? error.kind : String(error) });
    }
  }

  async #drain(): Promise<void> {
    let made = 0;
    let told = false;
    for (let more = true; more; ) {
      const fresh = this.#damaged;
      if (fresh) {
        // one new file a run: where the disk breaks it again at once, trying on would never end
        if (made++ > 0) throw new AppError('storageFailed');
        await this.#ctx.execute(releaseSearchCommand, null);
        this.#ctx.logger.error('search made anew');
      }
      const turn = await this.#ctx.execute(indexCommand, { fresh });
      this.#damaged = turn.damaged;
      more = turn.more;
      if (turn.indexing || !told) this.#ctx.announce({ topics: ['search'] });
      told = turn.indexing === null && !turn.damaged;
    }
  }
}

const all = new WeakMap<HostContext, Indexing>();

/** The one that keeps this book's search.db up to date. */
export function indexingFor(ctx: HostContext): Indexing {
  let one = all.get(ctx);
  if (!one) {
    one = new Indexing(ctx);
    all.set(ctx, one);
  }
  return one;
}

/** Listens for changes of chats; and catches up with what a crash or an older search.db left open. */
export function plugSearch(ctx: HostContext): void {
  const indexing = indexingFor(ctx);
  ctx.events.onChange(({ topics }) => {
    if (topics.includes('chats')) indexing.soon();
  });
  if (ctx.db.pluck('SELECT 1 FROM chat_batches LIMIT 1').get() !== undefined) indexing.soon();
}
