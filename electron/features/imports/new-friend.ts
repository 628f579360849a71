import type { SqlValue } from '../../platform/undo/recorder.ts';
import type { FriendTexts } from '../friends/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';
import { birthdayColumns } from './merge.ts';

interface Column {
  name: string;
  of(contact: ImportedContact, texts: FriendTexts): SqlValue;
  /** what the table gives a row that does not name the column: where no contact of a file has more, it is left out */
  optional?: { value: SqlValue };
}

const empty = { value: null };
const text = (name: string, field: 'wxid' | 'alias' | 'phone' | 'region' | 'address' | 'signature' | 'description' | 'source'): Column => ({
  name,
  of: (contact) => contact[field] || null,
  optional: empty,
});
const birthday = (name: 'birthday_calendar' | 'birthday_year' | 'birthday_month' | 'birthday_day'): Column => ({
  name,
  of: ({ birthday }) => (birthday ? birthdayColumns(birthday)[name]! : null),
  optional: empty,
});

/** Texts for asking a column whether a contact has anything for it. */
export const noTexts: FriendTexts = { searchText: '', sortName: '', phoneKey: null };

/**
 * How a contact of a file becomes a row of `friends`; id, account, batch and times come from the import. Binding a value
 * costs as much as reading it from the file, so columns that a file has nothing for are not written at all.
 */
export const friendColumns: Column[] = [
  { name: 'nickname', of: (contact) => contact.nickname },
  { name: 'remark', of: (contact) => contact.remark },
  text('wxid', 'wxid'),
  text('alias', 'alias'),
  text('phone', 'phone'),
  { name: 'phone_key', of: (contact, texts) => (contact.phoneUsable ? texts.phoneKey : null) },
  { name: 'gender', of: (contact) => contact.gender, optional: empty },
  text('region', 'region'),
  text('address', 'address'),
  birthday('birthday_calendar'),
  birthday('birthday_year'),
  birthday('birthday_month'),
  birthday('birthday_day'),
  { name: 'birthday_leap', of: (contact) => (contact.birthday?.leap ? 1 : 0), optional: { value: 0 } },
  text('signature', 'signature'),
  text('description', 'description'),
  text('source_text', 'source'),
  { name: 'status', of: (contact) => (contact.kind === 'blocked' ? 'blocked' : 'normal'), optional: { value: 'normal' } },
  { name: 'trust_level', of: (contact) => contact.level ?? 1, optional: { value: 1 } },
  { name: 'added_at', of: (contact) => contact.addedAt, optional: empty },
  { name: 'search_text', of: (_, texts) => texts.searchText },
  { name: 'sort_name', of: (_, texts) => texts.sortName },
];
