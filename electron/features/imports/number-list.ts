/** Numbers of which nobody knows how many they will be: whole, from 0 up to 2^32 - 1. */
export class NumberList {
  #numbers = new Uint32Array(64);
  length = 0;

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = number;
  }

  /** @param place below length */
  at(place: number): number {
    return this.#numbers[place]!;
  }

  /** All of them, until more are pushed. */
  finish(): Uint32Array {
    return this.#numbers.subarray(0, this.length);
  }
}
