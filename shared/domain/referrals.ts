import { type ReferralState, referralStates } from './referral-states.ts';
import { dayOf, startOfDay } from './segment-days.ts';

/*
 * Who brought whom (domain-rules: K). Somebody who was brought counts as valid when she is new, somebody else, and still a friend after
 * some days.
 *
 * Worked example with 30 days: Ming brought five. Hong came 40 days ago and is there: valid. Lan came 10 days ago: still to be seen. Qing
 * came 90 days ago and deleted us: gone. Mei had been there before Ming came: not new. Bo is Ming's own second number: the same person.
 * In a book of 100 friends K = 5 brought ÷ 100 friends × 1 valid ÷ 4 of whom it is known = 0.0125.
 */

export { type ReferralState, referralStates };

export interface ReferralSigns {
  /** ms UTC: when she was added, else written down */
  cameAt: number;
  /** when the one who brought her was added; null = nobody knows */
  byCameAt: number | null;
  /** both are contacts of one person */
  isSamePerson: boolean;
  /** another contact of hers was there before */
  wasKnown: boolean;
  /** deleted or blocked us, or was given up */
  isGone: boolean;
  /** following who brought whom leads back to her */
  isInCircle: boolean;
}

/** How long somebody has to stay, and which days the numbers look at. */
export const firstReferralRules = { stayDays: 30, windowDays: 180 };
export type ReferralRules = typeof firstReferralRules;

/** @param now ms UTC @param stayDays whole local days after the one on which she came */
export function referralState(signs: ReferralSigns, { now, stayDays }: { now: number; stayDays: number }): ReferralState {
  if (signs.isInCircle) return 'circle';
  if (signs.isSamePerson) return 'samePerson';
  if (signs.wasKnown || (signs.byCameAt !== null && signs.byCameAt > signs.cameAt)) return 'notNew';
  if (signs.isGone) return 'gone';
  return startOfDay(dayOf(signs.cameAt), stayDays) <= now ? 'valid' : 'waiting';
}

export interface KCounts {
  /** friends who could have brought somebody */
  friends: number;
  brought: number;
  valid: number;
  waiting: number;
}

/** K = brought per friend × valid of those of whom it is known. null = nobody to judge by. */
export function kFactor({ friends, brought, valid, waiting }: KCounts): number | null {
  const decided = brought - waiting;
  return friends === 0 || decided === 0 ? null : (brought / friends) * (valid / decided);
}

/** Everybody from whom following who brought whom leads back to herself. @param byOf who brought each */
export function inCircles(byOf: ReadonlyMap<number, number>): Set<number> {
  const found = new Set<number>();
  const done = new Set<number>();
  for (const start of byOf.keys()) {
    const way: number[] = [];
    const on = new Map<number, number>();
    let at: number | undefined = start;
    while (at !== undefined && !done.has(at) && !on.has(at)) {
      on.set(at, way.length);
      way.push(at);
      at = byOf.get(at);
    }
    if (at !== undefined && on.has(at)) for (const id of way.slice(on.get(at))) found.add(id);
    for (const id of way) done.add(id);
  }
  return found;
}

/** fewer than so many say nothing about a K */
export const fewestForK = 10;
