import type { Cell } from './book-tables.ts';
import type { ExportColumn } from './export-table.ts';
import { localTime } from './friends-export.ts';

/** A value as JSON holds it: lists as lists, places in lists as their words. */
export function jsonValue(column: ExportColumn, value: Cell): unknown {
  if (value === null) return null;
  if (column.words) return column.words[Number(value)] ?? null;
  if (column.kind === 'flag') return value === 1;
  if (column.kind !== 'json') return value;
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return String(value);
  }
}

/** A value as text of a table: times local, money in 元, codes in Chinese. */
export function textValue(column: ExportColumn, value: Cell): string {
  if (value === null) return '';
  const code = column.words ? (column.words[Number(value)] ?? '') : String(value);
  if (column.shown) return column.shown[code] ?? code;
  if (column.words) return code;
  switch (column.kind) {
    case 'time':
      return localTime(Number(value));
    case 'money':
      return (Number(value) / 100).toFixed(2);
    case 'milli':
      return String(Number(value) / 1000);
    case 'flag':
      return value === 1 ? '是' : '';
    case 'json':
      return listText(String(value));
    default:
      return String(value);
  }
}

function listText(text: string): string {
  if (text === '[]' || text === '{}') return '';
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join('、') : text;
  } catch {
    return text;
  }
}
