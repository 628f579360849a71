/** Her first day without a mouse: import, find, tag, judge, note, plan a post and put it on the clipboard. */
import { expect, it } from 'vitest';
import type { FriendPage } from '../../shared/contracts/friends.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { friendInput, people, weflowCsv } from '../helpers/contact-files.ts';
import { tabTo } from '../helpers/keyboard.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { postPanel, todayPage } from '../helpers/pages/posts.ts';
import { everyPage, shell } from '../helpers/pages/shell.ts';
import { pasteElsewhere } from '../helpers/paste.ts';
import { png } from '../helpers/pictures.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';

const screens = useScreens();

const friends = [
  { name: '张三', wxid: 'wxid_keyboard01', tags: '老客户 | 护肤' },
  { name: '李姐-3号楼', wxid: 'wxid_keyboard02', tags: '老客户' },
  ...people(28),
];

it('the first run leads to the import', async () => {
  const { page } = screens;
  await see(page.getByRole('heading', { name: '怎么开始？' })).toBeVisible();
  await tabTo(page.getByRole('button', { name: /^导入我的好友/ }));
  await press(page, 'Enter');
  await shell(page).settled('import');
});

it('a WeFlow file goes in: chosen, mapped, looked at, imported, reported', async () => {
  const { page } = screens;
  const chooser = page.waitForEvent('filechooser');
  await press(page, 'o');
  await (await chooser).setFiles({ name: 'WeFlow通讯录.csv', mimeType: 'text/csv', buffer: weflowCsv(friends) });
  await see(page.getByText('看起来是 WeFlow 导出的通讯录')).toBeVisible();
  await see(page.getByText('共 30 行')).toBeVisible();
  await press(page, 'Control+Enter');
  await see(page.getByRole('tab', { name: /30\s*新增/ })).toBeVisible();
  await see(page.getByText('第 2 行', { exact: true })).toBeVisible();
  await press(page, 'Control+Enter');
  await see(page.getByRole('heading', { name: '30 位好友到齐了' })).toBeVisible();
  await tabTo(page.getByRole('link', { name: '看看他们' }));
  await press(page, 'Enter');
  await shell(page).settled('friends');
  await see(page.getByText('30 位，共 30 位好友')).toBeVisible();
  await see.poll(async () => (await friendsPage(page).names()).length).toBeGreaterThan(10);
});

it('finds by initials, walks, selects one and a range', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await list.searchFor('zs');
  await see.poll(list.names).toEqual(['张三']);
  await press(page, 'Escape');
  await see(list.search).toHaveValue('');
  await press(page, 'Enter');
  await see(list.grid).toBeFocused();
  await see.poll(async () => (await list.names()).length).toBeGreaterThan(10);
  const names = await list.names();
  await list.cursorOn(names[0] ?? '');
  await press(page, 'j', 'j', 'k');
  await list.cursorOn(names[1] ?? '');
  await press(page, 'x');
  await list.selected(1);
  await press(page, 'Escape');
  await see(list.bar).toHaveCount(0);
  await press(page, 'x', 'Shift+ArrowDown', 'Shift+ArrowDown');
  await list.selected(3);
  await see(list.row(names[3] ?? '')).toHaveAttribute('aria-selected', 'true');
});

it('a new tag for the three, undone and redone', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await press(page, 't');
  await see(page.getByRole('combobox', { name: '找标签或写一个新的' })).toBeFocused();
  await page.keyboard.type('双11意向');
  await see(page.getByRole('option', { name: '新建标签「双11意向」' })).toBeVisible();
  await press(page, 'Enter');
  await see(page.getByRole('option', { name: /^双11意向，会给 3 位打上/ })).toBeVisible();
  await press(page, 'Enter');
  await told(page, '已给 3 位好友打上「双11意向」');
  await see(list.grid.getByText('双11意向')).toHaveCount(3);
  await press(page, 'Control+z');
  await told(page, /已撤销：给 ?3 位好友打上/);
  await see(list.grid.getByText('双11意向')).toHaveCount(0);
  await press(page, 'Control+Shift+z');
  await told(page, '已重做');
  await see(list.grid.getByText('双11意向')).toHaveCount(3);
});

