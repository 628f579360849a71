import { type ReadItems, readItems, type SolitaireItem } from './solitaire-items.ts';
import { joinPrices, readPrices, type SolitaireProduct } from './solitaire-prices.ts';
import { foldName, placePattern, plainSigns, quantityUnits } from './solitaire-text.ts';

export interface SolitaireLine {
  /** line of the text it begins on, 1 = first */
  line: number;
  /** the number it carries; numbers may repeat and leave gaps */
  no: number;
  /** the entry as written, without its number; lines joined by LF */
  raw: string;
  name: string;
  /** what stands behind the name, as written */
  rest: string;
  items: SolitaireItem[];
  note: string;
  /** false = name, quantity or product had to be supposed: a person has to look */
  sure: boolean;
  /** 'name 取消': stands in the list but orders nothing */
  withdrawn: boolean;
}

/**
 * empty = a number without words; afterEnd = a numbered line behind the end of the list; repeatedNumber and gap = notices about lines
 * that were read; otherPrice = a line above the list holds a price that is not reckoned with, or another one than before.
 */
export const solitaireProblems = ['empty', 'afterEnd', 'repeatedNumber', 'gap', 'otherPrice'] as const;
export interface SolitaireProblem {
  line: number;
  /** 0 = the line carries none */
  no: number;
  raw: string;
  problem: (typeof solitaireProblems)[number];
}

export interface Solitaire {
  /** line of the '#接龙' in the text, 1 = first */
  line: number;
  title: string;
  /** the other lines above the list, blank ones left out */
  intro: string[];
  /** what title and intro name with a price */
  products: SolitaireProduct[];
  lines: SolitaireLine[];
  problems: SolitaireProblem[];
}

export interface SolitaireTotal {
  product: string;
  unit: string;
  quantity: number;
  /** lines that order it, and how many of those are not sure */
  lines: number;
  unsure: number;
}

interface Numbered {
  no: number;
  text: string;
  /** false = the sign behind the number is missing or may be a decimal point: only the next number may look like that */
  plain: boolean;
}

const heading = /^(?:[^#\n]{0,60}[\s\]:「【“"'（(>]|[^\p{L}\p{N}#]{0,4})?#\s*(?:接龙|接龍|group\s*note)(?!\p{L}*#)[」】”"'）)]?\s*(.*)$/isu;
const numbered = /^[\s>]*(\d{1,4})(?:\s*(?:[.、)。]|:(?!\d)|,(?!\d))(?!\d)|\s*\uFE0F?\u20E3\s*[.、]?)\s*(.*)$/su;
const doubtful = /^[\s>]*(\d{1,4})(?:\.|\s+)(?=\S)(.*)$/su;
const countLine = new RegExp(`^\\s*\\d+(?:\\.\\d+)?\\s*(?:${quantityUnits})?\\s*$`, 'i');
// the header of the next message of a pasted chat
const chatHeader =
  /(?:^\[?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2})|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+(?:[上下]午)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?\s*\)?:?\s*$|\S\s{2,}\d{1,2}:\d{2}\s*$|^—{3,}/i;

// '截止 2026/3/9 20:00' is no header
const dueDate = /截止|到货|时间|发货|自提|开团|之前|前$|due/i;

function isChatHeader(line: string): boolean {
  const plain = plainSigns(line);
  return chatHeader.test(plain) && !dueDate.test(plain);
}

function readNumbered(line: string): Numbered | null {
  const plain = plainSigns(line);
  const sure = numbered.exec(plain);
  const match = sure ?? doubtful.exec(plain);
  if (!match || (!sure && countLine.test(plain))) return null;
  return { no: Number(match[1]), text: line.slice(line.length - match[2]!.length), plain: sure !== null };
}

function headingOf(line: string): string | null {
  const plain = plainSigns(line);
  const match = plain.includes('#') ? heading.exec(plain) : null;
  return match ? line.slice(line.length - match[1]!.length).trim() : null;
}

/**
 * All 接龙 of a text, e.g. of a pasted chat, in their order. A numbered line below '#接龙' is never lost: it is a line, a line of the
 * intro when it is the price list, or a problem. `knownNames`: members or friends, so that names with blanks stay whole.
 */
export function findSolitaires(text: string, knownNames: readonly string[] = []): Solitaire[] {
  const rows = text.split(/\r\n|\n|\r/);
  const starts = rows.flatMap((row, index) => (headingOf(row) === null ? [] : [index]));
  const names = prepareNames(knownNames);
  return starts.map((start, index) => readOne(rows, start, starts[index + 1] ?? rows.length, names));
}

/** The first 接龙 of a text; null = there is no line '#接龙' (or '#Group Note'). */
export function readSolitaire(text: string, knownNames: readonly string[] = []): Solitaire | null {
  return findSolitaires(text, knownNames)[0] ?? null;
}

