import { AppError } from '../../../../../../shared/errors.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatFile, ChatSource } from '../chat-source.ts';
import { type ChatWorkbook, openChatWorkbook } from '../stream-sheet.ts';
import { memotrace1, memotrace2, memotrace3Sheet } from './memotrace-tables.ts';
import { pywxdump, weclone } from './pywxdump-tables.ts';
import { ciphertalkSheet, echotraceSheet, wechatDataSheet, weflowSheet } from './session-tables.ts';
import { findFormat, firstRows, sampleRows, type TableFormat, tableSource } from './tables.ts';

/** Also tables that were saved as a workbook by hand. */
const formats: readonly TableFormat[] = [
  memotrace3Sheet,
  weflowSheet,
  echotraceSheet,
  ciphertalkSheet,
  wechatDataSheet,
  memotrace2,
  memotrace1,
  pywxdump,
  weclone,
];

/** sheets beside the chat that tell about it are short */
const sideRows = 2000;

/**
 * Workbooks of all programs: which one it is only the sheets say, so that `open` decides; the source tells its own format and tool.
 * `open` throws AppError `headerMissing` when no sheet is a chat (orders, bills, 微信收款助手 and 微信支付 of MemoTrace).
 */
export const chatWorkbook: ChatReader = {
  format: memotrace3Sheet.format,
  tool: memotrace3Sheet.tool,
  recognise: isWorkbook,
  async open(file) {
    const source = await openWorkbookChat(file);
    if (!source) throw new AppError('headerMissing', { what: 'xlsx' });
    return source;
  },
};

/** A zip whose first entries are those of a workbook. */
function isWorkbook({ bytes }: ChatHead): boolean {
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== 0x504b0304) return false;
  return ['xl/', '[Content_Types].xml', 'docProps/', '_rels/.rels'].some((name) => bytes.subarray(0, 65_536).includes(name));
}

/** A workbook with a sheet of a chat → its source; null = none of its sheets is one. Throws as `openChatWorkbook`. */
export async function openWorkbookChat(file: ChatFile): Promise<ChatSource | null> {
  const workbook = await openChatWorkbook(file);
  for (const sheet of workbook.sheets) {
    const scan = workbook.scan(sheet);
    const rows = await firstRows(scan, sampleRows);
    const found = findFormat(rows, formats);
    if (!found) continue;
    const sample = rows.filter((row) => row.line > found.line).map((row) => row.cells);
    const otherSheets = await sheetsBeside(workbook, sheet);
    return tableSource({ file, ...found, sample, scan, sheet, otherSheets }, found.format);
  }
  workbook.close();
  return null;
}

async function sheetsBeside(workbook: ChatWorkbook, sheet: string) {
  const others = new Map<string, readonly (readonly string[])[]>();
  for (const name of workbook.sheets.filter((one) => one !== sheet).slice(0, 8)) {
    others.set(
      name,
      (await firstRows(workbook.scan(name), sideRows)).map((row) => row.cells),
    );
  }
  return others;
}
