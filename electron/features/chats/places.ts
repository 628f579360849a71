import { timePrecisions } from '../../../shared/domain/messages.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Chunk } from './chunk.ts';
import { coarseSpan, dayStart, idOf, minuteStart, nextId, secondOf, slots } from './message-id.ts';
import { columns, isSame, type Row } from './message-row.ts';

const exact = timePrecisions.indexOf('second');
const minute = timePrecisions.indexOf('minute');
const day = timePrecisions.indexOf('day');

/** Looks at the messages of the book by their places. */
export class Places {
  readonly #db: Database;
  readonly #holes: ReadonlySet<number>;

  /** @param holes places that are free again between others that are not */
  constructor(db: Database, holes: ReadonlySet<number>) {
    this.#db = db;
    this.#holes = holes;
  }

  /** The unbroken row of messages from a place on, and the first free place behind it. */
  rowFrom(first: number): { rows: Row[]; end: number } {
    const rows: Row[] = [];
    let end = first;
    const second = secondOf(first);
    const read = this.#db.arrays(`SELECT ${columns} FROM messages WHERE id >= ? AND id < ? ORDER BY id LIMIT ?`);
    for (let limit = 4; ; limit = Math.min(limit * 4, 4096)) {
      const last = idOf(second + 1, 0);
      const found = read.all(end, last, limit) as Row[];
      let broken = found.length === 0 && !this.#holes.has(end);
      for (const row of found) {
        while (end !== row[0] && this.#holes.has(end) && end + 1 < last) end++;
        if (end !== row[0]) {
          broken = true;
          break;
        }
        rows.push(row);
        end = nextId(end);
      }
      while (!broken && this.#holes.has(end)) end = nextId(end);
      if (rows.length >= slots - 1) throw new AppError('tooManyRows', { second });
      if (broken) return { rows, end };
    }
  }

  /** Messages that say what a record says and may be of a moment known this exactly: the most exact first, as the fewest records can be those. */
  matches(chunk: Chunk, record: number, second: number, precision: number): Row[] {
    const { id, hasCoarse } = chunk.conversation(record);
    const slot = chunk.base(record) % slots;
    const rows = this.rowFrom(idOf(second, slot)).rows;
    if (precision !== exact) {
      const span = precision === minute ? coarseSpan.minute : coarseSpan.day;
      const within = this.#db
        .arrays(`SELECT ${columns} FROM messages WHERE conversation_id = ? AND id >= ? AND id < ? ORDER BY id`)
        .all(id, idOf(second + 1, 0), idOf(second + span, 0)) as Row[];
      for (const row of within) rows.push(row);
    }
    const spans = [
      [minute, minuteStart(second)],
      [day, dayStart(second)],
    ] as const;
    for (const [known, start] of hasCoarse ? spans : []) {
      if (start === second || known <= precision) continue;
      rows.push(...this.rowFrom(idOf(start, slot)).rows.filter((row) => row[5] === known));
    }
    return rows.filter((row) => isSame(chunk, record, row)).sort((a, b) => a[5] - b[5]);
  }
}
