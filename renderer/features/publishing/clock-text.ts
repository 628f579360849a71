/**
 * A time of day as people type it: 20:00, 20：5, 2030, 8, 8点半, 20点15. Minutes since midnight; null when it is none.
 */
export function readClock(typed: string): number | null {
  const text = typed
    .trim()
    .replace('：', ':')
    .replace(/点半$/, ':30')
    .replace(/点(\d+)分?$/, ':$1')
    .replace(/点$/, ':00');
  const parts = /^(\d{1,2}):(\d{1,2})$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text) ?? /^(\d{1,2})$/.exec(text);
  if (!parts) return null;
  const hours = Number(parts[1]);
  const minutes = Number(parts[2] ?? 0);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** `at` (ms) with this time of day (minutes since midnight, local time). */
export function atClock(at: number, minutes: number): number {
  return new Date(at).setHours(Math.floor(minutes / 60), minutes % 60, 0, 0);
}

/** `at` (ms) on the day of `dayAt`, its time of day kept. */
export function onDay(at: number, dayAt: number): number {
  const day = new Date(dayAt);
  return new Date(at).setFullYear(day.getFullYear(), day.getMonth(), day.getDate());
}
