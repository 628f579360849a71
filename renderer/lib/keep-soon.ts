/** A pause in writing after which it is kept. */
export const pauseMs = 500;
/** So long after the first change it is kept at the latest, however fast she goes on writing. */
export const longestMs = 1000;

/** When that which is being written is kept: in the first pause, and without one every second. */
export class KeepSoon {
  readonly #keep: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** first change that is not kept yet */
  #since: number | null = null;

  constructor(keep: () => void) {
    this.#keep = keep;
  }

  /** Something changed. */
  changed(): void {
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), Math.max(0, Math.min(pauseMs, this.#since + longestMs - now)));
  }

  /** Keeps at once. */
  now(): void {
    clearTimeout(this.#timer);
    this.#since = null;
    this.#keep();
  }
}
