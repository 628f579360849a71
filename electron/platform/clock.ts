/** Source of the current moment; injected so that tests can stand still or jump. */
export interface Clock {
  /** integer milliseconds since 1970, UTC */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Local calendar day of a moment in the machine's time zone, `YYYY-MM-DD`. */
export function localDay(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
