import type { SpoolFile } from './spool-file.ts';
import { copyUtf8, type LetterCount, writeUtf8 } from './utf8.ts';

/** A sorted stretch of records in the spool. */
export interface Run {
  from: number;
  bytes: number;
}

/*
 * A record: five numbers of 32 bits, then its words as UTF-8, filled up to a multiple of four bytes.
 * second · voice · kind | precision << 8 | has key << 16 · key · bytes of its words
 */
const headWords = 5;
const runRecords = 2 ** 18;
const runBytes = 24 * 2 ** 20;
const pieceWords = 2 ** 17;
/** of the spool, for each run that is read */
const readWords = 2 ** 15;
const perPrecision = 2 ** 33;

/** Puts records into sorted runs. */
export class RunSorter {
  readonly #file: SpoolFile;
  readonly #most: number;
  #words = new Uint32Array(1024);
  #bytes = Buffer.from(this.#words.buffer);
  #used = 0;
  #size = 0;
  #keys = new Float64Array(64);
  #starts = new Uint32Array(64);
  #ascending = true;
  #records = 0;
  #coarse = false;
  #letters: LetterCount = { all: 0, lost: 0 };
  #runs: Run[] = [];
  readonly #piece = new Uint32Array(pieceWords);

  constructor(file: SpoolFile, most = runRecords) {
    this.#file = file;
    this.#most = Math.min(most, runRecords);
  }

  /** Gives the memory back that sorting took; another file may still come. */
  rest(): void {
    this.#words = new Uint32Array(1024);
    this.#bytes = Buffer.from(this.#words.buffer);
    this.#keys = new Float64Array(64);
    this.#starts = new Uint32Array(64);
  }

  /** A new file begins. */
  begin(): void {
    this.#clear();
    this.#records = 0;
    this.#coarse = false;
    this.#letters = { all: 0, lost: 0 };
    this.#runs = [];
  }

  /** @param key -1 = none */
  add(precision: number, second: number, voice: number, kind: number, key: number, text: string): void {
    const start = this.#roomFor(text.length * 3);
    this.#close(start, writeUtf8(this.#bytes, start, text, this.#letters), precision, second, voice, kind, key);
  }

  /** One known to the second, whose words are UTF-8 already. @param key -1 = none */
  addBytes(second: number, voice: number, kind: number, key: number, bytes: Uint8Array, from: number, end: number): void {
    const start = this.#roomFor(end - from);
    this.#close(start, copyUtf8(this.#bytes, start, bytes, from, end, this.#letters), 0, second, voice, kind, key);
  }

