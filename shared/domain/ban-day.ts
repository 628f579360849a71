import type { TrustLevel } from './trust-ladder.ts';

/**
 * What is left of an account on the day it is banned (reference: `Σ value of friends with a second way of contact / Σ value`).
 * Value is what somebody paid so far, minus refunds; where nobody of an account has paid anything, the trust level stands in.
 */

/**
 * Ways to reach somebody that are not the account itself. Places in this list are bits of a stored mask: only append.
 * `phone` of the friend · `orderPhone` on an order · `otherAccount` the same person in another account that works · `wechatId`, which
 * another account can search for · `email` in the description · `group` that another account is in as well.
 */
export const secondWays = ['phone', 'orderPhone', 'otherAccount', 'wechatId', 'email', 'group'] as const;
export type SecondWay = (typeof secondWays)[number];

export const wayBit = (way: SecondWay): number => 1 << secondWays.indexOf(way);
export const waysIn = (mask: number): SecondWay[] => secondWays.filter((way) => (mask & wayBit(way)) !== 0);

/** What a friend counts where nobody of the account has paid anything, by level, 1 first: each level twice the one before. */
export const levelWeights: readonly number[] = [1, 2, 4, 8, 16, 32];

export interface BanDayFriend {
  trustLevel: TrustLevel;
  /** paid so far, minus refunds, 分, never below 0 */
  paidFen: number;
  /** wayBit of each second way */
  ways: number;
}

export interface Reach {
  people: number;
  withWay: number;
  /** what `value` is: 分 of orders, or levelWeights */
  by: 'orders' | 'level';
  value: number;
  valueWithWay: number;
  /** people by way; somebody with two ways counts in both */
  ways: Record<SecondWay, number>;
  /** people with this way and no other */
  onlyWay: Record<SecondWay, number>;
}

const noWays = (): Record<SecondWay, number> => ({ phone: 0, orderPhone: 0, otherAccount: 0, wechatId: 0, email: 0, group: 0 });

/** How much of an account would be left without it. */
export function reachOf(friends: Iterable<BanDayFriend>): Reach {
  const sums = { people: 0, withWay: 0, fen: 0, fenWithWay: 0, weight: 0, weightWithWay: 0 };
  const ways = noWays();
  const onlyWay = noWays();
  for (const { trustLevel, paidFen, ways: mask } of friends) {
    const weight = levelWeights[trustLevel - 1]!;
    sums.people += 1;
    sums.fen += paidFen;
    sums.weight += weight;
    if (mask === 0) continue;
    sums.withWay += 1;
    sums.fenWithWay += paidFen;
    sums.weightWithWay += weight;
    for (const way of secondWays) {
      if ((mask & wayBit(way)) !== 0) ways[way] += 1;
      if (mask === wayBit(way)) onlyWay[way] += 1;
    }
  }
  const by = sums.fen > 0 ? 'orders' : 'level';
  const [value, valueWithWay] = by === 'orders' ? [sums.fen, sums.fenWithWay] : [sums.weight, sums.weightWithWay];
  return { people: sums.people, withWay: sums.withWay, by, value, valueWithWay, ways, onlyWay };
}

/** Who is asked first: value × trust; among those who paid nothing, the higher level. */
export const urgencyOf = ({ trustLevel, paidFen }: Pick<BanDayFriend, 'trustLevel' | 'paidFen'>): number =>
  paidFen > 0 ? paidFen * trustLevel : trustLevel / 10;

/** What came of asking somebody again: waits for an answer, came, was not to be found, was left out. */
export const reAddStates = ['asked', 'passed', 'notFound', 'skipped'] as const;
export type ReAddState = (typeof reAddStates)[number];

/** Days that asking so many people takes. */
export const daysToAsk = (people: number, cap: number): number => Math.ceil(people / Math.max(1, cap));

export const drillAfterDays = 90;
/** A kit that was not tried for so long (or never) is not to be counted on. */
export const drillIsDue = (drillAt: number | null, now: number): boolean =>
  drillAt === null || now - drillAt >= drillAfterDays * 86_400_000;

/** The words for people who are asked again, until she writes her own. */
export const firstReAddWords = '{称呼|你好}，我原来的微信登不上了，这是我现在用的号，麻烦通过一下。之前的订单和售后都照旧。';
