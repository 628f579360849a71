import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { eraseChatCommand, erasuresWait, forgetErasuresCommand } from '../chats/index.ts';
import { CatchUp, onePerBook } from './catch-up.ts';
import { eraseWordsCommand, indexCommand, releaseSearchCommand } from './search.service.ts';

/** Keeps search.db up to date from the host: one turn of the worker after the other, until nothing is left. */
export class Indexing extends CatchUp {
  readonly #host: HostContext;
  #damaged = false;

  constructor(ctx: HostContext) {
    super(ctx, { pauseMs: 1000, failure: 'search not up to date', run: () => this.#drain() });
    this.#host = ctx;
  }

  /** A reader found search.db broken. */
  repair(): void {
    this.#damaged = true;
    this.soon();
  }

  async #drain(): Promise<void> {
    let made = 0;
    let told = false;
    for (let more = true; more; ) {
      if (erasuresWait(this.#host) && (await eraseWords(this.#host))) this.#damaged = true;
      const fresh = this.#damaged;
      if (fresh) {
        // one new file a run: where the disk breaks it again at once, trying on would never end
        if (made++ > 0) throw new AppError('storageFailed');
        await this.#host.execute(releaseSearchCommand, null);
        this.#host.logger.error('search made anew');
      }
      const turn = await this.#host.execute(indexCommand, { fresh });
      this.#damaged = turn.damaged;
      more = turn.more || erasuresWait(this.#host);
      if (turn.indexing || !told) this.#host.announce({ topics: ['search'] });
      told = turn.indexing === null && !turn.damaged;
    }
  }
}

/** Takes the words of erased messages out of search.db, and only then forgets that they have to. @returns true = search.db is broken */
export async function eraseWords(ctx: HostContext): Promise<boolean> {
  const { notes, damaged } = await ctx.execute(eraseWordsCommand, null);
  if (notes.length > 0) await ctx.execute(forgetErasuresCommand, { notes });
  return damaged;
}

/** Told before something is erased; what it returns is called when that was not erased after all. */
type EraseWatch = (ctx: HostContext, what: { conversationId: number; messageId: number | null }) => () => void;
let watch: EraseWatch = () => () => {};

/** Who else must know what is erased. */
export function plugErasing(watcher: EraseWatch): void {
  watch = watcher;
}

/** Erases messages from the book, with whoever must know of it. @throws as eraseChatCommand */
export async function eraseChat(
  ctx: HostContext,
  what: { conversationId: number; messageId: number | null },
): Promise<{ removed: number }> {
  const forget = watch(ctx, what);
  try {
    return await ctx.execute(eraseChatCommand, what);
  } catch (error) {
    forget();
    throw error;
  }
}

/** The one that keeps this book's search.db up to date. */
export const indexingFor = onePerBook((ctx) => new Indexing(ctx));

/** Listens for changes of chats; and catches up with what a crash or an older search.db left open, of erasing too. */
export function plugSearch(ctx: HostContext): void {
  const indexing = indexingFor(ctx);
  ctx.events.onChange(({ topics }) => {
    if (topics.includes('chats')) indexing.soon();
  });
  if (erasuresWait(ctx) || ctx.db.pluck('SELECT 1 FROM chat_batches LIMIT 1').get() !== undefined) indexing.soon();
}
