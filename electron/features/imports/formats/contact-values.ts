import type { Birthday, Gender } from '../../../../shared/contracts/friends.ts';

/** Letters, digits and Chinese signs: a cell that begins and ends with them needs no cleaning. */
export function isPlain(code: number): boolean {
  return (code > 0x3000 && code < 0xfe00) || (code >= 0x30 && code <= 0x5a) || (code > 0x60 && code < 0x7f);
}

/** Blanks, and the marks of direction that a phone number copied out of Windows has around it. */
const invisible = /[\s\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/;
const marks = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** By hand: a pattern for the end of a text is tried again at every blank before it. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && invisible.test(text[start]!)) start++;
  while (end > start && invisible.test(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** `="13800000001"`, as shops write numbers that Excel must leave alone → 13800000001. */
function unwrapped(text: string): string {
  return text.startsWith('="') && text.length > 3 && text.indexOf('"', 2) === text.length - 1 ? trimmed(text.slice(2, -1)) : text;
}

/**
 * A cell as text: without blanks and invisible signs at its ends, without the mark that spreadsheets put before numbers and formulas
 * (' or `), and '' for what stands for nothing: / - -- ——.
 */
export function cleanCell(cell: string): string {
  if (cell === '' || (isPlain(cell.charCodeAt(0)) && isPlain(cell.charCodeAt(cell.length - 1)))) return cell;
  const text = unwrapped(trimmed(cell));
  const bare = /^['`]/.test(text) && !/^(['`]).+\1$/.test(text) ? trimmed(text.slice(1)) : text;
  return /^([/\\]|-{1,3}|—{1,4}|'|`)$/.test(bare) ? '' : bare;
}

/** Like cleanCell, on one line, and '' also for what programs write for nothing (null, None, nan). Not for names. */
export function cleanValue(cell: string): string {
  if (cell === '') return cell;
  const text = oneLine(cleanCell(cell));
  return saysNothing(text) ? '' : text;
}

/** What programs write for nothing. */
export const saysNothing = (text: string): boolean =>
  text.length < 10 && 'nNuU#'.includes(text.charAt(0)) && /^(null|none|nan|undefined|n\/a|#n\/a)$/i.test(text);

/** Line ends and runs of blanks become one blank. */
export function oneLine(text: string): string {
  return isOneLine(text) ? text : text.replace(/\s+/g, ' ').trim();
}

/** By hand, as nearly all cells are short: starting a pattern takes longer than looking at them. */
function isOneLine(text: string): boolean {
  if (text.length > 60) return !/[\r\n\t]| {2}/.test(text);
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 0x20 && (code === 9 || code === 10 || code === 13 || (code === 0x20 && before === 0x20))) return false;
    before = code;
  }
  return true;
}

/** Whether a number stands where an id was: Excel has turned its last digits to nought (7.43E+18). */
export function isDamagedId(text: string): boolean {
  return /^\d/.test(text) && /^\d+(\.\d+)?E\+?\d+$/i.test(text) && /\+|\./.test(text);
}

const genders = new Map<string, Gender>([
  ...['1', '男', '男性', '男士', '先生', 'male', 'm'].map((word) => [word, 'male'] as const),
  ...['2', '女', '女性', '女士', '小姐', 'female', 'f'].map((word) => [word, 'female'] as const),
]);

/** 1/男/male → male, 2/女/female → female, else null. */
export function readGender(text: string): Gender | null {
  return text === '' ? null : (genders.get(text) ?? genders.get(text.toLowerCase()) ?? null);
}

export interface Phone {
  /** digits without +86, or with their + for other countries; as it stands in the file when it cannot be used */
  text: string;
  /** false = masked, virtual or several numbers: never a key for matching */
  usable: boolean;
}

const plainMobile = /^1[3-9]\d{9}$/;

/** One phone cell. '' gives null. */
export function readPhone(text: string): Phone | null {
  if (text === '') return null;
  if (plainMobile.test(text)) return { text, usable: true };
  const half = text.replace(marks, '').normalize('NFKC').replace(/\.0$/, '');
  const digits = half.replace(/[\s()-]/g, '').replace(/^(\+|00)86(?=0?\d{9,11}$)/, '');
  // An extension (…-4365, 转1234) belongs to a privacy number that is given to somebody else later; it makes too many digits of one.
  const mobile = /^(?:86)?(1[3-9]\d{9})$/.exec(digits);
  if (mobile) return { text: mobile[1]!, usable: true };
  if (/^0\d{9,11}$/.test(digits) || /^[48]00\d{7}$/.test(digits)) return { text: digits, usable: true };
  if (/^\+\d{8,15}$/.test(digits)) return { text: digits, usable: true };
  return { text, usable: false };
}

/** How the cells of a tag column are joined: the way of its program, or any of the usual signs. */
export type TagJoin = 'pipe' | 'comma' | 'blank' | 'dot' | 'line' | 'any';

const joins: Record<TagJoin, RegExp> = {
  pipe: /\s+\|\s+|\n/,
  comma: /[,，]|\n/,
  blank: /\s+/,
  dot: /、|\n/,
  line: /\n/,
  any: /[，,;；、|｜/\n]+/,
};

const otherJoin = /[，,;；|｜/\n]/;
/** #老客户 #宝妈, 【老客户】【宝妈】 */
const marked = /^(?:(?:#[^#\s，,、]+#?[\s，,、]*)+|(?:【[^【】]+】[\s，,、]*)+)$/;

/** Whether a cell may have its tags marked one by one: `readTags` tells. */
export const beginsMarked = (code: number): boolean => code === 0x23 || code === 0x3010;

/** Tags of one cell, without repeats, in their order. */
export function readTags(text: string, join: TagJoin): string[] {
  if (join === 'any' && beginsMarked(text.charCodeAt(0)) && marked.test(text))
    return readTags(text.replace(/[#【】\s，,、]+/g, '、'), 'dot');
  const cut = join === 'any' && text.includes('|') && /\s\|\s/.test(text) ? 'pipe' : join;
  // WeChat's own sign alone is by far the most usual, and cutting at a pattern takes much longer
  const parts = join === 'any' && !otherJoin.test(text) ? text.split('、') : text.split(joins[cut]);
  // a set costs more than it saves for the handful that a person has
  if (parts.length > 40) return [...new Set(parts.map(cleanTag))].filter((name) => name !== '');
  const names: string[] = [];
  for (const part of parts) {
    const name = cleanTag(part);
    if (name !== '' && !names.includes(name)) names.push(name);
  }
  return names;
}

/** What is written for no tag at all. */
const noTag = /^(?:无|暂无|没有|无标签|未打标签|未分组|未标记)$/;
const knownTags = new Map<string, string>();

/** The same few tags stand in thousands of cells; one text for each also makes every later look-up of it quicker. */
export function cleanTag(part: string): string {
  let name = knownTags.get(part);
  if (name === undefined) {
    name = oneLine(cleanCell(part));
    if (noTag.test(name)) name = '';
    if (knownTags.size < 5_000) knownTags.set(part, name);
  }
  return name;
}

/** Scene codes that an exporter may leave as numbers (import notes §2.6); words stay as they are. */
const scenes: Record<string, string> = {
  1: 'QQ号',
  3: '微信号',
  6: '手机号',
  10: '名片',
  14: '群聊',
  15: '搜索手机号',
  17: '名片分享',
  30: '扫一扫',
};

/** Where a friend came from, in words. */
export function readSource(text: string): string {
  if (text === '' || text === '0') return '';
  return /^\d+$/.test(text) ? (scenes[text] ?? `场景码 ${text}`) : text;
}

const levelNames: readonly (readonly [string, number])[] = [
  ['泛流量', 1],
  ['精准流量', 2],
  ['潜在客户', 3],
  ['真实客户', 4],
  ['忠诚客户', 5],
  ['铁粉客户', 6],
  ['铁粉', 6],
];

/** Trust level by name or number ('铁粉客户', '3', 'L3', '3级', '3 潜在客户'); null = none told. */
export function readLevel(text: string): number | null {
  if (text === '') return null;
  const named = levelNames.find(([name]) => text.includes(name));
  if (named) return named[1];
  const told = /^(?:L|LV|LEVEL)?\s*([1-6])\s*级?$/i.exec(text);
  return told ? Number(told[1]) : null;
}

const hour = 3_600_000;

/**
 * A time in a file → integer ms UTC; null when it cannot be one. Text without a zone is China time (UTC+8, no summer time since
 * 1991); also epoch seconds and ms, ISO with zone, Excel serials.
 */
export function readMoment(text: string): number | null {
  const usual = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(text) ? usualMoment(text) : null;
  if (usual !== null) return usual;
  if (/^\d{10}(\.\d+)?$/.test(text)) return sane(Math.floor(Number(text)) * 1000);
  if (/^\d{13}$/.test(text)) return sane(Number(text));
  if (/^\d{5}(\.\d+)?$/.test(text)) return sane(Math.round((Number(text) - 25_569) * 86_400) * 1000 - 8 * hour);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return readMoment(`${compact[1]}-${compact[2]}-${compact[3]}`);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(text)) return sane(Date.parse(text));
  const form =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(上午|下午)?\s*(\d{1,2})[:：时](\d{1,2})分?(?:[:：]?(\d{1,2})秒?(?:\.\d+)?)?\s*([AP]M)?)?$/i;
  const parts = form.exec(text);
  if (!parts) return null;
  const number = (index: number) => Number(parts[index] ?? 0);
  if (!isDay(number(1), number(2), number(3)) || number(5) > 23 || number(6) > 59 || number(7) > 59) return null;
  const late = parts[4] === '下午' || parts[8]?.toUpperCase() === 'PM';
  const early = parts[4] === '上午' || parts[8]?.toUpperCase() === 'AM';
  const hours = late && number(5) < 12 ? number(5) + 12 : early && number(5) === 12 ? 0 : number(5);
  return sane(Date.UTC(number(1), number(2) - 1, number(3), hours, number(6), number(7)) - 8 * hour);
}

/** by day: year, month and day as one number */
const midnights = new Map<number, number>();

/** '2024-05-01 18:20:00' by parts: years of days are few, and one text per day is read as a date. null = read it in full. */
function usualMoment(text: string): number | null {
  const two = (at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const day = ((two(0) * 100 + two(2)) * 100 + two(5)) * 100 + two(8);
  let midnight = midnights.get(day);
  if (midnight === undefined) {
    midnight = readMoment(text.slice(0, 10)) ?? Number.NaN;
    if (midnights.size < 10_000) midnights.set(day, midnight);
  }
  const [hours, minutes, seconds] = [two(11), two(14), text.length > 16 ? two(17) : 0];
  if (Number.isNaN(midnight) || hours > 23 || minutes > 59 || seconds > 59) return null;
  return sane(midnight + hours * hour + minutes * 60_000 + seconds * 1000);
}

/** Nobody was added before 2000 or after 2100; such times come from zeros and slips. */
function sane(ms: number): number | null {
  return ms >= 946_684_800_000 && ms < 4_102_444_800_000 ? ms : null;
}

/** Whether the day exists; year null = in a leap year. */
export function isDay(year: number | null, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year ?? 2000, month - 1, day));
  return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const numerals = '〇一二三四五六七八九';

/** '十二' → 12, '廿三' → 23, '初五' → 5, '05' → 5, '正' → 1, '冬' → 11, '腊' → 12; NaN when it is no number. */
function readNumeral(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const named: Record<string, number> = { 正: 1, 冬: 11, 腊: 12 };
  if (named[text]) return named[text];
  const plain = text.replace(/^初/, '').replace(/^廿/, '二十').replace(/^卅/, '三十').replaceAll('零', '〇');
  const tens = /^([一二三])?十([一二三四五六七八九])?$/.exec(plain);
  if (tens) return (tens[1] ? numerals.indexOf(tens[1]) : 1) * 10 + (tens[2] ? numerals.indexOf(tens[2]) : 0);
  return plain.length === 1 ? numerals.indexOf(plain) || Number.NaN : Number.NaN;
}

/**
 * A birthday in the usual forms → contract Birthday; null when it is none. Lunar when it says so (农历, 阴历, 旧历), when `lunar` is
 * set, or when month and day are written as lunar dates are (八月十五, 腊月初八).
 * '1990-05-12', '1990/5/12', '19900512', '5月12日', '05-12', '农历1990年八月十五', '农历闰四月初一', Excel serial.
 */
export function readBirthday(text: string, lunar = false): Birthday | null {
  const told = /农历|阴历|旧历|[(（]阴[)）]/.test(text);
  const bare = chinaDay(text)
    .normalize('NFKC')
    .replace(/农历|阴历|旧历|公历|阳历|新历|\([阴阳]\)|生日|(?:星期|周)[一二三四五六日天]|[()[\]::]|\s+0?0:00(:00)?(\.0+)?$|T00:00.*$/g, '')
    .trim()
    .replace(/^(?:除夕|大?年三十)$/, '腊月三十')
    .replace(/^(\d{4})\s+(\d{1,2})\s+(\d{1,2})$/, '$1-$2-$3');
  if (!told && !lunar && /^\d{5}(\.\d+)?$/.test(bare)) return fromSerial(Math.floor(Number(bare)));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (compact) return birthdayOf(told || lunar, Number(compact[1]), Number(compact[2]), Number(compact[3]), false);
  const short = /^([01]\d)(\d{2})$/.exec(bare);
  if (short) return birthdayOf(told || lunar, null, Number(short[1]), Number(short[2]), false);
  const digits = /^(闰)?(?:(\d{2}|\d{4})[-/.年]\s*)?(\d{1,2})[-/.月]\s*(\d{1,2})[日号]?(?:\s+\d{1,2}:\d{2}.*)?$/.exec(bare);
  if (digits) {
    const leap = digits[1] !== undefined;
    return birthdayOf(told || lunar || leap, fullYear(digits[2]), Number(digits[3]), Number(digits[4]), leap);
  }
  const chinese =
    /^(?:(\d{4}|\d{2}|[〇零一二三四五六七八九]{4})年)?\s*(闰)?([正冬腊一二三四五六七八九十]{1,2}|\d{1,2})月\s*([初廿卅一二三四五六七八九十]{1,3}|\d{1,2})([日号])?$/.exec(
      bare,
    );
  if (!chinese) return null;
  const [, year, leap, month, day, solarEnd] = chinese;
  const lunarForm = !solarEnd && !/\d/.test(`${month}${day}`);
  const spelled = year && !/\d/.test(year) ? [...year.replaceAll('零', '〇')].map((sign) => numerals.indexOf(sign)).join('') : year;
  return birthdayOf(told || lunar || lunarForm || Boolean(leap), fullYear(spelled), readNumeral(month!), readNumeral(day!), Boolean(leap));
}

/** A program that keeps the midnight of China as UTC writes the evening before. */
function chinaDay(text: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z$/.test(text)) return text;
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at + 8 * hour).toISOString().slice(0, 10);
}

function fromSerial(serial: number): Birthday | null {
  if (serial < 61) return null;
  const date = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000);
  return birthdayOf(false, date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), false);
}

/** Two digits as Excel reads them: 30–99 → 19.., 00–29 → 20... */
function fullYear(text: string | undefined): number | null {
  if (text === undefined) return null;
  const year = Number(text);
  if (text.length === 4) return year === 0 || year === 1900 ? null : year;
  return year < 30 ? 2000 + year : 1900 + year;
}

function birthdayOf(lunar: boolean, year: number | null, month: number, day: number, leap: boolean): Birthday | null {
  if (year !== null && (year < 1900 || year > 2100)) return null;
  const fits = lunar ? month >= 1 && month <= 12 && day >= 1 && day <= 30 : isDay(year, month, day);
  return fits ? { calendar: lunar ? 'lunar' : 'solar', year, month, day, leap } : null;
}
