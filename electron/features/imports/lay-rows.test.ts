import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { ImportReport, Inspection, Preview } from '../../../shared/contracts/imports.ts';
import type { UndoReport } from '../../../shared/contracts/undo.ts';
import { damage } from '../../../tests/helpers/digest.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

const people = 1500;
const cell = (i: number, step: number, text: string) => (i % step === 0 ? text : '');

/** A file of people of every kind; `padding` makes it too large to be written by the importing thread alone. */
function contacts(padding: string): string {
  const lines = ['微信ID,微信号,昵称,备注,手机,性别,地区,生日,添加时间,标签,级别,杂项'];
  for (let i = 0; i < people; i++)
    lines.push(
      [
        `wxid_lay${i}`,
        cell(i, 2, `Alias_${i}`),
        `昵称${i} 乐乐`,
        cell(i, 3, `重庆张姐-${i}号楼`),
        cell(i, 4, i % 8 === 0 ? '138****0000' : `+86 1380000${String(i).padStart(4, '0')}`),
        cell(i, 5, '女'),
        cell(i, 6, '浙江 杭州'),
        cell(i, 7, '农历八月十五'),
        cell(i, 9, '2024-05-01 18:20:00'),
        cell(i, 2, `老客户、标签${i % 20}`),
        cell(i, 11, '铁粉'),
        padding,
      ].join(','),
    );
  // said again further down, with something new; no person at all; may be somebody known
  lines.push(`wxid_lay1,,后来的,,13911112222,男,上海,,,新标签,,${padding}`, `,,,,,,,,,,,${padding}x`, `,,老王,,,,,,,,,${padding}`);
  lines.push(`123@chatroom,,群,,,,,,,,,${padding}`, `,,老赵,,,,,,,,,${padding}`);
  return lines.join('\n');
}

async function bring(book: TestApp, text: string, looked: () => Promise<void>): Promise<ImportReport> {
  const { fileId } = await book.app.files.stageStream('好友.csv', Readable.from([Buffer.from(text)]));
  const { sessionId, columns } = await book.call<Inspection>('imports.inspect', { fileId });
  const fields = columns.map(({ field }) => field);
  // looked at twice: the first rows that were laid are of no use
  for (const channelId of [1, null]) await book.call<Preview>('imports.preview', { sessionId, fields, accountId: 1, channelId });
  await looked();
  return book.call<ImportReport>('imports.commit', { sessionId, policy: 'fillEmpty', doubtful: 'new', answers: {} });
}

const said = (book: TestApp) => ({
  friends: book.ctx.db
    .sql(
      `SELECT nickname, remark, wxid, alias, phone, phone_key, gender, region, birthday_calendar, birthday_month, birthday_day, birthday_leap,
       source_text, status, trust_level, typeof(trust_level), added_at, typeof(added_at), channel_id, search_text, sort_name FROM friends ORDER BY id`,
    )
    .all(),
  tags: book.ctx.db.sql('SELECT friend_id, name FROM friend_tags JOIN tags ON tags.id = tag_id ORDER BY friend_id, name').all(),
  levels: book.ctx.db.sql('SELECT friend_id, to_level FROM level_changes ORDER BY friend_id').all(),
  indexes: book.ctx.db.pluck("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name").all(),
});

it('makes the same book whether a second thread lays the rows or not, and leaves nothing lying about', async () => {
  const books: ReturnType<typeof said>[] = [];
  for (const padding of ['', '长'.repeat(400)]) {
    const book = await openTestApp();
    const staged = () => readdirSync(join(book.dataDir, 'staging')).filter((name) => name.endsWith('.rows'));
    const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    await bring(book, '昵称\n老王\n老赵', soon);
    const report = await bring(book, contacts(padding), async () => {
      while (padding !== '' && staged().length === 0) await soon();
    });
    expect(report).toMatchObject({ added: people + 2, repeated: 1, leftOut: 1, unreadable: 1 });
    books.push(said(book));
    expect(damage(book.ctx.db)).toEqual([]);
    while (staged().length > 0) await soon();
    const undone = await book.call<UndoReport>('imports.undo', { batchId: report.batchId });
    expect(undone.kept).toBe(0);
    expect(book.ctx.db.pluck('SELECT count(*) FROM friends').get()).toBe(2);
    await book.close();
    expect(existsSync(book.dataDir)).toBe(false);
  }
  expect(books[1]).toEqual(books[0]);
});
