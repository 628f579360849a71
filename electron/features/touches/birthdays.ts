import type { Birthday, BirthdayDue } from '../../../shared/contracts/friends.ts';
import { type BirthdayKey, dayCount, dayParts, daysBetween, lunarKeys, solarKeys, turns } from '../../../shared/domain/birthday.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { lunarDate } from './lunar.ts';

interface FriendOfDay {
  friendId: number;
  name: string;
  accountId: number;
  trustLevel: number;
  year: number | null;
  month: number;
  day: number;
}

/** Longest period that may be asked for: a year and a day. */
const longest = 367;

export const friendsOfDaySql = `SELECT id AS friendId, CASE remark WHEN '' THEN nickname ELSE remark END AS name, account_id AS accountId,
    trust_level AS trustLevel, birthday_year AS year, birthday_month AS month, birthday_day AS day
  FROM friends
  WHERE birthday_month = ? AND birthday_day = ? AND birthday_calendar = ? AND birthday_leap = ?
    AND archived_at IS NULL AND status NOT IN ('deletedMe', 'blocked') ORDER BY id`;

/**
 * Birthdays from one day to another, both included, by day, then by trust (highest first). Left out are archived friends,
 * those who deleted or blocked her (they would not get the wish), and days before the friend was born.
 * @throws AppError `invalidInput` for a day that does not exist, or a period of more than a year
 */
export function readBirthdays(ctx: ServiceContext, fromOn: string, toOn: string): BirthdayDue[] {
  const wrong = Object.entries({ fromOn, toOn }).flatMap(([field, on]) => (dayParts(on) ? [] : [field]));
  if (wrong.length === 0 && dayCount(fromOn, toOn) > longest) wrong.push('toOn');
  if (wrong.length > 0) throw new AppError('invalidInput', { fields: wrong });
  const wished = wishes(ctx, fromOn, toOn);
  return daysBetween(fromOn, toOn).flatMap((on) =>
    keysOn(on)
      .flatMap((key) => dueOn(ctx, on, key, wished))
      .sort((a, b) => b.trustLevel - a.trustLevel || a.friendId - b.friendId),
  );
}

function dueOn(ctx: ServiceContext, on: string, key: BirthdayKey, wished: Set<string>): BirthdayDue[] {
  const friends = ctx.db.sql(friendsOfDaySql).all(key.month, key.day, key.calendar, key.leap ? 1 : 0) as FriendOfDay[];
  const due: BirthdayDue[] = [];
  for (const { year, month, day, ...friend } of friends) {
    const age = turns(year, key);
    if (age !== null && age < 0) continue;
    const birthday: Birthday = { calendar: key.calendar, year, month, day, leap: key.leap };
    due.push({ ...friend, birthday, on, turns: age, wished: wished.has(`${friend.friendId} ${on}`) });
  }
  return due;
}

function keysOn(on: string): BirthdayKey[] {
  return [...solarKeys(dayParts(on)!), ...lunarKeys(lunarDate(on))];
}

function wishes(ctx: ServiceContext, fromOn: string, toOn: string): Set<string> {
  const rows = ctx.db
    .pluck("SELECT friend_id || ' ' || due_on FROM touches WHERE due_on BETWEEN ? AND ? AND touchpoint = 'birthday'")
    .all(fromOn, toOn) as string[];
  return new Set(rows);
}
