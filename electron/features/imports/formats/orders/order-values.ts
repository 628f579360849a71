import type { TimePrecision } from '../../../../../shared/domain/messages.ts';
import { TableTime } from '../chats/readers/table-time.ts';
import { cleanCell, isDamagedId, oneLine, readPhone } from '../contact-values.ts';

const [equalsSign, quoteSign] = [0x3d, 0x22];

/** A cell as text: without the marks of spreadsheets (', `, ="…"), blanks and quotes at its ends; '' for what stands for nothing. */
export function orderCell(cell: string | undefined): string {
  if (!cell) return '';
  const text = cleanCell(cell);
  const first = text.charCodeAt(0);
  // most cells: nothing to take away
  if (text === cell && first !== equalsSign && first !== quoteSign) return text;
  const formula = /^="([^"]*)"$/.exec(text);
  const bare = formula ? formula[1]! : text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return cleanCell(bare);
}

/**
 * An amount → integer 分, by its digits, so that no fraction is lost on the way: '¥1,234.50', '58', '28.160000000000001', '-3.2', '12元',
 * '(12.00)'. null = no amount.
 */
export function readFen(text: string): number | null {
  if (text === '') return null;
  if (/^\d{1,10}(?:\.\d\d)?$/.test(text)) return wholeFen(text);
  const bare = text
    .normalize('NFKC')
    .replace(/[\s¥,元]|CNY|RMB/gi, '')
    .replace(/^\((.*)\)$/, '-$1');
  const parts = /^([+-])?(\d{0,12})(?:\.(\d*))?$/.exec(bare);
  if (!parts || (parts[2] === '' && !parts[3])) return null;
  const decimals = (parts[3] ?? '').padEnd(3, '0');
  const fen = Number(parts[2]) * 100 + Number(decimals.slice(0, 2)) + (decimals[2]! >= '5' ? 1 : 0);
  return parts[1] === '-' ? 0 - fen : fen;
}

/** '58' and '58.00', as nearly every cell has it. */
function wholeFen(text: string): number {
  const hasFen = text.charCodeAt(text.length - 3) === 0x2e;
  return hasFen ? Number(text.slice(0, -3)) * 100 + Number(text.slice(-2)) : Number(text) * 100;
}

/** A quantity: '2', '1.5', '3份', 'x2'; null = none that can be read. */
export function readQuantity(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const parts = /^[x×*+]?(\d{1,9}(?:\.\d{1,6})?)\s*[\p{Script=Han}a-z]{0,4}$/iu.exec(text.normalize('NFKC').replace(/[,\s]/g, ''));
  return parts ? Number(parts[1]) : null;
}

/** Whether letters of a row were lost before the file was written. */
export const hasLostLetters = (cells: readonly string[]): boolean => cells.some((cell) => cell.includes('\uFFFD'));

/** An id as text with every digit; `damaged` = Excel has rounded it. */
export function readId(text: string): { id: string | null; damaged: boolean } {
  if (text === '') return { id: null, damaged: false };
  if (isDamagedId(text)) return { id: null, damaged: true };
  return { id: oneLine(text).slice(0, 200), damaged: false };
}

/** A repeated number, or one that everybody types, belongs to nobody. */
const isDummy = (phone: string): boolean => /^1(\d)\1{9}$/.test(phone) || phone === '13800000000' || phone === '13800138000';

/**
 * A phone number of an order. Numbers with an extension, masked or encrypted ones are given to somebody else later, or tell nobody
 * apart: they stay readable and are never usable.
 */
export function readOrderPhone(text: string): { text: string; usable: boolean } {
  if (text === '') return { text: '', usable: false };
  if (/^1[3-9]\d{9}$/.test(text)) return { text, usable: !isDummy(text) };
  const phone = readPhone(text);
  // Excel writes 1.38E+10
  if (!phone?.usable || /\[|转|#|\*|,|\d{11}\s*-\s*\d/.test(text) || isDummy(phone.text)) {
    return { text: oneLine(text).slice(0, 100), usable: false };
  }
  return phone;
}

export interface OrderTime {
  at: number | null;
  precision: TimePrecision;
  problem: 'badTime' | 'timeOutOfRange' | null;
}

const reader = new TableTime();

/** A time of a table, China time when it names no zone. '' = no time and no problem. `latest` = ms UTC, later ones are out of range. */
export function readOrderTime(text: string, latest = Number.POSITIVE_INFINITY): OrderTime {
  const none = { at: null, precision: 'second' as const };
  if (text === '' || /^0000-00-00/.test(text)) return { ...none, problem: null };
  const found = reader.read(text);
  if (found) return { ...none, problem: found === 'timeOutOfRange' ? 'timeOutOfRange' : 'badTime' };
  if (reader.at > latest) return { ...none, problem: 'timeOutOfRange' };
  return { at: reader.at, precision: reader.precision, problem: null };
}

const rank: Record<TimePrecision, number> = { second: 0, minute: 1, day: 2 };

/** The less exact of two. */
export function coarser(one: TimePrecision, other: TimePrecision): TimePrecision {
  return rank[one] >= rank[other] ? one : other;
}

/** Province, city, district and street as one line; a part that the street already begins with is not said twice. */
export function joinAddress(parts: readonly string[], street: string): string {
  let head = '';
  for (const part of parts) if (part !== '' && !head.endsWith(part)) head += part;
  if (head === '' || street.startsWith(head) || (parts[0] && street.startsWith(parts[0]))) return oneLine(street || head);
  // the street begins with the city alone: 杭州市西湖区…
  const from = parts.findIndex((part) => part !== '' && street.startsWith(part));
  if (from > 0) return oneLine(parts.slice(0, from).join('') + street);
  return oneLine(head + street);
}
