import type { ContactField, PreviewRow, RowProblem, RowVerdict } from '../../../shared/contracts/imports.ts';
import { rowVerdicts } from '../../../shared/contracts/imports.ts';
import { birthdayCell } from '../../../shared/domain/birthday.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import type { FriendRecord } from '../friends/index.ts';
import { pointsReader } from '../points/index.ts';
import { type ContactResult, contactReader, type ImportedContact } from './formats/contact-row.ts';
import type { TableSource } from './formats/open-table.ts';
import { createMatcher, type Match, type Matcher } from './match.ts';
import { contactColumns, differences } from './merge.ts';
import { type PlannedRow, PlannedRows, tagNames } from './planned-rows.ts';
import type { RowLayer } from './row-layer.ts';
import { phoneKeyOf, SeenPeople } from './seen-people.ts';

export interface Plan {
  accountId: number;
  channelId: number | null;
  fields: ContactField[];
  rows: PlannedRows;
  byVerdict: Record<RowVerdict, number[]>;
  newTags: string[];
  /** the second thread that lays the new rows; null = the commit writes them all itself */
  layer: RowLayer | null;
}

export interface PlanInput {
  accountId: number;
  channelId: number | null;
  fields: ContactField[];
}

const rowsPerBreath = 2000;
/** rows that are sound, but no people whom she has added */
const leftOut: ReadonlySet<RowProblem> = new Set(['notAFriend', 'sheetNote']);

interface PlanOptions {
  /** new rows are handed to it as soon as they are found */
  layer?: RowLayer | null;
  /** whether she has said that a row is the person further up with the same phone */
  joins?: (index: number) => boolean;
}

/** Decides about every row: new, changed, same, doubtful, repeated, left out or unreadable. Reads the book, changes nothing. */
export function planRows(
  ctx: ServiceContext,
  table: TableSource,
  input: PlanInput,
  control: JobControl,
  { layer = null, joins = () => false }: PlanOptions = {},
): Plan {
  const read = contactReader(
    table.columns.map((column, i) => ({ field: input.fields[i] ?? 'ignore', header: column.header })),
    table.origin,
  );
  const rows = new PlannedRows(table.rows, read, input.fields.includes('points'));
  const judge = new RowJudge(rows, createMatcher(ctx, input.accountId), layer, joins);
  for (const [index, row] of table.rows.entries()) {
    if (index % rowsPerBreath === 0) {
      control.checkCancelled();
      control.progress('match', index, table.rows.length);
    }
    judge.take(index, read(row));
  }
  judge.layer?.end();
  compareWithBook(ctx, rows, control);
  const byVerdict = Object.fromEntries(rowVerdicts.map((verdict) => [verdict, [] as number[]])) as Record<RowVerdict, number[]>;
  for (let index = 0; index < rows.length; index++) byVerdict[rows.verdictOf(index)].push(index);
  return { ...input, rows, byVerdict, newTags: unknownTags(ctx, rows), layer: judge.layer };
}

/** Decides about one row after the other, and hands the new ones to the second thread. */
class RowJudge {
  /** null = the commit writes the new ones itself */
  layer: RowLayer | null;
  readonly #rows: PlannedRows;
  readonly #match: Matcher;
  readonly #joins: (index: number) => boolean;
  readonly #seen: SeenPeople;

  constructor(rows: PlannedRows, match: Matcher, layer: RowLayer | null, joins: (index: number) => boolean) {
    this.#rows = rows;
    this.#match = match;
    this.layer = layer;
    this.#joins = joins;
    this.#seen = new SeenPeople(rows);
  }