/** What tells one list from another: as much of a Solitaire as a glance shows. */
export interface SolitaireGlance {
  title: string;
  intro: string[];
  lines: { name: string }[];
}

/** As readSolitaire, without reading what anybody orders: cheap enough for every version of every list of a group. */
export function glanceSolitaire(text: string): SolitaireGlance | null {
  const rows = text.split(/\r\n|\n|\r/);
  const start = rows.findIndex((row) => headingOf(row) !== null);
  if (start === -1) return null;
  const next = rows.findIndex((row, index) => index > start && headingOf(row) !== null);
  const { title, intro, entries } = cutList(rows, start, next === -1 ? rows.length : next);
  const written = entries.map((entry) => entry.rows.join('\n').trim()).filter((raw) => raw !== '');
  return { title, intro, lines: written.map((raw) => ({ name: splitPrepared(raw, noNames).name })) };
}

/** A list from its heading to `end`: the lines above, then the entries. */
function cutList(rows: readonly string[], start: number, end: number) {
  const first = firstEntry(rows, start + 1, end);
  const above = [headingOf(rows[start]!)!, ...rows.slice(start + 1, first)]
    .map((row, at) => ({ line: start + 1 + at, text: row.trim() }))
    .filter(({ text }) => text !== '');
  const [title = '', ...intro] = above.map(({ text }) => text);
  return { above, title, intro, ...collect(rows, first, end) };
}

function readOne(rows: readonly string[], start: number, end: number, names: KnownNames): Solitaire {
  const { above, title, intro, entries, problems } = cutList(rows, start, end);
  const { products, doubtful } = joinPrices(above.map(({ text }) => readPrices(text)));
  for (const { line, text } of doubtful.map((at) => above[at]!)) problems.push({ line, no: 0, raw: text, problem: 'otherPrice' });
  const lines = readEntries(entries, products, [title, ...intro], names, problems);
  return { line: start + 1, title, intro, products, lines, problems };
}

/** Where the list begins: a numbered block whose lines are all prices, with another block behind that starts anew, is the price list. */
function firstEntry(rows: readonly string[], from: number, end: number): number {
  const at = (index: number) => (index < end ? readNumbered(rows[index]!) : null);
  const stop = (index: number) => index >= end || (isChatHeader(rows[index]!) && !at(index)?.plain);
  let index = from;
  while (!stop(index) && !at(index)?.plain) index++;
  if (stop(index)) return index;
  let after = index;
  let prices = true;
  for (; !stop(after); after++) {
    const entry = at(after);
    if (entry?.plain && entry.no === 1 && after > index) return prices ? after : index;
    if (entry?.plain) prices &&= readPrices(rows[after]!).products.length > 0;
  }
  return index;
}

interface Entry {
  line: number;
  no: number;
  rows: string[];
  plain: boolean;
}

/** Numbered lines with what hangs on them, up to the end of the list; numbered lines behind it come as problems. */
function collect(rows: readonly string[], from: number, end: number): { entries: Entry[]; problems: SolitaireProblem[] } {
  const entries: Entry[] = [];
  const problems: SolitaireProblem[] = [];
  let open = true;
  let gap: string[] = [];
  for (let index = from; index < end; index++) {
    const row = rows[index]!;
    const found = readNumbered(row);
    const next = (entries.at(-1)?.no ?? 0) + 1;
    const entry = found && (found.plain || (found.no === next && open)) ? found : null;
    const strayed = gap.some((part) => part.trim() !== '') || !open;
    if (entry && (!strayed || (entry.plain && entry.no === next))) {
      if (strayed && open) entries.at(-1)?.rows.push(...gap.filter((part) => part.trim() !== ''));
      entries.push({ line: index + 1, no: entry.no, rows: [entry.text], plain: entry.plain });
      gap = [];
      open = true;
    } else if (entry) {
      problems.push({ line: index + 1, no: entry.no, raw: row.trim(), problem: 'afterEnd' });
      open = false;
    } else if (isChatHeader(row)) open = false;
    else if (gap.length > 0 || row.trim() === '') gap.push(row);
    else if (open) entries.at(-1)?.rows.push(row);
  }
  return { entries, problems };
}

