import { timePrecisions } from '../../../shared/domain/messages.ts';
import type { Database } from '../../platform/db/database.ts';
import { addKeyed, type Candidates, candidatesOf } from './candidates.ts';
import type { Chunk } from './chunk.ts';
import { Claimed } from './claimed.ts';
import { idOf, nextId, secondOf } from './message-id.ts';
import { areNeighbours, columns, isSame, isSameRecord, type Row } from './message-row.ts';
import { MessageWriter, rowsPerStatement } from './message-writer.ts';
import { Places } from './places.ts';
import { Holders, Moments, rearrange } from './rearrange.ts';
import { RowCursor } from './row-cursor.ts';

/** What became of a record. */
export const fate = { added: 1, shared: 2, repeated: 3 } as const;

const exact = timePrecisions.indexOf('second');

export interface UnionOptions {
  batchId: number;
  /** false = only look; records that would be new are not remembered beyond their chunk */
  write: boolean;
  /** about how many records are remembered at once */
  expected: number;
  /** neither file nor conversations have coarse times: what is said in a second is over with it, as records come in the order of time */
  forgets: boolean;
}

/**
 * The union of what is in the book with the records of one file, as multisets: a record is the first message of the same identity
 * (conversation, talker, direction, kind, words) and second that no other record of the file is already, unless both have ids of
 * the platform and these differ; when there is none, it is new. Neighbours in a second stand in one unbroken row of places from
 * the hash on, so all of them are found. New messages go behind the last: what two imports share is then always the front of it.
 *
 * Where times are known to the minute or the day only, a record may be any message of the same identity whose span of time holds its
 * own or lies within it. Spans never overlap by halves, so these choices make the most pairs there can be: exact records first, then
 * those of a minute, then those of a day, and each takes the most exact message that is left. What an import once found a message for
 * finds one again, whatever came in between. Hence the order of precision in `place`, and in `Intake`, which brings
 * all exact records of the file first.
 *
 * Where only some records have ids of the platform, ids part what spans would join, and a choice once made may stand in the way of a
 * later record. Then others of the file take another message in turn, as long as there is a way (`rearrange`). docs/architecture.md
 * proves that a file which was brought in finds a message for every record again.
 */
export class Union {
  readonly #db: Database;
  readonly #batchId: number;
  readonly #write: boolean;
  readonly #forgets: boolean;
  readonly #claimed: Claimed;
  /** messages with a server id that a record without one took, so that the rightful one may still come */
  readonly #loose: Claimed;
  readonly #takenBack = new Set<number>();
  readonly #holders = new Holders((id) => this.#loose.has(id) && !this.#takenBack.has(id));
  readonly #holes: Set<number>;
  readonly #places: Places;
  readonly #writer: MessageWriter;
  #fates: Uint8Array = new Uint8Array();
  /** ids of the chunk's records, once known */
  #found: Float64Array = new Float64Array();
  #older: number[] = [];
  /** records for which nothing was found under one name that others have too */
  #later: number[] = [];

  constructor(db: Database, { batchId, write, expected, forgets }: UnionOptions) {
    this.#claimed = new Claimed(expected);
    this.#loose = new Claimed(expected);
    this.#db = db;
    this.#batchId = batchId;
    this.#write = write;
    this.#forgets = forgets;
    this.#holes = new Set(db.pluck('SELECT id FROM message_holes').all() as number[]);
    this.#places = new Places(db, this.#holes);
    this.#writer = new MessageWriter(db, batchId);
  }

