/** What goes wrong with files: locked, refused, mojibake, unreadable lines; a stop and a crash in the middle; batches taken back in any order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import officeCrypto from 'officecrypto-tool';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wechatA } from '../fixtures/orders/bills.ts';
import { ktt } from '../fixtures/orders/samples.ts';
import { memotraceCsv, pywxdumpCsv, talk, writeFolder } from '../helpers/chat-files.ts';
import { people, weflowCsv } from '../helpers/contact-files.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { importCenter } from '../helpers/pages/imports.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { removeDir, tempDir } from '../helpers/server.ts';
import { zipOf } from '../helpers/zips.ts';

const screens = useScreens({ context: { reducedMotion: 'reduce', acceptDownloads: true } });
const look = (what: string) => lookAt(screens, `problem-${what}`, [looks.light, looks.dark, looks.small]);
const folder = tempDir('tiefen-problems-');
const password = '3号楼😀Aa1';
/** so many that an import of them can be seen, and killed, on a quick machine */
const many = 400_000;
const manyText = many.toLocaleString('en-US');
const few = 20_000;
const fewText = few.toLocaleString('en-US');

const batches = async () => (await screens.call<{ fileName: string; undoneAt: number | null }[]>('imports.batches')).map((one) => one);
const total = async (path: string, input: object) => (await screens.call<{ total: number }>(path, input)).total;
const conversations = () => total('conversations.list', { accountId: null, kind: null, friendId: null, search: '', offset: 0, limit: 1 });
const friends = () => total('friends.list', { filter: {}, sort: { key: 'name', direction: 'asc' }, offset: 0, limit: 1 });

/** The rows of the list that the button within `place` saves. */
async function saved(place: Locator, name = '下载读不了的行'): Promise<string[][]> {
  const download = screens.page.waitForEvent('download');
  await place.getByRole('button', { name }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('读不了的行.csv');
  await told(screens.page, '清单存好了');
  return parse(readFileSync(await file.path()), { bom: true, record_delimiter: '\r\n' });
}

beforeAll(async () => {
  for (const path of ['importQueue.unlock', 'importQueue.open', 'chatImport.scan', 'chatImport.commit']) screens.watch.refusalsOf.add(path);
  await screens.page.getByRole('button', { name: /^导入我的好友/ }).click();
  await shell(screens.page).settled('import');
});
afterAll(() => removeDir(folder));

it('a locked bill says what it needs; a wrong password keeps it, the right one opens it', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.choose({
    name: '微信支付账单(20260301-20260331).zip',
    buffer: await zipOf({ [wechatA.path]: wechatA.bytes }, { password }),
  });
  const card = page.getByRole('list', { name: '认出来的文件' }).getByRole('listitem').first();
  await see(card).toContainText('密码');
  await look('locked');
  await card.getByPlaceholder('文件的密码').fill('123456');
  await card.getByRole('button', { name: '打开', exact: true }).click();
  await see(card.getByRole('alert')).toContainText('密码不对');
  await see(card.getByRole('alert')).toContainText('没有导入任何内容');
  await look('wrong-password');
  await card.getByPlaceholder('文件的密码').fill(password);
  await card.getByRole('button', { name: '打开', exact: true }).click();
  await page.getByRole('button', { name: /^开始：/ }).click();
  await see(page.getByText(/读到 6 笔/).first()).toBeVisible();
  await look('bill-open');
  await page.getByRole('button', { name: /^导入 \d+ 笔/ }).click();
  await see(page.getByText('账单导入好了')).toBeVisible();
  await page.getByRole('button', { name: '接着导入' }).click();
  await center.atStart();
});

it('a locked order workbook opens with its password', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.choose({ name: ktt.path, buffer: officeCrypto.encrypt(ktt.bytes, { password: '8888' }) });
  const card = page.getByRole('list', { name: '认出来的文件' }).getByRole('listitem').first();
  await card.getByPlaceholder('文件的密码').fill('8888');
  await press(page, 'Enter');
  await page.getByRole('button', { name: /^开始：/ }).click();
  await see(page.getByText(/读到 3 单，共 ¥383\.00/).first()).toBeVisible();
  await page.getByRole('button', { name: '导入 3 单' }).click();
  await see(page.getByText('订单导入好了')).toBeVisible();
  await page.getByRole('button', { name: '看这些订单' }).click();
  await shell(page).settled('orders');
  expect((await batches()).map(({ fileName }) => fileName)).toEqual([ktt.path, wechatA.path]);
});