it('a level with its reason for the three, undone and redone', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await list.selected(3);
  await press(page, '4');
  await see(page.getByRole('radio', { name: '4 真实客户' })).toBeChecked();
  await press(page, 'Tab');
  await see(page.getByRole('textbox', { name: '为什么（可以不写）' })).toBeFocused();
  await page.keyboard.type('双11下单');
  await press(page, 'Enter');
  await told(page, '已把 3 位好友设为「4 真实客户」');
  await see(list.grid.getByText('4 真实客户')).toHaveCount(3);
  await press(page, 'Control+z');
  await told(page, /已撤销：把 ?3 位好友设为/);
  await see(list.grid.getByText('4 真实客户')).toHaveCount(0);
  await press(page, 'Control+Shift+z');
  await see(list.grid.getByText('4 真实客户')).toHaveCount(3);
  await press(page, 'Escape');
  await see(list.bar).toHaveCount(0);
});

it('the detail panel: opened, noted, closed; the note undone and redone', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await press(page, 'Home');
  const [first = '', second = ''] = await list.names();
  await press(page, 'Enter');
  await see(list.panel.getByRole('heading', { name: first, exact: true })).toBeVisible();
  await press(page, 'j');
  await see(list.panel.getByRole('heading', { name: second, exact: true })).toBeVisible();
  await see(list.panel.getByText('双11下单').first()).toBeVisible();
  await press(page, 'n');
  await see(page.getByRole('textbox', { name: '新笔记' })).toBeFocused();
  await page.keyboard.type('对猫毛过敏');
  await press(page, 'Control+Enter');
  await see(list.panel.getByText('对猫毛过敏').first()).toBeVisible();
  await see(page.getByRole('textbox', { name: '新笔记' })).toHaveCount(0);
  await press(page, 'Control+z');
  await see(list.panel.getByText('对猫毛过敏')).toHaveCount(0);
  await press(page, 'Control+Shift+z');
  await see(list.panel.getByText('对猫毛过敏').first()).toBeVisible();
  await press(page, 'p');
  await see(page.getByRole('textbox', { name: '多少积分' })).toBeFocused();
  await page.keyboard.type('20');
  await press(page, 'Tab');
  await page.keyboard.type('活动');
  await press(page, 'Enter');
  await see(list.panel.getByText('积分 +20：活动')).toBeVisible();
  await press(page, 'Control+z');
  await see(list.panel.getByText('还没有记过积分。')).toBeVisible();
  await press(page, 'Escape');
  await see(list.panel).toHaveCount(0);
});

it('a friend moves on the trust board', async () => {
  const { page } = screens;
  await shell(page).jump('trust');
  const column = (name: string) => page.getByRole('region', { name, exact: true });
  await see(column('4 真实客户').getByText('3 位')).toBeVisible();
  await see(page.locator('[data-card]').first()).toBeVisible();
  await press(page, 'l');
  const focusedName = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.name ?? null);
  await see.poll(focusedName).not.toBeNull();
  const name = (await focusedName()) ?? '';
  await press(page, '2');
  await see(column('2 精准流量').getByText(name, { exact: true })).toBeVisible();
  await see(page.getByText(`已把「${name}」移到「2 精准流量」`)).toBeVisible();
  await press(page, 'Control+z');
  await see(column('2 精准流量').getByText(name, { exact: true })).toHaveCount(0);
});

it('suggestions with their evidence: put off, accepted, refused together, each taken back', async () => {
  const { page } = screens;
  const { rows } = await screens.call<FriendPage>('friends.list', {
    ...{ filter: {}, sort: { key: 'name', direction: 'asc' }, offset: 0, limit: 2 },
  });
  for (const [daysAgo, who] of [
    [9, 0],
    [1, 0],
    [8, 1],
    [2, 1],
  ] as const) {
    const on = localDay(Date.now(), -daysAgo);
    await screens.call('orders.create', {
      ...{
        friendId: rows[who]!.id,
        accountId: 1,
        buyerName: '',
        amountFen: 5800,
        orderedOn: on,
        paidOn: on,
        shippedOn: null,
        signedOn: null,
      },
      ...{ note: '', lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }] },
    });
  }
  const [first, second] = [rows[0]!.name, rows[1]!.name];
  await tabTo(page.getByRole('tab', { name: '现在' }));
  await press(page, 'ArrowRight', 'ArrowRight');
  await see(page.getByRole('tab', { name: '建议' })).toHaveAttribute('aria-selected', 'true');
  const table = page.getByRole('table', { name: '升降级建议' });
  const current = table.locator('tr[aria-current]');
  const at = async (name: string) => see(current.getByRole('button', { name, exact: true })).toBeVisible();
  const evidence = page.getByRole('complementary', { name: '依据' });
  await at(first);
  await see(evidence.getByRole('list', { name: '不止一天下过单' }).getByRole('listitem')).toHaveCount(2);
  await press(page, 'j');
  await at(second);
  await see(evidence.getByRole('list', { name: '不止一天下过单' }).getByRole('button', { name: /脐橙/ }).first()).toBeVisible();
  await press(page, 'k', 'l');
  await see(page.getByRole('button', { name: '一周后' })).toBeFocused();
  await press(page, 'Enter');
  await told(page, /1 位的建议，.+再提/);
  await at(second);
  await press(page, 'Control+z');
  await at(first);
  await press(page, 'a');
  await told(page, '已按建议给 1 位调级');
  await at(second);
  await press(page, 'Control+z');
  await at(first);
  await press(page, 'Control+a', 'd');
  await see(page.getByRole('button', { name: '不再提 2 位' })).toBeFocused();
  await press(page, 'Enter');
  await told(page, '不再提 2 位的建议');
  await see(table.getByText('不止一天下过单')).toHaveCount(0);
  await press(page, 'Control+z');
  await at(first);
  await see(evidence.getByRole('list', { name: '不止一天下过单' })).toBeVisible();
});

