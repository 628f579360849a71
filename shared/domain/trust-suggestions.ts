import { median } from './repurchase.ts';
import { levelCount } from './trust.ts';

/*
 * Which level the evidence speaks for (domain-rules: Trust suggestions). Days are running numbers (dayNumber). The seller decides: this
 * only says what there is to decide, and on what it rests.
 *
 * Worked example, today = day 200, first numbers. She talked on days 100, 110, 120 and 140 and bought on days 105 and 118. Two orders on
 * different days speak for level 5. Gaps 10, 10 and 20: her rhythm is 10 days. The last sign of her is day 140, 60 days ago, and
 * 60 > 2 × 10: from level 4 the one rule says 5, the other 3, and the card says that they disagree.
 */

/** In the order in which one of several that speak for the same level gives the card its name. Stored by name. */
export const trustRules = [
  'replied',
  'asked',
  'tried',
  'talks',
  'firstPaid',
  'paidTwice',
  'paidTalks',
  'speaks',
  'silent',
  'lost',
  'own',
] as const;
export type TrustRule = (typeof trustRules)[number];

/** off = never proposed; ask = proposed; auto = done by itself, with an entry in her timeline that can be taken back. */
export const ruleModes = ['off', 'ask', 'auto'] as const;
export type RuleMode = (typeof ruleModes)[number];

/** The numbers in the rules; each is a setting. */
export interface TrustNumbers {
  /** so many two-way days within `talkWindow` days are level 3 */
  talkDays: number;
  talkWindow: number;
  /** orders on so many different days are level 5 */
  loyalOrders: number;
  /** or one order, and so many days from the first two-way day to the last */
  loyalDays: number;
  /** so many orders, and a word for us, are level 6 */
  fanOrders: number;
  /** silence of more than so many times her own rhythm is a step down */
  silenceTimes: number;
  /** from so many two-way days on a rhythm is one */
  rhythmDays: number;
  /** but never before so many days: who talks daily may be away for a week */
  silentDays: number;
}
export const firstTrustNumbers: TrustNumbers = {
  ...{ talkDays: 3, talkWindow: 30, loyalOrders: 2, loyalDays: 90, fanOrders: 3 },
  ...{ silenceTimes: 2, rhythmDays: 4, silentDays: 14 },
};

/** What is known of a friend. */
export interface TrustFacts {
  level: number;
  /** marked as lost, or she deleted or blocked us */
  isLost: boolean;
  /** where she came from is known */
  hasSource: boolean;
  /** newest word of hers, null = none */
  repliedOn: number | null;
  /** newest question about price or product */
  askedOn: number | null;
  /** newest order of something to try */
  triedOn: number | null;
  /** days on which both wrote, ascending, each once */
  talkDays: readonly number[];
  /** the day of each order that was paid and not given back wholly, ascending */
  orderDays: readonly number[];
  /** when she last spoke for us: a tag that says so, or somebody whom she brought began to count; null = never */
  spokeOn: number | null;
  /** levels that the seller's own rules name for her */
  ownLevels: readonly number[];
  /** her last step on the ladder; the level she came with is none */
  lastMove: { on: number; wentDown: boolean } | null;
}

export interface Proposal {
  /** the rule that gives it its name */
  rule: TrustRule;
  level: number;
  /** the newest of its evidence; for silence: her last sign */
  on: number;
  /** all rules that speak for this level, the first one too */
  rules: TrustRule[];
}
export interface Proposals {
  up: Proposal | null;
  down: Proposal | null;
}

/** What stands between facts and proposals: the seller's own word. */
export interface TrustPolicy {
  numbers: TrustNumbers;
  modeOf: (rule: TrustRule) => RuleMode;
  /** whether she does not want to hear of this level now (later, never) */
  isRefused: (level: number, way: 'up' | 'down') => boolean;
}

/** Median gap between two-way days, whole numbers and halves, at least 1. null = too few days to call it a rhythm. */
export function talkRhythm(talkDays: readonly number[], rhythmDays: number): number | null {
  if (talkDays.length < Math.max(2, rhythmDays)) return null;
  return Math.max(1, median(talkDays.slice(1).map((day, i) => day - talkDays[i]!)));
}