it('rows of orders that cannot be read are saved as a list, before and with the report', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const rows = [
    '跟团号,下单人,团员备注,支付时间,团长备注,商品,订单金额,退款金额,订单状态,自提点,收货人,联系电话,详细地址',
    '1,青柠,,2026-04-09 08:02:11,,赣南脐橙(10斤装)+2,116.00,0.00,已支付,,陈青柠,13811110001,杭州',
    ',,=1+1,2026-04-09 08:02:11,,,,,,,,,',
  ];
  await shell(page).go('import');
  await center.choose({ name: '坏单.csv', buffer: Buffer.from(`\uFEFF${rows.join('\n')}\n`) });
  await see(page.getByText('1 行读不了')).toBeVisible();
  await look('orders');
  const before = await saved(page.getByRole('main'));
  expect(before.length).toBe(2);
  expect(before[1]!.slice(0, 2)).toEqual(['坏单.csv', '3']);
  await page.getByRole('button', { name: '导入 1 单' }).click();
  await see(page.getByText('订单导入好了')).toBeVisible();
  await see(page.getByText('有变化，已更新')).toHaveCount(0);
  await look('orders-report');
  expect(await saved(page.getByRole('main'))).toEqual(before);
  await page.getByRole('button', { name: '接着导入' }).click();
  await center.atStart();
  // and at any later time, from the history
  await look('orders-history');
  expect(await saved(page.getByRole('main'), '清单：下载「坏单.csv」读不了的行')).toEqual(before);
  await center.undo('坏单.csv');
  await told(page, '撤回');
});

it('rows of a list of friends that cannot be read are saved as a list, before, with the report, and later', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.choose({ name: '缺名字.csv', buffer: Buffer.from('备注,标签\n赵姐,老客\n,=1+1\n') });
  await page.getByRole('button', { name: '下一步：看一眼' }).click();
  await page.getByRole('tab', { name: /读不了/ }).click();
  await look('friends');
  const before = await saved(page.getByRole('tabpanel'));
  expect(before.slice(1)).toEqual([['缺名字.csv', '3', expect.stringContaining('没有名字'), "'=1+1"]]);
  await page.getByRole('button', { name: '导入 1 位好友' }).click();
  await see(page.getByRole('heading', { name: '1 位好友到齐了' })).toBeVisible();
  await look('friends-report');
  expect(await saved(page.getByRole('main'))).toEqual(before);
  await page.getByRole('button', { name: '再导入一个' }).click();
  await page.getByRole('button', { name: '「缺名字.csv」的导入报告' }).click();
  expect(await saved(page.getByRole('main'))).toEqual(before);
  await page.getByRole('button', { name: '再导入一个' }).click();
  await center.undo('缺名字.csv');
  await told(page, '撤回');
});

it('letters that came out wrong are asked about before anything comes in', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const said = talk(60).map((one, at) => (at % 5 === 0 ? { ...one, text: `橙子\uFFFD\uFFFD有货${at}` } : one));
  await shell(page).go('import');
  await center.choose({ name: '乱码聊天.csv', buffer: pywxdumpCsv('wxid_broken', said) });
  const question = page.getByRole('alert').filter({ hasText: '乱码' });
  await see(question).toContainText('最多的是「乱码聊天.csv」');
  await see(page.getByRole('button', { name: '先看看上面的乱码' })).toBeDisabled();
  await look('mojibake');
  await question.getByRole('checkbox').check();
  await see(center.commit).toBeEnabled();
  await press(page, 'Escape');
  await center.atStart();
  expect(await conversations()).toBe(0);
});

it('lines that cannot be read are listed with the reason, and saved as a table that no spreadsheet runs', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const good = pywxdumpCsv('wxid_problem', talk(20)).toString('utf8').trimEnd();
  const broken = [
    '20,7420000000000000021,文本,0,wxid_problem,wxid_problem,=1+1,,不是时间',
    '21,7420000000000000022,文本,0,wxid_problem,wxid_problem,太早了,,1999-01-01 00:00:00',
  ];
  await center.choose({ name: '有坏行.csv', buffer: Buffer.from(`${[good, ...broken].join('\n')}\n`) });
  await see(center.sum).toContainText('读到 22 条= 新的 20+ 读不了的 2'.replace('读不了的', '读不了'));
  await page.getByRole('button', { name: '看读不了的 2 条' }).click();
  const list = page.getByRole('dialog', { name: '读不了的 2 条' });
  await see(list.getByRole('row')).toHaveCount(3);
  await look('lines');
  const rows = await saved(list);
  expect(rows[0]).toEqual(['文件', '行', '原因', '内容']);
  expect(rows.slice(1).map(([name, line]) => [name, line])).toEqual([
    ['有坏行.csv', '22'],
    ['有坏行.csv', '23'],
  ]);
  expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
  await list.getByRole('button', { name: '知道了' }).click();
  await page.getByRole('button', { name: '先不导入' }).click();
  await center.atStart();
});

it('files that cannot be used are named with the reason, the good one among them is not held up', async () => {
  const { page } = screens;
  const center = importCenter(page);
  writeFolder(folder, {
    '杂物/合同.docx': await zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>' }),
    '杂物/空的.csv': '',
    '杂物/坏的.zip': 'PK\x03\x04 half of it',
    '杂物/炸弹.zip': await zipOf({ 'bomb.csv': Buffer.alloc(60 * 1024 * 1024) }),
    '杂物/聊天.csv': pywxdumpCsv('wxid_good', talk(10)),
  });
  await center.chooseFolder(join(folder, '杂物'));
  await see(center.card(/PyWxDump.*聊天/)).toBeVisible();
  const cards = page.getByRole('list', { name: '认出来的文件' }).getByRole('listitem');
  await see(cards.filter({ hasText: 'Word 文档' })).toBeVisible();
  await see(cards.filter({ hasText: '没有导入任何内容' })).not.toHaveCount(0);
  await look('refused');
  await page.getByRole('button', { name: '都不要了' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '都不要了' }).click();
  await center.atStart();
});

