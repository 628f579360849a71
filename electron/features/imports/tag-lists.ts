import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { assignPairs, ensureTags, type PairOptions } from '../tags/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';
import { NumberList } from './number-list.ts';
import type { RowTags } from './row-tags.ts';

/** Who is to get which tags. */
export class TagLists {
  readonly #friends = new Map<string, NumberList>();
  readonly #groups = new Map<string, string>();
  /** the same lists by the numbers that the tags have in a plan */
  readonly #byNumber: NumberList[] = [];

  /** @param contact says which group a tag goes into that has to be made */
  add(friendId: number, names: readonly string[], { tagsByGroup }: ImportedContact): void {
    for (const name of names) this.#friendsOf(name).push(friendId);
    for (const { group, tag } of tagsByGroup) this.#groups.set(tag, group);
  }

  /** The tags of a row that is held as numbers. Give the rows of one plan only. */
  addNumbered(friendId: number, tags: RowTags, row: number): void {
    tags.each(row, (number) => {
      const { name, group } = tags.tags[number]!;
      const friends = (this.#byNumber[number] ??= this.#friendsOf(name));
      // the same tag may stand in a cell of tags and in the column of a group
      if (friends.length === 0 || friends.at(friends.length - 1) !== friendId) friends.push(friendId);
      if (group !== null) this.#groups.set(name, group);
    });
  }

  #friendsOf(name: string): NumberList {
    let list = this.#friends.get(name);
    if (!list) {
      list = new NumberList();
      this.#friends.set(name, list);
    }
    return list;
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
