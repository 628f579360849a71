import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { readSettings } from '../settings/index.ts';
import { countAskedCommand, keyOfWords, noteAskedCommand } from './asked.ts';
import { indexingFor } from './search.plug.ts';

/** Later than the search itself: it has to be up to date first. */
const pauseMs = 2000;

/** The words whose finding counts as a question about price or product, each once. */
function wordsOf(ctx: HostContext): string[] {
  const settings = readSettings(ctx);
  return [...new Set([...settings['chats.priceWords'], ...settings['chats.productWords']])];
}

/** Keeps counts of questions up to date from the host, one short turn of the worker after the other. */
export class AskedCounting {
  readonly #ctx: HostContext;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #words = '';

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

  /** Settings changed: only other words matter. */
  settingsChanged(): void {
    if (keyOfWords(wordsOf(this.#ctx)) !== this.#words) this.soon();
  }

  /** Resolves once all counts are right, or cannot be brought there now (it is tried again after the next change). */
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
        await indexingFor(this.#ctx).now();
        const words = wordsOf(this.#ctx);
        this.#words = keyOfWords(words);
        for (let more = true; more; ) {
          const turn = await this.#ctx.execute(countAskedCommand, { words });
          if (turn.counts.length > 0) await this.#ctx.execute(noteAskedCommand, { words, counts: turn.counts });
          more = turn.more && !this.#again;
        }
      }
    } catch (error) {
      if (error instanceof AppError && ['closing', 'cancelled'].includes(error.kind)) return;
      this.#ctx.logger.error('questions not counted', { kind: error instanceof AppError ? error.kind : String(error) });
    }
  }
}

const all = new WeakMap<HostContext, AskedCounting>();

/** The one that counts questions in this book. */
export function askedCountingFor(ctx: HostContext): AskedCounting {
  let one = all.get(ctx);
  if (!one) {
    one = new AskedCounting(ctx);
    all.set(ctx, one);
  }
  return one;
}

/** Listens for changes of chats and words; and catches up with what an earlier run left open. */
export function plugAsked(ctx: HostContext): void {
  const counting = askedCountingFor(ctx);
  ctx.events.onChange(({ topics }) => {
    if (topics.includes('chats')) counting.soon();
    else if (topics.includes('settings')) counting.settingsChanged();
  });
  if (ctx.db.pluck('SELECT 1 FROM friend_chat_stats LIMIT 1').get() !== undefined) counting.soon();
}
