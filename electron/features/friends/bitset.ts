/** A set of small integers, one bit each. Grows by itself; operations with a shorter set read it as zeros. */
export class Bitset {
  #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array((size + 31) >>> 5);
  }

  /** The members below `count` that pass: a word at a time, which is several times as fast as adding them one by one. */
  static where(count: number, test: (n: number) => boolean): Bitset {
    const bits = new Bitset(count);
    const words = bits.#words;
    for (let at = 0, n = 0; n < count; at++) {
      let word = 0;
      for (let bit = 1; bit !== 0 && n < count; bit <<= 1, n++) if (test(n)) word |= bit;
      words[at] = word;
    }
    return bits;
  }

  /**
   * The members below `count` whose value is at least `low` and below `above`. In one loop of its own: over a whole book a call for
   * each of them would take several times as long.
   * @param values by place; what lies beyond their end is 0
   * @param places of the members among the values; null = each at its own number
   * @param zero what is said of a value of 0; null = it is a value like any other
   */
  static within(
    count: number,
    values: ArrayLike<number>,
    places: ArrayLike<number> | null,
    { low, above, zero }: { low: number; above: number; zero: boolean | null },
  ): Bitset {
    const bits = new Bitset(count);
    const words = bits.#words;
    const isOfZero = zero ?? (low <= 0 && above > 0);
    for (let at = 0, n = 0; n < count; at++) {
      let word = 0;
      for (let bit = 1; bit !== 0 && n < count; bit <<= 1, n++) {
        const value = values[places === null ? n : places[n]!] ?? 0;
        if (value === 0 ? isOfZero : value >= low && value < above) word |= bit;
      }
      words[at] = word;
    }
    return bits;
  }

  has(n: number): boolean {
    return ((this.#words[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0;
  }

  add(n: number): void {
    const word = n >>> 5;
    if (word >= this.#words.length) {
      const wider = new Uint32Array(Math.max(word + 1, this.#words.length * 2));
      wider.set(this.#words);
      this.#words = wider;
    }
    this.#words[word]! |= 1 << (n & 31);
  }

  delete(n: number): void {
    if (n >>> 5 < this.#words.length) this.#words[n >>> 5]! &= ~(1 << (n & 31));
  }

  /** A copy with room for `size` members. */
  copy(size: number): Bitset {
    const copy = new Bitset(size);
    copy.#words.set(this.#words.subarray(0, copy.#words.length));
    return copy;
  }

  and(other: Bitset): this {
    for (let i = 0; i < this.#words.length; i++) this.#words[i]! &= other.#words[i] ?? 0;
    return this;
  }

  or(other: Bitset): this {
    const n = Math.min(this.#words.length, other.#words.length);
    for (let i = 0; i < n; i++) this.#words[i]! |= other.#words[i]!;
    return this;
  }

  andNot(other: Bitset): this {
    const n = Math.min(this.#words.length, other.#words.length);
    for (let i = 0; i < n; i++) this.#words[i]! &= ~other.#words[i]!;
    return this;
  }

  /** Keeps the members that pass. */
  keep(test: (n: number) => boolean): this {
    this.forEach((n) => {
      if (!test(n)) this.#words[n >>> 5]! &= ~(1 << (n & 31));
    });
    return this;
  }

  size(): number {
    let count = 0;
    for (let i = 0; i < this.#words.length; i++) count += ones(this.#words[i]!);
    return count;
  }

  /** Members that both sets have. */
  sizeWith(other: Bitset): number {
    let count = 0;
    const n = Math.min(this.#words.length, other.#words.length);
    for (let i = 0; i < n; i++) count += ones(this.#words[i]! & other.#words[i]!);
    return count;
  }

  forEach(visit: (n: number) => void): void {
    for (let i = 0; i < this.#words.length; i++) {
      let word = this.#words[i]!;
      while (word !== 0) {
        const bit = 31 - Math.clz32(word & -word);
        visit((i << 5) + bit);
        word &= word - 1;
      }
    }
  }
}

function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