it('a look through a long file is stopped, and nothing is left of it', async () => {
  const { page } = screens;
  const center = importCenter(page);
  writeFolder(folder, { '很长.csv': memotraceCsv('周长谈', 'wxid_long00000001', talk(many, 1_500_000_000, 200)) });
  await center.choosePath(join(folder, '很长.csv'));
  await see(page.getByText('正在看里面有谁、有多少是新的')).toBeVisible();
  await page.getByRole('button', { name: '取消', exact: true }).click();
  await center.atStart();
  expect(await conversations()).toBe(0);
});

it('killed in the middle of an import: she is told, and after the start the book is as it was', async () => {
  const { page, server, watch } = screens;
  const center = importCenter(page);
  const before = await batches();
  await center.choosePath(join(folder, '很长.csv'));
  await see(center.sum).toContainText(`读到 ${manyText} 条`, { timeout: 60_000 });
  await center.commit.click();
  const running = page.locator('.import-reading').filter({ has: page.getByRole('heading', { name: /^正在导入/ }) });
  await see(running.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/);
  watch.serverGone = true;
  await server.kill();
  const gone = page.getByRole('dialog', { name: '铁粉簿没有回应' });
  await see(gone).toContainText('已经保存过的都在');
  await look('gone');
  await screens.restart();
  await shell(page).go('import');
  expect(await batches()).toEqual(before);
  expect(await conversations()).toBe(0);
  const left = page.getByRole('region', { name: '没导完的' });
  await see(left).toContainText('「很长.csv」没有导完，程序就停了');
  await look('after-crash');
  await left.getByRole('button', { name: '接着导入' }).click();
  await see(center.sum).toContainText(`读到 ${manyText} 条= 新的 ${manyText}`, { timeout: 60_000 });
  await press(page, 'Escape');
  await center.atStart();
  await see(left).toHaveCount(0);
  // the beginning of it comes in: whole files after a crash are tests/faults/kill-import
  await center.choose({ name: '开头.csv', buffer: memotraceCsv('周长谈', 'wxid_long00000001', talk(few, 1_500_000_000, 200)) });
  await see(center.sum).toContainText(`读到 ${fewText} 条= 新的 ${fewText}`);
  await center.commit.click();
  await see(page.getByRole('heading', { name: `${fewText} 条聊天进来了` })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: '再导入一个' }).click();
});

it('any one batch is taken back, the oldest first, and the others stay', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.choose({ name: '名单.csv', buffer: weflowCsv(people(4)) });
  await page.getByRole('button', { name: '下一步：看一眼' }).click();
  await page.getByRole('button', { name: '导入 4 位好友' }).click();
  await see(page.getByRole('heading', { name: '4 位好友到齐了' })).toBeVisible();
  await page.getByRole('button', { name: '再导入一个' }).click();
  const before = await friends();
  await see(center.history.getByRole('listitem')).toHaveCount(6);
  await look('history');
  for (const name of [wechatA.path, ktt.path]) {
    await page.getByRole('button', { name: `撤回导入「${name}」` }).click();
    await see(page.getByRole('dialog').getByRole('button', { name: /^撤回/ })).toBeEnabled();
    await look(`undo-${name === ktt.path ? 'orders' : 'bill'}`);
    await page.getByRole('dialog').getByRole('button', { name: /^撤回/ }).click();
    await told(page, `已撤回导入「${name}」`);
  }
  // the older of the two comes back from the history, and Ctrl+Z takes back just that
  await page.getByRole('button', { name: `把导入「${wechatA.path}」取回来` }).click();
  await told(page, `已取回导入「${wechatA.path}」`);
  await see(page.getByRole('button', { name: `撤回导入「${wechatA.path}」` })).toBeVisible();
  await page.keyboard.press('Control+z');
  await told(page, `已撤销：取回导入「${wechatA.path}」`);
  await see(page.getByRole('button', { name: `把导入「${wechatA.path}」取回来` })).toBeVisible();
  await center.undo('开头.csv');
  await told(page, `拿走 ${fewText} 条聊天`);
  const undone = (await batches()).filter(({ undoneAt }) => undoneAt !== null).map(({ fileName }) => fileName);
  // newest first; two were taken back in walks before
  expect(undone).toEqual(['开头.csv', '缺名字.csv', '坏单.csv', ktt.path, wechatA.path]);
  expect([await friends(), await conversations()]).toEqual([before - 1, 0]);
  await shell(page).go('friends');
  await see(friendsPage(page).rows).toHaveCount(4);
});
