/*
 * The fatigue guard (domain rules, "打扰预算"): how much of a friend's patience is used up, and when the next marketing words may go.
 * Days, hours and midnights are those of the machine's time zone; everything else is ms UTC. Service words and answers are never held back.
 */
import type { Settings } from '../contracts/settings.ts';
import { type TouchKind, touchKinds } from '../contracts/touches.ts';

export interface GuardSettings {
  /** after so many days half of a touch is forgotten */
  halfLifeDays: number;
  /** what one touch of each kind weighs */
  weights: Record<TouchKind, number>;
  /** part of the load that is left after a message of hers, 0–1 */
  replyLeaves: number;
  /** load from which on nothing more goes, for trust level 1 to 6 */
  caps: readonly number[];
  /** minutes since midnight; `from` > `to` = over midnight, equal = none */
  quiet: { from: number; to: number };
  /** touches aimed at her in one calendar day */
  perDay: number;
  /** touches aimed at her in `windowDays` calendar days */
  perWindow: number;
  windowDays: number;
}

/** The guard's numbers out of everything remembered. */
export const guardSettings = (settings: Settings): GuardSettings => ({
  halfLifeDays: settings['guard.halfLifeDays'],
  weights: settings['guard.weights'],
  replyLeaves: settings['guard.replyLeaves'],
  caps: settings['guard.caps'],
  quiet: settings['guard.quiet'],
  perDay: settings['guard.perDay'],
  perWindow: settings['guard.perWindow'],
  windowDays: settings['guard.windowDays'],
});

/** One contact as the guard sees it. */
export interface GuardTouch {
  at: number;
  kind: TouchKind;
  direction: 'in' | 'out';
}

/** Why the answer is not yes: load, touches of the day, of the window, quiet hours, a tag such as 勿扰. */
export const guardRules = ['tag', 'quiet', 'day', 'window', 'load'] as const;
export type GuardRule = (typeof guardRules)[number];

export interface GuardQuestion {
  kind: TouchKind;
  /** when the words would go, ms UTC */
  at: number;
  trustLevel: number;
  /** she carries a tag that blocks marketing */
  tagged: boolean;
}

/** `touches`: places in the list of touches that caused it, the oldest first. */
export type GuardVerdict =
  | { answer: 'ok'; load: number; cap: number }
  | { answer: 'notBefore'; at: number; rules: GuardRule[]; touches: number[]; load: number; cap: number }
  | { answer: 'blocked'; rules: GuardRule[]; touches: number[]; load: number; cap: number };

const dayMs = 86_400_000;
/** Aimed at her alone: they count for the day and the window. */
const aimed: ReadonlySet<TouchKind> = new Set(['privateAdvert', 'massSend', 'mention', 'liveInvite']);
const free: ReadonlySet<TouchKind> = new Set(['ordinary', 'service']);
/** A touch noted further ahead than this says that the clock was wrong, not when it was. */
const aheadMs = 7 * dayMs;

/** Counts for "at most 1 a day, 3 in 7 days". */
export const isAimed = (kind: TouchKind): boolean => aimed.has(kind);
/** Everything but ordinary contacts and service words. */
export const isMarketing = (kind: TouchKind): boolean => !free.has(kind);
/** Whether quiet hours are kept for it. A moment rings on no phone, so it has none. */
export const keepsQuiet = (kind: TouchKind): boolean => isMarketing(kind) && kind !== 'momentAdvert';

export const halfLifeMs = (settings: Pick<GuardSettings, 'halfLifeDays'>): number => settings.halfLifeDays * dayMs;

/** What is left of a weight after `age` ms: all at once, half after each half-life. */
export const leftOf = (weight: number, age: number, settings: Pick<GuardSettings, 'halfLifeDays'>): number =>
  weight * 2 ** (-age / halfLifeMs(settings));

/** Order in which touches work: by time; a message of hers first among equals, so that it never forgives what comes with it. */
export const byTime = (a: GuardTouch, b: GuardTouch): number =>
  a.at - b.at || Number(a.direction === 'out') - Number(b.direction === 'out');

