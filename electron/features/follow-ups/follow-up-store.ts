import { dayNumber } from '../../../shared/domain/wall-time.ts';
import type { Topic } from '../../../shared/events.ts';
import { localDay } from '../../platform/clock.ts';
import type { Change } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { KeptForDay } from '../../platform/jobs/kept-for-day.ts';
import { patched } from '../../platform/shelf.ts';
import { bringerIds } from '../referrals/index.ts';
import { onePerBook } from '../search/index.ts';
import { advertsKey } from '../touches/index.ts';
import { evaluateCommand, sopsOf } from './evaluate.ts';
import { advertsDue, followUpShelf, type Shelf } from './shelf.ts';

/** What a change of these may make otherwise for anybody. */
const untold: ReadonlySet<Topic> = new Set(['imports', 'referrals', 'rules', 'demo']);
/** These say whom they are about, while they are few. */
const told: ReadonlySet<Topic> = new Set(['friends', 'trust', 'tags', 'suggestions', 'chats', 'followUps', 'orders', 'touches']);

/** Up to so many friends are looked at again by themselves. */
const fewChanged = 3000;

interface Kept {
  shelf: Shelf;
  /** the adverts in moments that the guard counted */
  adverts: string;
}

/** What is open now. Where a change says whom it is about, only they are looked at again. */
export class FollowUpStore {
  readonly #ctx: HostContext;
  readonly #kept: KeptForDay<Kept>;
  #postsChanged = false;
  #peopleChanged = false;
  /** those of the look under way */
  #adverts = '';

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    this.#kept = new KeptForDay(
      ctx,
      async (now, old, changed) => {
        const adverts = old ? this.#adverts : this.#readAdverts(now);
        const peopleChanged = this.#peopleChanged;
        this.#peopleChanged = false;
        if (!old) return { adverts, shelf: await ctx.execute(evaluateCommand, { friendIds: null, now }) };
        // whether somebody counts who was brought hangs on her, and on what else she is in the book
        const again = new Set([...changed, ...(peopleChanged ? bringerIds(ctx) : [])]);
        const fresh = await ctx.execute(evaluateCommand, { friendIds: [...again], now });
        return { adverts, shelf: patched(followUpShelf, old.shelf, again, fresh) };
      },
      (now, old) => this.#heldByPosts(now, old),
    );
    ctx.events.onChange((change) => this.#note(change));
  }

  async open(): Promise<Shelf> {
    return (await this.#kept.get()).shelf;
  }

  #note({ topics, hint }: Change): void {
    const about = (those: ReadonlySet<Topic>) => topics.some((topic) => those.has(topic));
    if (topics.includes('posts')) this.#postsChanged = true;
    if (topics.includes('friends')) this.#peopleChanged = true;
    if (!about(untold) && !about(told)) return;
    const isMany = about(untold) || hint?.aboutIds === 'many' || (hint?.friendIds?.length ?? 0) > fewChanged;
    const named = isMany ? [] : [...Array.from(hint?.friendIds ?? []), ...((hint?.aboutIds as readonly number[] | undefined) ?? [])];
    if (isMany || named.length === 0) this.#kept.forget();
    else this.#kept.lookAgainAt(named);
  }

  #readAdverts(now: number): string {
    this.#postsChanged = false;
    return advertsKey(this.#ctx, now);
  }

  /** Adverts in moments make the guard hold adverts that are due, or let them go, and nothing else. */
  #heldByPosts(now: number, { shelf, adverts }: Kept): Iterable<number> {
    this.#adverts = this.#postsChanged ? this.#readAdverts(now) : adverts;
    if (this.#adverts === adverts) return [];
    const due = advertsDue(shelf, sopsOf(this.#ctx), dayNumber(localDay(now)));
    if (due.size <= fewChanged) return due;
    this.#kept.forget();
    return [];
  }
}

/** The one store of this book. */
export const followUpStore = onePerBook((ctx) => new FollowUpStore(ctx));