  take(index: number, result: ContactResult): void {
    const rows = this.#rows;
    const { contact } = result;
    if (!contact) {
      rows.judge(index, leftOut.has(result.problem) ? 'leftOut' : 'unreadable');
      return;
    }
    const phoneKey = phoneKeyOf(contact);
    const earlier = this.#seen.firstOf(index, contact, phoneKey);
    const found = earlier?.sure ? null : this.#match(contact, phoneKey);
    if (earlier && (earlier.sure || (!found && this.#joins(index)))) {
      rows.judge(index, 'repeated');
      this.#addTo(earlier.row, contact);
      return;
    }
    rows.judge(index, 'new');
    if (found) rows.hold(index, result).match = found;
    else if (earlier) {
      rows.hold(index, result).earlier = earlier.row;
      rows.judge(index, 'doubtful');
    } else {
      rows.tags.set(index, contact);
      if (rows.points && contact.points !== null) rows.points[index] = contact.points;
      this.layer?.add(index, contact);
    }
  }

  /** What a later row says of the person of an earlier one. */
  #addTo(first: number, contact: ImportedContact): void {
    const held = this.#rows.hold(first);
    const wasNew = held.match === null && held.earlier === null;
    if (absorb(held.contact!, contact)) {
      this.#seen.learn(first, held.contact!);
      held.match = matchAgain(this.#match, held);
    }
    if (!wasNew) return;
    if (held.match === null) this.layer?.changed(first, held.contact!);
    else {
      // it lies among the new ones: the commit writes those itself
      this.layer?.drop();
      this.layer = null;
    }
  }
}

/** A person who stands twice in a file: what the later row adds goes to the first. @returns whether an id or a phone came with it */
function absorb(first: ImportedContact, later: ImportedContact): boolean {
  const { wxid, alias, phone } = first;
  first.tags = [...new Set([...first.tags, ...later.tags])];
  first.tagsByGroup = [...first.tagsByGroup, ...later.tagsByGroup];
  if (phone === '') first.phoneUsable = later.phoneUsable;
  if (first.nameless && !later.nameless) {
    first.nickname = '';
    delete first.nameless;
  }
  const to = first as unknown as Record<string, unknown>;
  for (const [key, value] of Object.entries(later))
    if ((to[key] === '' || to[key] === null) && value && !(later.nameless && key === 'nickname')) to[key] = value;
  return first.wxid !== wxid || first.alias !== alias || first.phone !== phone;
}

/** The friend of the book that a row is with what it has learned; a name that came with it decides nothing. */
function matchAgain(match: Matcher, { contact, match: before }: PlannedRow): Match | null {
  const found = match(contact!, phoneKeyOf(contact!));
  return found && found.by !== 'remark' ? found : before;
}

function compareWithBook(ctx: ServiceContext, rows: PlannedRows, control: JobControl): void {
  const readFriend = ctx.db.sql(
    `SELECT ${contactColumns.join(', ')}, birthday_year, birthday_day, birthday_leap, birthday_calendar, status, trust_level FROM friends WHERE id = ?`,
  );
  const readTags = ctx.db.pluck('SELECT name FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = ?');
  const pointsOf = rows.points ? pointsReader(ctx) : () => null;
  for (const planned of rows.matched()) {
    if (planned.index % rowsPerBreath === 0) control.checkCancelled();
    const { match, contact } = planned;
    const friend = readFriend.get(match.friendId) as FriendRecord;
    const has = new Set(readTags.all(match.friendId) as string[]);
    planned.newTags = tagNames(contact).filter((name) => !has.has(name));
    planned.changes = differences(friend, contact, pointsOf(match.friendId));
    const nothingNew = planned.changes.length === 0 && planned.newTags.length === 0;
    if (match.doubtful) {
      rows.judge(planned.index, 'doubtful');
      if (match.ambiguous) planned.problem = 'ambiguousMatch';
    } else rows.judge(planned.index, nothingNew ? 'same' : 'changed');
  }
}

/** Tags that the book does not have, in the order in which the file names them. What repeated rows add is with the first of them. */
function unknownTags(ctx: ServiceContext, rows: PlannedRows): string[] {
  const seen = new Set(ctx.db.pluck('SELECT name FROM tags').all() as string[]);
  const unknown: string[] = [];
  const add = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    unknown.push(name);
  };
  const { tags } = rows.tags;
  const done = new Uint8Array(tags.length);
  const addNumbered = (tag: number) => {
    if (done[tag] === 1) return;
    done[tag] = 1;
    add(tags[tag]!.name);
  };
  for (let index = 0; index < rows.length; index++) {
    const held = rows.held(index);
    if (held) tagNames(held.contact!).forEach(add);
    else rows.tags.each(index, addNumbered);
  }
  return unknown;
}

/** One row as the screen shows it. */
export function toPreviewRow({ rows }: Plan, index: number, columns: TableSource['columns']): PreviewRow {
  const planned = rows.at(index);
  const { contact, match } = planned;
  const cells: Record<string, string> = contact
    ? shownCells(contact)
    : Object.fromEntries(planned.row.cells.slice(0, 12).map((cell, i) => [columns[i]?.header ?? `列 ${i + 1}`, cell.slice(0, 200)]));
  const changes: PreviewRow['changes'] = Object.fromEntries(
    planned.changes.map(({ field, before, after }) => [field, [before, after] as [string, string]]),
  );
  const earlier = !match && planned.earlier !== null ? rows.at(planned.earlier) : null;
  if (match && planned.newTags.length > 0) changes.tags = ['', planned.newTags.join('、')];
  return {
    index: planned.index,
    line: planned.row.line,
    verdict: planned.verdict,
    problem: planned.problem,
    name: contact ? shownName(contact) : (planned.row.cells.find((cell) => cell.trim() !== '') ?? '').slice(0, 60),
    cells,
    match: match ? { friendId: match.friendId, name: match.name, by: match.by } : null,
    earlier: earlier && { line: earlier.row.line, name: shownName(earlier.contact!) },
    changes,
  };
}

const shownName = ({ remark, nickname }: ImportedContact): string => remark || nickname;

function shownCells(contact: ImportedContact): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const field of ['remark', 'nickname', 'wxid', 'alias', 'phone', 'region', 'address', 'source', 'signature', 'description'] as const)
    if (contact[field]) cells[field] = contact[field];
  const names = tagNames(contact);
  if (names.length > 0) cells.tags = names.join('、');
  if (contact.birthday) cells.birthday = birthdayCell(contact.birthday);
  if (contact.gender) cells.gender = contact.gender;
  if (contact.level) cells.level = String(contact.level);
  if (contact.points !== null) cells.points = String(contact.points);
  return cells;
}
