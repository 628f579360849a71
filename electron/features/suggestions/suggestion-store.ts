import type { Topic } from '../../../shared/events.ts';
import type { Change } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { KeptForDay } from '../../platform/jobs/kept-for-day.ts';
import { patched } from '../../platform/shelf.ts';
import { type Bringers, bringersApart, bringersOf } from '../referrals/index.ts';
import { onePerBook } from '../search/index.ts';
import { voiceTagIds } from '../segments/index.ts';
import { evaluateCommand, fewFriends } from './evaluate.ts';
import { ownMembers } from './own-rules.ts';
import { type Shelf, suggestionShelf } from './shelf.ts';

export interface Open {
  shelf: Shelf;
  /** friends whose chats are still to be read through */
  unread: number;
}

/** What is suggested now. Where a change says whom it is about, only they are looked at again. */
export class SuggestionStore {
  readonly #ctx: HostContext;
  readonly #kept: KeptForDay<Open & { voices: ReadonlySet<number> }>;
  #hasOwn = false;
  #chatsChanged = false;
  /** as they were when somebody last asked */
  #bringers: Bringers = new Map();

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    this.#kept = new KeptForDay(ctx, async (now, old, changed) => {
      const voices = new Set(voiceTagIds(ctx));
      const counts = !old || old.unread > 0 || this.#chatsChanged;
      this.#chatsChanged = false;
      const own = await ownMembers(ctx);
      this.#hasOwn = own.length > 0;
      const { suggestions, unread } = await ctx.execute(evaluateCommand, { friendIds: old ? [...changed] : null, own, now, counts });
      const shelf = old ? patched(suggestionShelf, old.shelf, changed, suggestions) : suggestions;
      return { shelf, unread, voices };
    });
    ctx.events.onChange((change) => this.#note(change));
  }

  async open(): Promise<Open> {
    // whether somebody counts whom she brought hangs on that one, whom alone a change names
    const bringers = await bringersOf(this.#ctx);
    const apart = bringersApart(this.#bringers, bringers);
    this.#bringers = bringers;
    if (apart.length > 0) this.#kept.lookAgainAt(apart);
    return this.#kept.get();
  }

  #note({ topics, hint }: Change): void {
    const about = (...names: Topic[]) => names.some((name) => topics.includes(name));
    const named = hint?.friendIds ?? [];
    // an import of chats, and its undo, say whose they are; orders, contacts and links do not, and rules mean everybody
    const isUntold = about('orders', 'touches', 'rules', 'demo') || (about('chats') && !about('imports'));
    // segments may ask for anything
    if (this.#hasOwn && !topics.every((topic) => topic === 'settings' || topic === 'undo')) return void this.#kept.forget();
    if (!isUntold && !about('friends', 'trust', 'tags', 'search', 'suggestions', 'chats')) return;
    if (about('chats')) this.#chatsChanged = true;
    const isFew = hint?.friendIds !== undefined && named.length <= fewFriends && !this.#areVoices(hint.tagIds ?? []);
    const isNobodys = about('suggestions', 'chats') && named.length === 0;
    if (isUntold || !isFew || isNobodys) this.#kept.forget();
    else if (named.length > 0) this.#kept.lookAgainAt(Array.from(named));
  }

  /** Whether one of the tags says, or said, that somebody spoke for us. */
  #areVoices(tagIds: readonly number[]): boolean {
    const kept = this.#kept.value;
    if (!kept || tagIds.length === 0) return tagIds.length > 0;
    const now = new Set(voiceTagIds(this.#ctx));
    return tagIds.some((id) => now.has(id) || kept.voices.has(id));
  }
}

/** The one store of this book. */
export const suggestionStore = onePerBook((ctx) => new SuggestionStore(ctx));
