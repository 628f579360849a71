import { type RowProblem, type RowVerdict, rowVerdicts } from '../../../shared/contracts/imports.ts';
import type { ContactResult, ImportedContact } from './formats/contact-row.ts';
import type { TableRow } from './formats/table-row.ts';
import type { Match } from './match.ts';
import type { FieldChange } from './merge.ts';
import { RowTags } from './row-tags.ts';

/** What is to happen with one row of the file. */
export interface PlannedRow {
  index: number;
  row: TableRow;
  verdict: RowVerdict;
  problem: RowProblem | null;
  contact: ImportedContact | null;
  match: Match | null;
  /** the row further up that has the same phone, while it is not known to be the same person */
  earlier: number | null;
  changes: FieldChange[];
  /** tags of the contact that the matched friend does not carry yet */
  newTags: string[];
}

/** shared by the rows that have none: two lists less for each of very many */
const nothing: never[] = [];
const verdictNumbers = new Map(rowVerdicts.map((verdict, number) => [verdict, number]));

/**
 * The rows of a plan. Of most, all of a first import, only the verdict and the tags are held, as numbers; the contact is read out of the
 * file's text again when somebody asks for it. Held as they are: rows that fit a friend of the book, and rows that later ones of the
 * file have added something to.
 */
export class PlannedRows {
  readonly length: number;
  /** of the contacts that are not held */
  readonly tags: RowTags;
  /** of the contacts that are not held: what they have, 0 where the file does not say; null = it says it of nobody */
  readonly points: Int32Array | null;
  readonly #rows: readonly TableRow[];
  readonly #read: (row: TableRow) => ContactResult;
  /** places among rowVerdicts */
  readonly #verdicts: Uint8Array;
  readonly #held = new Map<number, PlannedRow>();

  /** @param read gives the same for the same row every time */
  constructor(rows: readonly TableRow[], read: (row: TableRow) => ContactResult, hasPoints: boolean) {
    this.length = rows.length;
    this.tags = new RowTags(rows.length);
    this.points = hasPoints ? new Int32Array(rows.length) : null;
    this.#rows = rows;
    this.#read = read;
    this.#verdicts = new Uint8Array(rows.length);
  }

  /** What stands in the file, whatever later rows have added. */
  read(index: number): ContactResult {
    return this.#read(this.#rows[index]!);
  }

  verdictOf(index: number): RowVerdict {
    return rowVerdicts[this.#verdicts[index]!]!;
  }

  judge(index: number, verdict: RowVerdict): void {
    this.#verdicts[index] = verdictNumbers.get(verdict)!;
  }

  at(index: number): PlannedRow {
    const held = this.#held.get(index);
    if (!held) return this.#make(index, this.read(index));
    held.verdict = this.verdictOf(index);
    return held;
  }

  /** The row if it is held: the tags of all others are in `tags`. */
  held(index: number): PlannedRow | null {
    return this.#held.get(index) ?? null;
  }

  /** Those that fit a friend of the book, in the order of the file. */
  *matched(): Generator<PlannedRow & { match: Match; contact: ImportedContact }> {
    for (const row of this.#held.values()) if (row.match) yield row as PlannedRow & { match: Match; contact: ImportedContact };
  }

  /** @param result of reading the row; read again when left out */
  hold(index: number, result: ContactResult = this.read(index)): PlannedRow {
    const row = this.#held.get(index) ?? this.#make(index, result);
    this.#held.set(index, row);
    return row;
  }

  #make(index: number, result: ContactResult): PlannedRow {
    return {
      index,
      row: this.#rows[index]!,
      verdict: this.verdictOf(index),
      problem: result.contact ? result.notice : result.problem,
      contact: result.contact,
      match: null,
      earlier: null,
      changes: nothing,
      newTags: nothing,
    };
  }
}

/** All tags of a contact, each once. */
export function tagNames(contact: ImportedContact): readonly string[] {
  // the reader gives each of `tags` once
  if (contact.tagsByGroup.length === 0) return contact.tags;
  return [...new Set([...contact.tags, ...contact.tagsByGroup.map(({ tag }) => tag)])];
}
