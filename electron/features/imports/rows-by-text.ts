/**
 * Rows of a file by a text of each (an id, a phone), for very many texts that are each mostly asked for once and then set: one walk over
 * the characters serves both, and nothing is hashed again as it grows. Of a text only its hash is kept; whether a row that was found by
 * it really says the same, the row itself is asked.
 */
export class RowsByText {
  readonly #textOf: (row: number) => string | null;
  #rows = new Int32Array(512);
  #hashes = new Int32Array(512);
  #count = 0;
  /** 1 + place of a row, 0 = free; never more than half full */
  #slots = new Int32Array(1024);
  #text: string | null = null;
  #hash = 0;
  /** where #text stands or would */
  #slot = 0;

  /** @param textOf a row that was set; it must stay the text it was set with */
  constructor(textOf: (row: number) => string | null) {
    this.#textOf = textOf;
  }

  /** @returns -1 = no row has the text */
  get(text: string): number {
    this.#seek(text);
    const place = this.#slots[this.#slot]!;
    return place === 0 ? -1 : this.#rows[place - 1]!;
  }

  /** In the place of the row that had the text before, if any. */
  set(text: string, row: number): void {
    if (text !== this.#text) this.#seek(text);
    const place = this.#slots[this.#slot]!;
    if (place !== 0) {
      this.#rows[place - 1] = row;
      return;
    }
    this.#rows[this.#count] = row;
    this.#hashes[this.#count] = this.#hash;
    this.#slots[this.#slot] = ++this.#count;
    if (this.#count === this.#hashes.length) this.#grow();
  }

  #seek(text: string): void {
    const hash = hashOf(text);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let place = this.#slots[slot]!; place !== 0; place = this.#slots[slot]!) {
      if (this.#hashes[place - 1] === hash && this.#textOf(this.#rows[place - 1]!) === text) break;
      slot = (slot + 1) & mask;
    }
    this.#text = text;
    this.#hash = hash;
    this.#slot = slot;
  }

  #grow(): void {
    const [rows, hashes] = [this.#rows, this.#hashes];
    this.#rows = new Int32Array(this.#count * 4);
    this.#rows.set(rows);
    this.#hashes = new Int32Array(this.#count * 4);
    this.#hashes.set(hashes);
    this.#slots = new Int32Array(this.#count * 8);
    const mask = this.#slots.length - 1;
    for (let place = 0; place < this.#count; place++) {
      let slot = hashes[place]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = place + 1;
    }
    this.#text = null;
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // the low bits choose the slot, and the last character alone moves them least
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 12);
}

/** As toLowerCase, which takes ten times as long over a text that has nothing to change. */
export function lowerCase(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80 || (code >= 0x41 && code <= 0x5a)) return text.toLowerCase();
  }
  return text;
}
