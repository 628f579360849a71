import type { ImportedContact } from './formats/contact-row.ts';
import { NumberList } from './number-list.ts';

export interface RowTag {
  name: string;
  /** the group that a tag goes into when it has to be made; null = the file names none */
  group: string | null;
}

/** The tags of the contacts of very many rows, as numbers one behind the other: a list of texts for each would be most of what a plan holds. */
export class RowTags {
  /** by number; the same name may stand in several groups */
  readonly tags: RowTag[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #ofGroups = new Map<string, Map<string, number>>();
  readonly #list = new NumberList();
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  /** @param rows how many there are */
  constructor(rows: number) {
    this.#starts = new Uint32Array(rows);
    this.#ends = new Uint32Array(rows);
  }

  set(row: number, { tags, tagsByGroup }: ImportedContact): void {
    this.#starts[row] = this.#list.length;
    for (const name of tags) this.#list.push(this.#numberOf(this.#numbers, name, null));
    for (const { group, tag } of tagsByGroup) {
      let numbers = this.#ofGroups.get(group);
      if (!numbers) {
        numbers = new Map();
        this.#ofGroups.set(group, numbers);
      }
      this.#list.push(this.#numberOf(numbers, tag, group));
    }
    this.#ends[row] = this.#list.length;
  }

  /** Visits the numbers of a row's tags, none when it was never set. */
  each(row: number, visit: (tag: number) => void): void {
    for (let place = this.#starts[row]!; place < this.#ends[row]!; place++) visit(this.#list.at(place));
  }

  #numberOf(numbers: Map<string, number>, name: string, group: string | null): number {
    let number = numbers.get(name);
    if (number === undefined) {
      number = this.tags.push({ name, group }) - 1;
      numbers.set(name, number);
    }
    return number;
  }
}
