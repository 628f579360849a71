import { beginsMarked, cleanTag, readTags, type TagJoin } from './contact-values.ts';

/** WeChat's own sign between tags, by far the most usual. */
const comma = 0x3001;
/** Signs that a cell may have between tags as well: it is left to readTags then. */
const others = new Set(Array.from(',，;；|｜/\n\r', (sign) => sign.charCodeAt(0)));
/** beyond so many different spellings a table does not pay */
const mostNames = 5000;
const slots = 16_384;
/** of so many tags in a cell a set tells repeats apart sooner */
const mostTags = 40;

/**
 * As readTags, for the hundred thousand cells of a file in which the same few tags stand in ever other order: no text is cut out of a
 * cell as long as its tags are known, and every tag is one text, which makes each later look-up of it quicker.
 */
export function tagReader(join: TagJoin): (cell: string) => string[] {
  if (join !== 'any' && join !== 'dot') return (cell) => readTags(cell, join);
  const known = new KnownTags();
  const found: number[] = [];
  return (cell) => {
    if (beginsMarked(cell.charCodeAt(0))) return readTags(cell, join);
    found.length = 0;
    let start = 0;
    let hash = 0;
    for (let at = 0; at <= cell.length; at++) {
      const code = at === cell.length ? comma : cell.charCodeAt(at);
      if (code !== comma) {
        if (isOther(code)) return readTags(cell, join);
        hash = Math.imul(hash ^ code, 0x01000193);
        continue;
      }
      const tag = known.find(cell, start, at, hash);
      if (tag === unknown || found.length === mostTags) return readTags(cell, join);
      if (tag !== nothing && !found.includes(tag)) found.push(tag);
      start = at + 1;
      hash = 0;
    }
    return found.map((tag) => known.names[tag]!);
  };
}

/** numbers of tags that are none */
const nothing = 0;
const unknown = -1;

const isOther = (code: number): boolean =>
  (code < 0x80 ? code < 0x30 || code === 0x3b || code === 0x7c : code >= 0xff00) && others.has(code);

/** Tags by the characters of their spellings: looked up by a piece of a text without cutting it out. */
class KnownTags {
  readonly names: string[] = [''];
  readonly #numbers = new Map([['', nothing]]);
  readonly #spellings: string[] = [];
  /** by place of the spelling */
  readonly #tags: number[] = [];
  /** 1 + place of a spelling; 0 = free. Never more than half full */
  readonly #slots = new Uint16Array(slots);

  /** Number of the tag that stands in `text` from `start` to `end`, as cleanTag reads it. */
  find(text: string, start: number, end: number, hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & (slots - 1);
    for (let place = this.#slots[slot]!; place !== 0; place = this.#slots[slot]!) {
      if (isAt(this.#spellings[place - 1]!, text, start, end)) return this.#tags[place - 1]!;
      slot = (slot + 1) & (slots - 1);
    }
    if (this.#spellings.length === mostNames) return unknown;
    // a piece of a long text would keep all of it in memory
    const spelling = Array.from(text.slice(start, end)).join('');
    const tag = this.#numberOf(cleanTag(spelling));
    this.#slots[slot] = this.#spellings.push(spelling);
    this.#tags.push(tag);
    return tag;
  }

  #numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }
}

function isAt(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}
