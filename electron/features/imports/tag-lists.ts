import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { assignPairs, ensureTags, type PairOptions } from '../tags/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';

/** Numbers of which nobody knows how many they will be. */
class NumberList {
  #numbers = new Uint32Array(64);
  #count = 0;

  push(number: number): void {
    if (this.#count === this.#numbers.length) {
      const larger = new Uint32Array(this.#count * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#count++] = number;
  }

  finish(): Uint32Array {
    return this.#numbers.subarray(0, this.#count);
  }
}

/** Who is to get which tags. */
export class TagLists {
  readonly #friends = new Map<string, NumberList>();
  readonly #groups = new Map<string, string>();

  /** @param contact says which group a tag goes into that has to be made */
  add(friendId: number, names: readonly string[], { tagsByGroup }: ImportedContact): void {
    for (const name of names) {
      let list = this.#friends.get(name);
      if (!list) {
        list = new NumberList();
        this.#friends.set(name, list);
      }
      list.push(friendId);
    }
    for (const { group, tag } of tagsByGroup) this.#groups.set(tag, group);
  }

  /** Makes the tags that are missing and gives them to their friends. @returns number of tags that had to be made */
  write(ctx: ServiceContext, record: Recorder, options: PairOptions): number {
    if (this.#friends.size === 0) return 0;
    const before = ctx.db.pluck('SELECT count(*) FROM tags').get() as number;
    const wanted = Array.from(this.#friends.keys(), (name) => ({ name, group: this.#groups.get(name) }));
    const ids = ensureTags(ctx, record, wanted, 'import');
    const pairs = Array.from(this.#friends, ([name, friends]) => [ids.get(name)!, friends.finish()] as const);
    assignPairs(ctx, record, pairs, options);
    return (ctx.db.pluck('SELECT count(*) FROM tags').get() as number) - before;
  }
}