  /** @returns where the words of the next record go, with room for so many bytes */
  #roomFor(bytes: number): number {
    if (this.#size === this.#most || this.#used * 4 > runBytes) this.#flush();
    const needed = this.#used + headWords + (bytes >>> 2) + 2;
    if (needed > this.#words.length) this.#grow(needed);
    if (this.#size === this.#keys.length) this.#growPlaces();
    return (this.#used + headWords) * 4;
  }

  /** Completes a record whose words are there. */
  #close(start: number, end: number, precision: number, second: number, voice: number, kind: number, key: number): void {
    const words = this.#words;
    const at = this.#used;
    words[at] = second;
    words[at + 1] = voice;
    words[at + 2] = kind | (precision << 8) | (key === -1 ? 0 : 0x10000);
    words[at + 3] = key === -1 ? 0 : key;
    words[at + 4] = end - start;
    if (precision !== 0) this.#coarse = true;
    const order = precision * perPrecision + second;
    if (this.#size > 0 && order < this.#keys[this.#size - 1]!) this.#ascending = false;
    this.#keys[this.#size] = order;
    this.#starts[this.#size++] = at;
    this.#used = (end + 3) >>> 2;
  }

  /** Everything is there. */
  end(): { records: number; coarse: boolean; letters: LetterCount; runs: Run[] } {
    this.#flush();
    return { records: this.#records, coarse: this.#coarse, letters: this.#letters, runs: this.#runs };
  }

  #flush(): void {
    if (this.#size === 0) return;
    this.#records += this.#size;
    if (this.#ascending) {
      const bytes = this.#used * 4;
      this.#runs.push({ from: this.#file.append(this.#bytes.subarray(0, bytes)), bytes });
    } else this.#runs.push(this.#writeSorted(this.#sorted()));
    this.#clear();
  }

  /** Places of records in order. */
  #sorted(): Float64Array {
    const size = this.#size;
    const keys = this.#keys.subarray(0, size);
    // plain numbers are sorted without a comparison in JavaScript, five times as quickly
    for (let i = 0; i < size; i++) keys[i] = keys[i]! * runRecords + i;
    return keys.sort();
  }

  #writeSorted(order: Float64Array): Run {
    const [words, starts, piece] = [this.#words, this.#starts, this.#piece];
    let from = -1;
    let used = 0;
    const put = () => {
      const at = this.#file.append(Buffer.from(piece.buffer, 0, used * 4));
      if (from === -1) from = at;
      used = 0;
    };
    for (const key of order) {
      // a remainder of numbers this large is slow
      let at = starts[key - Math.floor(key / runRecords) * runRecords]!;
      const end = at + headWords + ((words[at + 4]! + 3) >>> 2);
      while (at < end) {
        if (used === pieceWords) put();
        const stop = Math.min(end, at + pieceWords - used);
        while (at < stop) piece[used++] = words[at++]!;
      }
    }
    put();
    return { from, bytes: this.#used * 4 };
  }

  #clear(): void {
    this.#size = 0;
    this.#used = 0;
    this.#ascending = true;
  }

  #grow(needed: number): void {
    const wider = new Uint32Array(Math.max(needed, this.#words.length * 2));
    wider.set(this.#words.subarray(0, this.#used));
    this.#words = wider;
    this.#bytes = Buffer.from(wider.buffer);
  }

  #growPlaces(): void {
    const [keys, starts] = [new Float64Array(this.#size * 2), new Uint32Array(this.#size * 2)];
    keys.set(this.#keys);
    starts.set(this.#starts);
    this.#keys = keys;
    this.#starts = starts;
  }
}

/** A record at a time of a run. */
class RunReader {
  readonly place: number;
  readonly #file: SpoolFile;
  #from: number;
  #left: number;
  words = new Uint32Array(0);
  bytes = Buffer.alloc(0);
  at = 0;
  #end = 0;
  #length = 0;
  /** order of the record among others; infinite = there is none any more */
  key = 0;

  constructor(file: SpoolFile, { from, bytes }: Run, place: number) {
    this.place = place;
    this.#file = file;
    this.#from = from;
    this.#left = bytes;
    this.#widen(Math.min(readWords, bytes / 4));
    this.next();
  }

  next(): void {
    this.at += this.#length;
    if (this.#end - this.at < headWords && this.#fill(headWords) === 0) {
      this.key = Number.POSITIVE_INFINITY;
      return;
    }
    this.#length = headWords + ((this.words[this.at + 4]! + 3) >>> 2);
    if (this.#end - this.at < this.#length) this.#fill(this.#length);
    this.key = ((this.words[this.at + 2]! >>> 8) & 3) * perPrecision + this.words[this.at]!;
  }

  /** Reads on so that `needed` words are there. @returns how many words are there */
  #fill(needed: number): number {
    const kept = this.#end - this.at;
    if (needed > this.words.length) this.#widen(needed * 2);
    else this.words.copyWithin(0, this.at, this.#end);
    this.at = 0;
    const wanted = Math.min(this.#left, (this.words.length - kept) * 4);
    const read = this.#file.read(this.bytes.subarray(kept * 4, kept * 4 + wanted), this.#from);
    if (read < wanted) throw new Error('the spool is cut off');
    this.#from += read;
    this.#left -= read;
    this.#end = kept + read / 4;
    return this.#end;
  }

  #widen(length: number): void {
    const wider = new Uint32Array(length);
    wider.set(this.words.subarray(this.at, this.#end));
    this.words = wider;
    this.bytes = Buffer.from(wider.buffer);
  }
}

/** The records of several runs as one, in order; equal ones in the order of the file. Its fields say the record. */
export class RunMerge {
  readonly #heap: RunReader[];
  second = 0;
  precision = 0;
  voice = 0;
  kind = 0;
  /** -1 = none */
  sourceKey = 0;
  bytes = Buffer.alloc(0);
  /** its words in `bytes` */
  from = 0;
  end = 0;

  constructor(file: SpoolFile, runs: readonly Run[]) {
    // in order already: later runs hold what comes later in the file, and ascending ones are a heap
    this.#heap = runs.map((run, place) => new RunReader(file, run, place)).sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.#show();
  }

  get done(): boolean {
    return this.#heap.length === 0 || this.#heap[0]!.key === Number.POSITIVE_INFINITY;
  }

  next(): void {
    this.#heap[0]!.next();
    this.#sift();
    this.#show();
  }

  #show(): void {
    if (this.done) return;
    const { words, bytes, at } = this.#heap[0]!;
    const traits = words[at + 2]!;
    this.second = words[at]!;
    this.voice = words[at + 1]!;
    this.kind = traits & 0xff;
    this.precision = (traits >>> 8) & 3;
    this.sourceKey = traits >= 0x10000 ? words[at + 3]! : -1;
    this.bytes = bytes;
    this.from = (at + headWords) * 4;
    this.end = this.from + words[at + 4]!;
  }

  /** The first may have become greater than those below. */
  #sift(): void {
    const heap = this.#heap;
    const moved = heap[0]!;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, moved)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = moved;
  }
}

const isBefore = (a: RunReader, b: RunReader): boolean => a.key < b.key || (a.key === b.key && a.place < b.place);
