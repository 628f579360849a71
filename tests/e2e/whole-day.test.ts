/** A whole day by keyboard alone: whom to care for, what to follow up, who pays, what goes out, an order; and what a restart keeps of it. */
import { it } from 'vitest';
import type { Saved } from '../../shared/contracts/common.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { friendInput } from '../helpers/contact-files.ts';
import { pressOn, tabTo } from '../helpers/keyboard.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { todayPage } from '../helpers/pages/posts.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { openTestApp, type TestApp, TestClock } from '../helpers/test-app.ts';

const day = (later: number) => localDay(Date.now(), later);

/** A small book in the middle of its life. */
async function fill({ call }: TestApp): Promise<void> {
  await call('settings.set', { key: 'app.firstRunDone', value: true });
  const known = async (name: string, level: number, tagged = false) => {
    const { id } = await call<Saved>('friends.create', friendInput(1, name, { addedAt: Date.now() - 90 * 86_400_000 }));
    const selection = { by: 'ids', ids: [id] };
    if (level > 1) await call('trust.setLevel', { selection, level, reason: '' });
    if (tagged) {
      const tag = await call<Saved>('tags.create', { name: '勿扰', color: 'red', groupId: null });
      await call('tags.assign', { selection, tagIds: [tag.id] });
    }
    return id;
  };
  const order = (friendId: number, daysAgo: number, more: object) =>
    call('orders.create', {
      ...{ friendId, accountId: 1, buyerName: '', amountFen: 5800, orderedOn: day(-daysAgo), paidOn: day(-daysAgo), shippedOn: null },
      ...{ signedOn: null, note: '', lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }], ...more },
    });
  for (const [name, level] of [
    ['老客青柠', 6],
    ['老客红豆', 5],
    ['老客绿茶', 4],
  ] as const)
    await known(name, level);
  const li = await known('李姐', 1);
  await order(li, 12, {});
  await order(li, 9, { signedOn: day(-1) });
  await order(await known('小周', 1), 1, { paidOn: null });
  // not to be named, but what was set for today stands
  const wang = await known('王哥', 1, true);
  for (const title of ['发尺码表', '问到货没有']) await call('followUps.add', { friendId: wang, title, words: '', dueOn: day(0) });
  await call('followUps.promise', { friendId: li, text: '寄样品', dueOn: day(0) });
  const post = { accountId: 1, text: '傍晚摘的橙子', category: 'life', state: 'scheduled', assetIds: [] };
  await call('posts.create', { ...post, scheduledAt: new Date().setHours(23, 59, 0, 0) });
}

const screens = useScreens({
  context: { reducedMotion: 'reduce' },
  seed: async (dataDir) => {
    const book = await openTestApp({ dataDir, clock: new TestClock(Date.now()) });
    await fill(book);
    await book.app.close();
  },
});

/** Walks to a line of 今日, from the top. */
async function walkTo(words: string): Promise<void> {
  const { page } = screens;
  const { current } = todayPage(page);
  await see(page.getByRole('listitem').filter({ hasText: words }).first()).toBeVisible();
  for (let n = 0; n < 20; n++) await press(page, 'k');
  for (let n = 0; n < 30 && !(await current.getByText(words).first().isVisible()); n++) await press(page, 'j');
  await see(current).toContainText(words);
}

it('names come first, each with its reason: one is done with what is due, one put off, one skipped', async () => {
  const { page } = screens;
  const { names, cared, current } = todayPage(page);
  const line = (name: string) => names.getByRole('listitem').filter({ hasText: name });
  await see(names.getByRole('listitem')).toHaveCount(5);
  await lookAt(screens, 'whole-day', [looks.light, looks.dark]);
  await walkTo('李姐');
  await see(current).toContainText('答应的「寄样品」今天到日子；确认收到（昨天签收了）');
  await see(current).toContainText('看到签收了，东西都好吗');
  await press(page, 'x');
  await told(page, '已记下联系了「李姐」，「确认收到」做完了，答应的「寄样品」做到了');
  await see(line('李姐')).toHaveCount(0);
  await press(page, 'Control+z');
  await see(line('李姐')).toBeVisible();
  await press(page, 'Control+Shift+z');
  await see(cared).toContainText('李姐跟进做完：确认收到');
  await walkTo('老客青柠');
  await press(page, 'x');
  await see(cared).toContainText('老客青柠联系过了');
  await walkTo('老客红豆');
  await press(page, 'l');
  await see(cared).toContainText('老客红豆放到明天');
  await walkTo('老客绿茶');
  await press(page, 's');
  await see(cared).toContainText('老客绿茶今天不联系');
});

