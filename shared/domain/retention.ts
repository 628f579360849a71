/** A backup at one place, as far as keeping or clearing it is concerned. */
export interface KeptBackup {
  /** grows by one with each backup of a book; the order of backups, whatever clocks say */
  sequence: number;
  /** ms UTC, as the clock stood then */
  madeAt: number;
  /** read again and opened, and not found damaged since */
  verified: boolean;
}

export interface RetentionRule {
  /** backups of the newest day that are kept */
  today: number;
  days: number;
  weeks: number;
  months: number;
}

/** Three of today, the last of each of seven days, of five weeks, of twelve months. */
export const usualRetention: RetentionRule = { today: 3, days: 7, weeks: 5, months: 12 };

/** Parts of time in the seller's zone; two moments lie in one part when the texts are equal. */
export interface TimeParts {
  day(at: number): string;
  week(at: number): string;
  month(at: number): string;
}

/**
 * Which backups of one place may be cleared, by sequence number. Time is only asked which ones share a day, week or month;
 * which of them is newer is told by the sequence, so a clock that jumps puts nothing in the wrong order, and one from the
 * future counts for nothing but itself. Nothing goes unless the newest one is verified, and that one
 * never goes.
 */
export function clearable(backups: readonly KeptBackup[], rule: RetentionRule, now: number, parts: TimeParts): number[] {
  const newestFirst = [...backups].sort((a, b) => b.sequence - a.sequence);
  const newest = newestFirst[0];
  if (!newest?.verified) return [];
  // what was made "later" than now says nothing about days
  const dated = newestFirst.filter(({ madeAt, verified }) => verified && madeAt <= now);
  const keep = new Set<number>([newest.sequence]);
  for (const future of newestFirst) if (future.madeAt > now) keep.add(future.sequence);
  const today = parts.day(now);
  for (const { sequence } of dated.filter(({ madeAt }) => parts.day(madeAt) === today).slice(0, rule.today)) keep.add(sequence);
  const keepNewestOf = (count: number, partOf: (at: number) => string) => {
    const seen = new Set<string>();
    for (const { sequence, madeAt } of dated) {
      const part = partOf(madeAt);
      if (seen.has(part)) continue;
      if (seen.size === count) return;
      seen.add(part);
      keep.add(sequence);
    }
  };
  keepNewestOf(rule.days, parts.day);
  keepNewestOf(rule.weeks, parts.week);
  keepNewestOf(rule.months, parts.month);
  return newestFirst.filter(({ sequence }) => !keep.has(sequence)).map(({ sequence }) => sequence);
}
