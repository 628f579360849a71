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

/** Puts a contact, as a row of `friends`, behind the values in `into`. */
export function addFriendRow(into: SqlValue[], contact: ImportedContact, texts: FriendTexts): void {
  const { birthday } = contact;
  into.push(
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
  );
}

/**
 * Rows that lie one behind the other in `values`, with only the columns for which one of them has something: binding a value costs as
 * much as reading it from the file.
 * @param lead number of values that stand before those of friendColumns in each row
 */
export function filledRows(values: readonly SqlValue[], lead: number): { names: string[]; rows: Iterable<SqlValue[]> } {
  const width = lead + friendColumns.length;
  const isFilled = ({ optional }: Column, place: number) => {
    if (!optional) return true;
    for (let at = lead + place; at < values.length; at += width) if (values[at] !== optional.value) return true;
    return false;
  };
  const used = friendColumns.flatMap((column, place) => (isFilled(column, place) ? [place] : []));
  const places = [...Array(lead).keys(), ...used.map((place) => lead + place)];
  function* rows() {
    for (let start = 0; start < values.length; start += width) yield places.map((place) => values[start + place]!);
  }
  return { names: used.map((place) => friendColumns[place]!.name), rows: rows() };
}
