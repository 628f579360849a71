/** Chats through the import centre: folders, overlapping exports, mailed text, refusals, cancel, and the way back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  chatlogGroup,
  copiedText,
  type GroupLine,
  mailedText,
  memotraceCsv,
  pywxdumpCsv,
  talk,
  writeFolder,
} from '../helpers/chat-files.ts';
import { people, weflowCsv } from '../helpers/contact-files.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { importCenter } from '../helpers/pages/imports.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { removeDir, tempDir } from '../helpers/server.ts';

const screens = useScreens({ context: { reducedMotion: 'reduce' } });
const training = readFileSync(new URL('../fixtures/contacts/training.json', import.meta.url));
const folder = tempDir('tiefen-folder-');
const chatters = people(46);

/** The screen as it stands, in both themes and other sizes. */
const look = (what: string) => lookAt(screens, `import-${what}`, Object.values(looks));

interface Conversations {
  total: number;
  rows: { name: string; kind: string; messageCount: number }[];
}
const conversations = () =>
  screens.call<Conversations>('conversations.list', { accountId: null, kind: null, friendId: null, search: '', offset: 0, limit: 500 });
const messages = async () => (await conversations()).rows.reduce((sum, { messageCount }) => sum + messageCount, 0);

beforeAll(async () => {
  writeFolder(folder, {
    '导出/训练.json': training,
    '导出/图片/1.jpg': 'no picture',
    ...Object.fromEntries(
      chatters.map(({ name, wxid }, at) => [
        `导出/聊天记录/${name}/${name}_utf8.csv`,
        memotraceCsv(name, wxid, talk(20 + at, 1_740_877_200 + at * 86_400)),
      ]),
    ),
    '导出/好友/名单.csv': weflowCsv(people(3)),
  });
  await screens.page.getByRole('button', { name: /^导入我的好友/ }).click();
  await shell(screens.page).settled('import');
});
afterAll(() => removeDir(folder));

it('begins with one place for everything, and says how each file is obtained', async () => {
  const { page } = screens;
  await see(page.getByText('还没有导入过')).toBeVisible();
  await look('start');
  await page.getByRole('button', { name: '各种文件怎么拿到' }).click();
  await see(page.getByRole('dialog', { name: '各种文件怎么拿到' }).getByText('先走官方的路')).toBeVisible();
  await look('help');
  await press(page, 'Escape');
  await importCenter(page).atStart();
});

it('a training file is refused with the reason, and nothing stays in the list', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.choose({ name: '训练.json', buffer: training });
  await see(center.refusal.getByRole('heading')).toContainText('「训练.json」是训练聊天机器人用的对话文件');
  await see(center.refusal).toContainText('没有导入任何内容');
  await center.atStart();
});

it('a folder becomes groups: chats, a list of friends, and what was refused', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.chooseFolder(join(folder, '导出'));
  await see(center.card(/MemoTrace.*聊天/)).toContainText('46 个文件');
  await see(center.card('好友名单「名单.csv」')).toBeVisible();
  await see(center.card(/训练/)).toContainText('没有导入任何内容');
  await see(page.getByText(/认出 47 个文件；1 个读不了；1 个图片/)).toBeVisible();
  await look('queue');
  await page.getByRole('button', { name: /^不要：.*训练/ }).click();
  await see(center.card(/训练/)).toHaveCount(0);
});

it('the list of friends goes through the wizard, and the rest is still there', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.card('好友名单「名单.csv」').getByRole('button', { name: /^开始/ }).click();
  await see(page.getByText('共 3 行')).toBeVisible();
  await press(page, 'Control+Enter');
  await see(page.getByRole('tab', { name: /3\s*新增/ })).toBeVisible();
  await press(page, 'Control+Enter');
  await see(page.getByRole('heading', { name: '3 位好友到齐了' })).toBeVisible();
  await page.getByRole('button', { name: '接着导入' }).click();
  await see(center.card(/MemoTrace.*聊天/)).toBeVisible();
  await see(center.card('好友名单「名单.csv」')).toHaveCount(0);
});

