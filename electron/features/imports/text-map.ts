/**
 * A Map for very many short texts cut out of a long one, each mostly asked for once and then set: one walk over its characters serves
 * both, and nothing is hashed again as it grows.
 */
export class TextMap<V> {
  readonly #texts: string[] = [];
  readonly #values: V[] = [];
  #hashes = new Int32Array(512);
  /** 1 + place of a text, 0 = free; never more than half full */
  #slots = new Int32Array(1024);
  #text: string | null = null;
  #hash = 0;
  /** where #text stands or would */
  #slot = 0;

  get(text: string): V | undefined {
    this.#seek(text);
    const place = this.#slots[this.#slot]!;
    return place === 0 ? undefined : this.#values[place - 1];
  }

  set(text: string, value: V): void {
    if (text !== this.#text) this.#seek(text);
    const place = this.#slots[this.#slot]!;
    if (place !== 0) {
      this.#values[place - 1] = value;
      return;
    }
    const count = this.#texts.push(text);
    this.#values.push(value);
    this.#hashes[count - 1] = this.#hash;
    this.#slots[this.#slot] = count;
    if (count === this.#hashes.length) this.#grow();
  }

  #seek(text: string): void {
    const hash = hashOf(text);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let place = this.#slots[slot]!; place !== 0; place = this.#slots[slot]!) {
      if (this.#hashes[place - 1] === hash && this.#texts[place - 1] === text) break;
      slot = (slot + 1) & mask;
    }
    this.#text = text;
    this.#hash = hash;
    this.#slot = slot;
  }

  #grow(): void {
    const hashes = new Int32Array(this.#hashes.length * 4);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Int32Array(hashes.length * 2);
    const mask = this.#slots.length - 1;
    for (let place = 0; place < this.#texts.length; place++) {
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
