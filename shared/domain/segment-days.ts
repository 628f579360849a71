import type { WhenTest } from '../contracts/segments.ts';

/** The local day of a moment, `YYYY-MM-DD`. */
export { localDay as dayOf } from './wall-time.ts';

/** A local day as three numbers. */
const partsOf = (on: string): [number, number, number] => [Number(on.slice(0, 4)), Number(on.slice(5, 7)), Number(on.slice(8, 10))];

/** First moment of a local day (the machine's time zone), ms UTC; `later` days after it. Days of 23 and 25 hours are what they are. */
export function startOfDay(on: string, later = 0): number {
  const [year, month, day] = partsOf(on);
  // years below 100 mean 19xx to the constructor
  const date = new Date(2000, month - 1, day + later);
  date.setFullYear(year, month - 1, day + later);
  return date.getTime();
}

/** The day so many days later (or before), as the calendar counts. */
export function dayAfter(on: string, days: number): string {
  const date = new Date(`${on}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** What a test of a moment comes down to: [from, to) in ms UTC, and whether those without a moment pass. */
export interface MomentRange {
  from: number;
  to: number;
  missing: boolean;
}

/** @param today the seller's local day */
export function rangeOf(when: WhenTest, today: string): MomentRange {
  const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  switch (when.kind) {
    case 'within':
      return { from: startOfDay(today, 1 - when.days), to: Number.POSITIVE_INFINITY, missing: false };
    case 'before':
      return { from: Number.NEGATIVE_INFINITY, to: startOfDay(today, 1 - when.days), missing: when.orNever };
    case 'between':
      return {
        from: when.fromOn === null ? always.from : startOfDay(when.fromOn),
        to: when.toOn === null ? always.to : startOfDay(when.toOn, 1),
        missing: false,
      };
    case 'ever':
      return { ...always, missing: false };
    case 'never':
      return { from: 0, to: 0, missing: true };
  }
}

/** First day of a month and its last, of the year and month of `today` moved on by so many months. */
export function monthAround(today: string, later: number): { fromOn: string; toOn: string } {
  const [year, month] = partsOf(today);
  const first = new Date(Date.UTC(year, month - 1 + later, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  return { fromOn: first.toISOString().slice(0, 10), toOn: last.toISOString().slice(0, 10) };
}
