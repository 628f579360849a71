import type { Database } from '../../platform/db/database.ts';

const perLookUp = 20;
const perPage = 1000;

type Row = [id: number, ...rest: unknown[]];

/** Whether the book holds fewer than six messages, between the first and the last of the ids, for each that is looked for. */
function isDense(db: Database, ids: Float64Array): boolean {
  const most = ids.length * 6;
  const count = db.pluck('SELECT count(*) FROM (SELECT 1 FROM messages WHERE id >= ? AND id <= ? LIMIT ?)');
  return (count.get(ids[0], ids.at(-1), most) as number) < most;
}

/**
 * Finds messages by ascending ids. Where many of the book's messages are asked for, it walks along all of them, which costs a
 * quarter of looking each up; else it looks 20 up at a time. Nothing may be written meanwhile.
 */
export class RowCursor {
  readonly #db: Database;
  readonly #columns: string;
  readonly #ids: Float64Array;
  readonly #walks: boolean;
  #rows: Row[] = [];
  #at = 0;
  #next = 0;

  /** @param columns SQL; the first is the id */
  constructor(db: Database, columns: string, ids: Float64Array) {
    this.#db = db;
    this.#columns = columns;
    this.#ids = ids;
    this.#walks = ids.length > 0 && isDense(db, ids);
  }

  /** The row of `ids[place]`, for ascending places. */
  find(place: number): readonly unknown[] | undefined {
    const id = this.#ids[place]!;
    while (this.#at < this.#rows.length && this.#rows[this.#at]![0] < id) this.#at++;
    if (this.#at === this.#rows.length && place >= this.#next) {
      this.#read(place);
      this.#at = 0;
    }
    const row = this.#rows[this.#at];
    return row?.[0] === id ? row : undefined;
  }

  /** Reads on from a place; `next` = the first place that these rows say nothing about. */
  #read(place: number): void {
    const ids = this.#ids;
    if (this.#walks) {
      this.#rows = this.#db
        .arrays(`SELECT ${this.#columns} FROM messages WHERE id >= ? AND id <= ? ORDER BY id LIMIT ${perPage}`)
        .all(ids[place], ids.at(-1)) as Row[];
      const full = this.#rows.length === perPage;
      const last = full ? this.#rows.at(-1)![0] : ids.at(-1)!;
      this.#next = place + 1;
      while (this.#next < ids.length && ids[this.#next]! <= last) this.#next++;
      return;
    }
    const some = Array.from(ids.subarray(place, place + perLookUp));
    this.#next = place + some.length;
    while (some.length < perLookUp) some.push(-1);
    const marks = Array(perLookUp).fill('?').join(', ');
    this.#rows = this.#db.arrays(`SELECT ${this.#columns} FROM messages WHERE id IN (${marks}) ORDER BY id`).all(some) as Row[];
  }
}
