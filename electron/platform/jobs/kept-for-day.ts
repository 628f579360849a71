import { localDay } from '../clock.ts';
import type { HostContext } from '../host-context.ts';

/**
 * Works it out: of everybody (`old` null), or only of the friends who changed, put into what was known.
 * What it asks of its own store it asks before its first wait.
 */
type Look<T> = (now: number, old: T | null, changed: ReadonlySet<number>) => Promise<T>;
/** Who has to be looked at again besides, asked before each look. */
type Besides<T> = (now: number, old: T) => Iterable<number>;

/** What is true of friends today, worked out of the book when somebody asks and kept until it may be otherwise, or the day turns. */
export class KeptForDay<T> {
  readonly #ctx: HostContext;
  readonly #look: Look<T>;
  readonly #besides: Besides<T>;
  #kept: { value: T; on: string } | null = null;
  #version = 0;
  #changed = new Set<number>();
  #line: Promise<unknown> = Promise.resolve();

  constructor(ctx: HostContext, look: Look<T>, besides: Besides<T> = () => []) {
    this.#ctx = ctx;
    this.#look = look;
    this.#besides = besides;
  }

  /** What was worked out last; null = it has to be done again for everybody. */
  get value(): T | null {
    return this.#kept ? this.#kept.value : null;
  }

  /** With everything in it that was committed when it was asked for. One look at a time: who asks next has it from the one before. */
  get(): Promise<T> {
    const value = this.#line.then(() => this.#get());
    this.#line = value.catch(() => {});
    return value;
  }

  /** Everybody has to be looked at again. */
  forget(): void {
    this.#version++;
    this.#kept = null;
    this.#changed = new Set();
  }

  /** These have to be looked at again. A first look under way would miss them, so it is not kept. */
  lookAgainAt(friendIds: Iterable<number>): void {
    if (this.#kept) for (const id of friendIds) this.#changed.add(id);
    else this.forget();
  }

  async #get(): Promise<T> {
    const now = this.#ctx.clock.now();
    const on = localDay(now);
    if (this.#kept?.on !== on) this.forget();
    if (this.#kept) this.lookAgainAt(this.#besides(now, this.#kept.value));
    if (this.#kept && this.#changed.size === 0) return this.#kept.value;
    const [version, changed] = [this.#version, this.#changed];
    this.#changed = new Set();
    try {
      const value = await this.#look(now, this.value, changed);
      // what changed meanwhile may be missing in it: good for who asked before, not for who asks next
      if (version === this.#version) this.#kept = { value, on };
      return value;
    } catch (error) {
      this.forget();
      throw error;
    }
  }
}
