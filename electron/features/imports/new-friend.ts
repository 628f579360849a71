import type { SqlValue } from '../../platform/undo/recorder.ts';
import type { FriendTexts } from '../friends/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';

interface Column {
  name: string;
  /** what the table gives a row that does not name the column: where no contact of a file has more, it is left out */
  optional?: { value: SqlValue };
  isNumber?: true;
}

const empty = { value: null };

/** The columns of `friends` that a contact of a file fills, in the order of FriendRows; id, account, batch and times come from the import. */
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
  { name: 'birthday_year', optional: empty, isNumber: true },
  { name: 'birthday_month', optional: empty, isNumber: true },
  { name: 'birthday_day', optional: empty, isNumber: true },
  { name: 'birthday_leap', optional: { value: 0 }, isNumber: true },
  { name: 'signature', optional: empty },
  { name: 'description', optional: empty },
  { name: 'source_text', optional: empty },
  { name: 'status', optional: { value: 'normal' } },
  { name: 'trust_level', optional: { value: 1 }, isNumber: true },
  { name: 'added_at', optional: empty, isNumber: true },
  { name: 'search_text' },
  { name: 'sort_name' },
];

const placeOf = new Map(friendColumns.map(({ name }, place) => [name, place]));
/** Place of a column among friendColumns. */
export const columnAt = (name: string): number => placeOf.get(name)!;

/** Contacts as rows of `friends`, column by column. */
export class FriendRows {
  readonly columns: SqlValue[][] = friendColumns.map(() => []);
  count = 0;

  add(contact: ImportedContact, texts: FriendTexts): void {
    const { birthday } = contact;
    let place = 0;
    const put = (value: SqlValue) => this.columns[place++]!.push(value);
    put(contact.nickname);
    put(contact.remark);
    put(contact.wxid || null);
    put(contact.alias || null);
    put(contact.phone || null);
    put(contact.phoneUsable ? texts.phoneKey : null);
    put(contact.gender);
    put(contact.region || null);
    put(contact.address || null);
    put(birthday?.calendar ?? null);
    put(birthday?.year ?? null);
    put(birthday?.month ?? null);
    put(birthday?.day ?? null);
    put(birthday?.leap ? 1 : 0);
    put(contact.signature || null);
    put(contact.description || null);
    put(contact.source || null);
    put(contact.kind === 'blocked' ? 'blocked' : 'normal');
    put(contact.level ?? 1);
    put(contact.addedAt);
    put(texts.searchText);
    put(texts.sortName);
    this.count++;
  }

  /** Places of the columns in which a row has something: binding a value costs as much as reading it from the file. */
  filled(): number[] {
    return friendColumns.flatMap(({ optional }, place) =>
      !optional || this.columns[place]!.some((value) => value !== optional.value) ? [place] : [],
    );
  }

  /** The rows with the columns of `places` alone. */
  *rows(places: readonly number[]): Generator<SqlValue[]> {
    const columns = places.map((place) => this.columns[place]!);
    for (let i = 0; i < this.count; i++) yield columns.map((values) => values[i]!);
  }
}

/** A column on its way to another thread: few long texts are handed over several times faster than many short ones. */
export type PackedColumn = string | SqlValue[];
const parting = '\u0000';

/** Packs one column of `friends`; the reverse is unpackColumn. */
export const packColumn = (place: number, values: SqlValue[]): PackedColumn =>
  friendColumns[place]!.isNumber ? values : values.join(parting);

/**
 * @param count of the values that were packed
 * @throws Error when one of them holds the character that parts them
 */
export function unpackColumn(place: number, packed: PackedColumn, count: number): SqlValue[] {
  if (typeof packed !== 'string') return packed;
  const values: SqlValue[] = packed.split(parting);
  if (values.length !== count) throw new Error('a text that cannot be handed over');
  if (friendColumns[place]!.optional) for (let i = 0; i < count; i++) if (values[i] === '') values[i] = null;
  return values;
}