/**
 * Touches as the present sees them. A clock that was set back leaves touches in the future: those of the next seven days count as made
 * now, later ones not at all; a message of hers from the future forgives nothing.
 */
export function asOf<T extends GuardTouch>(touches: readonly T[], now: number): T[] {
  return touches.flatMap((touch) => {
    if (touch.at <= now) return [touch];
    return touch.direction === 'in' || touch.at > now + aheadMs ? [] : [{ ...touch, at: now }];
  });
}

/** A reply she is marked with, and the same reply brought in with the chat later, are one. */
export const sameReplyMs = 3 * 3_600_000;

/**
 * Touches together with the days on which she wrote in imported chats, each as the newest message of that day: a day halves the load once,
 * however much was said on it. Replies noted by hand earlier on such a day, or up to three hours after its last message, are those messages.
 */
export function withChat<T extends GuardTouch>(touches: readonly T[], days: readonly T[]): T[] {
  const isKnown = ({ direction, at }: T) =>
    direction === 'in' && days.some((day) => (at <= day.at ? at >= dayStart(day.at) : at <= day.at + sameReplyMs));
  return [...touches.filter((touch) => !isKnown(touch)), ...days];
}

/** What each touch up to `at` still weighs at `at` (0 for messages of hers and for later touches), in the order of the list. */
export function weightsAt(touches: readonly GuardTouch[], at: number, settings: GuardSettings): number[] {
  const order = touches.map((_, i) => i).sort((a, b) => byTime(touches[a]!, touches[b]!));
  const left = touches.map(() => 0);
  // from the newest back: every message of hers takes its part of all that came before
  let factor = 1;
  for (const i of order.reverse()) {
    const touch = touches[i]!;
    if (touch.at > at) continue;
    if (touch.direction === 'in') factor *= settings.replyLeaves;
    else left[i] = factor * leftOf(settings.weights[touch.kind], at - touch.at, settings);
  }
  return left;
}

/** L(at) = Σ w · 0.5^((at − tᵢ)/h) over the touches up to `at`, halved by each message of hers that came after them. */
export function loadAt(touches: readonly GuardTouch[], at: number, settings: GuardSettings): number {
  return weightsAt(touches, at, settings).reduce((sum, weight) => sum + weight, 0);
}

/**
 * How far back touches matter, in ms. Older ones together weigh less than 0.005, even fifty of the heaviest a day for ever: their sum is
 * at most 50·w·2^(−H/h) · (1 + 2^(−1/h) + 2^(−2/h) + …) = 50·w·2^(−H/h) / (1 − 2^(−1/h)). At least as long as the window of days.
 */
export function horizonMs(settings: GuardSettings): number {
  const heaviest = Math.max(...Object.values(settings.weights), 0.01);
  const days = settings.halfLifeDays * Math.log2((50 * heaviest) / (0.005 * (1 - 2 ** (-1 / settings.halfLifeDays))));
  return Math.ceil(Math.max(days, settings.windowDays + 1)) * dayMs;
}

const minuteOf = (at: number): number => {
  const date = new Date(at);
  return date.getHours() * 60 + date.getMinutes();
};

