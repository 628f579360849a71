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
/** what nearly every name begins with; asking for any letter of any script takes several times as long */
const beginsWithWord = /^[\u4e00-\u9fffa-z0-9]/;
const settledChinese = /[\u4e00-\u9fff]/;
const plain = /^[\p{Script=Latin}\p{N}\p{P}\s]*$/u;

/** The derived columns of a friend. Must be written whenever one of the given fields changes. */
export function friendTexts(friend: NamedFriend): FriendTexts {
  const parts: string[] = [];
  const { remark, nickname } = friend;
  const folded = fold(remark || nickname);
  const read = folded === '' ? null : nameParts(parts, folded);
  if (remark !== '' && nickname !== '' && nickname !== remark) nameParts(parts, fold(nickname));
  const ids = [friend.wxid, friend.alias, friend.phone].filter(Boolean).join('\u0001');
  if (ids !== '') parts.push(fold(ids));
  const phoneKey = phoneDigits(friend.phone);
  if (phoneKey && phoneKey !== friend.phone) parts.push(phoneKey);
  return { searchText: parts.join('\u0001'), sortName: sortName(folded, read), phoneKey };
}

/** Adds a name and its readings. @returns its first reading, null when it needs none */
function nameParts(parts: string[], folded: string): string[] | null {
  parts.push(folded);
  if (!settledChinese.test(folded) && plain.test(folded)) return null;
  const ways = readings(folded);
  for (const read of ways) {
    let initials = '';
    for (const part of read) initials += firstOf(part);
    parts.push(read.join(''), initials);
  }
  return ways[0]!;
}

/** First character; an emoji is one, though it takes two places. */
const firstOf = (text: string): string => (text === '' ? '' : String.fromCodePoint(text.codePointAt(0)!));

/** One form for what is written in many: full-width and compatibility characters, case. */
export const fold = (text: string): string => (settled.test(text) ? text : text.normalize('NFKC').toLowerCase());

/** ASCII without capitals and common Chinese characters have one form only: most names, and ten times as fast. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it parts the fields
const settled = /^[\u0001 -@[-~\u4e00-\u9fff]*$/;

function sortName(folded: string, read: string[] | null): string {
  const start = beginsWithWord.test(folded) ? 0 : folded.search(wordLike);
  if (start < 0) return `\uffff${folded}`;
  return (start === 0 && read ? read : syllables(folded.slice(start))).join(' ');
}

/** Mainland mobile or other number of 7–15 digits without +86, spaces and dashes; null when masked or not a number. */
export function phoneDigits(phone: string | null): string | null {
  if (!phone) return null;
  if (/^1\d{10}$/.test(phone)) return phone;
  if (/^\d{7,15}$/.test(phone)) return phone.replace(/^(86|0086)(?=1\d{10}$)/, '');
  if (/[*＊xX#转]/.test(phone)) return null;
  const digits = phone
    .normalize('NFKC')
    .replace(/[\s()\-–—.]/g, '')
    .replace(/^(\+?86|0086)(?=1\d{10}$)/, '');
  return /^\+?\d{7,15}$/.test(digits) ? digits.replace('+', '') : null;
}