function readEntries(
  entries: readonly Entry[],
  products: readonly SolitaireProduct[],
  above: readonly string[],
  names: KnownNames,
  problems: SolitaireProblem[],
): SolitaireLine[] {
  const labels = new Map<string, number>();
  const read: { line: SolitaireLine; items: ReadItems }[] = [];
  const seen = new Set<number>();
  let last = 0;
  for (const { line, no, rows, plain } of entries) {
    const raw = rows.map((row) => row.trim()).join('\n');
    if (seen.has(no)) problems.push({ line, no, raw, problem: 'repeatedNumber' });
    else if (no > last + 1) problems.push({ line, no, raw, problem: 'gap' });
    seen.add(no);
    last = Math.max(last, no);
    if (raw === '') {
      problems.push({ line, no, raw, problem: 'empty' });
      continue;
    }
    const split = splitPrepared(raw, names);
    const items = readItems(
      split.rest,
      products.map(({ name }) => name),
    );
    for (const label of new Set(items.labels)) labels.set(label, (labels.get(label) ?? 0) + 1);
    const sure =
      items.sure && split.sure && plain && !rows.slice(1).some((row) => /^\s*\d/.test(plainSigns(row).replace(placePattern(), '')));
    read.push({
      line: { line, no, raw, name: split.name, rest: split.rest, items: items.items, note: items.note, sure, withdrawn: items.withdrawn },
      items,
    });
  }
  const text = foldName(above.join(' '));
  return read.map(({ line, items }) => {
    // a product that nobody else names and that does not stand above the list may be half of a name
    const strange = items.labels.some((label) => (labels.get(label) ?? 0) < 2 && !text.includes(foldName(label)));
    return strange ? { ...line, sure: false } : line;
  });
}

interface KnownNames {
  /** by first character of the folded name, longest first */
  byStart: ReadonlyMap<string, string[]>;
}

const noNames: KnownNames = { byStart: new Map() };

function prepareNames(names: readonly string[]): KnownNames {
  const byStart = new Map<string, string[]>();
  for (const folded of new Set(names.map(foldPlain))) {
    if (folded === '') continue;
    const start = folded[0]!;
    byStart.set(
      start,
      [...(byStart.get(start) ?? []), folded].sort((a, b) => b.length - a.length),
    );
  }
  return { byStart };
}

/** Like `foldName` but as long as the text itself, so that what is found can be cut out of it. */
function foldPlain(text: string): string {
  return plainSigns(text.trim())
    .replace(/\s/g, ' ')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * An entry without its number → the name and the rest. The longest of `knownNames` at its start wins; else the name ends at the first
 * blank. `sure` = false when neither was there and the name was cut before a quantity.
 */
export function splitName(entry: string, knownNames: readonly string[] = []): { name: string; rest: string; sure: boolean } {
  return splitPrepared(entry, prepareNames(knownNames));
}

function splitPrepared(entry: string, names: KnownNames): { name: string; rest: string; sure: boolean } {
  const text = entry.trim();
  const folded = foldPlain(text);
  for (const name of names.byStart.get(folded[0] ?? '') ?? []) {
    if (!folded.startsWith(name)) continue;
    const behind = folded.slice(name.length);
    // letters go on with another name: 李姐夫 is not 李姐
    if (behind === '' || !/^\p{L}/u.test(behind) || /\p{N}$/u.test(name)) return cut(text, name.length, true);
  }
  const blank = folded.search(/[\s:,，;；]/);
  const glued = new RegExp(`(?:[x*+]\\s*\\d|\\d+(?:\\.\\d+)?\\s*(?:${quantityUnits})|[一两半]\\s*(?:${quantityUnits}))`).exec(folded);
  if (blank > 0 && !(glued && glued.index > 0 && glued.index < blank)) return cut(text, blank, true);
  return glued && glued.index > 0 ? cut(text, glued.index, false) : cut(text, blank > 0 ? blank : text.length, true);
}

function cut(text: string, at: number, sure: boolean): { name: string; rest: string; sure: boolean } {
  return { name: text.slice(0, at).trim(), rest: text.slice(at).replace(/^[\s\u3000:：,，;；]+/, ''), sure };
}

/** A 接龙 as WeChat writes it: '#接龙', the lines above, a blank line, the numbered lines. */
export function printSolitaire({
  title,
  intro,
  lines,
}: Pick<Solitaire, 'title' | 'intro'> & { lines: Pick<SolitaireLine, 'no' | 'raw'>[] }): string {
  return ['#接龙', title, ...intro, '', ...lines.map(({ no, raw }) => `${no}. ${raw}`)].join('\n');
}

/** What all lines order together, in the order of first mention. Nothing is rounded away: quantities have at most three decimals. */
export function totals(lines: readonly Pick<SolitaireLine, 'items' | 'sure'>[]): SolitaireTotal[] {
  const sums = new Map<string, SolitaireTotal>();
  for (const { items, sure } of lines) {
    const counted = new Set<SolitaireTotal>();
    for (const { product, unit, quantity } of items) {
      const key = `${product}\u0000${unit}`;
      const total = sums.get(key) ?? { product, unit, quantity: 0, lines: 0, unsure: 0 };
      sums.set(key, total);
      total.quantity = Math.round((total.quantity + quantity) * 1000) / 1000;
      if (!counted.has(total)) {
        counted.add(total);
        total.lines++;
        if (!sure) total.unsure++;
      }
    }
  }
  return [...sums.values()];
}
