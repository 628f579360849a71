import type { ChatReader } from '../chat-reader.ts';
import { chatWorkbook } from './chat-workbook.ts';
import { chatlogTable } from './chatlog-csv.ts';
import { memotrace1, memotrace2, memotrace3 } from './memotrace-tables.ts';
import { pywxdump, weclone } from './pywxdump-tables.ts';
import { csvReader } from './tables.ts';
import { weflowSql } from './weflow-sql.ts';

/** Readers of chats that stand in tables: CSV, XLSX and SQL scripts. Their signatures exclude each other. */
export const tableReaders: readonly ChatReader[] = [
  ...[memotrace3, memotrace2, memotrace1, pywxdump, weclone, chatlogTable].map(csvReader),
  chatWorkbook,
  weflowSql,
];
