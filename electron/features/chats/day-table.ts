/** Which of two sides wrote on which day, for many conversations: open addressing over typed arrays, nine bytes a day. */
export class DayTable {
  #keys = new Float64Array(2 ** 16).fill(-1);
  #sides = new Uint8Array(2 ** 16);
  #used = 0;

  /** @param conversation below 2^27 @param side 1 = in, 2 = out */
  add(conversation: number, day: number, side: 1 | 2): void {
    if (this.#used * 2 > this.#keys.length) this.#grow();
    const at = this.#find(conversation * 2 ** 20 + day);
    this.#sides[at]! |= side;
  }

  /** Days with both sides, by conversation. */
  twoWayDays(): Map<number, number> {
    const days = new Map<number, number>();
    for (let i = 0; i < this.#keys.length; i++) {
      if (this.#sides[i] !== 3) continue;
      const conversation = Math.floor(this.#keys[i]! / 2 ** 20);
      days.set(conversation, (days.get(conversation) ?? 0) + 1);
    }
    return days;
  }

  #find(key: number): number {
    const mask = this.#keys.length - 1;
    let at = (Math.imul(Math.floor(key / 2 ** 20), 0x9e3779b1) ^ Math.imul(key % 2 ** 20, 0x85ebca6b)) >>> 0;
    for (at = (at ^ (at >>> 15)) & mask; this.#keys[at] !== key; at = (at + 1) & mask) {
      if (this.#keys[at] !== -1) continue;
      this.#keys[at] = key;
      this.#used++;
      break;
    }
    return at;
  }

  #grow(): void {
    const [keys, sides] = [this.#keys, this.#sides];
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#sides = new Uint8Array(keys.length * 2);
    this.#used = 0;
    for (let i = 0; i < keys.length; i++) if (keys[i] !== -1) this.#sides[this.#find(keys[i]!)] = sides[i]!;
  }
}
