import type { Topic } from '../../../shared/events.ts';
import { localDay } from '../../platform/clock.ts';
import type { Change } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { onePerBook } from '../search/index.ts';
import { evaluateCommand, fewFriends } from './evaluate.ts';
import { voiceTagIds } from './facts.ts';
import { ownMembers } from './own-rules.ts';
import { patched, type Shelf } from './shelf.ts';

export interface Open {
  shelf: Shelf;
  /** friends whose chats are still to be read through */
  unread: number;
}

/**
 * What is suggested now, worked out of the book when somebody asks and kept until something it rests on changes. Where a change says
 * whom it is about, only they are looked at again.
 */
export class SuggestionStore {
  readonly #ctx: HostContext;
  #kept: (Open & { on: string; voices: Set<number> }) | null = null;
  #hasOwn = false;
  #chatsChanged = false;
  #version = 0;
  #changed = new Set<number>();
  #line: Promise<unknown> = Promise.resolve();

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    ctx.events.onChange((change) => this.#note(change));
  }

  /** With everything in it that was committed when it was asked for. One look at a time: who asks next has it from the one before. */
  open(): Promise<Open> {
    const open = this.#line.then(() => this.#look());
    this.#line = open.catch(() => {});
    return open;
  }

  async #look(): Promise<Open> {
    const now = this.#ctx.clock.now();
    const on = localDay(now);
    // silence grows and what was put off comes back with the day
    if (this.#kept?.on !== on) this.#forget();
    if (this.#kept && this.#changed.size === 0) return this.#kept;
    const [kept, version, changed] = [this.#kept, this.#version, this.#changed];
    const voices = new Set(voiceTagIds(this.#ctx));
    const counts = !kept || kept.unread > 0 || this.#chatsChanged;
    this.#changed = new Set();
    this.#chatsChanged = false;
    try {
      const own = await ownMembers(this.#ctx);
      this.#hasOwn = own.length > 0;
      const friendIds = kept ? [...changed] : null;
      const { suggestions, unread } = await this.#ctx.execute(evaluateCommand, { friendIds, own, now, counts });
      const shelf = kept ? patched(kept.shelf, changed, suggestions) : suggestions;
      // what changed meanwhile may be missing in it: good for who asked before, not for who asks next
      if (version === this.#version) this.#kept = { shelf, unread, on, voices };
      return { shelf, unread };
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  #forget(): void {
    this.#version++;
    this.#kept = null;
    this.#changed = new Set();
  }

  #note({ topics, hint }: Change): void {
    const about = (...names: Topic[]) => names.some((name) => topics.includes(name));
    const named = hint?.friendIds ?? [];
    // an import of chats, and its undo, say whose they are; orders, contacts and links do not, and rules mean everybody
    const isUntold = about('orders', 'touches', 'rules', 'demo') || (about('chats') && !about('imports'));
    // segments may ask for anything
    if (this.#hasOwn && !topics.every((topic) => topic === 'settings' || topic === 'undo')) return void this.#forget();
    if (!isUntold && !about('friends', 'trust', 'tags', 'search', 'suggestions', 'chats')) return;
    if (about('chats')) this.#chatsChanged = true;
    const isFew = hint?.friendIds !== undefined && named.length <= fewFriends && !this.#areVoices(hint.tagIds ?? []);
    const isNobodys = about('suggestions', 'chats') && named.length === 0;
    // a first answer under way would miss them
    const isUnderWay = !this.#kept && named.length > 0;
    if (isUntold || !isFew || isNobodys || isUnderWay) this.#forget();
    else for (const id of Array.from(named)) this.#changed.add(id);
  }

  /** Whether one of the tags says, or said, that somebody spoke for us. */
  #areVoices(tagIds: readonly number[]): boolean {
    if (!this.#kept || tagIds.length === 0) return tagIds.length > 0;
    const now = new Set(voiceTagIds(this.#ctx));
    return tagIds.some((id) => now.has(id) || this.#kept!.voices.has(id));
  }
}

/** The one store of this book. */
export const suggestionStore = onePerBook((ctx) => new SuggestionStore(ctx));
