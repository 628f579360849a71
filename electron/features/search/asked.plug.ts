import type { HostContext } from '../../platform/host-context.ts';
import { readSettings } from '../settings/index.ts';
import { countAskedCommand, keyOfWords, noteAskedCommand } from './asked.ts';
import { CatchUp, onePerBook } from './catch-up.ts';
import { indexingFor } from './search.plug.ts';

/** The words whose finding counts as a question about price or product, each once. */
function wordsOf(ctx: HostContext): string[] {
  const settings = readSettings(ctx);
  return [...new Set([...settings['chats.priceWords'], ...settings['chats.productWords']])];
}

/** Keeps counts of questions up to date from the host, one short turn of the worker after the other. */
export class AskedCounting extends CatchUp {
  readonly #host: HostContext;
  #words = '';

  constructor(ctx: HostContext) {
    // later than the search itself: it has to be up to date first
    super(ctx, { pauseMs: 2000, failure: 'questions not counted', run: (more) => this.#count(more) });
    this.#host = ctx;
  }

  /** Settings changed: only other words matter. */
  settingsChanged(): void {
    if (keyOfWords(wordsOf(this.#host)) !== this.#words) this.soon();
  }

  async #count(changed: () => boolean): Promise<void> {
    const ctx = this.#host;
    await indexingFor(ctx).now();
    const words = wordsOf(ctx);
    this.#words = keyOfWords(words);
    for (let more = true; more; ) {
      const turn = await ctx.execute(countAskedCommand, { words });
      if (turn.counts.length > 0) await ctx.execute(noteAskedCommand, { words, counts: turn.counts });
      more = turn.more && !changed();
    }
  }
}

/** The one that counts questions in this book. */
export const askedCountingFor = onePerBook((ctx) => new AskedCounting(ctx));

/** Listens for changes of chats and words; and catches up with what an earlier run left open. */
export function plugAsked(ctx: HostContext): void {
  const counting = askedCountingFor(ctx);
  ctx.events.onChange(({ topics }) => {
    if (topics.includes('chats')) counting.soon();
    else if (topics.includes('rules')) counting.settingsChanged();
  });
  if (ctx.db.pluck('SELECT 1 FROM friend_chat_stats LIMIT 1').get() !== undefined) counting.soon();
}