it('the chats are looked at, decided on, and counted to the last message', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center
    .card(/MemoTrace.*聊天/)
    .getByRole('button', { name: /^开始/ })
    .click();
  await see(center.chats).toBeVisible();
  const read = chatters.reduce((sum, _, at) => sum + 20 + at, 0);
  await see(center.sum).toContainText(`读到 ${read.toLocaleString('en')} 条= 新的 ${read.toLocaleString('en')}`);
  await look('look');
  // any friend of the book, not only those with an equal name
  await center.whose('杨志强-46').selectOption({ label: '另找一位好友…' });
  const seek = page.getByRole('dialog', { name: '和「杨志强-46」的聊天是哪位好友的？' });
  await seek.getByRole('radio').first().check();
  await look('seek-friend');
  await seek.getByRole('button', { name: /^就是「/ }).click();
  await see(seek).toHaveCount(0);
  await see(center.whose('杨志强-46')).toHaveValue(/^friend:/);
  await center.whose('杨志强-46').selectOption({ label: '只存聊天，不建好友' });
  await page.getByLabel('按名字找聊天').fill('静怡');
  await see(center.chats.getByRole('row')).toHaveCount(11);
  await page.getByRole('checkbox', { name: '选列出的全部聊天' }).click();
  await page.getByRole('toolbar', { name: '对选中的聊天' }).getByRole('button', { name: '不导入' }).click();
  await see(page.getByRole('tab', { name: /^10\s*不导入/ })).toBeVisible();
  await see(center.sum).toContainText('不导入 345');
  await look('bulk');
  await page.getByRole('toolbar', { name: '对选中的聊天' }).getByRole('button', { name: '取消选择' }).click();
  await page.getByLabel('按名字找聊天').fill('');
  await center.commit.click();
  await see(page.getByRole('heading', { name: `${(read - 345).toLocaleString('en')} 条聊天进来了` })).toBeVisible();
  await look('report');
  expect(await messages()).toBe(read - 345);
});

it('the same chat from two exports that overlap is one chat: read = added + there already', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const before = await messages();
  const said = talk(300, 1_750_000_000);
  const peer = 'wxid_overlap00001';
  await page.getByRole('button', { name: '再导入一个' }).click();
  await center.choose({ name: '前半.csv', buffer: pywxdumpCsv(peer, said.slice(0, 200)) });
  await see(center.sum).toContainText('读到 200 条= 新的 200');
  await center.commit.click();
  await see(page.getByRole('heading', { name: '200 条聊天进来了' })).toBeVisible();
  await page.getByRole('button', { name: '再导入一个' }).click();
  await center.choose({ name: '后半.csv', buffer: pywxdumpCsv(peer, said.slice(100), 101) });
  await see(center.sum).toContainText('读到 200 条= 新的 100+ 已经有的 100');
  await center.commit.click();
  await see(page.getByRole('heading', { name: '100 条聊天进来了' })).toBeVisible();
  expect(await messages()).toBe(before + 300);
  expect((await conversations()).rows.filter(({ name }) => name === peer)).toHaveLength(1);
});

it('exactly one of the two is taken back, and what both contained stays', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const before = await messages();
  await page.getByRole('button', { name: '再导入一个' }).click();
  await see(center.history.getByRole('listitem')).toHaveCount(4);
  await look('history');
  await page.getByRole('button', { name: '撤回导入「前半.csv」' }).click();
  const question = page.getByRole('dialog');
  await see(question).toContainText('100 条聊天会拿走');
  await see(question).toContainText('100 条别的导入里也有，会留着');
  await see(question).toContainText('撤回后想要回来，重新导入文件即可');
  await look('undo');
  await question.getByRole('button', { name: '撤回，拿走 100 条聊天' }).click();
  await told(page, '已撤回导入「前半.csv」，拿走 100 条聊天');
  await see(center.history.getByText('已撤回，想要回来请重新导入')).toBeVisible();
  expect(await messages()).toBe(before - 100);
});

it('a file that comes again is known by its bytes; compared line by line it says the same', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const before = await messages();
  const later = { name: '后半.csv', buffer: pywxdumpCsv('wxid_overlap00001', talk(300, 1_750_000_000).slice(100), 101) };
  const known = page.getByRole('heading', { name: /^这个文件 \d+月\d+日 已经导入过，200 条都在，没有新的$/ });
  await center.choose(later);
  await see(known).toBeVisible();
  await look('again');
  await press(page, 'Enter');
  await center.atStart();
  await center.choose(later);
  await see(known).toBeVisible();
  await page.getByRole('button', { name: '还是逐条比一遍' }).click();
  await see(center.sum).toContainText('读到 200 条= 新的 0+ 已经有的 200');
  await press(page, 'Escape');
  await center.atStart();
  expect(await messages()).toBe(before);
});

