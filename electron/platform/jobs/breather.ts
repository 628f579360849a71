/** ms of work at a stretch: what waits for the host's thread meanwhile waits no longer than some of these. */
const stretchMs = 8;

/** Cuts long work on the host's thread into short stretches: ask between its pieces, which should be much shorter than one. */
export class Breather {
  #since = performance.now();

  /** Lets the event loop do what waits, once a stretch is over. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#since < stretchMs) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
