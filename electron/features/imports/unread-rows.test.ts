import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { keptRows, writeProblems } from './problem-file.ts';
import { keepUnread, keptUnreadCommand } from './unread-rows.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

function* rows(count: number, text: string) {
  for (let i = 1; i <= count; i++) yield { file: '团.csv', line: i + 1, reason: '没有订单号', text: `${text}${i}` };
}

/** the list as it is written at once, and as it is kept */
async function written(count: number, text: string): Promise<{ at: string[]; later: string[]; bytes: number }> {
  const { ctx, dataDir } = book;
  const insert = ctx.db.sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES ('团.csv', 1, '', 0)");
  const batchId = Number(insert.run().lastInsertRowid);
  const [first, second] = [join(dataDir, 'staging', `${batchId}-1.csv`), join(dataDir, 'staging', `${batchId}-2.csv`)];
  keepUnread(ctx, batchId, writeProblems(first, rows(count, text)));
  await ctx.execute(keptUnreadCommand, { batchId, path: second });
  const bytes = ctx.db.pluck('SELECT length(list) FROM import_unread WHERE batch_id = ?').get(batchId) as number;
  const linesOf = (path: string) => readFileSync(path, 'utf8').split('\r\n');
  return { at: linesOf(first), later: linesOf(second), bytes };
}

it('keeps a list whole, whatever stands in it', async () => {
  const { at, later } = await written(3, '"多行,\n\uD800=1+1');
  expect(later).toEqual(at);
  expect(later.length).toBe(5);
});

it('keeps the first 50,000 rows of a longer one in little room, and says so', async () => {
  const { at, later, bytes } = await written(keptRows + 1, '青柠 13811110001 ');
  expect(at.length).toBe(keptRows + 3);
  expect(later.slice(0, -2)).toEqual(at.slice(0, keptRows + 1));
  expect(later.at(-2)).toMatch(/^,,一共 50001 行读不了，这里留着前 50000 行,/);
  expect(bytes).toBeLessThan(1_000_000);
});

it('keeps less of rows that are very long', async () => {
  const { later } = await written(9000, '很'.repeat(1990));
  expect(later.length).toBeLessThan(4000);
  expect(later.at(-2)).toMatch(/^,,一共 9000 行读不了，这里留着前 \d+ 行,/);
  expect(later.at(-3)!.endsWith(`很${later.length - 3}`)).toBe(true);
});

it('forgets lists of imports that the history no longer shows', async () => {
  for (let i = 0; i < 202; i++) await written(1, '');
  expect(book.ctx.db.pluck('SELECT count(*) FROM import_unread').get()).toBe(200);
});
