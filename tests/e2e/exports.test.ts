/** 导出全部 and 导出此人: what stands in the files she gets, and that the book takes its own chats back without a double. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import type { Download } from 'playwright';
import { beforeAll, expect, it } from 'vitest';
import { accessibilityProblems } from '../helpers/axe.ts';
import { documentedTables, fits } from '../helpers/documented-tables.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { importCenter } from '../helpers/pages/imports.ts';
import { shell } from '../helpers/pages/shell.ts';
import { see, told, useScreens } from '../helpers/screens.ts';
import { bookMessages, formulaNote, liJieElsewhere, secondAccount, seedBook } from '../helpers/seed-book.ts';
import { hostileWords, liJie, mothers } from '../helpers/seed-chats.ts';

const screens = useScreens({ seed: seedBook, context: { reducedMotion: 'reduce', acceptDownloads: true } });
const tables = documentedTables();

type Row = Record<string, unknown>;
type Book = { tiefen: Row } & Record<string, Row[]>;

async function read(download: Download): Promise<{ name: string; bytes: Buffer }> {
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function choose(format: string): Promise<void> {
  const { page } = screens;
  await page.getByRole('combobox', { name: '导出成什么格式' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: format }).click();
}

async function exported(format: string): Promise<{ name: string; bytes: Buffer }> {
  const { page } = screens;
  await choose(format);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^导出(全部|聊天)$/ }).click();
  const file = await read(await download);
  await told(page, `条记录：${file.name}`);
  return file;
}

async function entriesOf(zip: Buffer): Promise<Map<string, Buffer>> {
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(zip)), { checkSignature: true, useWebWorkers: false });
  const found = new Map<string, Buffer>();
  for (const entry of await reader.getEntries()) {
    // else Windows shows other letters
    expect(entry.filenameUTF8, entry.filename).toBe(true);
    if (!entry.directory) found.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())));
  }
  await reader.close();
  return found;
}

const rowsOf = (csv: Buffer | undefined): string[][] => parse(csv ?? Buffer.alloc(0), { bom: true, record_delimiter: '\r\n' });
const cellOf = (rows: readonly string[][], header: string, at = 1) => rows[at]?.[rows[0]?.indexOf(header) ?? -1];
const formula = /^\s*[=+\-@＝＋－＠\t\r]/;

let book: Book;

beforeAll(async () => {
  await shell(screens.page).go('settings');
});

it('offers the formats and says where the file goes', async () => {
  const { page } = screens;
  await see(page.getByText('存进浏览器的下载文件夹')).toBeVisible();
  await lookAt(screens, 'export-settings', [looks.light, looks.dark, looks.small]);
});

it('JSON holds every documented table, column and type, and nothing else', async () => {
  const { name, bytes } = await exported('JSON');
  expect(name).toMatch(/^铁粉簿全部数据-\d{4}-\d\d-\d\d\.json$/);
  book = JSON.parse(bytes.toString('utf8')) as Book;
  expect(Object.keys(book)).toEqual(['tiefen', ...tables.map(({ key }) => key)]);
  expect(book.tiefen).toMatchObject({ format: 'book', version: 1 });
  const wrong = tables.flatMap(({ key, columns }) =>
    (book[key] ?? []).flatMap((row, at) => [
      ...(Object.keys(row).join() === columns.map((column) => column.key).join() ? [] : [`${key}[${at}]: ${Object.keys(row)}`]),
      ...columns.filter((column) => !fits(column, row[column.key])).map((column) => `${key}[${at}].${column.key}: ${row[column.key]}`),
    ]),
  );
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(book.friends?.map(({ remark }) => remark)).toEqual([liJie, '张妈', '没聊过的李四', liJieElsewhere]);
  expect(book.notes?.map(({ body }) => body)).toEqual([formulaNote, hostileWords]);
  expect(book.accounts?.map(({ name: account }) => account)).toContain(secondAccount);
  expect(book.personLinks?.map(({ personId }) => personId)).toEqual([1, 1]);
  expect(book.orders).toHaveLength(3);
  expect(book.payments?.map(({ transactionId }) => transactionId)).toContain('1000050001202603090000000000001');
  expect(book.messages?.length).toBeGreaterThan(bookMessages);
});

it('CSV is an archive of a file a table, in Chinese, and no cell is a formula', async () => {
  const { bytes } = await exported('CSV');
  const files = await entriesOf(bytes);
  expect([...files.keys()]).toEqual(tables.map(({ sheet }) => `${sheet}.csv`));
  for (const { key, sheet, columns } of tables) {
    const rows = rowsOf(files.get(`${sheet}.csv`));
    expect(rows, sheet).toHaveLength((book[key]?.length ?? 0) + 1);
    if (key !== 'friends') expect(rows[0], sheet).toEqual(columns.map(({ header }) => header));
    expect(rows.flat().filter((cell) => formula.test(cell))).toEqual([]);
  }
  expect(cellOf(rowsOf(files.get('笔记.csv')), '内容')).toBe(`'${formulaNote}`);
  const levels = rowsOf(files.get('等级变动.csv'));
  expect([cellOf(levels, '原等级', 2), cellOf(levels, '新等级', 2), cellOf(levels, '由谁', 2)]).toEqual(['泛流量', '真实客户', '自己设的']);
  expect(cellOf(rowsOf(files.get('联系记录.csv')), '方式')).toBe('电话');
  const orders = rowsOf(files.get('订单.csv'));
  expect([cellOf(orders, '平台'), cellOf(orders, '状态'), cellOf(orders, '金额')]).toEqual(['快团团', '已付', '151.00']);
  const messages = rowsOf(files.get('消息.csv'));
  const known = ['day', 'minute', 'second'].map((precision) => book.messages?.findIndex((message) => message.precision === precision));
  expect(known.map((at) => cellOf(messages, '精确到', (at ?? 0) + 1))).toEqual(['天', '分钟', '秒']);
});

it('Excel opens it: a sheet a table, texts as texts, long numbers with all digits', async () => {
  const { bytes } = await exported('Excel');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(tables.map(({ sheet }) => sheet));
  for (const { key, sheet } of tables) expect(workbook.getWorksheet(sheet)?.actualRowCount, sheet).toBe((book[key]?.length ?? 0) + 1);
  const column = (sheet: string, header: string): unknown[] => {
    const rows = workbook.getWorksheet(sheet)?.getSheetValues() as unknown[][];
    const at = rows[1]?.indexOf(header) ?? -1;
    return rows.slice(2).map((row) => row[at]);
  };
  expect(column('笔记', '内容')).toEqual([formulaNote, hostileWords]);
  expect(column('收付款', '交易单号')).toEqual(book.payments?.map(({ transactionId }) => transactionId));
  expect(column('消息', '编号').slice(0, 50)).toEqual(book.messages?.slice(0, 50).map(({ id }) => String(id)));
  expect(column('好友', '信任等级')).toEqual(['真实客户', '泛流量', '泛流量', '泛流量']);
});

it('is stopped on request, and leaves nothing behind', async () => {
  const { page } = screens;
  screens.watch.refusalsOf.add('exports.everything');
  const staging = join(screens.server.dataDir, 'staging');
  // files that were fetched lie there until the next start
  const before = readdirSync(staging);
  await choose('Excel');
  await page.getByRole('button', { name: '导出全部' }).click();
  await see(page.getByRole('progressbar', { name: '正在导出', exact: true })).toBeVisible();
  await screens.shoot('export-running');
  await page.getByRole('button', { name: '停下' }).click();
  await told(page, '已停下，没有留下文件');
  await see(page.getByRole('button', { name: '导出全部' })).toBeEnabled();
  expect(readdirSync(staging)).toEqual(before);
});

it("a friend's export holds all of hers and nothing of others, and its page is readable", async () => {
  const { page } = screens;
  await shell(page).go('friends');
  await friendsPage(page).row('张妈').click();
  await page.getByRole('button', { name: '这位好友的更多操作' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: '导出此人' }).click();
  const { name, bytes } = await read(await download);
  await told(page, `已导出：${name}`);
  expect(name).toMatch(/^铁粉簿-张妈-\d{4}-\d\d-\d\d\.zip$/);
  const files = await entriesOf(bytes);
  expect([...files.keys()]).toEqual(['张妈.json', '张妈.html']);
  const person = JSON.parse(files.get('张妈.json')?.toString('utf8') ?? '') as Book;
  expect(person.tiefen).toMatchObject({ format: 'person', version: 1 });
  expect(person.friends?.map(({ remark }) => remark)).toEqual(['张妈']);
  expect(person.conversations?.map((one) => one.name)).toEqual([mothers]);
  const hers = book.chatTalkers?.filter(({ friendId }) => friendId === person.friends?.[0]?.id).map(({ id }) => id);
  expect(person.messages).toEqual(book.messages?.filter(({ talkerId }) => talkerId !== null && hers?.includes(talkerId)));
  expect(person.notes).toEqual([]);
});

it('the page of a person shows what was said as text, with times no more exact than they are known', async () => {
  const { page } = screens;
  await friendsPage(page).row(liJie).click();
  await see(friendsPage(page).panel.getByRole('heading', { level: 2, name: liJie })).toBeVisible();
  await page.getByRole('button', { name: '这位好友的更多操作' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: '导出此人' }).click();
  const files = await entriesOf((await read(await download)).bytes);
  const html = [...files].find(([file]) => file.endsWith('.html'))?.[1].toString('utf8') ?? '';
  const paper = await screens.context.newPage();
  await paper.setContent(html);
  await see(paper.getByRole('heading', { level: 1, name: liJie })).toBeVisible();
  await see(paper.getByText('真实客户').first()).toBeVisible();
  await see(paper.getByText(hostileWords).first()).toBeVisible();
  await see(paper.locator('.message').filter({ hasText: '只知道是哪一天' }).locator('small')).toHaveText(/^\d{4}-\d\d-\d\d$/);
  await see(paper.locator('.message').filter({ hasText: '只知道到分钟' }).locator('small')).toHaveText(/^\d{4}-\d\d-\d\d 20:00$/);
  expect(await paper.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  expect(await accessibilityProblems(paper)).toEqual([]);
  await paper.screenshot({ path: join(import.meta.dirname, '../artifacts/export-person-page.png'), fullPage: false });
  await paper.close();
});

it('ChatLab files come back as nothing new', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await shell(page).go('settings');
  const { name, bytes } = await exported('ChatLab');
  expect(name).toMatch(/^铁粉簿聊天记录-/);
  const files = await entriesOf(bytes);
  expect(files.size).toBe(book.conversations?.length);
  const one = [...files.keys()].find((file) => file.includes('妈妈团购')) ?? '';
  const chat = JSON.parse(files.get(one)?.toString('utf8') ?? '') as { chatlab: Row; meta: Row; members: Row[]; messages: Row[] };
  expect(chat.chatlab).toMatchObject({ generator: '铁粉簿' });
  expect(chat.meta).toMatchObject({ name: mothers, type: 'group' });
  expect(chat.members.map(({ platformId }) => platformId)).toContain(chat.meta.ownerId);
  await shell(page).go('import');
  await center.choose({ name, buffer: bytes });
  await page.getByRole('button', { name: '开始：ChatLab 格式聊天' }).click();
  await page.getByRole('combobox', { name: '这些聊天是哪个微信号的' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: '我的微信' }).click();
  await page.getByRole('button', { name: '看看里面有什么' }).click();
  await see(center.sum).toContainText(/= 新的 0\+ 已经有的/, { timeout: 60_000 });
  await see(page.getByRole('button', { name: '没有新的，再核对一遍' })).toBeEnabled();
  await lookAt(screens, 'export-back', [looks.light, looks.dark, looks.small]);
});
