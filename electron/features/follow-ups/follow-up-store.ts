import { dayNumber } from '../../../shared/domain/wall-time.ts';
import type { Topic } from '../../../shared/events.ts';
import { localDay } from '../../platform/clock.ts';
import type { Change } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { bringerIds } from '../referrals/index.ts';
import { onePerBook } from '../search/index.ts';
import { advertsKey } from '../touches/index.ts';
import { evaluateCommand, sopsOf } from './evaluate.ts';
import { advertsDue, patched, type Shelf } from './shelf.ts';

/** What a change of these may make otherwise for anybody. */
const untold: ReadonlySet<Topic> = new Set(['imports', 'referrals', 'rules', 'demo']);
/** These say whom they are about, while they are few. */
const told: ReadonlySet<Topic> = new Set(['friends', 'trust', 'tags', 'suggestions', 'chats', 'followUps', 'orders', 'touches']);

/** Up to so many friends are looked at again by themselves. */
const fewChanged = 3000;

interface Kept {
  shelf: Shelf;
  on: string;
  /** the adverts in moments that the guard counted */
  adverts: string;
}

/**
 * What is open now, worked out of the book when somebody asks and kept until something it rests on changes, or the day turns. Where a
 * change says whom it is about, only they are looked at again.
 */
export class FollowUpStore {
  readonly #ctx: HostContext;
  #kept: Kept | null = null;
  #postsChanged = false;
  #peopleChanged = false;
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
    const adverts = this.#kept && !this.#postsChanged ? this.#kept.adverts : advertsKey(this.#ctx, now);
    this.#postsChanged = false;
    if (this.#kept && this.#kept.adverts !== adverts) this.#noteSeen(this.#kept.shelf, dayNumber(on));
    if (this.#kept && this.#changed.size === 0) return this.#kept.shelf;
    const [kept, version] = [this.#kept, this.#version];
    // whether somebody counts who was brought hangs on her, and on what else she is in the book
    const changed = new Set([...this.#changed, ...(kept && this.#peopleChanged ? bringerIds(this.#ctx) : [])]);
    this.#peopleChanged = false;
    this.#changed = new Set();
    try {
      const fresh = await this.#ctx.execute(evaluateCommand, { friendIds: kept ? [...changed] : null, now });
      const shelf = kept ? patched(kept.shelf, changed, fresh) : fresh;
      // what changed meanwhile may be missing in it: good for who asked before, not for who asks next
      if (version === this.#version) this.#kept = { shelf, on, adverts };
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
    const about = (those: ReadonlySet<Topic>) => topics.some((topic) => those.has(topic));
    if (topics.includes('posts')) this.#postsChanged = true;
    if (topics.includes('friends')) this.#peopleChanged = true;
    if (!about(untold) && !about(told)) return;
    const isMany = about(untold) || hint?.aboutIds === 'many' || (hint?.friendIds?.length ?? 0) > fewChanged;
    const named = isMany ? [] : [...Array.from(hint?.friendIds ?? []), ...((hint?.aboutIds as readonly number[] | undefined) ?? [])];
    // a first answer under way would miss them
    if (isMany || !this.#kept || named.length === 0) this.#forget();
    else for (const id of named) this.#changed.add(id);
  }

  /** Adverts in moments make the guard hold adverts that are due, or let them go, and nothing else. */
  #noteSeen(shelf: Shelf, today: number): void {
    for (const id of advertsDue(shelf, sopsOf(this.#ctx), today)) this.#changed.add(id);
    if (this.#changed.size > fewChanged) this.#forget();
  }
}

/** The one store of this book. */
export const followUpStore = onePerBook((ctx) => new FollowUpStore(ctx));
