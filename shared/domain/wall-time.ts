/*
 * Clocks on the wall and moments. A zone is a function, so that tests may stand in any of them: the machine's own by default.
 */

/** ms to add to UTC at a moment (ms) to get what the clock on the wall shows. */
export type ZoneOffset = (at: number) => number;

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The machine's own zone. */
export const localZone: ZoneOffset = (at) => -new Date(at).getTimezoneOffset() * minuteMs;

/** A zone by its IANA name; null when this machine does not know it. */
export function zoneNamed(name: string): ZoneOffset | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: name, hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    return null;
  }
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return shown - Math.floor(at / 1000) * 1000;
  };
}

/** Name of the machine's zone, e.g. 'Asia/Shanghai'. */
export const localZoneName = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Day as a running number (1970-01-01 = 0), for counting. */
export const dayNumber = (on: string): number => Math.round(Date.parse(`${on}T00:00:00Z`) / dayMs);
/** The reverse of dayNumber. */
export const dayNamed = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (on: string): number => ((((dayNumber(on) + 3) % 7) + 7) % 7) + 1;

/** The local day of a moment in the machine's zone, YYYY-MM-DD; `later` days after it, as the calendar counts. */
export function localDay(at: number, later = 0): string {
  const date = new Date(at);
  if (later !== 0) date.setDate(date.getDate() + later);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What the wall shows at a moment: the day, and minutes since its midnight. */
export function wallClock(at: number, zone: ZoneOffset = localZone): { on: string; minute: number } {
  const shown = at + zone(at);
  const day = Math.floor(shown / dayMs);
  return { on: dayNamed(day), minute: Math.floor((shown - day * dayMs) / minuteMs) };
}

/**
 * The moment at which the wall shows this day and minute. A time that the clocks leap over becomes the next one that exists;
 * of a time that comes twice it is the first.
 * @param on YYYY-MM-DD
 * @param minute since midnight
 */
export function wallTime(on: string, minute: number, zone: ZoneOffset = localZone): number {
  const wanted = dayNumber(on) * dayMs + minute * minuteMs;
  const [earlier, later] = [wanted - zone(wanted - dayMs), wanted - zone(wanted + dayMs)];
  for (const at of [Math.min(earlier, later), Math.max(earlier, later)]) if (at + zone(at) === wanted) return at;
  return leapOver(wanted, zone);
}

/** The moment at which the clocks leap over a time of the wall: the first one that shows more than it. */
function leapOver(wanted: number, zone: ZoneOffset): number {
  let before = wanted - dayMs - zone(wanted - dayMs);
  let after = wanted + dayMs - zone(wanted + dayMs);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle + zone(middle) < wanted) before = middle;
    else after = middle;
  }
  return after;
}

/** `at` some days later at the same time on the wall. */
export function addWallDays(at: number, days: number, zone: ZoneOffset = localZone): number {
  if (days === 0) return at;
  const { on, minute } = wallClock(at, zone);
  // seconds stay as they are
  return wallTime(dayNamed(dayNumber(on) + days), minute, zone) + (((at % minuteMs) + minuteMs) % minuteMs);
}
