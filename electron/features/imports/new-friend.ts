import type { SqlValue } from '../../platform/undo/recorder.ts';
import type { FriendTexts } from '../friends/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';

interface Column {
  name: string;
  /** what the table gives a row that does not name the column: where no contact of a file has more, it is left out */
  optional?: { value: SqlValue };
}

const empty = { value: null };

/** The columns of `friends` that a contact of a file fills, in the order of friendRow; id, account, batch and times come from the import. */
export const friendColumns: readonly Column[] = [
  { name: 'nickname' },
  { name: 'remark' },
  { name: 'wxid', optional: empty },
  { name: 'alias', optional: empty },
  { name: 'phone', optional: empty },
  { name: 'phone_key', optional: empty },
  { name: 'gender', optional: empty },
  { name: 'region', optional: empty },
  { name: 'address', optional: empty },
  { name: 'birthday_calendar', optional: empty },
  { name: 'birthday_year', optional: empty },
  { name: 'birthday_month', optional: empty },
  { name: 'birthday_day', optional: empty },
  { name: 'birthday_leap', optional: { value: 0 } },
  { name: 'signature', optional: empty },
  { name: 'description', optional: empty },
  { name: 'source_text', optional: empty },
  { name: 'status', optional: { value: 'normal' } },
  { name: 'trust_level', optional: { value: 1 } },
  { name: 'added_at', optional: empty },
  { name: 'search_text' },
  { name: 'sort_name' },
];

/** A contact as a row of `friends`. */
export function friendRow(contact: ImportedContact, texts: FriendTexts): SqlValue[] {
  const { birthday } = contact;
  return [
    contact.nickname,
    contact.remark,
    contact.wxid || null,
    contact.alias || null,
    contact.phone || null,
    contact.phoneUsable ? texts.phoneKey : null,
    contact.gender,
    contact.region || null,
    contact.address || null,
    birthday?.calendar ?? null,
    birthday?.year ?? null,
    birthday?.month ?? null,
    birthday?.day ?? null,
    birthday?.leap ? 1 : 0,
    contact.signature || null,
    contact.description || null,
    contact.source || null,
    contact.kind === 'blocked' ? 'blocked' : 'normal',
    contact.level ?? 1,
    contact.addedAt,
    texts.searchText,
    texts.sortName,
  ];
}

/**
 * Rows with only the columns for which one of them has something: binding a value costs as much as reading it from the file.
 * Takes the rows over.
 */
export function filledColumns(rows: SqlValue[][]): { names: string[]; rows: SqlValue[][] } {
  const used = friendColumns.flatMap(({ optional }, i) => (!optional || rows.some((row) => row[i] !== optional.value) ? [i] : []));
  return { names: used.map((i) => friendColumns[i]!.name), rows: rows.map((row) => used.map((i) => row[i]!)) };
}
