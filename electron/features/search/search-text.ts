/*
 * How words become what the index holds: every character a token of its own. What the index finds is looked at again with SQL's
 * LIKE, so it may find too much and must never find too little.
 */

/** Longer texts are narrowed down by their beginning; LIKE does the rest. */
const phraseLength = 12;

/** Between messages of one document, so that no phrase reaches across. A text that holds it finds too much, which does no harm. */
export const gap = ' \uf8ff';

/**
 * Token of an ASCII character: the index's tokenizer keeps letters and digits (A–Z as a–z, as LIKE does) and drops all others,
 * which go by a private-use character therefore.
 */
const asciiTokens: readonly string[] = Array.from({ length: 128 }, (_, code) =>
  String.fromCharCode(/[0-9A-Za-z]/.test(String.fromCharCode(code)) ? code : 0xe000 + code),
);

/**
 * Beginning of each token of a season (search-db.ts), two letters or digits after a space. Every season has tokens of its own: the
 * lists that a question runs through stay short, and between two seasons one can look at the clock, which inside of SQLite one cannot.
 */
export function seasonLead(season: number): string {
  return ` ${season.toString(36).padStart(2, '0')}`;
}

/** The tokens of a text, each after a `lead`. */
export function tokensOf(text: string, lead: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) out += lead + asciiTokens[code];
    else if (code >= 0xd800 && code < 0xdc00) out += lead + text[i] + (text[++i] ?? '');
    else out += lead + text[i];
  }
  return out;
}

/** What to ask the index for in a season. `text` is not empty and well formed. */
export function phraseOf(text: string, lead: string): string {
  return `"${tokensOf([...text].slice(0, phraseLength).join(''), lead).slice(1)}"`;
}

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
