import { cleanTag, readTags, type TagJoin } from './contact-values.ts';

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
  const found: string[] = [];
  return (cell) => {
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
      const name = known.find(cell, start, at, hash);
      if (name !== '' && !found.includes(name)) found.push(name);
      if (found.length === mostTags) return readTags(cell, join);
      start = at + 1;
      hash = 0;
    }
    return found.slice();
  };
}

const isOther = (code: number): boolean =>
  (code < 0x80 ? code < 0x30 || code === 0x3b || code === 0x7c : code >= 0xff00) && others.has(code);

/** Spellings of tags by their characters: a table that is looked up by a piece of a text without cutting it out. */
class KnownTags {
  readonly #spellings: string[] = [];
  readonly #names: string[] = [];
  /** 1 + place of a spelling; 0 = free. Never more than half full */
  readonly #slots = new Uint16Array(slots);

  /** The tag that stands in `text` from `start` to `end`, as cleanTag reads it. */
  find(text: string, start: number, end: number, hash: number): string {
    let slot = (hash ^ (hash >>> 15)) & (slots - 1);
    for (let place = this.#slots[slot]!; place !== 0; place = this.#slots[slot]!) {
      if (isAt(this.#spellings[place - 1]!, text, start, end)) return this.#names[place - 1]!;
      slot = (slot + 1) & (slots - 1);
    }
    const name = cleanTag(text.slice(start, end));
    if (this.#names.length < mostNames) {
      // a piece of a long text would keep all of it in memory
      const spelling = Array.from(text.slice(start, end)).join('');
      this.#slots[slot] = this.#spellings.push(spelling);
      this.#names.push(name);
    }
    return name;
  }
}

function isAt(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}