it('what no name stands for is done and put off by one key each', async () => {
  const { page } = screens;
  const followUps = page.getByRole('region', { name: '还要跟进的' });
  await see(followUps.getByRole('listitem')).toHaveCount(2);
  await walkTo('发尺码表');
  await press(page, 'x');
  await told(page, '「王哥」跟进做完，记了一次联系');
  await see(followUps.getByRole('listitem')).toHaveCount(1);
  await see(todayPage(page).current).toContainText('问到货没有');
  await press(page, 'l');
  await told(page, '「王哥」的「问到货没有」改到明天');
  await see(followUps).toHaveCount(0);
});

it('an unpaid order is paid, and with it goes the reminder', async () => {
  const { page } = screens;
  const { names } = todayPage(page);
  await see(names).toContainText('提醒付款（昨天下的单还没付）');
  await shell(page).jump('orders');
  const row = page.getByRole('row').filter({ hasText: '小周' });
  await see(row).toContainText('没付');
  await press(page, 'j');
  for (let n = 0; n < 5 && (await row.getByRole('button', { pressed: true }).count()) === 0; n++) await press(page, 'j');
  await press(page, 'p');
  await told(page, '1 单记为已付');
  await shell(page).jump('today');
  await see(names).not.toContainText('提醒付款');
});

it('a suggestion is taken, a post is marked as posted', async () => {
  const { page } = screens;
  await pressOn(page.getByRole('navigation', { name: '升降级建议' }).getByRole('button'));
  await shell(page).settled('trust');
  const current = page.getByRole('table', { name: '升降级建议' }).locator('tr[aria-current]');
  for (let n = 0; n < 5 && !(await current.getByRole('button', { name: '李姐', exact: true }).isVisible()); n++) await press(page, 'j');
  await see(current.getByRole('button', { name: '李姐', exact: true })).toBeVisible();
  await press(page, 'a');
  await told(page, '已按建议给 1 位调级');
  await shell(page).jump('today');
  await walkTo('傍晚摘的橙子');
  await press(page, 'x');
  await see(todayPage(page).done).toContainText('傍晚摘的橙子');
});

it('an order is written in a few keys, a second one taken back', async () => {
  const { page } = screens;
  await shell(page).jump('friends');
  const friends = friendsPage(page);
  await see(friends.rows.first()).toBeVisible();
  for (const again of [false, true]) {
    await press(page, 'Home', 'o');
    const form = page.getByRole('dialog', { name: /^给.+记一单$/ });
    await see(form.getByRole('combobox', { name: '买了什么' })).toBeFocused();
    await page.keyboard.type('脐橙');
    await see(form.getByRole('option').first()).toBeVisible();
    await press(page, 'Enter');
    await see(form.getByRole('option')).toHaveCount(0);
    const price = form.getByRole('textbox', { name: /的单价，元$/ });
    await tabTo(price);
    await press(page, 'Control+a');
    await page.keyboard.type(again ? '99' : '66');
    await press(page, 'Enter');
    await told(page, again ? '记下一单 ¥99.00' : '记下一单 ¥66.00');
    await see(form).toHaveCount(0);
  }
  await press(page, 'Control+z');
  await told(page, /已撤销：记一单/);
});

it('started again, the day is as it was left', async () => {
  const { page, server, watch } = screens;
  watch.serverGone = true;
  await server.stop();
  await screens.restart();
  // where she left it
  await shell(page).settled('friends');
  await shell(page).jump('today');
  const { cared, done, names } = todayPage(page);
  for (const words of ['李姐跟进做完：确认收到', '王哥跟进做完：发尺码表', '老客青柠联系过了', '老客红豆放到明天', '老客绿茶今天不联系'])
    await see(cared).toContainText(words);
  await see(done).toContainText('傍晚摘的橙子');
  await see(names).not.toContainText('提醒付款');
  await lookAt(screens, 'whole-day-done', [looks.light, looks.dark]);
  await shell(page).jump('orders');
  await see(page.getByRole('row').filter({ hasText: '小周' })).toContainText('已付');
  await see(page.getByRole('row').filter({ hasText: '¥66.00' })).toBeVisible();
  await see(page.getByRole('row').filter({ hasText: '¥99.00' })).toHaveCount(0);
  await shell(page).jump('follow-ups');
  await see(page.getByRole('listitem').filter({ hasText: '问到货没有' })).toContainText('你改了日子');
  await shell(page).jump('friends');
  await see(friendsPage(page).row('李姐')).toContainText('5 忠诚客户');
});
