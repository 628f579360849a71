/*
 * RFM (domain-rules: RFM): who bought lately, often and much. Of each buyer: R = days since the last paid order, F = paid orders in
 * the window, M = net money (分, refunds subtracted) in the window.
 *
 * Worked example with thresholds (fewer than 30 buyers):
 *   A: 10 days, 4 orders, ¥800   → R 5, F 4, M 3
 *   B: 100 days, 1 order, ¥2,000 → R 2, F 1, M 4
 *   C: 20 days, 1 order, ¥50     → R 5, F 1, M 1
 * Means: R 4, F 2, M 2.67. A is above in all three: 111 重要价值. B only in M: 001 重要挽留. C only in R: 100 一般发展.
 */

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
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const scores = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    let [from, to] = [0, count];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle]! < value) from = middle + 1;
      else to = middle;
    }
    scores[i] = 1 + Math.floor((5 * from) / count);
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

/** Scores 1–5 of one of the three, more is better: by fifths, or by thresholds where the buyers are few. */
export function scoresOf(part: RfmPart, values: ArrayLike<number>, thresholds: RfmThresholds): Uint8Array {
  const sign = part === 'recency' ? -1 : 1;
  const signed = Float64Array.from(values, (value) => sign * value);
  if (values.length >= fewestForQuintiles) return quintiles(signed);
  return byLimits(
    signed,
    thresholds[part].map((limit) => sign * limit),
  );
}

export type RfmScores = Record<RfmPart, Uint8Array>;

export const meanScore = (scores: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i]!;
  return scores.length === 0 ? 0 : sum / scores.length;
};

/** Place in rfmClasses of each: above the mean score is 1, at or below it 0. */
export function classesOf({ recency, frequency, money }: RfmScores): Uint8Array {
  const means = { recency: meanScore(recency), frequency: meanScore(frequency), money: meanScore(money) };
  const classes = new Uint8Array(recency.length);
  for (let i = 0; i < classes.length; i++) {
    const bits = (recency[i]! > means.recency ? 4 : 0) + (frequency[i]! > means.frequency ? 2 : 0) + (money[i]! > means.money ? 1 : 0);
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
  const scores = {
    recency: scoresOf('recency', buyers.recency, thresholds),
    frequency: scoresOf('frequency', buyers.frequency, thresholds),
    money: scoresOf('money', buyers.money, thresholds),
  };
  return { scores, classes: classesOf(scores) };
}
