import { AppError } from '../../../../shared/errors.ts';
import type { TableSource } from './open-table.ts';
import type { TableRow } from './table-row.ts';

const numbering = /^\s*(?:[（(]\s*\d{1,4}\s*[)）]|\d{1,4}\s*[)）、]|\d{1,4}\s*[.．](?!\d)|\d{1,4}[:：](?!\d)|[-*•·●▪◦]\s+|[•·●▪◦])\s*/;

/**
 * Pasted text, one name a line → a table with the one column 姓名. Numbering ('1. ', '2、', '(3)'), bullets and blank lines go;
 * a number that belongs to the name (3号楼李姐) stays. Throws AppError `fileEmpty` when no name is left.
 */
export function tableFromNames(text: string): TableSource {
  const rows: TableRow[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    const name = line
      .replace(/^\uFEFF/, '')
      .replace(numbering, '')
      .trim();
    if (name !== '') rows.push({ line: index + 1, cells: [name] });
  });
  if (rows.length === 0) throw new AppError('fileEmpty', { what: 'blank' });
  const samples = rows.slice(0, 5).map((row) => row.cells[0]!);
  return {
    format: 'names',
    encoding: null,
    origin: null,
    sheets: [],
    sheet: null,
    headerLine: 0,
    columns: [{ index: 0, header: '姓名', samples, field: 'remark', by: 'content' }],
    rows,
  };
}