  /**
   * Finds a place for every record of the chunk.
   * @returns by record its fate; `older` = ascending ids of messages of other imports that records are
   */
  place(chunk: Chunk): { fates: Uint8Array; ids: Float64Array; older: Float64Array } {
    const order = chunk.order();
    this.#fates = new Uint8Array(chunk.size);
    this.#found = new Float64Array(chunk.size);
    this.#older = [];
    const { fresh, asked, slow } = this.#sortOut(chunk, order);
    const inOrder = fresh.length;
    this.#ask(chunk, asked, fresh, slow);
    this.#insertFresh(chunk, fresh, inOrder, slow);
    for (let open = slow; open.length > 0; open = this.#later) {
      this.#later = [];
      this.#placeSlow(chunk, open);
      for (const record of this.#later) chunk.tryNamesake(record);
    }
    for (const claims of [this.#claimed, this.#loose]) {
      claims.seal();
      // the next chunk may begin in the second in which this one ends
      if (this.#forgets) claims.forgetBefore(idOf(secondOf(chunk.base(order.at(-1)!)), 0));
    }
    const older = Float64Array.from(this.#older).sort();
    return { fates: this.#fates, ids: this.#found, older: older.filter((id, i) => id !== older[i - 1]) };
  }

  #placeSlow(chunk: Chunk, records: number[]): void {
    records.sort((a, b) => chunk.precision(a) - chunk.precision(b) || chunk.base(a) - chunk.base(b) || a - b);
    for (let from = 0; from < records.length; ) {
      let to = from + 1;
      while (to < records.length && areNeighbours(chunk, records[from]!, records[to]!)) to++;
      this.#placeNeighbours(chunk, records.slice(from, to));
      from = to;
    }
  }

  /** Alone at its place and nobody to meet → fresh; alone where messages are → asked; neighbours and what is not exact → slow. */
  #sortOut(chunk: Chunk, order: Uint32Array): { fresh: number[]; asked: number[]; slow: number[] } {
    const fresh: number[] = [];
    const asked: number[] = [];
    const slow: number[] = [];
    let before = -1;
    let id = order.length > 0 ? chunk.base(order[0]!) : -1;
    for (let i = 0; i < order.length; i++) {
      const record = order[i]!;
      const next = i + 1 < order.length ? chunk.base(order[i + 1]!) : -1;
      const conversation = chunk.conversation(record);
      const second = secondOf(id);
      if (id === before || id === next || this.#holes.has(id)) slow.push(record);
      else if (!conversation.old) fresh.push(record);
      else if (conversation.hasCoarse || chunk.precision(record) !== exact) slow.push(record);
      else if (second < conversation.oldFrom || second > conversation.oldTo) fresh.push(record);
      else (chunk.hasNamesakes(record) ? slow : asked).push(record);
      before = id;
      id = next;
    }
    return { fresh, asked, slow };
  }

  /** Looks at the places. Most answers are "the very message" or "nobody there"; anything else is slow. */
  #ask(chunk: Chunk, asked: number[], fresh: number[], slow: number[]): void {
    if (asked.length === 0) return;
    const ids = new Float64Array(asked.length);
    let keyless = 0;
    for (let i = 0; i < ids.length; i++) {
      ids[i] = chunk.base(asked[i]!);
      if (chunk.sourceKey(asked[i]!) === -1) keyless++;
    }
    // equal hashes of the server id, and of all the rest by the place, are beyond doubt: nothing else need be read
    const keyed = keyless * 20 < asked.length;
    const cursor = new RowCursor(this.#db, keyed ? 'id, source_key, batch_id' : columns, ids);
    let same = 0;
    for (const [place, record] of asked.entries()) {
      const row = cursor.find(place);
      if (!row) {
        fresh.push(record);
        continue;
      }
      const id = ids[place]!;
      const key = chunk.sourceKey(record);
      const plain = keyed ? row[1] === key : row[6] === (key === -1 ? null : key) && isSame(chunk, record, row as Row);
      if (!plain || this.#claimed.has(id)) {
        slow.push(record);
        continue;
      }
      this.#takeId(record, id, row[keyed ? 2 : 7] as number);
      ids[same++] = id;
    }
    this.#claimed.addSorted(ids.slice(0, same));
  }

  /** @param inOrder = number of records at the front of `fresh` that are in order */
  #insertFresh(chunk: Chunk, fresh: number[], inOrder: number, slow: number[]): void {
    if (inOrder < fresh.length) fresh.sort((a, b) => chunk.base(a) - chunk.base(b));
    const done = new Float64Array(fresh.length);
    let count = 0;
    const note = (record: number) => {
      const id = chunk.base(record);
      this.#fates[record] = fate.added;
      this.#found[record] = id;
      done[count++] = id;
    };
    for (let at = 0; at < fresh.length; ) {
      const end = at + rowsPerStatement;
      if (!this.#write) note(fresh[at++]!);
      else if (this.#writer.fits(chunk, fresh, at)) {
        const stop = at + this.#writer.insertMany(chunk, fresh, at);
        while (at < stop) note(fresh[at++]!);
        // one whose place is taken goes the slow way
        if (at < end) slow.push(fresh[at++]!);
      } else if (this.#writer.insertAlone(chunk, fresh[at]!)) note(fresh[at++]!);
      else slow.push(fresh[at++]!);
    }
    if (this.#write) this.#claimed.addSorted(done.subarray(0, count));
  }

  /** Records of one precision that look at the same place first, those with server ids before those without. */
  #placeNeighbours(chunk: Chunk, records: number[]): void {
    const { old, hasCoarse } = chunk.conversation(records[0]!);
    const keyed = records.filter((record) => chunk.sourceKey(record) !== -1);
    const ordered = [...keyed, ...records.filter((record) => chunk.sourceKey(record) === -1)];
    if (old && (hasCoarse || chunk.precision(records[0]!) !== exact)) this.#placeSpans(chunk, ordered);
    else this.#placeExact(chunk, ordered);
  }

  #placeExact(chunk: Chunk, records: number[]): void {
    const first = chunk.base(records[0]!);
    const { rows, end } = this.#places.rowFrom(first);
    const kinds: Candidates[] = [];
    let free = end;
    for (const record of records) {
      let candidates = kinds.find((known) => isSameRecord(chunk, record, known.record));
      if (!candidates) {
        const same = rows.filter((row) => isSame(chunk, record, row));
        candidates = candidatesOf(record, same);
        kinds.push(candidates);
      }
      if (this.#choose(chunk, record, candidates)) continue;
      if (chunk.hasNamesakes(record)) this.#later.push(record);
      else free = this.#addAt(chunk, record, free, candidates);
    }
  }

  /** The same where spans of time are known: on either side, so that one record may stand in the way of another. */
  #placeSpans(chunk: Chunk, records: number[]): void {
    const kinds: Moments[] = [];
    for (const record of records) {
      let moments = kinds.find((known) => isSameRecord(chunk, record, known.record));
      if (!moments) {
        moments = new Moments(record, (second, precision) => this.#places.matches(chunk, record, second, precision));
        kinds.push(moments);
      }
      const holder = { second: secondOf(chunk.base(record)), precision: chunk.precision(record), key: chunk.sourceKey(record) };
      const candidates = moments.at(holder);
      const plain = holder.key === -1 ? this.#chooseAny(record, candidates) : null;
      const row = plain ?? rearrange(holder, moments, this.#holders, (id) => this.#claimed.has(id));
      if (row === 'repeated') this.#fates[record] = fate.repeated;
      else if (row) {
        if (row !== plain) this.#claim(record, row);
        else this.#holders.set(row, holder);
      } else {
        const taught = holder.key === -1 ? null : this.#teach(record, holder.key, candidates);
        if (taught) this.#holders.set(taught, holder);
        else if (chunk.hasNamesakes(record)) this.#later.push(record);
        else this.#addAt(chunk, record, this.#places.rowFrom(chunk.base(record)).end, candidates);
      }
    }
  }

  /** The message that a record is; null = none. */
  #choose(chunk: Chunk, record: number, candidates: Candidates): Row | null {
    const key = chunk.sourceKey(record);
    if (key === -1) return this.#chooseAny(record, candidates);
    const known = candidates.byKey.get(key);
    if (known) {
      const own = known.find((row) => this.#claimed.has(row[0]) && (!this.#loose.has(row[0]) || this.#takenBack.has(row[0])));
      if (own) {
        this.#fates[record] = fate.repeated;
        return own;
      }
      const free = known.find((row) => !this.#claimed.has(row[0]));
      if (free) {
        this.#claim(record, free);
        return free;
      }
      // a record without an id stood for this one: it has to find another, in the place of this record
      this.#takenBack.add(known[0]![0]);
      chunk.dropSourceKey(record);
      return this.#chooseAny(record, candidates);
    }
    return this.#teach(record, key, candidates);
  }

  /** A message without an id that nobody stands for is the one of this id from now on. */
  #teach(record: number, key: number, candidates: Candidates): Row | null {
    while (candidates.nextKeyless < candidates.rows.length) {
      const row = candidates.rows[candidates.nextKeyless++]!;
      if (row[6] !== null || this.#claimed.has(row[0])) continue;
      this.#claim(record, row);
      this.#learnKey(row, key);
      addKeyed(candidates, key, row);
      return row;
    }
    return null;
  }

  #chooseAny(record: number, candidates: Candidates): Row | null {
    while (candidates.nextAny < candidates.rows.length) {
      const row = candidates.rows[candidates.nextAny++]!;
      if (this.#claimed.has(row[0])) continue;
      this.#claim(record, row);
      if (row[6] !== null) this.#loose.add(row[0]);
      return row;
    }
    return null;
  }

  /** The next export that has ids can then tell this message from others of the same words. */
  #learnKey(row: Row, key: number): void {
    row[6] = key;
    if (this.#write) this.#db.sql('UPDATE messages SET source_key = ? WHERE id = ?').run(key, row[0]);
  }

  #claim(record: number, row: Row): void {
    this.#takeId(record, row[0], row[7]);
    this.#claimed.add(row[0]);
  }

  #takeId(record: number, id: number, batchId: number): void {
    this.#fates[record] = fate.shared;
    this.#found[record] = id;
    if (batchId !== this.#batchId) this.#older.push(id);
  }

  /** @returns the place behind the new one */
  #addAt(chunk: Chunk, record: number, id: number, candidates: Candidates): number {
    const key = chunk.sourceKey(record);
    this.#fates[record] = fate.added;
    this.#found[record] = id;
    if (this.#write) this.#writer.insertOne(chunk, record, id);
    this.#claimed.add(id);
    const row: Row = [id, 0, 0, 0, 0, chunk.precision(record), key === -1 ? null : key, this.#batchId, ''];
    if (key !== -1) addKeyed(candidates, key, row);
    // the place that was free may have been all that parted this row from the next
    return this.#write ? this.#places.rowFrom(nextId(id)).end : id;
  }
}
