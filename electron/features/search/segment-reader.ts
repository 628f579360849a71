import type { Database } from '../../platform/db/database.ts';
import {
  chunkKey,
  chunkSeconds,
  end,
  foldUnit,
  keepListed,
  keepMarked,
  keySpan,
  type List,
  markIn,
  mostRepeats,
  numbersOf,
  pairKey,
  repeatKey,
  setBits,
  walkBlock,
} from './segment-format.ts';

/** A segment, without its lists. `last` = second of its last message. */
export interface Segment {
  id: number;
  /** first second of the stretch of time it belongs to */
  span: number;
  messages: number;
  last: number;
}

/** A stretch of time: from second `first` up to `end`, not included. */
export interface Span {
  first: number;
  end: number;
  segments: Segment[];
}

/** Stretches of time, newest first. */
export function spansOf(index: Database): Span[] {
  const segments = index.sql('SELECT id, span, messages, last FROM segments ORDER BY span DESC, id').all() as Segment[];
  const spans: Span[] = [];
  for (const segment of segments) {
    const known = spans.at(-1);
    if (known?.first === segment.span) known.segments.push(segment);
    else spans.push({ first: segment.span, end: known?.first ?? Number.POSITIVE_INFINITY, segments: [segment] });
  }
  return spans;
}

/** What a message must have to be looked at: keys of segment-format.ts. */
export interface Wanted {
  /** each of them. Asking moves those to the front that few messages have */
  all: number[];
  /** bytes of their lists in the segment that was asked first */
  sizes: Map<number, number> | null;
  /** of each list one at least */
  any: number[][];
  /** one UTF-16 unit, anywhere; null = pairs say more */
  unit: number | null;
}

/** Of a longer text its beginning is asked for; LIKE does the rest. */
const askedUnits = 24;

/** What the messages that hold a text must have. `text` is not empty and well formed. */
export function wantedOf(text: string): Wanted {
  if (text.length === 1) return { all: [], sizes: null, any: [], unit: foldUnit(text.charCodeAt(0)) };
  const times = new Map<number, number>();
  for (let i = 1; i < Math.min(text.length, askedUnits); i++) {
    const pair = pairKey(foldUnit(text.charCodeAt(i - 1)), foldUnit(text.charCodeAt(i)));
    times.set(pair, (times.get(pair) ?? 0) + 1);
  }
  // 哈哈 twice is in every message that has it three times
  const all = [...times].map(([pair, count]) => (count === 1 ? pair : repeatKey(pair, Math.min(count, mostRepeats))));
  return { all, sizes: null, any: [], unit: null };
}

/** Looking at a message takes as long as running through this many bytes of a list. */
const lookBytes = 4000;
/** Below this many messages to look at, looking a further key up is not worth it. */
const fewMessages = 2;

/** Numbers of the messages of a segment that may be wanted, ascending. */
export function candidatesOf(index: Database, segment: Segment, wanted: Wanted): Uint32Array {
  const none = new Uint32Array();
  if (!wanted.sizes) learn(index, segment, wanted);
  let numbers: Uint32Array | null = null;
  for (const [i, key] of wanted.all.entries()) {
    if (numbers && (numbers.length < fewMessages || wanted.sizes!.get(key)! > numbers.length * lookBytes)) break;
    const list = listOf(index, segment, key);
    if (!list) {
      // what one segment does not know, its neighbours will hardly know
      wanted.all.splice(i, 1);
      wanted.all.unshift(key);
      return none;
    }
    numbers = numbers ? keepListed(numbers, list) : numbersOf(list, segment.messages);
    if (numbers.length === 0) return none;
  }
  if (wanted.unit !== null) numbers = pick(numbers, marksOfUnit(index, segment, wanted.unit));
  for (const keys of wanted.any) {
    if (numbers && numbers.length < keys.length) continue;
    numbers = pick(numbers, marksOf(index, segment, keys));
  }
  return numbers ?? none;
}

/** Puts the keys in front that few messages have, by the segment that is asked first. */
function learn(index: Database, segment: Segment, wanted: Wanted): void {
  const sizes = new Map<number, number>();
  if (wanted.all.length > 1)
    for (const key of wanted.all) {
      const list = listOf(index, segment, key);
      sizes.set(key, list ? list.to - list.from : 0);
    }
  wanted.all.sort((a, b) => sizes.get(a)! - sizes.get(b)!);
  wanted.sizes = sizes;
}

const pick = (numbers: Uint32Array | null, marks: Uint8Array): Uint32Array => (numbers ? keepMarked(numbers, marks, 0) : setBits(marks));

function listOf(index: Database, { id }: Segment, key: number): List | null {
  const row = index.arrays('SELECT id, block FROM postings WHERE id <= ? ORDER BY id DESC LIMIT 1').get(id * keySpan + key) as
    | [number, Buffer]
    | undefined;
  if (!row || row[0] < id * keySpan) return null;
  let found: List | null = null;
  walkBlock(row[1], row[0] - id * keySpan, (at, list) => {
    if (at === key) found = list;
    return at >= key;
  });
  return found;
}

function marksOf(index: Database, segment: Segment, keys: readonly number[]): Uint8Array {
  const marks = new Uint8Array((segment.messages + 7) >> 3);
  for (const key of keys) {
    const list = listOf(index, segment, key);
    if (list) markIn(marks, list);
  }
  return marks;
}

/** Each unit of a message is the first of a pair. */
function marksOfUnit(index: Database, segment: Segment, unit: number): Uint8Array {
  const marks = new Uint8Array((segment.messages + 7) >> 3);
  const base = segment.id * keySpan;
  const [low, high] = [pairKey(unit, end), pairKey(unit, 0xffff)];
  const blocks = index
    .arrays('SELECT id, block FROM postings WHERE id >= coalesce((SELECT max(id) FROM postings WHERE id <= ?), 0) AND id <= ?')
    .iterate(base + low, base + high) as Iterable<[number, Buffer]>;
  for (const [id, block] of blocks) {
    if (id < base) continue;
    walkBlock(block, id - base, (key, list) => {
      if (key >= low && key <= high) markIn(marks, list);
      return key > high;
    });
  }
  return marks;
}

/** Walks down the messages of a segment that may be wanted. */
export class Candidates {
  readonly #index: Database;
  readonly #segment: Segment;
  readonly #numbers: Uint32Array;
  #at: number;
  #chunk = -1;
  #seconds: Uint32Array = new Uint32Array();

  constructor(index: Database, segment: Segment, numbers: Uint32Array) {
    this.#index = index;
    this.#segment = segment;
    this.#numbers = numbers;
    this.#at = numbers.length - 1;
  }

  /** of the message it stands at; -1 = there is none left */
  get second(): number {
    return this.#at < 0 ? -1 : this.#secondAt(this.#numbers[this.#at]!);
  }

  /** Goes on to the next message that lies before this second. */
  below(second: number): void {
    while (this.#at >= 0 && this.#secondAt(this.#numbers[this.#at]!) >= second) this.#at--;
  }

  #secondAt(number: number): number {
    const chunk = Math.floor(number / chunkSeconds);
    if (chunk !== this.#chunk) {
      const bytes = this.#index
        .pluck('SELECT block FROM postings WHERE id = ?')
        .get(this.#segment.id * keySpan + chunkKey(chunk)) as Buffer;
      const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.copyBytesFrom(bytes);
      this.#seconds = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
      this.#chunk = chunk;
    }
    return this.#seconds[number % chunkSeconds]!;
  }
}