const postText = '今天的橙子刚到货，5 斤装 39.9 元包邮。\n要的私信我。';

it('writes a post in the calendar, with category, time and picture', async () => {
  const { page } = screens;
  await shell(page).jump('calendar');
  const { panel, text, category, time, pictures, picture } = postPanel(page);
  await press(page, 'n');
  await see(text).toBeFocused();
  await page.keyboard.insertText(postText);
  await tabTo(category('生活'));
  await press(page, 'ArrowLeft', 'ArrowLeft');
  await see(category('测评')).toBeChecked();
  await pictures.setInputFiles({ name: '橙子.png', mimeType: 'image/png', buffer: png(40, 30, 0) });
  await see(picture(1)).toBeVisible();
  await tabTo(time);
  await page.keyboard.type('2359');
  await press(page, 'Enter');
  await see(time).toHaveValue('23:59');
  await press(page, 'Control+Enter');
  await told(page, '已保存，排在今天 23:59');
  await see(panel.getByRole('button', { name: '已保存' })).toBeVisible();
  await press(page, 'Escape');
  await see(panel).toHaveCount(0);
  await see(page.getByText('今天的橙子刚到货').first()).toBeVisible();
});

it('today: text and picture onto the clipboard, posted, undone', async () => {
  const { page } = screens;
  await shell(page).jump('today');
  const { posts, done, current } = todayPage(page);
  await see(posts.getByText('今天的橙子刚到货')).toBeVisible();
  // whom to care for stands before it
  for (let n = 0; n < 40 && !(await current.getByText('今天的橙子刚到货').isVisible()); n++) await press(page, 'j');
  await press(page, 'c');
  await told(page, '剪贴板：文字，');
  expect(await pasteElsewhere(screens.context)).toEqual({ text: postText, files: [], sizes: [] });
  await press(page, 'c');
  await told(page, '剪贴板：第 1 张图，共 1 张');
  expect(await pasteElsewhere(screens.context)).toEqual({ text: '', files: ['image/png'], sizes: ['40×30'] });
  await press(page, 'x');
  await see(done.getByText('今天的橙子刚到货')).toBeVisible();
  await see(posts).toHaveCount(0);
  await press(page, 'Control+z');
  await see(posts.getByText('今天的橙子刚到货')).toBeVisible();
  await press(page, 'Control+Shift+z');
  await see(done.getByText('今天的橙子刚到货')).toBeVisible();
});

