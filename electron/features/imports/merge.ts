import type { Birthday } from '../../../shared/contracts/friends.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import type { FriendRecord } from '../friends/index.ts';
import type { KnownPoints } from '../points/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';

/** One field in which the file knows something the book does not, as texts for the screen and as column values. */
export interface FieldChange {
  field: string;
  before: string;
  after: string;
  /** the book has no value yet, of points none that was written by hand */
  fills: boolean;
  columns: Record<string, SqlValue>;
}

/** Columns of `friends` that a contact file can fill, by field; empty values in a file never erase anything. */
const textFields = [
  ['nickname', 'nickname'],
  ['remark', 'remark'],
  ['wxid', 'wxid'],
  ['alias', 'alias'],
  ['phone', 'phone'],
  ['region', 'region'],
  ['address', 'address'],
  ['signature', 'signature'],
  ['description', 'description'],
  ['source', 'source_text'],
] as const;

/** What has to be read of a friend to compare it with a contact. */
export const contactColumns = [...textFields.map(([, column]) => column), 'gender', 'added_at', 'birthday_month'];

/** Where a contact says something else than the book; `points` = what the friend has, null = nothing. A wxid, once known, is never replaced: it is who the friend is. */
export function differences(friend: FriendRecord, contact: ImportedContact, points: KnownPoints | null): FieldChange[] {
  const changes: FieldChange[] = [];
  const add = (field: string, before: string, after: string, columns: Record<string, SqlValue>) =>
    changes.push({ field, before, after, fills: before === '', columns });
  for (const [field, column] of textFields) {
    const before = friend[column] ?? '';
    const after = contact[field];
    if (after === '' || after === before || (field === 'wxid' && before !== '')) continue;
    // what stands in for a name is none
    if (field === 'nickname' && contact.nameless) continue;
    // said already: the wxid of an old account is its 微信号
    if (field === 'alias' && after.toLowerCase() === friend.wxid?.toLowerCase()) continue;
    add(field, before, after, { [column]: after });
  }
  if (contact.gender && contact.gender !== friend.gender) add('gender', friend.gender ?? '', contact.gender, { gender: contact.gender });
  if (contact.addedAt !== null && friend.added_at === null) add('addedAt', '', String(contact.addedAt), { added_at: contact.addedAt });
  if (contact.birthday && !sameBirthday(friend, contact.birthday)) {
    const before = friend.birthday_month === null ? '' : birthdayText(friend.birthday_calendar, friend.birthday_month, friend.birthday_day);
    const { calendar, month, day } = contact.birthday;
    add('birthday', before, birthdayText(calendar, month, day), birthdayColumns(contact.birthday));
  }
  if (contact.kind === 'blocked' && friend.status !== 'blocked') add('status', friend.status, 'blocked', { status: 'blocked' });
  if (contact.level !== null && contact.level !== friend.trust_level) add('level', String(friend.trust_level), String(contact.level), {});
  if (contact.points !== null && contact.points !== (points?.balance ?? 0)) {
    const before = points === null ? '' : String(points.balance);
    changes.push({ field: 'points', before, after: String(contact.points), fills: !points?.byHand, columns: {} });
  }
  return changes;
}

export function birthdayColumns(birthday: Birthday | null): Record<string, SqlValue> {
  return {
    birthday_calendar: birthday?.calendar ?? null,
    birthday_year: birthday?.year ?? null,
    birthday_month: birthday?.month ?? null,
    birthday_day: birthday?.day ?? null,
    birthday_leap: birthday?.leap ? 1 : 0,
  };
}

function sameBirthday(friend: FriendRecord, birthday: Birthday): boolean {
  return (
    friend.birthday_calendar === birthday.calendar &&
    friend.birthday_month === birthday.month &&
    friend.birthday_day === birthday.day &&
    (friend.birthday_leap === 1) === birthday.leap &&
    (birthday.year === null || friend.birthday_year === birthday.year)
  );
}

const birthdayText = (calendar: string | null, month: number | null, day: number | null) =>
  `${calendar === 'lunar' ? '农历' : ''}${month}月${day}日`;
