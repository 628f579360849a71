/** The same first day with the mouse, and what only a mouse does: dragging, menus, ticking, saving files. */
import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import type { Locator } from 'playwright';
import { expect, it } from 'vitest';
import { people, weflowCsv } from '../helpers/contact-files.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { postPanel, todayPage } from '../helpers/pages/posts.ts';
import { shell } from '../helpers/pages/shell.ts';
import { pasteElsewhere } from '../helpers/paste.ts';
import { png } from '../helpers/pictures.ts';
import { see, told, useScreens } from '../helpers/screens.ts';

const screens = useScreens();

const friends = [
  ...people(40).map((person, at) => ({ ...person, tags: at < 12 ? '老客户 | 护肤' : '新朋友' })),
  { name: '张三', wxid: 'wxid_mouse000001', tags: '老 客户' },
];

it('the first run leads to the import; a file goes in by clicks', async () => {
  const { page } = screens;
  await page.getByRole('button', { name: /^导入我的好友/ }).click();
  await shell(page).settled('import');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '选文件', exact: true }).click();
  await (await chooser).setFiles({ name: 'WeFlow通讯录.csv', mimeType: 'text/csv', buffer: weflowCsv(friends) });
  await see(page.getByText('共 41 行')).toBeVisible();
  await page.getByRole('button', { name: '下一步：看一眼' }).click();
  await see(page.getByText('会新建 4 个标签')).toBeVisible();
  await page.getByRole('button', { name: '导入 41 位好友' }).click();
  await see(page.getByRole('heading', { name: '41 位好友到齐了' })).toBeVisible();
  await page.getByRole('link', { name: '看看他们' }).click();
  await shell(page).settled('friends');
  await see(page.getByText('41 位，共 41 位好友')).toBeVisible();
  await page.getByRole('button', { name: '清除全部' }).click();
  await see(page.getByText('41 位好友', { exact: true })).toBeVisible();
});

it('filters narrow the list, one after another, and are taken away', async () => {
  const { page } = screens;
  const { filters } = friendsPage(page);
  await filters.getByRole('button', { name: '筛选：标签' }).click();
  await page.getByRole('checkbox', { name: '护肤' }).click();
  await see(page.getByText('12 位，共 41 位好友')).toBeVisible();
  await page.keyboard.press('Escape');
  await filters.getByRole('button', { name: '筛选：等级' }).click();
  await page.getByRole('checkbox', { name: '6 铁粉客户' }).click();
  await see(page.getByText('没有符合条件的好友')).toBeVisible();
  await page.keyboard.press('Escape');
  await filters.getByRole('button', { name: '清除筛选：等级' }).click();
  await see(page.getByText('12 位，共 41 位好友')).toBeVisible();
});

it('everybody who matches gets a tag at once, and loses it by one click', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await page.getByRole('checkbox', { name: '选择全部 12 位' }).click();
  await list.selected(12);
  await list.bar.getByRole('button', { name: '打标签' }).click();
  await page.getByRole('combobox', { name: '找标签或写一个新的' }).fill('会员');
  await page.getByRole('option', { name: '新建标签「会员」' }).click();
  await page.getByRole('button', { name: '打上 1 个标签' }).click();
  await told(page, '已给 12 位好友打上「会员」');
  await page.getByRole('status', { name: '提示' }).getByRole('button', { name: '撤销' }).click();
  await told(page, /已撤销：给 ?12 位好友打上/);
  await page.keyboard.press('Control+Shift+z');
  await told(page, '已重做');
});