it('a name of today is done, put off, skipped and taken back, one key each', async () => {
  const { page, call } = screens;
  const [account] = await call<{ id: number }[]>('accounts.list');
  const addedAt = Date.now() - 90 * 86_400_000;
  for (const name of ['老客青柠', '老客红豆', '老客绿茶']) {
    const { id } = await call<{ id: number }>('friends.create', friendInput(account?.id ?? 0, name, { addedAt }));
    await call('trust.setLevel', { selection: { by: 'ids', ids: [id] }, level: 6, reason: '' });
  }
  const { names, cared, current } = todayPage(page);
  const line = (name: string) => names.getByRole('listitem').filter({ hasText: name });
  const walkTo = async (name: string) => {
    await see(line(name)).toBeVisible();
    for (let n = 0; n < 20; n++) await press(page, 'k');
    for (let n = 0; n < 40 && !(await current.getByText(name).isVisible()); n++) await press(page, 'j');
    await see(current).toContainText(name);
  };
  await walkTo('老客青柠');
  await see(current).toContainText('加上 90 天了，还没联系过');
  await see(current).toContainText('价值 ×1 · 信任 ×3 · 到期 ×1 · 沉默 ×3 ＝ 9 分');
  await press(page, 'x');
  await see(cared).toContainText('老客青柠联系过了');
  await see(line('老客青柠')).toHaveCount(0);
  await press(page, 'Control+z');
  await see(line('老客青柠')).toBeVisible();
  await see(cared).toHaveCount(0);
  await press(page, 'Control+Shift+z');
  await see(cared).toContainText('老客青柠');
  await walkTo('老客红豆');
  await press(page, 'l');
  await see(cared).toContainText('老客红豆放到明天');
  await walkTo('老客绿茶');
  await press(page, 's');
  await see(cared).toContainText('老客绿茶今天不联系');
  await cared.getByRole('listitem').filter({ hasText: '老客绿茶' }).getByRole('button', { name: '放回来' }).click();
  await walkTo('老客绿茶');
  await press(page, 'w');
  await see(cared).toContainText('老客绿茶放到');
});

it('a birthday is wished with one key', async () => {
  const { page, call } = screens;
  const [account] = await call<{ id: number }[]>('accounts.list');
  const now = new Date();
  const birthday = { calendar: 'solar', year: 1990, month: now.getMonth() + 1, day: now.getDate(), leap: false } as const;
  const { id } = await call<{ id: number }>('friends.create', friendInput(account?.id ?? 0, '过生日的小美', { birthday }));
  const { names, birthdays, current } = todayPage(page);
  // the birthday is the reason why she is named: once on the page, and caring for her is the wish
  const name = names.getByRole('listitem').filter({ hasText: '过生日的小美' });
  await see(name).toContainText('今天生日');
  for (let at = 0; at < 20; at += 1) await press(page, 'k');
  for (let at = 0; at < 40 && !(await current.getByText('过生日的小美').isVisible()); at += 1) await press(page, 'j');
  await press(page, 'x');
  await see(birthdays.getByRole('button', { name: '撤回给过生日的小美的祝福' })).toBeVisible();
  await press(page, 'Control+z');
  await see(name).toBeVisible();
  await see(birthdays).toHaveCount(0);
  // contacted yesterday she is not named, and the birthday stands by itself
  const at = Date.now() - 24 * 3_600_000;
  await call('touches.log', { selection: { by: 'ids', ids: [id] }, touchpoint: 'private', direction: 'out', at, note: '' });
  await see(birthdays.getByRole('button', { name: '过生日的小美', exact: true })).toBeVisible();
  // those to care for stand above, what is done below
  for (let at = 0; at < 20; at += 1) await press(page, 'k');
  for (let at = 0; at < 40 && (await birthdays.locator('[aria-current="true"]').count()) === 0; at += 1) await press(page, 'j');
  await see(current).toContainText('过生日的小美');
  await press(page, 'x');
  await see(birthdays.getByRole('button', { name: '撤回给过生日的小美的祝福' })).toBeVisible();
  await press(page, 'Control+z');
  await see(birthdays.getByRole('button', { name: '记为已祝福过生日的小美', exact: true })).toBeVisible();
});

it('Ctrl+K leads to every page and to a friend; ? shows the keys of the page', async () => {
  const { page } = screens;
  for (const { id } of everyPage) await shell(page).jump(id);
  await press(page, 'Control+k');
  await page.keyboard.type('ljie');
  await press(page, 'Escape');
  await see(page.getByRole('combobox', { name: '搜索好友、页面和操作' })).toHaveCount(0);
  await press(page, 'Control+k');
  // Enter comes before the answer: it means who was typed, not who stands there still
  await page.keyboard.type('张三');
  await press(page, 'Enter');
  await see(friendsPage(page).panel.getByRole('heading', { name: '张三', exact: true })).toBeVisible();
  await press(page, 'Escape', '?');
  const map = shell(page).dialog('快捷键');
  await see(map.getByText('打标签')).toBeVisible();
  await see(map.getByText('设信任等级')).toBeVisible();
  await press(page, 'Escape');
  await see(map).toHaveCount(0);
});
