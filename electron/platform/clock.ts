export { localDay } from '../../shared/domain/wall-time.ts';

/** Source of the current moment; injected so that tests can stand still or jump. */
export interface Clock {
  /** integer milliseconds since 1970, UTC */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
