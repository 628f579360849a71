import type { Database } from '../../platform/db/database.ts';
import { failureCode } from '../../platform/db/storage-error.ts';
import type { Chunk } from './chunk.ts';
import { columns } from './message-row.ts';

/** Of more the statement itself costs nothing any more. */
export const rowsPerStatement = 40;
/** The words of all rows are one blob; where those of a row begin, 1 = first byte, and their length are one number. */
const lengthBits = 24;
/** Longer words go in by themselves: they need not be copied twice more. */
const longBytes = 2 ** 16;

// OR FAIL: to be able to take back all of them, SQLite would copy every page they touch
const insert = `INSERT OR FAIL INTO messages (${columns})`;
const one = `${insert} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * Every value bound costs as much as the row itself, and a text four times as much: so conversation and traits come as one number,
 * and the words of all rows as one blob.
 * @param row of VALUES
 * @param talker SQL
 */
const many = (row: string, talker: string) =>
  `${insert} SELECT column1, column2 >> 10, ${talker}, column2 & 3, (column2 >> 2) & 63, (column2 >> 8) & 3, column3, @batch,
     CAST(substr(@words, column4 >> ${lengthBits}, column4 & ${2 ** lengthBits - 1}) AS TEXT)
   FROM (VALUES ${Array(rowsPerStatement).fill(row).join(', ')})`;
const manyTalkers = many('(?, ?, ?, ?, ?)', 'column5');
const manyPrivate = many('(?, ?, ?, ?)', '0');

type Statement = ReturnType<Database['sql']>;

/** Writes records of one import into the book. */
export class MessageWriter {
  readonly #db: Database;
  readonly #batchId: number;
  readonly #many: Statement;
  readonly #manyPrivate: Statement;
  readonly #one: Statement;
  readonly #values: (number | null)[] = Array(rowsPerStatement * 5).fill(null);
  readonly #valuesPrivate: (number | null)[] = Array(rowsPerStatement * 4).fill(null);
  #words = Buffer.allocUnsafeSlow(rowsPerStatement * 256);

  constructor(db: Database, batchId: number) {
    this.#db = db;
    this.#batchId = batchId;
    this.#many = db.sql(manyTalkers);
    this.#manyPrivate = db.sql(manyPrivate);
    this.#one = db.sql(one);
  }

  /** Whether the records from a place on can go into one statement. */
  fits(chunk: Chunk, records: number[], from: number): boolean {
    const end = from + rowsPerStatement;
    if (end > records.length) return false;
    for (let i = from; i < end; i++) if (chunk.bytesOf(records[i]!) > longBytes) return false;
    return true;
  }

  /** Inserts `rowsPerStatement` records that fit. @returns how many are in, from the first on, until one whose place is taken */
  insertMany(chunk: Chunk, records: number[], from: number): number {
    let short = true;
    for (let i = from; i < from + rowsPerStatement; i++) if (chunk.talker(records[i]!) !== 0) short = false;
    const values = short ? this.#valuesPrivate : this.#values;
    let at = 0;
    let used = 0;
    for (let i = from; i < from + rowsPerStatement; i++) {
      const record = records[i]!;
      const key = chunk.sourceKey(record);
      const length = chunk.bytesOf(record);
      if (used + length > this.#words.length) this.#widen(used + length, used);
      chunk.copyWords(record, this.#words, used);
      values[at++] = chunk.base(record);
      values[at++] = chunk.conversation(record).id * 1024 + chunk.traits(record);
      values[at++] = key === -1 ? null : key;
      values[at++] = (used + 1) * 2 ** lengthBits + length;
      if (!short) values[at++] = chunk.talker(record);
      used += length;
    }
    // a part of an empty blob would be NULL
    const words = this.#words.subarray(0, Math.max(used, 1));
    try {
      (short ? this.#manyPrivate : this.#many).run(values, { words, batch: this.#batchId });
      return rowsPerStatement;
    } catch (error) {
      if (failureCode(error) !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error;
      return this.#db.pluck('SELECT changes()').get() as number;
    }
  }

  #widen(needed: number, used: number): void {
    const wider = Buffer.allocUnsafeSlow(needed * 2);
    this.#words.copy(wider, 0, 0, used);
    this.#words = wider;
  }

  /** @returns false = its place is taken */
  insertAlone(chunk: Chunk, record: number): boolean {
    try {
      this.insertOne(chunk, record, chunk.base(record));
      return true;
    } catch (error) {
      if (failureCode(error) !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error;
      return false;
    }
  }

  /** @param id a place that is free */
  insertOne(chunk: Chunk, record: number, id: number): void {
    const key = chunk.sourceKey(record);
    this.#one.run(
      id,
      chunk.conversation(record).id,
      chunk.talker(record),
      chunk.direction(record),
      chunk.kind(record),
      chunk.precision(record),
      key === -1 ? null : key,
      this.#batchId,
      chunk.textOf(record),
    );
  }
}
