import type { ServiceContext } from '../../platform/context.ts';

/** What stands in the place of an erased person's name. */
export const erasedName = '已删除的人';

/** Numbers and ids shorter than this stand in texts by chance. */
const leastId = 5;

/**
 * Finds a person in texts that are not theirs alone: names of files, lists of problems, 接龙, drafts. A name of three characters counts
 * wherever it stands, one of two only between characters that no name goes on with, one of one only as the whole text.
 */
export class Traces {
  readonly #names: Set<string>;
  readonly #pattern: RegExp | null;

  /** @param ids wxid, WeChat number, telephone … @param names as the seller or they themselves call them */
  constructor(ids: readonly string[], names: readonly string[]) {
    this.#names = new Set(names.filter((name) => name !== ''));
    const long = [...ids.filter((id) => id.length >= leastId), ...names.filter((name) => [...name].length >= 3)];
    const short = [...this.#names].filter((name) => [...name].length === 2);
    const parts = [
      ...[...new Set(long)].sort((a, b) => b.length - a.length).map(escaped),
      ...short.map((name) => `(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`),
    ];
    this.#pattern = parts.length === 0 ? null : new RegExp(parts.join('|'), 'gu');
  }

  isIn(text: string): boolean {
    if (this.#names.has(text)) return true;
    if (!this.#pattern) return false;
    this.#pattern.lastIndex = 0;
    return this.#pattern.test(text);
  }

  clean(text: string): string {
    if (this.#names.has(text)) return erasedName;
    return this.#pattern ? text.replace(this.#pattern, erasedName) : text;
  }

  /** Every text in a JSON value; `whole` says of which keys a text goes as a whole where they are in it. */
  cleanJson(json: string, whole: ReadonlySet<string> = new Set()): string {
    if (!this.isInJson(json)) return json;
    return JSON.stringify(
      JSON.parse(json, (key, value: unknown) => {
        if (typeof value !== 'string' || !this.isIn(value)) return value;
        return whole.has(key) ? erasedName : this.clean(value);
      }),
    );
  }

  isInJson(json: string): boolean {
    let found = false;
    JSON.parse(json, (_, value: unknown) => {
      found ||= typeof value === 'string' && this.isIn(value);
      return value;
    });
    return found;
  }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** By what these people are found in texts. */
export function tracesOf({ db }: ServiceContext, rows: { friendIds: number[]; talkerIds: number[]; wxids: string[] }): Traces {
  const friends = db
    .sql('SELECT nickname, remark, alias, phone, phone_key AS phoneKey FROM friends WHERE id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(rows.friendIds)) as Record<'nickname' | 'remark' | 'alias' | 'phone' | 'phoneKey', string | null>[];
  const talkers = db
    .pluck('SELECT name FROM chat_talkers WHERE id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(rows.talkerIds)) as string[];
  const said = (texts: (string | null)[]) => texts.filter((text): text is string => text !== null).map((text) => text.trim());
  return new Traces(
    said([...rows.wxids, ...friends.flatMap(({ alias, phone, phoneKey }) => [alias, phone, phoneKey])]),
    said([...friends.flatMap(({ nickname, remark }) => [nickname, remark]), ...talkers]),
  );
}