it('mailed text asks who she is once, and remembers the answer', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const before = await messages();
  await center.paste(mailedText('林小满', '橙子铺', talk(12, 1_760_000_000)));
  const who = page.getByRole('form', { name: '哪位是你' });
  await see(who.getByRole('checkbox', { name: '橙子铺' })).toBeChecked();
  await see(who.getByText('说过 6 条')).toHaveCount(2);
  // something each of them said
  await see(who.locator('q')).toHaveCount(2);
  await look('who');
  await press(page, 'Enter');
  await see(center.sum).toContainText('读到 12 条= 新的 12');
  await press(page, 'Control+Enter');
  await see(page.getByRole('heading', { name: '12 条聊天进来了' })).toBeVisible();
  expect(await messages()).toBe(before + 12);
  await page.getByRole('button', { name: '再导入一个' }).click();
  await center.paste(mailedText('林小满', '橙子铺', talk(14, 1_760_000_000)));
  await see(center.sum).toContainText('读到 14 条= 新的 2+ 已经有的 12');
  await press(page, 'Escape');
  await center.atStart();
});

it('a text that keeps only the time of day asks for the day', async () => {
  const { page } = screens;
  const center = importCenter(page);
  await center.choose({
    name: '半截.txt',
    buffer: readFileSync(new URL('../fixtures/chats/texts/chatlog-day.txt', import.meta.url)),
  });
  const question = page.getByRole('form', { name: '先回答两句' });
  await question.getByLabel(/这些话是哪天说的/).fill('2025-03-02');
  await look('date');
  await press(page, 'Enter');
  await see(center.sum).toContainText('读到 2 条= 新的 2');
  await see(page.getByText('没写日期的，按 2025-03-02')).toBeVisible();
  await page.getByRole('button', { name: '先不导入' }).click();
  await center.atStart();
});

it('a group whose text was pasted is asked about when its export comes, and becomes one with it', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const lines: GroupLine[] = [
    [1, '李姐', '早，橙子到了吗'],
    [2, '橙子铺', '到了'],
    [3, '阿青', '我也要'],
  ];
  await center.paste(copiedText(lines));
  await see(center.sum).toContainText('读到 3 条= 新的 3');
  await press(page, 'Control+Enter');
  await see(page.getByRole('heading', { name: '3 条聊天进来了' })).toBeVisible();
  await page.getByRole('button', { name: '再导入一个' }).click();
  const ids = { 李姐: 'wxid_li', 橙子铺: 'wxid_demo0000me', 阿青: 'wxid_green' };
  const group = chatlogGroup({ id: '1@chatroom', name: '橙子团购1群' }, [...lines, [5, '阿青', '两箱']], ids, '橙子铺');
  await center.choose({ name: '群.json', buffer: Buffer.from(group) });
  const whose = center.whose('橙子团购1群');
  await see(whose).toHaveValue('ask');
  await see(page.getByText('不选就先单独存成一个群')).toBeVisible();
  await look('which-group');
  await whose.selectOption({ label: '「李姐、阿青（粘贴）」这个群（2 个人的名字对得上）' });
  await see(page.getByText('不选就先单独存成一个群')).toHaveCount(0);
  await press(page, 'Control+Enter');
  await see(page.getByRole('heading', { name: '1 条聊天进来了' })).toBeVisible();
  const groups = (await conversations()).rows.filter(({ name }) => /团购1群|粘贴/.test(name));
  expect(groups).toMatchObject([{ name: '橙子团购1群', messageCount: 4 }]);
  await page.getByRole('button', { name: '再导入一个' }).click();
});

/** so many that nobody is quicker at the mouse than their import */
const many = 300_000;

it('a long import is cancelled, and the book is as it was', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const before = await messages();
  screens.watch.refusalsOf.add('chatImport.commit');
  writeFolder(folder, { '很长/三十万条.csv': memotraceCsv('周长谈', 'wxid_long00000001', talk(many, 1_500_000_000, 100)) });
  await center.choosePath(join(folder, '很长', '三十万条.csv'));
  await see(center.sum).toContainText('读到 300,000 条', { timeout: 60_000 });
  await center.commit.click();
  await page.getByRole('button', { name: '取消', exact: true }).click();
  await told(page, '已取消，什么都没有导入');
  expect(await messages()).toBe(before);
});

it('goes on while she is elsewhere, and the report waits for her', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const before = await messages();
  // both clicks before any answer can come: a report that stands there when she leaves has been seen, and does not wait
  const elsewhere = page.getByRole('link', { name: '好友', exact: true });
  const commit = await center.commit.elementHandle();
  await elsewhere.evaluate((link, button) => {
    (button as HTMLElement).click();
    (link as HTMLElement).click();
  }, commit);
  await shell(page).settled('friends');
  await shell(page).go('import');
  await see(page.getByRole('heading', { name: '300,000 条聊天进来了' })).toBeVisible({ timeout: 60_000 });
  expect(await messages()).toBe(before + many);
  await page.getByRole('button', { name: '再导入一个' }).click();
  await center.undo('三十万条.csv');
  await told(page, /拿走 300,000 条聊天/);
});
