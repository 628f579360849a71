import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asStorageError } from '../db/storage-error.ts';
import { csvCell, xlsxText } from './spreadsheet-cells.ts';
import { writeWorkbookFile } from './workbook-file.ts';

export interface TableOut {
  /** of a workbook */
  sheet: string;
  /** `width` in characters, of a workbook */
  columns: readonly { header: string; width: number }[];
  rows: Iterable<readonly string[]>;
}

/**
 * Writes one table, header first: CSV (UTF-8 with BOM, no cell a spreadsheet would calculate with) or a workbook of one sheet whose cells
 * are texts. Rows are taken one by one.
 * @throws AppError `diskFull` and its kind
 */
export async function writeTableFile(path: string, format: 'csv' | 'xlsx', { sheet, columns, rows }: TableOut): Promise<void> {
  if (format === 'xlsx')
    return writeWorkbookFile(path, async (book) => {
      const made = book.addWorksheet(sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
      made.columns = columns.map((column) => ({ ...column }));
      for (const row of rows) made.addRow(row.map(xlsxText)).commit();
      made.commit();
    });
  const lineOf = (row: readonly string[]) => `${row.map(csvCell).join(',')}\r\n`;
  const lines = function* () {
    yield `\uFEFF${lineOf(columns.map(({ header }) => header))}`;
    for (const row of rows) yield lineOf(row);
  };
  await pipeline(Readable.from(lines()), createWriteStream(path, { mode: 0o600 })).catch((error: unknown) => {
    throw asStorageError(error);
  });
}
