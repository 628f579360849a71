import type { Database } from '../db/database.ts';
import type { ChangeHint } from '../events.ts';
import type { SqlValue, UndoStep } from './steps.ts';

/** How the undo log handles a table. Features list theirs; `key` is the column whose values the steps keep as ids. */
export interface UndoTable {
  name: string;
  key: string;
  /** the other key columns of a table without a single id, e.g. ['tag_id'] */
  fixed?: string[];
  /** what the caches should know about changed rows */
  hint?(ids: ArrayLike<number>, fixed: Record<string, SqlValue>): ChangeHint;
  /** the column that names the friend a row is about, for `ChangeHint.aboutIds` */
  about?: string;
  /** columns worked out of others */
  derived?: string[];
  /** columns that say one thing together, e.g. calendar, month and day of a birthday: they go back together or not at all */
  together?: string[][];
  /**
   * Rows that an action made stay when it is taken back and others have come to use them since: a foreign key names them, or `inUse`
   * says so. 'whole' = with all that the action hung on them.
   */
  staysInUse?: 'row' | 'whole';
  /** of these rows, those that are used without being named by a foreign key, or were changed since the action (at `since`) */
  inUse?(db: Database, ids: ArrayLike<number>, since: number): number[];
  /** SQL over its rows: those that are no use of what they hang on, but go with it and come back with it */
  follows?: string;
  /** asked before inserted rows are taken back: what nothing else holds then, and goes after them, in this order */
  orphans?(db: Database, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): { table: string; ids: number[] }[];
  /** rows that are no rows of their own but kept packed in another table's: a list of ids that is too long for undo to keep it twice */
  packed?: PackedRows;
  /** puts the derived columns right after rows came back or were changed back */
  refresh?(db: Database, ids: ArrayLike<number>): void;
  /** puts right what is worked out of several rows of this table, at the end of a turn that did `steps` on it. @returns how many values stay because of newer ones */
  reckon?(db: Database, steps: UndoStep[]): number;
}

/** Puts packed rows in or takes them out, one for each id. @returns ids of those that were not there before, or were */
export interface PackedRows {
  /** the table whose rows hold them, by the same key */
  within: string;
  add(db: Database, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): number[];
  take(db: Database, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): number[];
}
