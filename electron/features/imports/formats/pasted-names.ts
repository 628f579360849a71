import type { SourceColumn } from '../../../../shared/contracts/imports.ts';
import { findHeader } from '../../../../shared/domain/contact-columns.ts';
import { AppError } from '../../../../shared/errors.ts';
import { readDelimited, sniffDelimiter } from './csv.ts';
import { areGarbled } from './garbled.ts';
import { partPhones } from './name-and-phone.ts';
import { type TableSource, tableFromText } from './open-table.ts';
import type { TableRow } from './table-row.ts';

/**
 * Pasted text as a table: rows copied out of a spreadsheet go the way of a TSV or CSV, anything else is names. `headerLine` as in
 * OpenTableOptions, for tables. Throws AppError as openTable does, `fileEmpty` when nothing is left.
 */
export function tableFromPasted(text: string, headerLine: number | null = null): TableSource {
  if (!isPastedTable(text)) return tableFromNames(text);
  const table = tableFromText({ text: text.replace(/^\uFEFF/, ''), badLines: new Set() }, { headerLine });
  if (table.rows.length === 0) throw new AppError('fileEmpty', { what: table.headerLine > 0 ? 'headerOnly' : 'blank' });
  return table;
}

/** Whether most lines have a tab, as spreadsheets copy them, or all have the same commas under a header. */
export function isPastedTable(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/, 200).filter((line) => line.trim() !== '');
  if (lines.length === 0) return false;
  if (lines.filter((line) => line.trim().includes('\t')).length * 2 > lines.length) return true;
  if (lines.length < 2) return false;
  const rows = readDelimited(text, { delimiter: sniffDelimiter(text).delimiter, maxRows: 40 }).map((row) => row.cells);
  const width = rows[0]!.length;
  return width > 1 && rows.every((cells) => cells.length === width) && findHeader(rows)?.index === 0;
}

const numbering = /^\s*(?:[（(]\s*\d{1,4}\s*[)）]|\d{1,4}\s*[)）、]|\d{1,4}\s*[.．](?!\d)|\d{1,4}[:：](?!\d)|[-*•·●▪◦]\s+|[•·●▪◦])\s*/;

/**
 * Pasted text, one name a line, or one line of names → a table with the column 姓名, and 手机 where some have one beside them. Numbering ('1. ', '2、', '(3)'), bullets, blank
 * lines and a header above go; a number that belongs to the name (3号楼李姐) stays. Throws AppError `fileEmpty` when no name is left.
 */
export function tableFromNames(text: string): TableSource {
  let rows: TableRow[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    const name = line
      .replace(/^\uFEFF/, '')
      .replace(numbering, '')
      .trim();
    if (name !== '') rows.push({ line: index + 1, cells: [name] });
  });
  if (rows.length === 0) throw new AppError('fileEmpty', { what: 'blank' });
  if (rows.length === 1) rows.splice(0, 1, ...namesOfLine(rows[0]!.cells[0]!).map((name) => ({ line: rows[0]!.line, cells: [name] })));
  const parted = partPhones(rows);
  rows = parted ?? rows;
  if (rows.length > 1 && findHeader(rows.slice(0, 40).map((row) => row.cells))?.index === 0) rows.shift();
  const samples = (at: number) => rows.slice(0, 5).map((row) => row.cells[at]!);
  const names: SourceColumn = { index: 0, header: '姓名', samples: samples(0), field: 'remark', by: 'content' };
  return {
    format: 'names',
    encoding: null,
    origin: null,
    sheets: [],
    sheet: null,
    headerLine: 0,
    columns: parted ? [names, { index: 1, header: '手机', samples: samples(1), field: 'phone', by: 'content' }] : [names],
    rows,
    garbled: areGarbled(rows),
  };
}

const longestName = 10;

/** 「张三、李四、王五」 → three names, where each part can be one; by blanks only where every part is a plain Chinese name. */
function namesOfLine(line: string): string[] {
  const parts = line.split(/[、，,;；]/).map((part) => part.trim());
  const isName = (part: string) => part !== '' && part.length <= longestName && !/^[\d\s+-]+$/.test(part);
  if (parts.length > 1 && parts.every(isName)) return parts;
  // whom a message of a group calls
  if (/^(?:@[^@]+){2,}$/.test(line)) return line.split('@').flatMap((name) => name.trim() || []);
  const words = line.split(/[\s\u3000]+/);
  return words.length > 2 && words.every((word) => /^\p{Script=Han}{2,4}$/u.test(word)) ? words : [line];
}
