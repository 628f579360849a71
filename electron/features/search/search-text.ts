/**
 * SQL that holds where `content` has the bound pattern (likePattern) in it. Joined with '': SQLite compiles a statement whose pattern
 * is a bare parameter anew each time it is bound, which costs more than looking at a bucket.
 */
export const contentLike = "content LIKE (? || '') ESCAPE '\\'";

/** For contentLike. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** A–Z as a–z and nothing else, as LIKE folds. The length stays. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export interface Excerpt {
  excerpt: string;
  /** [start, length] in UTF-16 units */
  ranges: [number, number][];
}

const before = 16;
const excerptLength = 90;

/** One line of the words around the first of `wanted` that occurs, and where they occur in it. */
export function excerptOf(content: string, wanted: readonly string[]): Excerpt {
  const folded = foldAscii(content);
  const needles = wanted.map(foldAscii);
  const places = needles.map((needle) => folded.indexOf(needle)).filter((at) => at >= 0);
  const first = places.length === 0 ? 0 : Math.min(...places);
  const start = first <= before + 4 ? 0 : wholeAt(content, first - before);
  const end = content.length - start <= excerptLength + 4 ? content.length : wholeAt(content, start + excerptLength);
  const lead = start > 0 ? '…' : '';
  const excerpt = lead + content.slice(start, end).replace(/[\p{Cc}\u2028\u2029]/gu, ' ') + (end < content.length ? '…' : '');
  const ranges: [number, number][] = [];
  const shown = folded.slice(start, end);
  for (let at = 0; at < shown.length; ) {
    const next = nextOf(shown, needles, at);
    if (!next) break;
    ranges.push([next.at + lead.length, next.length]);
    at = next.at + next.length;
  }
  return { excerpt, ranges };
}

/** The earliest of the needles, of equal ones the longest. */
function nextOf(text: string, needles: readonly string[], from: number): { at: number; length: number } | null {
  let found: { at: number; length: number } | null = null;
  for (const needle of needles) {
    const at = text.indexOf(needle, from);
    if (at >= 0 && (!found || at < found.at || (at === found.at && needle.length > found.length))) found = { at, length: needle.length };
  }
  return found;
}

/** Not between the halves of one character. */
function wholeAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at - 1 : at;
}
