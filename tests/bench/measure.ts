import { performance } from 'node:perf_hooks';

/** One line of the bench. Times in ms unless `unit` says otherwise. */
export interface Measure {
  name: string;
  ours: number;
  /** null = nothing to compare with */
  reference: number | null;
  /** what `ours` / `reference` may be at most; null = told, not judged */
  goal: number | null;
  unit?: string;
  /** `goal` bounds `ours` itself instead of the ratio */
  absolute?: boolean;
  /** what the reference was, when it is not the usual one, or what belongs beside the figure */
  note?: string;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Nearest-rank percentile, `share` 0–1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Runs both in turn, so that a busy machine slows both; each gives its own time. The first round warms up and is dropped when `warm`. */
export async function interleaved(
  rounds: number,
  ours: (round: number) => Promise<number>,
  reference: (round: number) => Promise<number>,
  warm = false,
): Promise<{ ours: number[]; reference: number[] }> {
  const times = { ours: [] as number[], reference: [] as number[] };
  for (let round = warm ? -1 : 0; round < rounds; round++) {
    const pair = round % 2 === 0 ? [await ours(round), await reference(round)] : [await reference(round), await ours(round)].reverse();
    if (round < 0) continue;
    times.ours.push(pair[0]!);
    times.reference.push(pair[1]!);
  }
  return times;
}

export const ratioOf = ({ ours, reference, absolute }: Measure): number | null =>
  reference === null || reference === 0 || absolute ? null : ours / reference;

/** Goals set for 100,000 friends say nothing where the fixed part of a call weighs more: with fewer they are told, not judged. */
export const goalAt = (friends: number, goal: number): number | null => (friends >= 100_000 ? goal : null);

/** null = nothing to judge. */
export function holds(measure: Measure): boolean | null {
  if (measure.goal === null) return null;
  return (measure.absolute ? measure.ours : ratioOf(measure)!) <= measure.goal;
}

/** `name<TAB>ours<TAB>reference<TAB>ratio<TAB>goal` */
export function lineOf(measure: Measure): string {
  const { name, ours, reference, goal, unit = 'ms', absolute, note } = measure;
  const ratio = ratioOf(measure);
  const verdict = holds(measure);
  return [
    name,
    `${shown(ours)} ${unit}`,
    `${reference === null ? '-' : `${shown(reference)} ${unit}`}${note ? ` (${note})` : ''}`,
    ratio === null ? '-' : ratio.toFixed(2),
    goal === null ? '-' : `${absolute ? `${goal} ${unit}` : goal}${verdict ? '' : ' MISSED'}`,
  ].join('\t');
}

const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value === 0 ? 0 : 3));
