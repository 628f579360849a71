import { fieldOfHeader } from '../../../../shared/domain/contact-columns.ts';
import type { TableRow } from './table-row.ts';

const longest = 60;
const phone = '(?:\\+?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}';
const between = '\\s:：,，、;；-';
const nameFirst = new RegExp(`^(.*?[^\\d${between}])[${between}]*(${phone})$`);
const phoneFirst = new RegExp(`^(${phone})[${between}]+(\\D.*)$`);

/** 「张三 13800000001」 → name and phone; null = the text is no such thing. */
function parted(text: string): [name: string, phone: string] | null {
  if (text.length > longest) return null;
  const first = nameFirst.exec(text);
  if (first) return [first[1]!, first[2]!];
  const second = phoneFirst.exec(text);
  return second && [second[2]!, second[1]!];
}

/** Rows of one cell, in some of which a name and a mobile number stand beside each other as people note them → two cells each; null = in none. */
export function partPhones(rows: readonly TableRow[]): TableRow[] | null {
  if (rows.some(({ cells, problem }) => cells.length !== 1 && !problem)) return null;
  const found = rows.map(({ cells, problem }) => (problem ? null : parted(cells[0]!.trim())));
  if (!found.some(Boolean)) return null;
  // 「姓名 电话」 over them
  const words = rows[0]!.cells[0]!.trim().split(new RegExp(`[${between}]+`));
  if (!found[0] && words.length === 2 && words.every((word) => fieldOfHeader(word) !== null)) found[0] = [words[0]!, words[1]!];
  return rows.map((row, at) => (row.problem ? row : { line: row.line, cells: found[at] ?? [row.cells[0]!, ''] }));
}
