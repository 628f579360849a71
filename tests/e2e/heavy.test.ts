/** Twenty thousand friends: the list draws only what is seen, from the first to the last; a list of sending in several parts. */
import { expect, it } from 'vitest';
import { mostItems } from '../../shared/contracts/sending.ts';
import { people, weflowCsv } from '../helpers/contact-files.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { sendingPage } from '../helpers/pages/sending.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';

const screens = useScreens();
const many = 20_000;
const mostRows = 60;

it('20,000 friends come in by one file', async () => {
  const { page } = screens;
  await page.getByRole('button', { name: /^导入我的好友/ }).click();
  await shell(page).settled('import');
  await page.getByLabel('要导入的文件').setInputFiles({ name: '两万.csv', mimeType: 'text/csv', buffer: weflowCsv(people(many)) });
  await page.getByRole('button', { name: '下一步：看一眼' }).click({ timeout: 60_000 });
  await page.getByRole('button', { name: '导入 20,000 位好友' }).click({ timeout: 60_000 });
  await see(page.getByRole('heading', { name: '20,000 位好友到齐了' })).toBeVisible({ timeout: 120_000 });
});

it('never more than 60 rows exist while the list is scrolled to its end', async () => {
  const { page } = screens;
  const { grid, rows, names } = friendsPage(page);
  await shell(page).go('friends');
  await see(page.getByText('20,000 位好友', { exact: true })).toBeVisible();
  const counts: number[] = [];
  for (let part = 0; part <= 20; part += 1) {
    await grid.evaluate((element, share) => void (element.scrollTop = element.scrollHeight * share), part / 20);
    await see.poll(async () => (await names()).length).toBeGreaterThan(5);
    counts.push(await rows.count());
  }
  expect(Math.max(...counts)).toBeLessThan(mostRows);
  await press(page, 'End');
  await see(page.locator(`#friend-row-${many - 1}`)).toBeVisible();
  await press(page, 'Home');
  await see(page.locator('#friend-row-0')).toBeVisible();
  expect(await rows.count()).toBeLessThan(mostRows);
});

it('search finds one of them by name, by initials and by WeChat id', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  const target = people(many)[12_344];
  for (const text of [target?.name ?? '', target?.wxid ?? '']) {
    await list.search.fill(text);
    await see.poll(list.names).toEqual([target?.name]);
  }
  await list.search.fill('czh');
  await see.poll(async () => (await list.names()).length).toBeGreaterThan(5);
  expect(await list.rows.count()).toBeLessThan(mostRows);
});

it('a tag for all of them is one action, and one key takes it back', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await list.search.fill('');
  await see(page.getByText('20,000 位好友', { exact: true })).toBeVisible();
  await press(page, 'Escape', 'Control+a', 't');
  const field = page.getByRole('combobox', { name: '找标签或写一个新的' });
  await field.fill('全部');
  await see(page.getByRole('option', { name: '新建标签「全部」' })).toBeVisible();
  await press(page, 'Enter');
  await see(page.getByRole('option', { name: /^全部，会给 20,000 位打上/ })).toBeVisible();
  await press(page, 'Enter');
  await see(shell(page).toast).toContainText('已给 20,000 位好友打上「全部」', { timeout: 60_000 });
  await press(page, 'Control+z');
  await see(shell(page).toast).toContainText('已撤销', { timeout: 60_000 });
  await see(list.grid.getByText('全部', { exact: true })).toHaveCount(0);
});

it('a list of sending that one cannot hold goes on with its next part; its menu is worked by keys', async () => {
  const { page, call } = screens;
  await call('sending.create', {
    name: '丑橘',
    source: { by: 'selection', selection: { by: 'ids', ids: Array.from({ length: mostItems + 1 }, (_, i) => i + 1) } },
    kind: 'service',
    text: '丑橘到了',
    assetIds: [],
    contentId: null,
    keepMissing: false,
  });
  await shell(page).go('sending');
  const more = page.getByRole('button', { name: '「丑橘 1/2」的更多操作' });
  const entry = (name: string) => page.getByRole('menuitem', { name });
  await more.press('ArrowUp');
  await see(entry('删除名单')).toBeFocused();
  await press(page, 'ArrowDown');
  await see(entry('先停着')).toBeFocused();
  await press(page, 'End', 'Home', 'ArrowDown');
  await see(entry('不发了，结束')).toBeFocused();
  // by its first letter in pinyin
  await press(page, 's');
  await see(entry('删除名单')).toBeFocused();
  await press(page, 'Escape');
  await see(page.getByRole('menu')).toHaveCount(0);
  await see(more).toBeFocused();
  await press(page, 'Enter', 'b', 'Enter');
  await told(page, '「丑橘 1/2」结束了');
  await page.getByRole('button', { name: '看发完的 1 份' }).press('Enter');
  await page.getByRole('button', { name: /^丑橘 1\/2/ }).press('Enter');
  await see(page.getByRole('heading', { name: '「丑橘 1/2」发完了' })).toBeVisible();
  await page.getByRole('button', { name: '接着发「丑橘 2/2」，1 位' }).press('Enter');
  await see(page.getByRole('heading', { level: 1, name: '丑橘 2/2' })).toBeVisible();
  await sendingPage(page).progress(0, 1);
  await see(page.getByRole('button', { name: '先停着' })).toBeVisible();
});