/** Her last sign: a word, a two-way day or an order; and a step on the ladder, for there the seller looked at her. null = none yet. */
export function lastSign({ repliedOn, talkDays, orderDays, lastMove }: TrustFacts): number | null {
  const signs = [repliedOn, talkDays.at(-1), orderDays.at(-1), lastMove?.on].filter((day) => typeof day === 'number');
  return signs.length === 0 ? null : Math.max(...signs);
}

interface Hit {
  rule: TrustRule;
  level: number;
  on: number;
}

/** Rules that speak for a level, whatever level she has. */
function upHits(facts: TrustFacts, { talkDays, talkWindow, loyalOrders, loyalDays, fanOrders }: TrustNumbers, today: number): Hit[] {
  const hits: Hit[] = [];
  const add = (rule: TrustRule, level: number, on: number | null | undefined | false) => {
    if (typeof on === 'number') hits.push({ rule, level, on });
  };
  const { orderDays } = facts;
  const [firstTalk, lastTalk, lastOrder] = [facts.talkDays[0], facts.talkDays.at(-1), orderDays.at(-1)];
  const recent = facts.talkDays.filter((day) => day > today - talkWindow && day <= today);
  add('replied', 2, facts.hasSource && facts.repliedOn);
  add('asked', 3, facts.askedOn);
  add('tried', 3, facts.triedOn);
  add('talks', 3, recent.length >= talkDays && recent.at(-1));
  // what she is in has no day: it stands today, and after a step down it is nothing new
  for (const level of facts.ownLevels) add('own', level, !facts.lastMove?.wentDown && today);
  if (lastOrder === undefined) return hits;
  add('firstPaid', 4, lastOrder);
  add('paidTwice', 5, new Set(orderDays).size >= loyalOrders && lastOrder);
  if (firstTalk !== undefined && lastTalk! - firstTalk >= loyalDays) add('paidTalks', 5, Math.max(lastTalk!, lastOrder));
  if (facts.spokeOn !== null && orderDays.length >= fanOrders) add('speaks', 6, Math.max(facts.spokeOn, lastOrder));
  return hits;
}

function downHits(facts: TrustFacts, { silenceTimes, rhythmDays, silentDays }: TrustNumbers, today: number): Hit[] {
  if (facts.isLost) return [{ rule: 'lost', level: 1, on: lastSign(facts) ?? today }];
  // of several own rules that disagree the highest counts, and whom the seller moved up none pulls down: they would go back and forth
  const mayPull = facts.ownLevels.length > 0 && facts.lastMove?.wentDown !== false;
  const hits: Hit[] = mayPull ? [{ rule: 'own', level: Math.max(...facts.ownLevels), on: today }] : [];
  const rhythm = talkRhythm(facts.talkDays, rhythmDays);
  if (rhythm === null) return hits;
  const last = lastSign(facts)!;
  const silent = today - last;
  if (silent > silenceTimes * rhythm && silent >= silentDays) hits.push({ rule: 'silent', level: facts.level - 1, on: last });
  return hits;
}

function best(hits: readonly Hit[], way: 'up' | 'down', { modeOf, isRefused }: TrustPolicy): Proposal | null {
  const open = hits.filter(({ rule, level }) => level >= 1 && level <= levelCount && modeOf(rule) !== 'off' && !isRefused(level, way));
  if (open.length === 0) return null;
  const level = Math.max(...open.map((hit) => hit.level));
  const rules = open.filter((hit) => hit.level === level);
  return { rule: rules[0]!.rule, level, on: Math.max(...rules.map(({ on }) => on)), rules: rules.map(({ rule }) => rule) };
}

/**
 * The highest level that the evidence speaks for, when it is above hers, and the step down that silence or loss speaks for. After a step
 * down the evidence from before it was weighed already: up it goes again only with something newer. Nobody who is lost goes up.
 */
export function proposeLevels(facts: TrustFacts, policy: TrustPolicy, today: number): Proposals {
  const since = facts.lastMove?.wentDown ? facts.lastMove.on : Number.NEGATIVE_INFINITY;
  const up = facts.isLost ? [] : upHits(facts, policy.numbers, today).filter(({ level, on }) => level > facts.level && on > since);
  const down = downHits(facts, policy.numbers, today).filter(({ level }) => level < facts.level);
  return { up: best(up, 'up', policy), down: best(down, 'down', policy) };
}
