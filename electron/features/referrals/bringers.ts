import type { Topic } from '../../../shared/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { KeptForDay } from '../../platform/jobs/kept-for-day.ts';
import { type Bringers, bringersCommand, countReferrals } from './referrals.queries.ts';

/** What it hangs on besides the day: rows, links, who else a friend is and whether she is still one, and the rule. */
const restsOn: ReadonlySet<Topic> = new Set<Topic>(['friends', 'referrals', 'rules', 'demo']);

const stores = new WeakMap<HostContext, KeptForDay<Bringers>>();

/** Who brought somebody who counts by now; the one place that keeps it, until something it rests on changes or the day turns. */
export function bringersOf(ctx: HostContext): Promise<Bringers> {
  let store = stores.get(ctx);
  if (!store) {
    const kept = new KeptForDay<Bringers>(ctx, (now) => ctx.execute(bringersCommand, { rows: countReferrals(ctx), now }));
    ctx.events.onChange(({ topics }) => {
      if (topics.some((topic) => restsOn.has(topic))) kept.forget();
    });
    stores.set(ctx, (store = kept));
  }
  return store.get();
}

/** Ids of those who brought somebody by only one of the two, or with somebody newer by one of them. */
export function bringersApart(before: Bringers, now: Bringers): number[] {
  return [...new Set([...before.keys(), ...now.keys()])].filter((id) => before.get(id) !== now.get(id));
}
