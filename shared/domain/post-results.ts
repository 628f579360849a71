/*
 * What came of posts, told honestly: with the number of posts behind it, and 'too few to say' where chance could have done it.
 */

/** Below this many posts a group says nothing. */
export const fewResults = 8;
/** A difference counts when chance alone makes one as great in fewer than one case of twenty. */
const level = 0.05;

export interface ResultCounts {
  likes: number;
  comments: number;
  privates: number;
  deals: number;
}
/** What a reaction is worth against the others on the first day: a like costs a tap, a deal is what it is for. Hers are a setting. */
export const firstResultWeights: Readonly<ResultCounts> = { likes: 1, comments: 3, privates: 5, deals: 20 };
export const resultScore = (counts: ResultCounts, weights: Readonly<ResultCounts>): number =>
  weights.likes * counts.likes + weights.comments * counts.comments + weights.privates * counts.privates + weights.deals * counts.deals;

export interface GroupResult<K> {
  key: K;
  posts: number;
  /** per post */
  median: number;
  mean: number;
  /** `better` / `worse` than all others together; `same`: no difference that chance could not make; `tooFew`: not judged */
  verdict: 'better' | 'worse' | 'same' | 'tooFew';
}

/**
 * Compares groups of posts (by category, hour, form) by their scores: each against all the others, Mann–Whitney U with the normal
 * approximation corrected for ties, the level shared among the groups (Bonferroni), best median first.
 */
export function compareGroups<K>(groups: ReadonlyMap<K, readonly number[]>): GroupResult<K>[] {
  const judged = [...groups].filter(([, scores]) => scores.length >= fewResults).length;
  const results = [...groups]
    .filter(([, scores]) => scores.length > 0)
    .map(([key, scores]): GroupResult<K> => {
      const others = [...groups].flatMap(([other, theirs]) => (other === key ? [] : theirs));
      const tooFew = scores.length < fewResults || others.length < fewResults;
      const z = tooFew ? 0 : mannWhitney(scores, others);
      const differs = 2 * (1 - normalCdf(Math.abs(z))) < level / Math.max(1, judged);
      const verdict = tooFew ? 'tooFew' : !differs ? 'same' : z > 0 ? 'better' : 'worse';
      return { key, posts: scores.length, median: medianOf(scores), mean: scores.reduce((a, b) => a + b, 0) / scores.length, verdict };
    });
  return results.sort((a, b) => b.median - a.median || b.mean - a.mean || b.posts - a.posts);
}

export interface TitleArm {
  shown: number;
  responded: number;
}
export type TitleVerdict =
  | { kind: 'winner'; index: number; chance: number }
  /** `missing`: how often the least shown title has still to be shown before anything can be said; 0 = just no difference */
  | { kind: 'open'; missing: number };
/** A title shown to fewer people is not judged. */
export const fewShown = 50;

/**
 * The title that wins, only when it does: the best share of answers must beat every other title by Fisher's exact test
 * (by z where very many saw them; two-sided, the level shared among the comparisons). `chance`: the greatest of those probabilities.
 */
export function titleWinner(arms: readonly TitleArm[]): TitleVerdict {
  const least = Math.min(...arms.map(({ shown }) => shown));
  if (arms.length < 2) return { kind: 'open', missing: 0 };
  if (least < fewShown) return { kind: 'open', missing: fewShown - least };
  const share = ({ shown, responded }: TitleArm) => responded / shown;
  const index = arms.reduce((best, arm, i) => (share(arm) > share(arms[best]!) ? i : best), 0);
  const chances = arms.flatMap((arm, i) => (i === index ? [] : [chanceOf(arms[index]!, arm)]));
  const chance = Math.max(...chances);
  return chance < level / chances.length ? { kind: 'winner', index, chance } : { kind: 'open', missing: 0 };
}

/** Fewer answers than this in all its windows: an echo is not shown (domain rules). */
export const fewEchoEvents = 20;

/**
 * Echo of a post: enquiries and orders of its audience in the 72 hours after it, less the mean of the same windows of other weeks.
 * @param after events in the window behind the post
 * @param usual events in the windows that begin at the same weekday and hour of other weeks
 * @returns null when there are too few events to tell
 */
export function echoOf(after: number, usual: readonly number[]): { extra: number; usual: number } | null {
  const all = after + usual.reduce((a, b) => a + b, 0);
  if (usual.length === 0 || all < fewEchoEvents) return null;
  const mean = (all - after) / usual.length;
  return { extra: after - mean, usual: mean };
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** z of the rank sum of `own` among both; positive = greater values than the others. 0 when all are equal. */
function mannWhitney(own: readonly number[], others: readonly number[]): number {
  const all = [...own.map((value) => ({ value, own: true })), ...others.map((value) => ({ value, own: false }))];
  all.sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]!.value === all[start]!.value) end++;
    const count = end - start;
    const rank = (start + end + 1) / 2;
    for (let i = start; i < end; i++) if (all[i]!.own) rankSum += rank;
    ties += count ** 3 - count;
    start = end;
  }
  const [n, m] = [own.length, others.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
  if (variance <= 0) return 0;
  const difference = u - (n * m) / 2;
  return (Math.sign(difference) * Math.max(0, Math.abs(difference) - 0.5)) / Math.sqrt(variance);
}

/** Standard normal distribution; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

/** From so many people on the normal approximation is as good, and the exact test too long. */
const manyShown = 20_000;

/** How likely chance alone makes shares at least as unlike; two-sided. */
function chanceOf(a: TitleArm, b: TitleArm): number {
  return a.shown + b.shown > manyShown ? normalTest(a, b) : fisher(a, b);
}

/** Two shares compared by z with the pooled share. */
function normalTest(a: TitleArm, b: TitleArm): number {
  const pooled = (a.responded + b.responded) / (a.shown + b.shown);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / a.shown + 1 / b.shown));
  if (spread === 0) return 1;
  const z = (a.responded / a.shown - b.responded / b.shown) / spread;
  return 2 * (1 - normalCdf(Math.abs(z)));
}

/** Fisher's exact test, two-sided: the sum of all tables with the same margins that are no likelier than this one. */
function fisher(a: TitleArm, b: TitleArm): number {
  const answers = a.responded + b.responded;
  const total = a.shown + b.shown;
  const logOf = (x: number) => logChoose(a.shown, x) + logChoose(b.shown, answers - x) - logChoose(total, answers);
  const own = logOf(a.responded);
  let sum = 0;
  for (let x = Math.max(0, answers - b.shown); x <= Math.min(answers, a.shown); x++) {
    const log = logOf(x);
    if (log <= own + 1e-7) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

const logFactorials = [0, 0];
function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}
const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