it('the selection is saved as CSV and as a workbook that open again', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await list.selected(12);
  const save = async (kind: string) => {
    await list.bar.getByRole('button', { name: '导出' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: kind }).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const csv = await save('CSV 文件（.csv）');
  expect(csv.name).toMatch(/^铁粉簿好友-.*12位\.csv$/);
  const lines = csv.bytes.toString('utf8').trim().split('\r\n');
  expect(lines).toHaveLength(13);
  expect(lines[0]).toContain('备注');
  expect(csv.bytes.toString('utf8')).toContain('王小雨-1');
  const xlsx = await save('Excel 表格（.xlsx）');
  expect(xlsx.name).toMatch(/12位\.xlsx$/);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(xlsx.bytes as unknown as ArrayBuffer);
  expect(book.worksheets[0]?.rowCount).toBe(13);
  await list.bar.getByRole('button', { name: '取消选择' }).click();
});

async function dragBy(from: Locator, dx: number): Promise<void> {
  const { page } = screens;
  const box = await from.boundingBox();
  if (!box) throw new Error('nothing to drag');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + dx / 2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.move(box.x + box.width / 2 + dx, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
}

it('columns: width, order and choice are remembered after a reload', async () => {
  const { page } = screens;
  const { grid } = friendsPage(page);
  const head = (label: string) => grid.getByRole('columnheader').filter({ hasText: label });
  const heads = () => grid.getByRole('columnheader').allInnerTexts();
  await see(head('名字')).toBeVisible();
  const before = (await head('名字').boundingBox())?.width ?? 0;
  await dragBy(head('名字').locator('.friends-head-edge'), 80);
  await see.poll(async () => (await head('名字').boundingBox())?.width).toBe(before + 80);
  await head('标签').getByRole('button').dragTo(head('信任等级'));
  await see.poll(async () => (await heads()).indexOf('标签') < (await heads()).indexOf('信任等级')).toBe(true);
  await page.getByRole('button', { name: '选择列' }).click();
  await page.getByRole('checkbox', { name: '显示 状态' }).click();
  await see(head('状态')).toHaveCount(0);
  await page.getByRole('checkbox', { name: '显示 积分' }).click();
  await see(head('积分')).toHaveCount(1);
  await page.keyboard.press('Escape');
  const settings = () => screens.call<{ 'friends.columns': { widths: Record<string, number>; hidden: string[] } }>('settings.all');
  await see.poll(async () => (await settings())['friends.columns'].hidden.includes('status')).toBe(true);
  await see.poll(async () => (await settings())['friends.columns'].widths.name).toBe(before + 80);
  const order = await heads();
  await page.reload();
  await shell(page).settled('friends');
  await see(head('名字')).toBeVisible();
  expect(await heads()).toEqual(order);
  expect((await head('名字').boundingBox())?.width).toBe(before + 80);
});

it('tags are merged and deleted, and come back', async () => {
  const { page } = screens;
  await shell(page).go('tags');
  const count = (name: string, many: number) => page.getByRole('link', { name: `看带「${name}」的 ${many} 位好友` });
  await see(count('老客户', 12)).toBeVisible();
  await page.getByRole('checkbox', { name: '选中「老客户」' }).check();
  await page.getByRole('checkbox', { name: '选中「老 客户」' }).check();
  await page.getByRole('button', { name: '合成一个…' }).click();
  await page.getByRole('button', { name: '合并成「老客户」' }).click();
  await see(count('老客户', 13)).toBeVisible();
  await see(count('老 客户', 1)).toHaveCount(0);
  await page.getByRole('button', { name: '更多：新朋友' }).click();
  await page.getByRole('menuitem', { name: '删除' }).click();
  await see(page.getByText('会从 28 位好友身上拿掉')).toBeVisible();
  await page.getByRole('button', { name: '删除这个标签' }).click();
  await see(count('新朋友', 28)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await see(count('新朋友', 28)).toBeVisible();
  await page.keyboard.press('Control+z');
  await see(count('老 客户', 1)).toBeVisible();
});

it('a card is dragged to another level, and back by one click', async () => {
  const { page } = screens;
  await shell(page).go('trust');
  const column = (name: string) => page.getByRole('region', { name, exact: true });
  const card = page.locator('[data-card="1-0"]');
  await see(card).toBeVisible();
  const name = (await card.getAttribute('data-name')) ?? '';
  await card.dragTo(column('5 忠诚客户'));
  await see(column('5 忠诚客户').getByText(name, { exact: true })).toBeVisible();
  await see(column('5 忠诚客户').getByText('1 位')).toBeVisible();
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await see(column('5 忠诚客户').getByText(name, { exact: true })).toHaveCount(0);
});

it('a WeChat account is added; a channel is archived and taken back', async () => {
  const { page } = screens;
  await shell(page).go('accounts');
  await page.getByRole('button', { name: '添加微信号' }).click();
  const form = page.getByRole('dialog', { name: '添加一个微信号' });
  await form.getByLabel('名称').fill('护肤小号');
  await form.getByRole('button', { name: '添加这个微信号' }).click();
  await see(page.getByRole('article', { name: '护肤小号' })).toBeVisible();
  await page.getByRole('button', { name: '更多：小红书' }).click();
  await page.getByRole('menuitem', { name: '归档' }).click();
  await see(page.getByRole('button', { name: '更多：小红书' })).toHaveCount(0);
  await page.getByRole('checkbox', { name: /也看已归档的/ }).check();
  await page.getByRole('button', { name: '更多：小红书' }).click();
  await page.getByRole('menuitem', { name: '取回' }).click();
  await see(page.getByRole('button', { name: '更多：小红书' })).toBeVisible();
});

it('a post is written, dragged to another day, copied and marked', async () => {
  const { page } = screens;
  await shell(page).go('calendar');
  await page.getByRole('button', { name: '写一条' }).click();
  const { panel, text, category, time, pictures, picture, save } = postPanel(page);
  await text.fill('新到的竹篮');
  await category('促销').check();
  await pictures.setInputFiles({ name: '竹篮.png', mimeType: 'image/png', buffer: png(40, 30, 0) });
  await see(picture(1)).toBeVisible();
  await time.fill('23:58');
  await save.click();
  await told(page, '已保存，排在今天 23:58');
  await panel.getByRole('button', { name: '关闭面板' }).click();
  const day = (offset: number) =>
    page.evaluate((offset) => {
      const at = new Date();
      at.setDate(at.getDate() + offset);
      return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
    }, offset);
  const cell = (on: string) => page.locator(`.board-cell[data-date="${on}"]`);
  // on the last day shown there is nothing below: go up a week instead
  const offset = (await cell(await day(7)).count()) > 0 ? 7 : -7;
  const chip = page.locator('.post-chip').filter({ hasText: '新到的竹篮' });
  // the undo overtakes what the drop makes the page ask for: its next answer is the same as before the drop
  const undone = Promise.withResolvers<void>();
  await page.route('**/rpc/posts.list', (route) => undone.promise.then(() => route.continue()));
  await chip.dragTo(cell(await day(offset)));
  await see(cell(await day(offset)).locator('.post-chip')).toContainText('新到的竹篮');
  await page.keyboard.press('Control+z');
  await told(page, '已撤销');
  undone.resolve();
  await see(cell(await day(0)).locator('.post-chip')).toContainText('新到的竹篮');
  await page.unroute('**/rpc/posts.list');
  await shell(page).go('today');
  const { posts, done } = todayPage(page);
  await posts.getByText('新到的竹篮').click();
  await page
    .getByRole('button', { name: /^复制文字/ })
    .first()
    .click();
  await told(page, '剪贴板：文字');
  expect((await pasteElsewhere(screens.context)).text).toBe('新到的竹篮');
  await page
    .getByRole('button', { name: /^复制第 1 张图/ })
    .first()
    .click();
  await told(page, '剪贴板：第 1 张图');
  expect((await pasteElsewhere(screens.context)).files).toEqual(['image/png']);
  await posts.getByRole('button', { name: '标为已发' }).click();
  await see(done.getByText('新到的竹篮')).toBeVisible();
});
