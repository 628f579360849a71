/** Every wrong file through the wizard's screen: it is named, nothing comes in, and the wizard takes the next one. */
import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { inlineRows, writeOle, writeWorkbook, writeZip } from '../fixtures/contacts/zip-writer.ts';
import { people, weflowCsv } from '../helpers/contact-files.ts';
import { shell } from '../helpers/pages/shell.ts';
import { png } from '../helpers/pictures.ts';
import { see, useScreens } from '../helpers/screens.ts';

const screens = useScreens();
const fixture = (name: string) => readFileSync(new URL(`../fixtures/contacts/${name}`, import.meta.url));
const good = weflowCsv(people(3));

beforeAll(async () => {
  await screens.page.getByRole('button', { name: /^导入我的好友/ }).click();
  await shell(screens.page).settled('import');
  for (const path of ['importQueue.open', 'importQueue.openContacts', 'importQueue.unlock']) screens.watch.refusalsOf.add(path);
});

afterEach(async () => {
  const { rows } = await screens.call<{ rows: unknown[] }>('friends.list', {
    filter: {},
    sort: { key: 'name', direction: 'asc' },
    offset: 0,
    limit: 1,
  });
  expect(rows).toEqual([]);
});

async function choose(name: string, buffer: Buffer): Promise<void> {
  await screens.page.getByLabel('要导入的文件').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

async function giveUp(): Promise<void> {
  const { page } = screens;
  await page.getByRole('button', { name: '不导入了' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '不导入了' }).click();
  await see(page.getByRole('button', { name: '选文件', exact: true })).toBeVisible();
}

const docx = writeZip([
  { name: '[Content_Types].xml', data: '<Types/>' },
  { name: 'word/document.xml', data: '<w:document/>' },
]);

const refused: [file: string, bytes: Buffer, what: string, next: string][] = [
  ['照片.png', png(40, 30, 0), '是一张图片，里面没有好友名单', '请选 CSV、TSV 或 Excel 文件'],
  ['照片改名.csv', png(40, 30, 0), '是一张图片，里面没有好友名单', '请选 CSV、TSV 或 Excel 文件'],
  ['名单.docx', docx, '是一个 Word 文档', '请在 Word 里把表格复制到 Excel'],
  ['空.csv', Buffer.alloc(0), '是空的', '请重新导出一次名单'],
  ['空行.csv', Buffer.from('\r\n\r\n  \r\n'), '没有任何文字', '换一个文件'],
  ['训练.json', fixture('training.json'), '是训练聊天机器人用的对话文件，不是好友名单', '请在导出工具里选「导出通讯录」'],
  ['训练.jsonl', fixture('training-instruction.jsonl'), '是训练聊天机器人用的对话文件，不是好友名单', '格式选 CSV 或 Excel'],
  ['旧版.xls', writeOle(['Workbook']), '是旧版 Excel（.xls）', '另存为 .xlsx 再导入'],
  ['只有列名.csv', fixture('header-only.csv'), '里只有列名，没有好友', '再导出一次'],
  ['坏表.xlsx', Buffer.from('PK\x03\x04 half a workbook', 'latin1'), '损坏了，读不下去', '请重新导出或重新下载一次'],
];

it.each(refused)('%s is refused in words, and the next file is taken', async (name, bytes, what, next) => {
  const { page } = screens;
  await choose(name, bytes);
  const refusal = page.getByRole('alert');
  await see(refusal.getByRole('heading')).toContainText(`「${name}」`);
  await see(refusal.getByRole('heading')).toContainText(what);
  await see(refusal).toContainText('没有导入任何内容');
  await see(refusal).toContainText(next);
  await choose('好的.csv', good);
  await see(page.getByText('共 3 行')).toBeVisible();
  await giveUp();
});

const wide = `备注,昵称,${Array.from({ length: 198 }, (_, at) => `列${at}`).join(',')}\r\n张三,小张,${Array(198).fill('x').join(',')}\r\n`;
const formulas = writeWorkbook({
  sheets: {
    一: `${inlineRows([['备注', '微信号']])}<row r="2"><c t="str"><f>A1&amp;"三"</f><v>张三</v></c><c t="inlineStr"><is><t>zs_demo</t></is></c></row>`,
  },
});
const hugeCell = Buffer.from(`备注,微信号,描述\r\n张三,zs_demo01,${'很长'.repeat(1_700_000)}\r\n李四,ls_demo02,短\r\n`);

/** Files that can be read in part: what is good is offered, the rest is named with its line. */
const doubtful: [file: string, bytes: Buffer, columns: string, fresh: number, unreadable: [lines: number, why: string] | null][] = [
  ['引号.csv', fixture('broken-quotes.csv'), '共 5 行', 2, [3, '引号没有成对']],
  ['混编码.csv', fixture('mixed-encodings.csv'), '共 4 行', 3, [1, '有乱码']],
  ['大格.csv', hugeCell, '共 2 行', 1, [1, '有一格太长了']],
  ['公式.xlsx', formulas, '共 1 行', 1, null],
  ['二百列.csv', Buffer.from(wide), '200 列里用到 2 列', 1, null],
  ['没列名.csv', fixture('no-header.csv'), '共 3 行', 3, null],
  [
    '店铺导出.xls',
    Buffer.from('<html><table><tr><td>备注<td>手机<tr><td>张三<td>13800000001</table></html>'),
    '网页表格，共 1 行',
    1,
    null,
  ],
];

it.each(doubtful)('%s is read as far as it can be, and says what it cannot', async (name, bytes, columns, fresh, unreadable) => {
  const { page } = screens;
  await choose(name, bytes);
  await see(page.getByText(columns)).toBeVisible();
  await page.getByRole('button', { name: '下一步：看一眼' }).click();
  await see(page.getByRole('button', { name: `导入 ${fresh} 位好友` })).toBeVisible();
  if (unreadable) {
    await page.getByRole('tab', { name: new RegExp(`^${unreadable[0]}\\s*读不了`) }).click();
    await see(page.getByText(unreadable[1]).first()).toBeVisible();
    await see(page.getByText(/^第 \d+ 行$/).first()).toBeVisible();
  }
  await giveUp();
});

it('without a column of names it says what to choose, and cannot go on before', async () => {
  const { page } = screens;
  await choose('好的.csv', good);
  for (const column of ['用户名', '显示名称', '备注', '昵称', '微信号']) {
    await page.getByLabel(`「${column}」这一列是什么`, { exact: true }).selectOption({ label: '不导入这一列' });
  }
  await see(page.getByRole('alert')).toContainText('还没有哪一列是名字');
  await see(page.getByRole('button', { name: '下一步：看一眼' })).toBeDisabled();
  await giveUp();
});

it('a list that reads as rubbish is asked about, and cannot go on before', async () => {
  const { page } = screens;
  await choose('乱码.csv', Buffer.from(iconv.decode(Buffer.from('备注,微信号\n张三,zs_demo01\n李小姐,lxj_demo02\n'), 'gb18030')));
  await see(page.getByRole('alert')).toContainText('像是乱码');
  await see(page.getByRole('button', { name: '先看看上面的乱码' })).toBeDisabled();
  await page.getByLabel('没有别的文件了，照样导入').check();
  await see(page.getByRole('button', { name: '下一步：看一眼' })).toBeEnabled();
  await giveUp();
});

it('a list inside of a zip is read as if it lay beside it', async () => {
  await choose('压缩包.zip', writeZip([{ name: '名单.csv', data: good }]));
  await see(screens.page.getByText('共 3 行')).toBeVisible();
  await giveUp();
});

it('chats are no list of friends: they go their own way', async () => {
  const { page } = screens;
  await choose('聊天记录.csv', fixture('chat-messages.csv'));
  await see(page.getByRole('table', { name: '文件里的聊天' })).toBeVisible();
  await page.getByRole('button', { name: '先不导入' }).click();
  await see(page.getByRole('button', { name: '选文件', exact: true })).toBeVisible();
});

it('a locked workbook asks for its password, and a wrong one opens nothing', async () => {
  const { page } = screens;
  await choose('有密码.xlsx', writeOle(['EncryptionInfo', 'EncryptedPackage']));
  const card = page.getByRole('list', { name: '认出来的文件' }).getByRole('listitem');
  await see(card.getByRole('heading')).toContainText('「有密码.xlsx」设了密码');
  await card.getByRole('textbox').fill('不对');
  await page.keyboard.press('Enter');
  await see(page.getByRole('alert')).toContainText('没有导入任何内容');
  await page.getByRole('button', { name: /^不要：/ }).click();
  await see(page.getByRole('button', { name: '选文件', exact: true })).toBeVisible();
});
