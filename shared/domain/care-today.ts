/*
 * Whom to care for today (domain-rules: value × trust × due × silence). Pure: facts of one friend in, factors out. Days are whole days.
 *
 * Worked example (numbers of the first day). 甲: M score 5, level 4, birthday today, silent for 40 days, own rhythm 20 days.
 *   value   1 + (5 − 1) × 5/5       = 5
 *   trust   1 + (3 − 1) × (4 − 1)/5 = 2.2
 *   due     1 + (4 − 1) × 1         = 4      a birthday is as pressing as anything
 *   silence 40 / 20                 = 2      at least 1, at most 3
 *   together 5 × 2.2 × 4 × 2        = 88
 * 乙: never bought (0), level 2, nothing due, silent for 60 days, no rhythm of her own (30): 1 × 1.4 × 1 × 2 = 2.8.
 * 丙: M score 3, level 4, goods run out within three days (½), silent for 10 days of 20: 3.4 × 2.2 × 2.5 × 1 = 18.7.
 * 丁: M score 2, level 2, a follow-up of today, silent for 3 days, no rhythm: 2.6 × 1.4 × 4 × 1 = 14.6.
 * So 甲, 丙, 丁, 乙. Without the due goods 丙 would not be named: nothing is due and she is not silent beyond her rhythm.
 */
import type { SopKey } from './follow-up.ts';

/** Numbers of the setting `today.rules`, and what they are on the first day. */
export interface CareRules {
  /** minutes of a day for people, and what one of them takes */
  minutes: number;
  perName: number;
  /** how many times as much the best, against the least, counts */
  valueTimes: number;
  trustTimes: number;
  dueTimes: number;
  silenceTimes: number;
  /** days between two talks, of those who have no rhythm of their own */
  rhythmDays: number;
  /** an unpaid order is asked about from so many days on, and no more after so many */
  unpaidFrom: number;
  unpaidUntil: number;
}
export const firstCareRules: CareRules = {
  minutes: 30,
  perName: 3,
  valueTimes: 5,
  trustTimes: 3,
  dueTimes: 4,
  silenceTimes: 3,
  rhythmDays: 30,
  unpaidFrom: 1,
  unpaidUntil: 30,
};

/** What may be due with a friend, and how pressing it is against the others: 0–1. In the order in which they are told. */
export const dueWeights = {
  /** put off until today, or to a day that went by */
  promised: 1,
  birthday: 1,
  /** what the seller said she would do by then */
  owed: 1,
  /** a step of a follow-up; of the template 该复购 as much as being due that far from the day is (`followUpWeight`) */
  followUp: 1,
  unpaid: 1,
  repurchaseDue: 1,
  repurchaseLate: 0.75,
  repurchaseSoon3: 0.5,
  repurchaseSoon7: 0.25,
} as const;
export type DueKind = keyof typeof dueWeights;
export const dueKinds = Object.keys(dueWeights) as DueKind[];

/** How pressing a follow-up is: `sop` null = one by hand, or put off to a day that she chose; `days` = of the step, from the day it is counted from. */
export function followUpWeight(sop: SopKey | null, days: number): number {
  if (sop !== 'repurchase') return dueWeights.followUp;
  if (days < -3) return dueWeights.repurchaseSoon7;
  if (days < 0) return dueWeights.repurchaseSoon3;
  return days < 7 ? dueWeights.repurchaseDue : dueWeights.repurchaseLate;
}

/** Templates that say the same as something that is due anyway: the friend is told once, by the step. */
export const saysSame: Partial<Record<SopKey, readonly DueKind[]>> = {
  unpaid: ['unpaid'],
  repurchase: ['repurchaseDue', 'repurchaseLate', 'repurchaseSoon3', 'repurchaseSoon7'],
};

/** What counts of one friend. */
export interface CareFacts {
  /** M of RFM: 1–5 of those who ever bought, 0 = never */
  money: number;
  /** 1–6 */
  level: number;
  /** the most pressing of what is due (dueWeights); 0 = nothing is */
  pressing: number;
  /** days since the last contact, of whoever; since she was added when there was none */
  silentDays: number;
  /** her own rhythm; null = she has none */
  rhythm: number | null;
}

export interface CareFactors {
  value: number;
  trust: number;
  due: number;
  silence: number;
  score: number;
}

export function careFactors({ money, level, pressing, silentDays, rhythm }: CareFacts, rules: CareRules): CareFactors {
  const value = 1 + ((rules.valueTimes - 1) * money) / 5;
  const trust = 1 + ((rules.trustTimes - 1) * (level - 1)) / 5;
  const due = 1 + (rules.dueTimes - 1) * pressing;
  const silence = Math.min(rules.silenceTimes, Math.max(1, silentDays / (rhythm ?? rules.rhythmDays)));
  return { value, trust, due, silence, score: value * trust * due * silence };
}

/** Nobody is named without a reason: something is due, or the silence has reached the rhythm. */
export const hasReason = ({ pressing, silentDays, rhythm }: CareFacts, { rhythmDays }: CareRules): boolean =>
  pressing > 0 || silentDays >= (rhythm ?? rhythmDays);

/** How many people the minutes of a day are enough for. */
export const namesOf = ({ minutes, perName }: Pick<CareRules, 'minutes' | 'perName'>): number => Math.max(1, Math.floor(minutes / perName));

/** Silent for so many times the own rhythm: it begins to be lost, it is lost (domain-rules: Repurchase and silence). */
export const silenceAmber = 1.5;
export const silenceRed = 2.5;
/** Who talks every day may be away for a week. */
export const leastLostDays = 7;

/** How far a rhythm is lost; null = not, or there is none. */
export function lostRhythm(silentDays: number, rhythm: number | null): 'amber' | 'red' | null {
  if (rhythm === null || silentDays < leastLostDays || silentDays < silenceAmber * rhythm) return null;
  return silentDays >= silenceRed * rhythm ? 'red' : 'amber';
}

/**
 * Part of the contacts that went to the top fifth, against the part of the money they bring (domain-rules: attention gap).
 * null = too little to say anything: no contacts, or fewer than five buyers.
 */
export function attention({
  touches,
  topTouches,
  buyers,
  moneyShare,
}: {
  touches: number;
  topTouches: number;
  buyers: number;
  moneyShare: number | null;
}) {
  if (touches === 0 || buyers < fewestBuyers || moneyShare === null) return null;
  const touchShare = topTouches / touches;
  return { touchShare, moneyShare, gap: moneyShare - touchShare };
}
export const fewestBuyers = 5;
