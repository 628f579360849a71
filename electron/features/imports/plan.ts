import type { ContactField, PreviewRow, RowProblem, RowVerdict } from '../../../shared/contracts/imports.ts';
import { rowVerdicts } from '../../../shared/contracts/imports.ts';
import { birthdayCell } from '../../../shared/domain/birthday.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { type FriendRecord, phoneDigits } from '../friends/index.ts';
import { contactReader, type ImportedContact } from './formats/contact-row.ts';
import type { TableSource } from './formats/open-table.ts';
import type { TableRow } from './formats/table-row.ts';
import { createMatcher, type Match } from './match.ts';
import { contactColumns, differences, type FieldChange } from './merge.ts';
import type { RowLayer } from './row-layer.ts';
import { lowerCase, TextMap } from './text-map.ts';

/** What is to happen with one row of the file. */
export interface PlannedRow {
  index: number;
  row: TableRow;
  verdict: RowVerdict;
  problem: RowProblem | null;
  contact: ImportedContact | null;
  match: Match | null;
  changes: FieldChange[];
  /** tags of the contact that the matched friend does not carry yet */
  newTags: string[];
}

export interface Plan {
  accountId: number;
  channelId: number | null;
  fields: ContactField[];
  rows: PlannedRow[];
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

/** shared by the rows that have none: two lists less for each of very many */
const nothing: never[] = [];
const rowsPerBreath = 2000;

/**
 * Decides about every row: new, changed, same, doubtful, repeated, left out or unreadable. Reads the book, changes nothing.
 * New ones are handed to `layer` as soon as they are found.
 */
export function planRows(
  ctx: ServiceContext,
  table: TableSource,
  input: PlanInput,
  control: JobControl,
  layer: RowLayer | null = null,
): Plan {
  const read = contactReader(
    table.columns.map((column, i) => ({ field: input.fields[i] ?? 'ignore', header: column.header })),
    table.origin,
  );
  const match = createMatcher(ctx, input.accountId);
  const seen: Seen = { wxid: new TextMap(), alias: new TextMap(), phone: new TextMap(), whole: new Map() };
  const rows: PlannedRow[] = [];
  for (const [index, row] of table.rows.entries()) {
    if (index % rowsPerBreath === 0) {
      control.checkCancelled();
      control.progress('match', index, table.rows.length);
    }
    const result = read(row);
    const planned: PlannedRow = {
      index,
      row,
      verdict: 'new',
      problem: null,
      contact: null,
      match: null,
      changes: nothing,
      newTags: nothing,
    };
    rows.push(planned);
    if (!result.contact) {
      planned.problem = result.problem;
      planned.verdict = result.problem === 'notAFriend' ? 'leftOut' : 'unreadable';
      continue;
    }
    planned.contact = result.contact;
    planned.problem = result.notice;
    const phoneKey = result.contact.phoneUsable ? phoneDigits(result.contact.phone) : null;
    const first = firstOfFile(seen, planned, phoneKey);
    if (first) {
      planned.verdict = 'repeated';
      absorb(first.contact!, result.contact);
      if (!first.match) layer?.changed(first.index, first.contact!);
    } else {
      planned.match = match(result.contact, phoneKey);
      if (!planned.match) layer?.add(index, result.contact);
    }
  }
  layer?.end();
  compareWithBook(ctx, rows, control);
  const byVerdict = Object.fromEntries(rowVerdicts.map((verdict) => [verdict, [] as number[]])) as Record<RowVerdict, number[]>;
  for (const planned of rows) byVerdict[planned.verdict].push(planned.index);
  return { ...input, rows, byVerdict, newTags: unknownTags(ctx, rows), layer };
}

/** Rows of the file so far by what names a person; `whole`: those that have no such thing, by all they say. */
interface Seen {
  wxid: TextMap<PlannedRow>;
  alias: TextMap<PlannedRow>;
  phone: TextMap<PlannedRow>;
  whole: Map<string, PlannedRow>;
}

/** The row further up that is the same person by wxid, alias or phone, or that says exactly the same. */
function firstOfFile(seen: Seen, planned: PlannedRow, phoneKey: string | null): PlannedRow | null {
  const contact = planned.contact!;
  const { wxid } = contact;
  const alias = lowerCase(contact.alias);
  const sameAs = (first: PlannedRow | undefined) =>
    first && !(wxid && first.contact!.wxid && first.contact!.wxid !== wxid) ? first : null;
  if (!wxid && !alias && !phoneKey) {
    const key = JSON.stringify(contact);
    const first = seen.whole.get(key);
    if (!first) seen.whole.set(key, planned);
    return first ?? null;
  }
  const first =
    (wxid && sameAs(seen.wxid.get(wxid))) || (alias && sameAs(seen.alias.get(alias))) || (phoneKey && sameAs(seen.phone.get(phoneKey)));
  if (first) return first;
  if (wxid) seen.wxid.set(wxid, planned);
  if (alias) seen.alias.set(alias, planned);
  if (phoneKey) seen.phone.set(phoneKey, planned);
  return null;
}

/** A person who stands twice in a file: what the later row adds goes to the first. */
function absorb(first: ImportedContact, later: ImportedContact): void {
  first.tags = [...new Set([...first.tags, ...later.tags])];
  first.tagsByGroup = [...first.tagsByGroup, ...later.tagsByGroup];
  const to = first as unknown as Record<string, unknown>;
  for (const [key, value] of Object.entries(later)) if ((to[key] === '' || to[key] === null) && value) to[key] = value;
}

function compareWithBook(ctx: ServiceContext, rows: PlannedRow[], control: JobControl): void {
  const readFriend = ctx.db.sql(
    `SELECT ${contactColumns.join(', ')}, birthday_year, birthday_day, birthday_leap, birthday_calendar, status, trust_level FROM friends WHERE id = ?`,
  );
  const readTags = ctx.db.pluck('SELECT name FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = ?');
  for (const planned of rows) {
    if (!planned.match || !planned.contact) continue;
    if (planned.index % rowsPerBreath === 0) control.checkCancelled();
    const friend = readFriend.get(planned.match.friendId) as FriendRecord;
    const has = new Set(readTags.all(planned.match.friendId) as string[]);
    planned.newTags = tagNames(planned.contact).filter((name) => !has.has(name));
    planned.changes = differences(friend, planned.contact);
    const nothingNew = planned.changes.length === 0 && planned.newTags.length === 0;
    if (planned.match.by === 'remark' || planned.match.ambiguous) {
      planned.verdict = 'doubtful';
      if (planned.match.ambiguous) planned.problem = 'ambiguousMatch';
    } else planned.verdict = nothingNew ? 'same' : 'changed';
  }
}

/** All tags of a contact, each once. */
export function tagNames(contact: ImportedContact): readonly string[] {
  // the reader gives each of `tags` once
  if (contact.tagsByGroup.length === 0) return contact.tags;
  return [...new Set([...contact.tags, ...contact.tagsByGroup.map(({ tag }) => tag)])];
}

function unknownTags(ctx: ServiceContext, rows: PlannedRow[]): string[] {
  const seen = new Set(ctx.db.pluck('SELECT name FROM tags').all() as string[]);
  const unknown: string[] = [];
  for (const { contact, verdict } of rows) {
    if (!contact || verdict === 'leftOut' || verdict === 'unreadable') continue;
    for (const name of tagNames(contact)) {
      if (seen.has(name)) continue;
      seen.add(name);
      unknown.push(name);
    }
  }
  return unknown;
}

/** One row as the screen shows it. */
export function toPreviewRow(planned: PlannedRow, columns: TableSource['columns']): PreviewRow {
  const { contact, match } = planned;
  const cells: Record<string, string> = contact
    ? shownCells(contact)
    : Object.fromEntries(planned.row.cells.slice(0, 12).map((cell, i) => [columns[i]?.header ?? `列 ${i + 1}`, cell.slice(0, 200)]));
  const changes: PreviewRow['changes'] = Object.fromEntries(
    planned.changes.map(({ field, before, after }) => [field, [before, after] as [string, string]]),
  );
  if (match && planned.newTags.length > 0) changes.tags = ['', planned.newTags.join('、')];
  return {
    index: planned.index,
    line: planned.row.line,
    verdict: planned.verdict,
    problem: planned.problem,
    name: contact ? contact.remark || contact.nickname : (planned.row.cells.find((cell) => cell.trim() !== '') ?? '').slice(0, 60),
    cells,
    match: match ? { friendId: match.friendId, name: match.name, by: match.by } : null,
    changes,
  };
}

function shownCells(contact: ImportedContact): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const field of ['remark', 'nickname', 'wxid', 'alias', 'phone', 'region', 'address', 'source', 'signature', 'description'] as const)
    if (contact[field]) cells[field] = contact[field];
  const names = tagNames(contact);
  if (names.length > 0) cells.tags = names.join('、');
  if (contact.birthday) cells.birthday = birthdayCell(contact.birthday);
  if (contact.gender) cells.gender = contact.gender;
  if (contact.level) cells.level = String(contact.level);
  return cells;
}
