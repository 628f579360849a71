import type { ContentUsage, ReuseState } from '../contracts/content.ts';
import { type ResultCounts, resultScore } from './post-results.ts';
import { localDay } from './wall-time.ts';

export interface ReuseRule {
  evergreen: boolean;
  cooldownDays: number;
  maxUses: number | null;
}

export const neverUsed: ContentUsage = {
  planned: 0,
  posted: 0,
  lastPostedAt: null,
  lastPlannedAt: null,
  results: 0,
  likes: 0,
  comments: 0,
  privates: 0,
  deals: 0,
};

const later = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.max(a, b));

/** Uses of pieces by two ways of going out as one, by piece. */
export function joinUsage(a: ReadonlyMap<number, ContentUsage>, b: ReadonlyMap<number, ContentUsage>): Map<number, ContentUsage> {
  const joined = new Map(a);
  for (const [id, more] of b) {
    const { planned, posted, lastPostedAt, lastPlannedAt, results, likes, comments, privates, deals } = joined.get(id) ?? neverUsed;
    joined.set(id, {
      planned: planned + more.planned,
      posted: posted + more.posted,
      lastPostedAt: later(lastPostedAt, more.lastPostedAt),
      lastPlannedAt: later(lastPlannedAt, more.lastPlannedAt),
      results: results + more.results,
      likes: likes + more.likes,
      comments: comments + more.comments,
      privates: privates + more.privates,
      deals: deals + more.deals,
    });
  }
  return joined;
}

/** The last moment a piece went out or is to go out; null = never. ms UTC */
export const lastUseAt = ({ lastPostedAt, lastPlannedAt }: ContentUsage): number | null => later(lastPostedAt, lastPlannedAt);

/**
 * Whether a piece may go out on a day, counting what is planned as used: evergreen pieces rest `cooldownDays` whole local days from the
 * last use to the next (60 = two months apart), and end after `maxUses`. Others are for once.
 * @param todayOn local day YYYY-MM-DD
 * @returns `freeOn`: for evergreen pieces in their cool-down the day they are free again, else null
 */
export function reuseOf(rule: ReuseRule, usage: ContentUsage, todayOn: string): { state: ReuseState; freeOn: string | null } {
  const last = lastUseAt(usage);
  if (last === null) return { state: 'unused', freeOn: null };
  if (!rule.evergreen) return { state: 'used', freeOn: null };
  if (rule.maxUses !== null && usage.planned + usage.posted >= rule.maxUses) return { state: 'spent', freeOn: null };
  const freeOn = localDay(last, rule.cooldownDays);
  return freeOn > todayOn ? { state: 'resting', freeOn } : { state: 'free', freeOn: null };
}

/**
 * Whether two uses of a piece lie far enough apart: `cooldownDays` whole local days from the day of one to the day of the other,
 * whatever their hours are.
 */
export function isRested(useAt: number, at: number, cooldownDays: number): boolean {
  return localDay(Math.min(useAt, at), cooldownDays) <= localDay(Math.max(useAt, at));
}

/** What a post of it brought on average (see resultScore), to sort by; 0 without noted results. */
export const meanResult = (usage: ContentUsage, weights: Readonly<ResultCounts>): number =>
  usage.results === 0 ? 0 : resultScore(usage, weights) / usage.results;
