import { writeFile } from 'node:fs/promises';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import type { PickupSheet } from '../../../shared/contracts/orders-solitaire.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import { csvCell, xlsxText } from '../../platform/files/spreadsheet-cells.ts';
import { writeWorkbookFile } from '../../platform/files/workbook-file.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { readSheet } from './group-buys.queries.ts';
import { goodsText } from './order-book.ts';
import { askedOf, readSheetCommand } from './orders.lists.ts';

interface ExportTask {
  groupBuyId: number;
  format: 'csv' | 'xlsx';
  fileId: string;
  path: string;
  name: string;
}

const header = ['地点', '接龙号', '姓名', '电话', '商品', '金额（元）', '付款', '备注'];

function rowsOf({ sections, totals, sums }: PickupSheet): string[][] {
  const people = sections.flatMap(({ place, rows }) =>
    rows.map((row) => [
      place,
      row.sequence,
      row.name,
      row.phone,
      row.goods,
      (row.amountFen / 100).toFixed(2),
      row.paid ? '已付' : '未付',
      row.note,
    ]),
  );
  const amountFen = sections.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.amountFen, 0);
  const unpaid = sums.unpaidOrders === 0 ? '' : `未付 ${sums.unpaidOrders} 单，${(sums.unpaidFen / 100).toFixed(2)} 元`;
  return [...people, ['合计', '', `${people.length} 单`, '', goodsText(totals), (amountFen / 100).toFixed(2), unpaid, '']];
}

/** Writes a pick-up sheet to a CSV (UTF-8 with BOM, formula-safe) or XLSX file. */
export const exportSheetCommand = defineCommand<ExportTask, ExportFile>({
  name: 'solitaire.export',
  writes: false,
  heavy: () => true,
  async run(ctx, { groupBuyId, format, fileId, path, name }) {
    const rows = rowsOf(readSheet(ctx, groupBuyId));
    if (format === 'csv') {
      const text = [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
      await writeFile(path, `\uFEFF${text}`, { mode: 0o600 });
    } else await writeWorkbook(path, rows);
    return { fileId, name, count: rows.length - 1 };
  },
});

function writeWorkbook(path: string, rows: string[][]): Promise<void> {
  return writeWorkbookFile(path, async (book) => {
    const sheet = book.addWorksheet('提货单', { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = header.map((title, i) => ({ header: title, width: i === 4 || i === 7 ? 36 : 12 }));
    for (const row of rows) sheet.addRow(row.map(xlsxText)).commit();
    sheet.commit();
  });
}

/** Makes the file of a pick-up sheet. @throws AppError `notFound`, `nothingSelected` (no orders) */
export async function exportSheet(
  ctx: HostContext,
  { groupBuyId, format }: { groupBuyId: number; format: 'csv' | 'xlsx' },
): Promise<ExportFile> {
  const { groupBuy, sections } = await ctx.execute(readSheetCommand, askedOf(ctx, 'group_buy_id', groupBuyId, groupBuyId));
  if (sections.length === 0) throw new AppError('nothingSelected');
  const title =
    groupBuy.title
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .slice(0, 40)
      .trim() || '接龙';
  const name = `提货单-${title}-${localDay(ctx.clock.now())}.${format}`;
  const { fileId, path } = ctx.staging.createExport(name);
  try {
    return await ctx.execute(exportSheetCommand, { groupBuyId, format, fileId, path, name });
  } catch (error) {
    ctx.staging.drop(fileId);
    throw error;
  }
}
