import { findId } from '../../platform/id-pack.ts';

/**
 * The messages of the book that records of one file are, exactly: each may stand for one record only. Eight bytes a message, and a
 * filter in front that answers nearly every question with "no" at once.
 */
export class Claimed {
  readonly #filter: Uint32Array;
  readonly #shift: number;
  #sealed: Float64Array[] = [];
  #open = new Set<number>();

  /** @param expected about how many; the filter takes some twelve bits for each */
  constructor(expected: number) {
    const power = Math.min(26, Math.max(12, Math.ceil(Math.log2(expected * 12 + 1))));
    this.#filter = new Uint32Array(2 ** power / 32);
    this.#shift = 32 - power;
  }

  add(id: number): void {
    this.#open.add(id);
    const bit = bitOf(id) >>> this.#shift;
    this.#filter[bit >>> 5]! |= 1 << (bit & 31);
  }

  /** Many at once, ascending; kept as given. */
  addSorted(ids: Float64Array): void {
    for (const id of ids) {
      const bit = bitOf(id) >>> this.#shift;
      this.#filter[bit >>> 5]! |= 1 << (bit & 31);
    }
    this.#sealed.push(ids);
  }

  has(id: number): boolean {
    const bit = bitOf(id) >>> this.#shift;
    if ((this.#filter[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    return this.#open.has(id) || this.#sealed.some((ids) => ids.length > 0 && id >= ids[0]! && id <= ids.at(-1)! && findId(ids, id) >= 0);
  }

  /** Forgets all lower ids; nothing may be open. */
  forgetBefore(id: number): void {
    const kept = this.#sealed.map((ids) => ids.slice(firstAt(ids, id))).filter(({ length }) => length > 0);
    this.#sealed = [];
    this.#filter.fill(0);
    for (const ids of kept) this.addSorted(ids);
  }

  /** Ends a chunk: what was added one by one becomes compact. */
  seal(): void {
    if (this.#open.size === 0) return;
    this.#sealed.push(Float64Array.from(this.#open).sort());
    this.#open = new Set();
  }
}

/** Place of the first id that is not below. */
function firstAt(ids: Float64Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lower bits of an id hold a hash already; seconds next to each other must not fall together. */
function bitOf(id: number): number {
  const second = Math.floor(id / 2 ** 21);
  return Math.imul(Math.imul(second, 0x9e3779b1) ^ (id - second * 2 ** 21), 0x85ebca6b) >>> 0;
}
