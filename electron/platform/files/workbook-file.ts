import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type ExcelJS from 'exceljs';
import { asStorageError } from '../db/storage-error.ts';

type WorkbookWriter = ExcelJS.stream.xlsx.WorkbookWriter;

/**
 * Writes a workbook to disk while `fill` makes it, sheet by sheet and row by row. Whatever goes wrong, the file is closed before the error
 * goes on: a stream that opens or writes later would put a file back that was thrown away meanwhile.
 * @throws AppError `diskFull` and its kind, and what `fill` throws
 */
export async function writeWorkbookFile(path: string, fill: (book: WorkbookWriter) => Promise<void>): Promise<void> {
  // loaded when needed: it is by far the heaviest library of the worker
  const { default: Excel } = await import('exceljs');
  const out = createWriteStream(path, { mode: 0o600 });
  const broken = new Promise<never>((_, reject) => void out.once('error', (error) => reject(asStorageError(error))));
  await Promise.race([once(out, 'open'), broken]);
  const work = async () => {
    const book = new Excel.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false });
    await fill(book);
    await book.commit();
  };
  try {
    await Promise.race([work(), broken]);
  } catch (error) {
    out.destroy();
    if (!out.closed) await once(out, 'close').catch(() => {});
    throw error;
  }
}
