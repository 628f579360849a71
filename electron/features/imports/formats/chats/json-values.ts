import type { TimePrecision } from '../../../../../shared/domain/messages.ts';
import { type ChatProblemKind, earliestAt } from './chat-source.ts';

export type Fields = Record<string, unknown>;

/** The value as an object; {} for everything else. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as text: numbers and booleans written out, '' for null, lists and objects. */
export function str(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The first of the values that is a text with something in it. */
export function firstOf(...values: unknown[]): string {
  for (const value of values) {
    const text = str(value);
    if (text.trim() !== '') return text;
  }
  return '';
}

/** A number or a text that is one; null = neither. */
export function num(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

/** true, 1, '1', 'true' → true; false, 0, '0', 'false' → false; null = not told. */
export function flag(value: unknown): boolean | null {
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  return value === false || value === 0 || value === '0' || value === 'false' ? false : null;
}

/**
 * WeChat's id of a message as text, the same whichever program wrote it (negative 64-bit numbers as their unsigned twin); null = none,
 * or one that lost digits on its way.
 */
export function serverIdOf(value: unknown): string | null {
  const text = str(value).trim();
  if (!/^-?\d{6,20}$/.test(text)) return null;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return null;
  return text.startsWith('-') ? BigInt.asUintN(64, BigInt(text)).toString() : text.replace(/^0+(?=\d)/, '');
}

/** No message comes from after this; times beyond it are broken numbers. */
const latestAt = Date.UTC(2100, 0, 1);
const chinaOffset = '+08:00';

/**
 * Seconds or milliseconds since 1970, RFC 3339 or Chinese local text ('2026-03-09 07:51:40', '2026/3/9 7:51', '2026-03-09') → ms UTC, whole seconds as
 * WeChat keeps them. Numbers above 10¹¹ are milliseconds.
 */
export function timeOf(value: unknown): { at: number; precision: TimePrecision } | ChatProblemKind {
  const number = num(value);
  if (number === 0 || value === null || value === undefined || value === '') return 'noTime';
  if (number !== null) return within(Math.floor(Math.abs(number) > 1e11 ? number / 1000 : number) * 1000, 'second');
  const parts =
    /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$/i.exec(
      str(value),
    );
  if (!parts) return 'badTime';
  const [, year, month, day, hour, minute, second, zone] = parts;
  const two = (part: string | undefined) => (part ?? '0').padStart(2, '0');
  const offset = zone?.toUpperCase() ?? chinaOffset;
  const text = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  // A day that the month does not have would silently become one of the next month.
  if (new Date(`${text}Z`).getUTCDate() !== Number(day)) return 'badTime';
  const at = Date.parse(`${text}${offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset}`);
  if (Number.isNaN(at)) return 'badTime';
  return within(at, hour === undefined ? 'day' : second === undefined ? 'minute' : 'second');
}

function within(at: number, precision: TimePrecision): { at: number; precision: TimePrecision } | ChatProblemKind {
  return at >= earliestAt && at < latestAt ? { at, precision } : 'timeOutOfRange';
}

/** Account folders of WeChat 4 end in '_' and four hex digits, which the ids of senders do not have. */
export function accountId(value: unknown): string | null {
  const text = str(value).trim();
  if (!/^[\w.@-]{3,80}$/.test(text)) return null;
  return text.replace(/^(wxid_[a-z\d]+)_[\da-f]{4}$/i, '$1');
}

/** Whether a sender is the account, also when the account carries the ending of its folder. */
export function isAccount(senderId: string, account: string | null): boolean {
  return account !== null && senderId !== '' && (senderId === account || senderId === account.replace(/_[\da-f]{4}$/i, ''));
}

export function isGroupId(id: string): boolean {
  return id.endsWith('@chatroom');
}
