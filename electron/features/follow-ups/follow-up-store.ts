import type { Topic } from '../../../shared/events.ts';
import { localDay } from '../../platform/clock.ts';
import type { Change } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { bringerIds } from '../referrals/index.ts';
import { onePerBook } from '../search/index.ts';
import { evaluateCommand, fewFriends } from './evaluate.ts';
import { patched, type Shelf } from './shelf.ts';

/** What a change of these may make otherwise for anybody: they do not say whom they are about, or not all of them. */
const untold: ReadonlySet<Topic> = new Set(['orders', 'touches', 'posts', 'segments', 'imports', 'referrals', 'rules', 'demo']);
const told: ReadonlySet<Topic> = new Set(['friends', 'trust', 'tags', 'suggestions', 'chats', 'followUps']);

/**
 * What is open now, worked out of the book when somebody asks and kept until something it rests on changes, or the day turns. Where a
 * change says whom it is about, only they are looked at again.
 */
export class FollowUpStore {
  readonly #ctx: HostContext;
  #kept: { shelf: Shelf; on: string } | null = null;
  #version = 0;
  #changed = new Set<number>();
  #line: Promise<unknown> = Promise.resolve();

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    ctx.events.onChange((change) => this.#note(change));
  }

  /** With everything in it that was committed when it was asked for. One look at a time: who asks next has it from the one before. */
  open(): Promise<Shelf> {
    const open = this.#line.then(() => this.#look());
    this.#line = open.catch(() => {});
    return open;
  }

  async #look(): Promise<Shelf> {
    const now = this.#ctx.clock.now();
    const on = localDay(now);
    if (this.#kept?.on !== on) this.#forget();
    if (this.#kept && this.#changed.size === 0) return this.#kept.shelf;
    const [kept, version] = [this.#kept, this.#version];
    // whether somebody counts who was brought hangs on her, and on what else she is in the book
    const changed = new Set([...this.#changed, ...(kept ? bringerIds(this.#ctx) : [])]);
    this.#changed = new Set();
    try {
      const fresh = await this.#ctx.execute(evaluateCommand, { friendIds: kept ? [...changed] : null, now });
      const shelf = kept ? patched(kept.shelf, changed, fresh) : fresh;
      // what changed meanwhile may be missing in it: good for who asked before, not for who asks next
      if (version === this.#version) this.#kept = { shelf, on };
      return shelf;
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
    const named = Array.from(hint?.friendIds ?? []);
    // a step of the list names its friend, and taking it back does not always
    const isOwn = topics.includes('followUps') && named.length > 0;
    if (!isOwn && !topics.some((topic) => untold.has(topic) || told.has(topic))) return;
    const isTold = isOwn || !topics.some((topic) => untold.has(topic));
    const isFew = named.length > 0 && named.length <= fewFriends;
    // a first answer under way would miss them
    if (!isTold || !isFew || !this.#kept) this.#forget();
    else for (const id of named) this.#changed.add(id);
  }
}

/** The one store of this book. */
export const followUpStore = onePerBook((ctx) => new FollowUpStore(ctx));
