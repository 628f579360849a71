import { AppError } from '../../../../../shared/errors.ts';
import { bytesOf } from '../whole-file.ts';
import { openWorkbook } from '../xlsx.ts';
import { openZip, type ZipContents } from '../zip.ts';
import type { ChatFile } from './chat-source.ts';
import type { RowScanner } from './readers/row-scanner.ts';
import type { RowScan } from './readers/tables.ts';

/** A workbook of chats: its sheets, read row by row as they inflate. Only the packed bytes are held in memory. */
export interface ChatWorkbook {
  sheets: string[];
  /** Rows of a sheet, each time anew; throws AppError of category `file` when the sheet is damaged or grows beyond the limits. */
  scan(sheet: string): RowScan;
  close(): void;
}

/**
 * Opens a workbook. Throws AppError `fileTooLarge`, `fileDamaged`, `fileSuspicious` (bomb, DOCTYPE), `filePasswordProtected`, or
 * `fileNotUnderstood` for a zip that is none.
 */
export async function openChatWorkbook(file: ChatFile): Promise<ChatWorkbook> {
  const zip = await openZip(await bytesOf(file), 'xlsx');
  try {
    return await workbookOf(file, zip);
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function workbookOf(file: ChatFile, zip: ZipContents): Promise<ChatWorkbook> {
  if (!zip.has('xl/workbook.xml')) throw new AppError('fileNotUnderstood', { what: 'zip' });
  const workbook = await openWorkbook(zip);
  return {
    sheets: workbook.sheets,
    scan: (sheet) =>
      async function* () {
        let seen = 0;
        for await (const rows of workbook.streamSheet(sheet)) {
          seen = Math.max(seen, rows.at(-1)?.line ?? 0);
          // How much of a sheet is left is not known; the progress comes nearer to the end without reaching it.
          yield { scanner: new ListScanner(rows), bytesRead: Math.round(file.size * (1 - 1 / (1 + seen / 20_000))) };
        }
        yield { scanner: new ListScanner([]), bytesRead: file.size };
      },
    close: () => zip.close(),
  };
}

type SheetRow = { line: number; cells: string[]; problem?: string };

/** Rows that are there already, in the shape of a scanner. */
class ListScanner implements RowScanner {
  cells: readonly string[] = [];
  line = 0;
  problem: RowScanner['problem'] = null;
  private place = 0;
  private readonly rows: readonly SheetRow[];

  constructor(rows: readonly SheetRow[]) {
    this.rows = rows;
  }

  next(): boolean {
    const row = this.rows[this.place++];
    if (!row) return false;
    this.cells = row.cells;
    this.line = row.line;
    // A formula without a result leaves its cell empty; the others can be read.
    this.problem = row.problem === 'cellTooLong' ? 'cellTooLong' : null;
    return true;
  }
}