/** Whether a moment lies in the quiet hours of the machine's time zone. */
export function isQuiet(at: number, { quiet: { from, to } }: Pick<GuardSettings, 'quiet'>): boolean {
  const minute = minuteOf(at);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** The first moment from `at` on that is not quiet; goes by the minute around it, so that a changed clock cannot hide it. */
export function afterQuiet(at: number, settings: Pick<GuardSettings, 'quiet'>): number {
  if (!isQuiet(at, settings)) return at;
  const { to } = settings.quiet;
  const day = new Date(at);
  day.setHours(0, to, 0, 0);
  if (day.getTime() <= at) day.setDate(day.getDate() + 1);
  const minuteMs = 60_000;
  const nextMinute = (Math.floor(at / minuteMs) + 1) * minuteMs;
  // a clock put forward makes it up to some hours earlier, one put back later
  let next = Math.max(nextMinute, day.getTime() - 180 * minuteMs);
  while (isQuiet(next, settings)) next += minuteMs;
  return next;
}

/** 0:00 of the day of a moment, `days` days later (negative: earlier); where a clock change took 0:00 away, the first moment of the day. */
export function dayStart(at: number, days = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

export const capOf = (settings: GuardSettings, trustLevel: number): number =>
  settings.caps[Math.min(Math.max(trustLevel, 1), settings.caps.length) - 1]!;

/** First whole ms from `at` on with a load under the cap, if no touch comes in between. */
function underCap(load: number, at: number, cap: number, settings: GuardSettings): number {
  const under = (t: number) => leftOf(load, t - at, settings) < cap;
  if (under(at)) return at;
  let next = at + Math.ceil(halfLifeMs(settings) * Math.log2(load / cap));
  while (!under(next)) next++;
  while (next - 1 > at && under(next - 1)) next--;
  return next;
}

interface Hindrance {
  rule: GuardRule;
  /** no earlier than this, as far as this rule goes */
  until: number;
  touches: number[];
}

function aimedBetween(touches: readonly GuardTouch[], from: number, to: number): number[] {
  return touches.flatMap(({ at, kind, direction }, i) => (direction === 'out' && at >= from && at <= to && isAimed(kind) ? [i] : []));
}

/** What stands against words of this kind at moment t. */
function hindrances(touches: readonly GuardTouch[], t: number, { kind, trustLevel }: GuardQuestion, settings: GuardSettings): Hindrance[] {
  const found: Hindrance[] = [];
  const quietUntil = keepsQuiet(kind) ? afterQuiet(t, settings) : t;
  if (quietUntil > t) found.push({ rule: 'quiet', until: quietUntil, touches: [] });
  if (isAimed(kind)) {
    const today = aimedBetween(touches, dayStart(t), t);
    const lately = aimedBetween(touches, dayStart(t, 1 - settings.windowDays), t);
    if (today.length >= settings.perDay) found.push({ rule: 'day', until: dayStart(t, 1), touches: today });
    if (lately.length >= settings.perWindow) found.push({ rule: 'window', until: dayStart(t, 1), touches: lately });
  }
  const left = weightsAt(touches, t, settings);
  const load = left.reduce((sum, weight) => sum + weight, 0);
  // a message of hers that is still to come may end it sooner
  const answers = touches.flatMap(({ at, direction }) => (direction === 'in' && at > t ? [at] : []));
  const until = Math.min(underCap(load, t, capOf(settings, trustLevel), settings), ...answers);
  if (until > t) {
    // what is too light to matter is not named
    const heavy = left.flatMap((weight, i) => (weight >= 0.05 ? [i] : []));
    found.push({ rule: 'load', until, touches: heavy });
  }
  return found;
}

/**
 * May words of this kind go to her at that moment? `ok` when the load before them is under the cap of her level and no hard rule is broken;
 * otherwise the first moment at which the same question is answered `ok`, with every rule in the way now and the touches behind it.
 * `blocked` = a tag says never. Touches later than the moment asked for count from their own moment on.
 */
export function guardAnswer(touches: readonly GuardTouch[], question: GuardQuestion, settings: GuardSettings): GuardVerdict {
  const { kind, at, tagged } = question;
  const facts = { load: loadAt(touches, at, settings), cap: capOf(settings, question.trustLevel) };
  if (!isMarketing(kind)) return { answer: 'ok', ...facts };
  if (tagged) return { answer: 'blocked', rules: ['tag'], touches: [], ...facts };
  const now = hindrances(touches, at, question, settings);
  if (now.length === 0) return { answer: 'ok', ...facts };
  // every hindrance says "not before"; from the latest of them on, ask again
  let moment = at;
  for (let found = now; found.length > 0; found = hindrances(touches, moment, question, settings))
    moment = Math.max(...found.map(({ until }) => until));
  const named = [...new Set(now.flatMap(({ touches: places }) => places))].sort((a, b) => byTime(touches[a]!, touches[b]!));
  return { answer: 'notBefore', at: moment, rules: now.map(({ rule }) => rule), touches: named, ...facts };
}

/** Weights by place in touchKinds, as touches are stored. */
export const weightsByPlace = (settings: GuardSettings): number[] => touchKinds.map((kind) => settings.weights[kind]);
