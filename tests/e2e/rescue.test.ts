/** A book whose file was damaged: the page that brings it back, and the friends in it. */
import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lookAt, looks } from '../helpers/looks.ts';
import { shell } from '../helpers/pages/shell.ts';
import { see, useScreens } from '../helpers/screens.ts';
import { friendNamed, openTestApp } from '../helpers/test-app.ts';

const screens = useScreens({
  seed: damagedBook,
  refusalsOf: ['settings.all'],
});

/** Three friends, a copy from before an upgrade, and a first page that another program wrote over. */
async function damagedBook(dataDir: string): Promise<void> {
  const book = await openTestApp({ dataDir });
  for (const name of ['王小雨', '李强']) await book.call('friends.create', friendNamed(name));
  // what a restore replaced
  mkdirSync(book.ctx.folder.undo, { recursive: true });
  book.ctx.db.raw.prepare('VACUUM INTO ?').run(join(book.ctx.folder.undo, '000001-1763800000000.db'));
  await book.call('friends.create', friendNamed('陈姐'));
  book.ctx.db.raw.prepare('VACUUM INTO ?').run(join(dataDir, 'snapshots', 'before-000001-0012_known_chat_files.db'));
  await book.app.close();
  const file = openSync(join(dataDir, 'tiefen.db'), 'r+');
  writeSync(file, Buffer.alloc(8192, '别的程序'), 0, 8192, 0);
  closeSync(file);
}

it('a damaged book is read again page by page, and the program goes on with it', async () => {
  const { page, server } = screens;
  expect(server.output()).toContain('资料文件坏了，读不出来');
  expect(server.output()).not.toContain('铁粉簿已就绪');
  await see(page.getByRole('heading', { name: '资料文件坏了，多半能救回来' })).toBeVisible();
  await see(page.getByText('原文件原样留着')).toBeVisible();
  await see(page.getByText('3 位好友')).toBeVisible();
  await see(page.getByRole('region', { name: '恢复以前的簿子' })).toContainText('2 位好友');
  await lookAt(screens, 'rescue-damaged', [looks.light, looks.dark]);
  await page.getByRole('button', { name: '先试着救' }).press('Enter');
  await see(page.getByRole('heading', { name: '救回来了，先看看再决定' })).toBeVisible();
  await see(page.getByLabel('救回来的', { exact: true })).toContainText('好友3 位');
  await lookAt(screens, 'rescue-saved', [looks.light, looks.dark]);
  await page.getByRole('button', { name: '用救回来的这份继续' }).click();
  await shell(page).go('friends');
  await see(page.getByText('王小雨')).toBeVisible();
  await see(page.getByText('3 位好友', { exact: true })).toBeVisible();
  expect(server.output()).toContain('铁粉簿已就绪');
  expect(readdirSync(server.dataDir).filter((name) => name.startsWith('damaged-'))).toHaveLength(1);
});
