import type { DemoFile, DemoFriend, DemoOrder } from '../../electron/features/demo/demo-file.ts';
import type { SopKey } from '../../shared/domain/follow-up.ts';
import { firstReferralRules } from '../../shared/domain/referrals.ts';
import { blendedCycle, ownCycle, supplyDays } from '../../shared/domain/repurchase.ts';
import { firstSops } from '../../shared/domain/sop-starters.ts';
import type { Random } from './random.ts';
import { products } from './shop.ts';

/** Steps that were due in so many days are answered, but for a few. */
const backDays = 10;

/** What templates count from with one friend, in days from today. */
type Occasions = (friend: DemoFriend, place: number) => [SopKey, number][];

/** `orders` by time. */
export function ofOrders(orders: readonly DemoOrder[]): Occasions {
  const byFriend = Map.groupBy(orders, ({ friend }) => friend);
  return (friend, place) => occasionsOf(friend, byFriend.get(place) ?? []);
}

/** Days since which those whom she brought count. */
export function ofReferrals(friends: readonly DemoFriend[], referrals: DemoFile['referrals']): Occasions {
  const brought = Map.groupBy(
    referrals.filter(({ friend }) => friends[friend]!.status === 'normal'),
    ({ by }) => by,
  );
  return (_, place) => {
    const days = (brought.get(place) ?? []).map(({ friend }) => friends[friend]!.added[0] + firstReferralRules.stayDays);
    return [...new Set(days)].map((on) => ['referral', on]);
  };
}

function occasionsOf(friend: DemoFriend, orders: readonly DemoOrder[]): [SopKey, number][] {
  const bought = orders.filter(({ status }) => ['paid', 'shipped', 'done'].includes(status));
  const found: [SopKey, number][] = orders.flatMap(({ status, at }): [SopKey, number][] =>
    status === 'unpaid' ? [['unpaid', at[0]]] : [],
  );
  if (orders.length === 0) found.push(['added', friend.added[0]]);
  if (bought[0]) found.push(['firstOrder', bought[0].at[0]]);
  const last = bought.at(-1);
  // who bought since is asked nothing of it
  if (!last || orders.at(-1) !== last) return found;
  const lines = last.lines.map(([product, quantity]) => ({ ...products[product]!, quantity }));
  const cycle = blendedCycle(ownCycle(bought.map(({ at }) => at[0])), supplyDays(lines));
  if (cycle !== null) found.push(['repurchase', last.at[0] + cycle]);
  return found;
}

/**
 * What the seller did with the steps of the last days: most of them in the evening of their day; some she let go, a few are still open.
 * Whom her send list holds is written to by that.
 */
export function makeFollowUps(
  random: Random,
  friends: readonly DemoFriend[],
  occasions: Occasions,
  queue: DemoFile['queue'],
): DemoFile['followUps'] {
  const listed = new Set(queue.items.map(({ friend }) => friend));
  return friends.flatMap((friend, place) => {
    if (friend.status !== 'normal') return [];
    const steps = occasions(friend, place).flatMap(([sop, from]) =>
      firstSops[sop].steps.map((step) => ({ sop, from, step, on: from + step.days })),
    );
    return steps.flatMap(({ sop, from, step, on }): DemoFile['followUps'] => {
      if (on < -backDays || on > -1 || random.chance(0.08)) return [];
      const isAdvert = step.kind === 'privateAdvert';
      const isDone = !listed.has(place) && random.chance(isAdvert ? 0.45 : 0.9);
      // behind what it is about, also on the same day
      return [{ friend: place, sop, step: step.key, from, at: [on, random.int(22 * 60 + 5, 22 * 60 + 50)], isDone }];
    });
  });
}

/** What she owes and set herself, with friends who bought. */
export function makePromises(random: Random, friends: readonly DemoFriend[]): Pick<DemoFile, 'promises' | 'ownFollowUps'> {
  const close = friends.flatMap(({ status, levels }, place) => (status === 'normal' && levels.at(-1)!.to >= 5 ? [place] : []));
  const [a, b, c, d] = random.some(close, 4);
  return {
    promises: [
      { friend: a!, text: '补两个磕坏的橙子，跟下一箱一起', on: 1, made: [-2, 20 * 60] },
      { friend: b!, text: '果酱出锅留两罐', on: 3, made: [-4, 19 * 60 + 20] },
      { friend: c!, text: '问问能不能开发票', on: -1, made: [-3, 15 * 60] },
    ],
    ownFollowUps: [{ friend: d!, title: '问问上次的柠檬合不合口味', on: 0, made: [-5, 21 * 60] }],
  };
}
