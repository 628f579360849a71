/*
 * RFM (domain-rules: RFM): who bought lately, often and much. Of each buyer: R = days since the last paid order, F = paid orders in
 * the window, M = net money (分, refunds subtracted) in the window.
 *
 * Worked example with thresholds (fewer than 30 buyers):
 *   A: 10 days, 4 orders, ¥800   → R 5, F 4, M 3
 *   B: 100 days, 1 order, ¥2,000 → R 2, F 1, M 4
 *   C: 20 days, 1 order, ¥50     → R 5, F 1, M 1
 * Means: R 4, F 2, M 2.67. A is above in all three: 111 重要价值. B only in M: 001 重要挽留. C only in R: 100 一般发展.
 *
 * A mean tells nobody apart where all scores are the same: forty who all bought today would all be "not lately". So fifths that come out
 * the same for everybody give way to the thresholds, and where all have one score still, 4 and 5 are above. Those forty have R 5 by
 * the thresholds: above.
 */

import { valuesAt } from './in-order.ts';

/** The eight classes by code: R, F, M, 1 = above the mean score. `never` = has not bought. */
export const rfmClasses = ['111', '011', '101', '001', '110', '010', '100', '000', 'never'] as const;
export type RfmClass = (typeof rfmClasses)[number];

/** From so many buyers on a score is her fifth among them. */
export const fewestForQuintiles = 30;

/** Where a score of 5, 4, 3, 2 begins; below the last it is 1. R counts down: at most so many days. Money is 分. */
export interface RfmThresholds {
  recency: readonly number[];
  frequency: readonly number[];
  money: readonly number[];
}
export const usualThresholds: RfmThresholds = {
  recency: [30, 60, 90, 180],
  frequency: [6, 4, 3, 2],
  money: [300_000, 100_000, 30_000, 10_000],
};

/** Scores 1–5 by rank: 1 + the whole fifths of all that are strictly lower; equal values have equal scores. */
export function quintiles(values: ArrayLike<number>): Uint8Array {
  const count = values.length;
  const scores = new Uint8Array(count);
  if (count === 0) return scores;
  // so many are strictly lower than who is above the last of them
  const [one, two, three, four] = valuesAt(
    values,
    [1, 2, 3, 4].map((fifth) => Math.ceil((fifth * count) / 5) - 1),
  ) as [number, number, number, number];
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    scores[i] = value <= one ? 1 : value <= two ? 2 : value <= three ? 3 : value <= four ? 4 : 5;
  }
  return scores;
}

/** Scores by fixed limits, those of 5, 4, 3, 2. */
function byLimits(values: ArrayLike<number>, limits: readonly number[]): Uint8Array {
  return Uint8Array.from(values, (value) => {
    const place = limits.findIndex((limit) => value >= limit);
    return place < 0 ? 1 : 5 - place;
  });
}

export type RfmPart = keyof RfmThresholds;

/** How one of the three was scored. */
export interface RfmScored {
  scores: Uint8Array;
  /** fifths of the buyers, or the limits of the settings: of few buyers, and where fifths tell nobody apart */
  by: 'quintiles' | 'thresholds';
}

/** Scores 1–5 of one of the three, more is better: by fifths, or by thresholds. */
export function scoresOf(part: RfmPart, values: ArrayLike<number>, thresholds: RfmThresholds): RfmScored {
  const sign = part === 'recency' ? -1 : 1;
  const signed = new Float64Array(values.length);
  for (let i = 0; i < signed.length; i++) signed[i] = sign * values[i]!;
  if (values.length >= fewestForQuintiles) {
    const scores = quintiles(signed);
    if (oneScore(scores) === null) return { scores, by: 'quintiles' };
  }
  const limits = thresholds[part].map((limit) => sign * limit);
  return { scores: byLimits(signed, limits), by: 'thresholds' };
}

/** The score that all of them have; null = not all the same, or nobody. */
export function oneScore(scores: Uint8Array): number | null {
  const first = scores[0];
  if (first === undefined) return null;
  for (let i = 1; i < scores.length; i++) if (scores[i] !== first) return null;
  return first;
}

export type RfmScores = Record<RfmPart, Uint8Array>;

export const meanScore = (scores: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i]!;
  return scores.length === 0 ? 0 : sum / scores.length;
};

/** Where all have one score, more than this is above. */
export const middleScore = 3;

/** A score above this is 1, any other 0. */
const lineOf = (scores: Uint8Array): number => (oneScore(scores) === null ? meanScore(scores) : middleScore);

/** Place in rfmClasses of each: above the line is 1, at or below it 0. */
export function classesOf({ recency, frequency, money }: RfmScores): Uint8Array {
  const lines = { recency: lineOf(recency), frequency: lineOf(frequency), money: lineOf(money) };
  const classes = new Uint8Array(recency.length);
  for (let i = 0; i < classes.length; i++) {
    const bits = (recency[i]! > lines.recency ? 4 : 0) + (frequency[i]! > lines.frequency ? 2 : 0) + (money[i]! > lines.money ? 1 : 0);
    classes[i] = placeOfBits[bits]!;
  }
  return classes;
}
const placeOfBits = Array.from({ length: 8 }, (_, bits) => rfmClasses.indexOf(bits.toString(2).padStart(3, '0') as RfmClass));

/** Scores and classes (places in rfmClasses) of all buyers. */
export function rfmOf(
  buyers: Record<RfmPart, ArrayLike<number>>,
  thresholds: RfmThresholds = usualThresholds,
): { scores: RfmScores; classes: Uint8Array } {
  const scored = (part: RfmPart) => scoresOf(part, buyers[part], thresholds).scores;
  const scores = { recency: scored('recency'), frequency: scored('frequency'), money: scored('money') };
  return { scores, classes: classesOf(scores) };
}
