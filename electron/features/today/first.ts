/** The first so many of all that are offered, in order; who is less urgent than the last of them is never made. */
export class First<T extends { urgency: number }> {
  readonly all: T[] = [];
  offered = 0;
  readonly #many: number;
  readonly #compare: (a: T, b: T) => number;

  constructor(many: number, compare: (a: T, b: T) => number) {
    this.#many = many;
    this.#compare = compare;
  }

  offer(urgency: number, make: (urgency: number) => T): void {
    this.offered++;
    const { all } = this;
    if (this.#many === 0) return;
    const last = all.length < this.#many ? null : all[all.length - 1]!;
    if (last && urgency < last.urgency) return;
    const one = make(urgency);
    if (last && this.#compare(one, last) >= 0) return;
    let [from, to] = [0, all.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#compare(all[middle]!, one) <= 0) from = middle + 1;
      else to = middle;
    }
    all.splice(from, 0, one);
    if (last) all.pop();
  }
}
