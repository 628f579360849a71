import type { ExportBookFormat, ExportFile } from '../../../shared/contracts/exports.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { csvCell, xlsxText } from '../../platform/files/spreadsheet-cells.ts';
import { writeWorkbookFile } from '../../platform/files/workbook-file.ts';
import { defineCommand, type JobControl } from '../../platform/jobs/command.ts';
import { type Cell, countOf, exportTables, rowsOf } from './book-tables.ts';
import { jsonValue, textValue } from './book-values.ts';
import { type Place, writeChatlabZip } from './chatlab-export.ts';
import type { ExportTable } from './export-table.ts';
import { friendColumns, friendLines } from './friends-export.ts';
import { Walk } from './walk.ts';
import { TextFile, type TextSink, ZipFile } from './zip-file.ts';

export interface ExportBookInput {
  format: ExportBookFormat;
  fileId: string;
  path: string;
  name: string;
  /** ms UTC: the clock of the thread that writes is not the one that counts */
  now: number;
}

/** Writes the whole book to one file; reads only, in a thread of its own, and can be stopped. */
export const exportBookCommand = defineCommand<ExportBookInput, ExportFile>({
  name: 'exports.everything',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  async run(ctx, { format, fileId, path, name, now }, control) {
    const writers = { csv: writeCsvZip, xlsx: writeWorkbook, json: writeJson, chatlab: writeChatlabZip };
    return { fileId, name, count: await writers[format](ctx, { path, now }, control) };
  },
});

const pieceChars = 256 * 1024;
/** Rows of a sheet or of one CSV file; Excel takes 1,048,576. */
export const rowsPerPart = 1_000_000;

/** The friends' table of CSV and XLSX is the one that the import knows again. */
function* textRows(ctx: ServiceContext, table: ExportTable): Generator<string[]> {
  if (table.key === 'friends') {
    const ids = ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[];
    let n = 0;
    for (const row of friendLines(ctx, Uint32Array.from(ids), () => {})) yield [String(ids[n++]!), ...row];
    return;
  }
  for (const row of rowsOf(ctx, table)) yield row.map((value, i) => textValue(table.columns[i]!, value));
}

const headersOf = (table: ExportTable): string[] =>
  table.key === 'friends' ? ['编号', ...friendColumns] : table.columns.map(({ header }) => header);

/** A CSV file a table, UTF-8 with byte order mark, no cell a formula; very long tables in several files. */
async function writeCsvZip(ctx: ServiceContext, { path, now }: Place, control: JobControl): Promise<number> {
  const zip = new ZipFile(path, now);
  const walk = new Walk(control, countOf(ctx, exportTables));
  try {
    for (const table of exportTables) {
      const rows = textRows(ctx, table);
      try {
        let more = true;
        for (let part = 1; more; part++) {
          await zip.add(`${table.sheet}${part > 1 ? `-${part}` : ''}.csv`, async (sink) => {
            more = await writeCsvPart(sink, headersOf(table), rows, walk);
          });
        }
      } finally {
        rows.return(undefined);
      }
    }
    await zip.finish();
  } catch (error) {
    await zip.close().catch(() => {});
    throw error;
  }
  return walk.done;
}

/** Writes up to `rowsPerPart` rows; true = there are more. */
async function writeCsvPart(sink: TextSink, headers: readonly string[], rows: Generator<string[]>, walk: Walk): Promise<boolean> {
  let pending = `\uFEFF${headers.map(csvCell).join(',')}\r\n`;
  for (let n = 0; n < rowsPerPart; n++) {
    const next = rows.next();
    if (next.done) {
      await sink.write(pending);
      return false;
    }
    pending += `${next.value.map(csvCell).join(',')}\r\n`;
    await walk.step();
    if (pending.length < pieceChars) continue;
    await sink.write(pending);
    pending = '';
  }
  await sink.write(pending);
  return true;
}

/** A sheet a table; very long ones go on in a second sheet. */
async function writeWorkbook(ctx: ServiceContext, { path }: Place, control: JobControl): Promise<number> {
  const walk = new Walk(control, countOf(ctx, exportTables));
  await writeWorkbookFile(path, async (book) => {
    const open = (table: ExportTable, part: number) => {
      const sheet = book.addWorksheet(part > 1 ? `${table.sheet}${part}` : table.sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
      sheet.columns = headersOf(table).map((header) => ({ header, width: Math.max(10, header.length * 3) }));
      return sheet;
    };
    for (const table of exportTables) {
      let part = 1;
      let sheet = open(table, part);
      let inSheet = 0;
      for (const row of textRows(ctx, table)) {
        if (inSheet === rowsPerPart) {
          sheet.commit();
          sheet = open(table, ++part);
          inSheet = 0;
        }
        // texts stay texts: no cell is a formula, and long ids keep their digits
        sheet.addRow(row.map(xlsxText)).commit();
        inSheet++;
        await walk.step();
      }
      sheet.commit();
    }
  });
  return walk.done;
}

/** One JSON object with a list a table, a row a line (docs/export-format.md). */
async function writeJson(ctx: ServiceContext, { path, now }: Place, control: JobControl): Promise<number> {
  const file = new TextFile(path);
  const walk = new Walk(control, countOf(ctx, exportTables));
  try {
    await file.write(`{"tiefen":{"format":"book","version":1,"exportedAt":${now}}`);
    for (const table of exportTables) await writeList(file, table, rowsOf(ctx, table), walk);
    await file.write('}\n');
  } finally {
    await file.close();
  }
  return walk.done;
}

/** `,"key":[…]` */
export async function writeList(sink: TextSink, table: ExportTable, rows: Iterable<Cell[]>, walk: Walk): Promise<void> {
  let pending = `,\n${JSON.stringify(table.key)}:[`;
  let first = true;
  for (const row of rows) {
    pending += `${first ? '\n' : ',\n'}${JSON.stringify(recordOf(table, row))}`;
    first = false;
    await walk.step();
    if (pending.length < pieceChars) continue;
    await sink.write(pending);
    pending = '';
  }
  await sink.write(`${pending}${first ? ']' : '\n]'}`);
}

function recordOf(table: ExportTable, row: readonly Cell[]): Record<string, unknown> {
  return Object.fromEntries(table.columns.map((column, i) => [column.key, jsonValue(column, row[i]!)]));
}
