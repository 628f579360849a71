import { readings, syllables } from './pinyin.ts';

export interface NamedFriend {
  nickname: string;
  remark: string;
  wxid: string | null;
  alias: string | null;
  phone: string | null;
}
export interface FriendTexts {
  /** what search looks through: lower case, fields parted by \u0001 */
  searchText: string;
  /** pinyin of the shown name; names without letters come after all others */
  sortName: string;
  /** digits of a usable phone number, for matching */
  phoneKey: string | null;
}

const wordLike = /[\p{L}\p{N}]/u;
const plain = /^[\p{Script=Latin}\p{N}\p{P}\s]*$/u;

/** The derived columns of a friend. Must be written whenever one of the given fields changes. */
export function friendTexts(friend: NamedFriend): FriendTexts {
  const parts: string[] = [];
  for (const name of friend.remark === friend.nickname ? [friend.remark] : [friend.remark, friend.nickname]) {
    if (name === '') continue;
    const folded = fold(name);
    parts.push(folded);
    if (plain.test(folded)) continue;
    for (const read of readings(folded)) parts.push(read.join(''), read.map(firstOf).join(''));
  }
  for (const id of [friend.wxid, friend.alias, friend.phone]) if (id) parts.push(fold(id));
  const phoneKey = phoneDigits(friend.phone);
  if (phoneKey && phoneKey !== friend.phone) parts.push(phoneKey);
  return { searchText: parts.join('\u0001'), sortName: sortName(friend.remark || friend.nickname), phoneKey };
}

/** First character; an emoji is one, though it takes two places. */
const firstOf = (text: string): string => (text === '' ? '' : String.fromCodePoint(text.codePointAt(0)!));

/** One form for what is written in many: full-width and compatibility characters, case. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

function sortName(name: string): string {
  const folded = fold(name);
  const start = folded.search(wordLike);
  if (start < 0) return `\uffff${folded}`;
  return syllables(folded.slice(start)).join(' ');
}

/** Mainland mobile or other number of 7–15 digits without +86, spaces and dashes; null when masked or not a number. */
export function phoneDigits(phone: string | null): string | null {
  if (!phone || /[*＊xX#转]/.test(phone)) return null;
  const digits = phone
    .normalize('NFKC')
    .replace(/[\s()\-–—.]/g, '')
    .replace(/^(\+?86|0086)(?=1\d{10}$)/, '');
  return /^\+?\d{7,15}$/.test(digits) ? digits.replace('+', '') : null;
}
