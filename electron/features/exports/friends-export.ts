import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { birthdayCell } from '../../../shared/domain/birthday.ts';
import { levelName, type trustLevels } from '../../../shared/domain/trust-ladder.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { csvCell, xlsxText } from '../../platform/files/spreadsheet-cells.ts';
import { writeWorkbookFile } from '../../platform/files/workbook-file.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { birthdayOf, type FriendRecord } from '../friends/index.ts';
import { pointsReader } from '../points/index.ts';
import { TextFile } from './zip-file.ts';

export { csvCell, xlsxText } from '../../platform/files/spreadsheet-cells.ts';

export interface ExportFriendsInput {
  friendIds: Uint32Array;
  format: 'csv' | 'xlsx';
  fileId: string;
  path: string;
  name: string;
}

/** Header names that our own import (and other tools) recognise again. */
export const friendColumns = [
  '微信ID',
  '微信号',
  '昵称',
  '备注',
  '账号',
  '渠道',
  '信任等级',
  '标签',
  '状态',
  '手机',
  '性别',
  '地区',
  '地址',
  '生日',
  '年龄段',
  '收入',
  '兴趣',
  '关系',
  '来源',
  '个性签名',
  '描述',
  '添加时间',
  '最近联系',
  '积分',
  '笔记',
];
const statusNames = { normal: '正常', deletedMe: '已删我', blocked: '拉黑', lost: '已流失' };
const genderNames = { female: '女', male: '男' };
const tieNames = { strong: '强', weak: '弱' };
const ageNames: Record<string, string> = {
  under18: '18岁以下',
  '18-24': '18–24岁',
  '25-34': '25–34岁',
  '35-44': '35–44岁',
  '45-54': '45–54岁',
  '55-64': '55–64岁',
  '65plus': '65岁以上',
};
const incomeNames: Record<string, string> = { low: '较低', middle: '中等', good: '较高', high: '高' };

/** Writes friends, in the given order, to a CSV (UTF-8 with BOM, formula-safe) or XLSX file. */
export const exportFriendsCommand = defineCommand<ExportFriendsInput, ExportFile>({
  name: 'exports.friends',
  writes: false,
  heavy: () => true,
  async run(ctx, input, control) {
    const rows = friendLines(ctx, input.friendIds, (done) => {
      control.progress('write', done, input.friendIds.length);
      control.checkCancelled();
    });
    const count = input.format === 'csv' ? await writeCsv(input.path, rows) : await writeXlsx(input.path, rows);
    return { fileId: input.fileId, name: input.name, count };
  },
});

/** A row a friend, in the given order. `onProgress` is called every thousand. */
export function* friendLines(ctx: ServiceContext, ids: Uint32Array, onProgress: (done: number) => void): Generator<string[]> {
  const names = (table: string) => new Map(ctx.db.arrays(`SELECT id, name FROM ${table}`).all() as [number, string][]);
  const [accounts, channels, tags] = [names('accounts'), names('channels'), names('tags')];
  const read = ctx.db.sql('SELECT * FROM friends WHERE id = ?');
  const tagsOf = ctx.db.pluck('SELECT tag_id FROM friend_tags WHERE friend_id = ? ORDER BY tag_id');
  const notesOf = ctx.db.pluck('SELECT body FROM notes WHERE friend_id = ? ORDER BY created_at');
  // most books hold none: then nobody is asked for
  const pointsOf = ctx.db.pluck('SELECT 1 FROM point_entries LIMIT 1').get() === undefined ? () => null : pointsReader(ctx);
  for (const [n, id] of ids.entries()) {
    if (n % 1000 === 0) onProgress(n);
    const friend = read.get(id) as FriendRecord | undefined;
    if (!friend) continue;
    yield [
      friend.wxid ?? '',
      friend.alias ?? '',
      friend.nickname,
      friend.remark,
      accounts.get(friend.account_id) ?? '',
      channels.get(friend.channel_id ?? 0) ?? '',
      levelName(friend.trust_level as (typeof trustLevels)[number]['level']),
      (tagsOf.all(id) as number[]).map((tagId) => tags.get(tagId) ?? '').join('、'),
      statusNames[friend.status],
      friend.phone ?? '',
      friend.gender ? genderNames[friend.gender] : '',
      friend.region ?? '',
      friend.address ?? '',
      birthdayText(friend),
      ageNames[friend.age_band ?? ''] ?? '',
      incomeNames[friend.income_band ?? ''] ?? '',
      (JSON.parse(friend.interests) as string[]).join('、'),
      friend.tie ? tieNames[friend.tie] : '',
      friend.source_text ?? '',
      friend.signature ?? '',
      friend.description ?? '',
      friend.added_at ? localTime(friend.added_at) : '',
      friend.last_contact_at ? localTime(friend.last_contact_at) : '',
      pointsOf(id)?.balance.toString() ?? '',
      (notesOf.all(id) as string[]).join('\n'),
    ];
  }
}

function birthdayText(friend: FriendRecord): string {
  const birthday = birthdayOf(friend);
  return birthday ? birthdayCell(birthday) : '';
}

/** ms UTC → 'YYYY-MM-DD HH:MM:SS' in the machine's time zone */
export function localTime(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${localDay(at)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

async function writeCsv(path: string, rows: Iterable<string[]>): Promise<number> {
  const file = new TextFile(path);
  let count = 0;
  let pending = `\uFEFF${friendColumns.join(',')}\r\n`;
  try {
    for (const row of rows) {
      pending += `${row.map(csvCell).join(',')}\r\n`;
      count++;
      if (pending.length < 256 * 1024) continue;
      await file.write(pending);
      pending = '';
    }
    await file.write(pending);
  } finally {
    await file.close();
  }
  return count;
}

async function writeXlsx(path: string, rows: Iterable<string[]>): Promise<number> {
  let count = 0;
  await writeWorkbookFile(path, async (book) => {
    const sheet = book.addWorksheet('好友', { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = friendColumns.map((header) => ({ header, width: Math.max(10, header.length * 3) }));
    for (const row of rows) {
      // strings stay strings: a cell of type text is never a formula, and long ids keep their digits
      sheet.addRow(row.map(xlsxText)).commit();
      count++;
    }
    sheet.commit();
  });
  return count;
}
