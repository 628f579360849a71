import type { Worker } from 'node:worker_threads';
import type { Database } from '../../platform/db/database.ts';
import { attachSideFile } from '../../platform/db/side-files.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { startHelper } from '../../platform/jobs/helper-thread.ts';
import type { FriendTexts } from '../friends/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';
import { type LaidColumn, type LayMessage, laidTexts, layState, usablePhone } from './lay-rows.ts';
import { FriendRows, friendColumns, packColumn } from './new-friend.ts';

const rowsPerMessage = 1000;
/** A thread that nobody has needed for so long ends: its tables take some 60 MB. */
const idleMs = 10 * 60_000;
/** A thread that has laid nothing for so long has died. */
const patienceMs = 10_000;
/** the thread works them out; of the phone it is told whether it can be used */
const textsToCome: FriendTexts = { searchText: '', sortName: '', phoneKey: usablePhone };

let helper: Worker | null = null;
let idle: NodeJS.Timeout | null = null;
/** whose rows the thread lays or has laid: one at a time */
let current: RowLayer | null = null;

/** Starts the second thread ahead of a file that will need it: it takes as long as reading the file does. */
export function warmLayer(): void {
  if (!helper) {
    const started = startHelper('layRows');
    helper = started;
    started?.postMessage({ type: 'warm' } satisfies LayMessage);
    started?.on('exit', () => {
      if (helper === started) helper = null;
    });
  }
  if (idle) clearTimeout(idle);
  idle = setTimeout(endIdle, idleMs);
  idle.unref();
}

function endIdle(): void {
  if (!helper || current) return;
  helper.postMessage({ type: 'drop' } satisfies LayMessage);
  helper = null;
}

/**
 * While the worker still plans an import, a second thread works out the texts of the new friends and lays their rows into a file
 * beside the staged one; the commit copies them from there in one statement, in its own transaction. Of two plans only the newer
 * one's rows are laid. Where there is no second thread, or it fails, the commit writes the rows itself.
 */
export class RowLayer {
  readonly #file: string;
  readonly #helper: Worker;
  readonly #state = new Int32Array(new SharedArrayBuffer(8));
  /** that wait to be sent, and their places in the file */
  #rows = new FriendRows();
  #places: number[] = [];
  /** places of the columns in which any row so far has something */
  readonly #filled = new Set(laidTexts);
  /** rows that were laid and have changed since, by place */
  readonly #changed = new Map<number, ImportedContact>();
  /** rows laid so far */
  count = 0;

  constructor(thread: Worker, file: string) {
    this.#helper = thread;
    this.#file = file;
    current = this;
    this.#post({ type: 'begin', file, state: this.#state.buffer as SharedArrayBuffer });
  }

  /** @returns null when no second thread was warmed */
  static over(file: string): RowLayer | null {
    return helper && new RowLayer(helper, file);
  }

  /** @param index place in the file; must grow */
  add(index: number, contact: ImportedContact): void {
    this.#put(index, contact);
    this.count++;
    if (this.#rows.count === rowsPerMessage) this.#send(false);
  }

  /** A row that was added has learned something more. */
  changed(index: number, contact: ImportedContact): void {
    this.#changed.set(index, contact);
  }

  end(): void {
    this.#send(false);
    for (const [index, contact] of this.#changed) this.#put(index, contact);
    this.#send(true);
    this.#post({ type: 'end' });
  }

  /**
   * Waits until every row lies there. Runs inside the caller's transaction: the thread needs nothing of the book.
   * @returns false when the thread failed or is gone: write the rows without it
   * @throws AppError `cancelled`
   */
  ready(control: JobControl): boolean {
    while (current === this) {
      const handled = Atomics.load(this.#state, 1);
      const state = Atomics.load(this.#state, 0);
      if (state !== layState.working) return state === layState.done;
      control.checkCancelled();
      if (Atomics.wait(this.#state, 1, handled, patienceMs) === 'timed-out') return false;
    }
    return false;
  }

  /**
   * Copies the rows into `friends` in the order of the file; call it once they are ready, then `detachSideFiles` behind the transaction.
   * @param same columns that all of them share
   */
  copyInto(db: Database, same: Record<string, number>): void {
    const names = friendColumns.flatMap(({ name }, place) => (this.#filled.has(place) ? [`"${name}"`] : [])).join(', ');
    attachSideFile(db, 'laid', this.#file);
    db.raw.exec(
      `INSERT INTO friends (${names}, ${Object.keys(same).join(', ')}) SELECT ${names}, ${Object.values(same).join(', ')} FROM laid.rows ORDER BY place`,
    );
  }

  /** The rows are not wanted any more, nor is the thread. */
  drop(): void {
    if (current !== this) return;
    current = null;
    this.#post({ type: 'drop' });
    helper = null;
  }

  #put(index: number, contact: ImportedContact): void {
    this.#places.push(index);
    this.#rows.add(contact, textsToCome);
  }

  #send(again: boolean): void {
    const rows = this.#rows;
    if (rows.count === 0) return;
    const columns: LaidColumn[] = [];
    for (const place of rows.filled()) {
      if (laidTexts.includes(place)) continue;
      this.#filled.add(place);
      columns.push({ place, values: packColumn(place, rows.columns[place]!) });
    }
    this.#post({ type: 'rows', places: this.#places, columns, again });
    this.#rows = new FriendRows();
    this.#places = [];
  }

  #post(message: LayMessage): void {
    this.#helper.postMessage(message);
  }
}
