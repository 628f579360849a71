/** Whom to care for: layers and what follows from them, follow-ups by keys, and who brought whom. */
import type { Page } from 'playwright';
import { it } from 'vitest';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { seedDemoWithout } from '../helpers/seed-demo.ts';
import { friendNamed } from '../helpers/test-app.ts';

const screens = useScreens({
  seed: (dataDir) => seedDemoWithout(dataDir, ['orders', 'products', 'group_buys']),
  context: { reducedMotion: 'reduce' },
});

/** Types a name on a slow machine, and presses Enter the moment somebody is found: the list does not know yet which row it is on. */
async function findAndEnter(page: Page, name: string): Promise<void> {
  const machine = await page.context().newCDPSession(page);
  await machine.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  const entered = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const found = new MutationObserver(() => {
          if (!document.querySelector('.ant-select-item-option')) return;
          found.disconnect();
          document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true, cancelable: true }),
          );
          resolve();
        });
        found.observe(document.body, { childList: true, subtree: true });
      }),
  );
  await page.keyboard.type(name);
  await entered;
  await machine.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await machine.detach();
}

/** The screen as it stands, in both themes and other sizes. */
const look = (what: string) => lookAt(screens, `care-${what}`, [looks.light, looks.dark, looks.small]);

it('says whom to care for first, honestly while buyers are few, and leads on to people, words, a segment and a send queue', async () => {
  const { page } = screens;
  const layers = async () => {
    await shell(page).go('insights');
    await page.getByRole('tab', { name: '分层' }).click();
    await see(page.getByRole('heading', { level: 1, name: '先照顾谁？' })).toBeVisible();
    await see(page.getByRole('table', { name: '八种买家' })).toBeVisible();
  };
  const { rows } = await screens.call<{ rows: { id: number }[] }>('friends.list', {
    ...{ filter: { statuses: ['normal'] }, sort: { key: 'name', direction: 'asc' }, offset: 0, limit: 3 },
  });
  const today = new Date().toLocaleDateString('sv');
  for (const [place, { id }] of rows.entries())
    await screens.call('orders.create', {
      ...{ friendId: id, accountId: null, buyerName: '', amountFen: 10_000 * (place + 1) ** 3, orderedOn: today, paidOn: today },
      ...{ shippedOn: null, signedOn: null, note: '', lines: [{ product: '脐橙', quantity: 1, unit: '', priceFen: 10_000 }] },
    });
  await layers();
  await see(page.getByText(/只有 \d 位买过，太少，分层说明不了什么/)).toBeVisible();
  await look('layers');
  const classes = page.getByRole('table', { name: '八种买家' }).getByRole('row');
  const never = classes.filter({ hasText: '还没买过' });
  const many = await never.getByRole('button', { name: /^看「还没买过」的/ }).textContent();
  await never.getByRole('button', { name: /^看「还没买过」的/ }).click();
  await shell(page).settled('friends');
  await see(page.getByRole('toolbar', { name: '筛选' })).toContainText('分层：还没买过');
  await see(page.getByText(`${many} 位`).first()).toBeVisible();
  await layers();
  await page.getByRole('button', { name: '改「重要价值」怎么照顾' }).click();
  await page.getByRole('textbox', { name: '怎么照顾' }).fill('周三晚上打电话');
  await page.getByRole('button', { name: '保存' }).click();
  await told(page, '打法记下了');
  const best = classes.filter({ hasText: '重要价值' });
  await see(best).toContainText('周三晚上打电话');
  await press(page, 'Control+z');
  await told(page, '已撤销：改写分层「重要价值」的叫法和打法');
  await see(best).not.toContainText('周三晚上打电话');
  // the steps of AIPL have her own words too
  const steps = page.getByRole('list', { name: '走到哪一步' }).getByRole('listitem');
  await steps.getByRole('button', { name: '改「买过一次」怎么照顾' }).click();
  await page.getByRole('textbox', { name: '怎么照顾' }).fill('第二天问吃得怎么样');
  await page.getByRole('button', { name: '保存' }).click();
  await see(steps.filter({ hasText: '买过一次' })).toContainText('第二天问吃得怎么样');
  await page.getByRole('button', { name: '把「还没买过」存为人群' }).click();
  await told(page, '已存下人群「还没买过」');
  await see(never.getByRole('button', { name: '看人群「还没买过」' })).toBeVisible();
  await never.getByRole('button', { name: '给「还没买过」建发送名单' }).click();
  await see(page.getByRole('dialog', { name: '新的发送名单' })).toContainText('发给「还没买过」的');
  await press(page, 'Escape');
  // a number of the statement opens the very people it counts
  await shell(page).go('insights');
  await page.getByRole('tab', { name: '留量' }).click();
  const left = page.getByRole('table', { name: '留量账' }).getByRole('button', { name: /^看「期末」的/ });
  const heads = await left.textContent();
  await left.click();
  await shell(page).settled('friends');
  await see(page.getByRole('toolbar', { name: '筛选' })).toContainText('洞察：期末（');
  await see(page.getByText(`${heads} 位`).first()).toBeVisible();
  // what a channel cost is written down, and taken back
  await shell(page).go('insights');
  await page.getByRole('tab', { name: '渠道' }).click();
  const spend = page.getByRole('table', { name: '渠道账' }).getByRole('button', { name: '记花费：门店' });
  await spend.click();
  await page.getByRole('dialog', { name: '「门店」花了多少' }).getByRole('spinbutton').first().fill('150');
  await page.getByRole('button', { name: '记下花费' }).click();
  await told(page, '花费记下了');
  await see(page.getByRole('button', { name: '¥150.00：改「门店」的花费' })).toBeVisible();
  await press(page, 'Control+z');
  await told(page, '已撤销：记渠道「门店」的花费');
  await see(spend).toBeVisible();
});

it('follows up: set by hand in a few keys, put off, skipped and done, each taken back; a promise, and the templates', async () => {
  const { page } = screens;
  const { rows } = await screens.call<{ rows: { name: string }[] }>('friends.list', {
    ...{ filter: { statuses: ['normal'] }, sort: { key: 'name', direction: 'asc' }, offset: 0, limit: 1 },
  });
  const name = rows[0]!.name;
  await shell(page).go('follow-ups');
  const form = page.getByRole('dialog', { name: '记一条' });
  await press(page, 'n');
  await see(form.getByRole('combobox', { name: '哪位好友' })).toBeFocused();
  await findAndEnter(page, name);
  await see(form.locator('.ant-select-content')).toContainText(name);
  await press(page, 'Escape');
  await see(form).toHaveCount(0);
  const write = async (key: 'n' | 'p', field: string, words: string) => {
    await press(page, key);
    await see(form.getByRole('combobox', { name: '哪位好友' })).toBeFocused();
    await page.keyboard.type(name);
    await press(page, 'Enter');
    await see(form.locator('.ant-select-content')).toContainText(name);
    await form.getByRole('textbox', { name: field }).fill(words);
    await look(`follow-up-${key}`);
    await press(page, 'Enter');
    await see(form).toHaveCount(0);
  };
  await write('n', '跟进什么', '问孩子的牙');
  await told(page, '记下了，明天跟进');
  const line = page.getByRole('listitem').filter({ hasText: '问孩子的牙' });
  await line.click();
  await see(line).toHaveAttribute('aria-current', 'true');
  await look('follow-ups');
  await press(page, 'e');
  const changing = page.getByRole('dialog', { name: `改给「${name}」的跟进` });
  await see(changing.getByRole('textbox', { name: '跟进什么' })).toHaveValue('问孩子的牙');
  await changing.getByRole('textbox', { name: '跟进什么' }).fill('问孩子的牙好了没');
  await press(page, 'Enter');
  await told(page, '「问孩子的牙好了没」改好了');
  await see(line).toContainText('问孩子的牙好了没');
  await see(line).toHaveAttribute('aria-current', 'true');
  for (const [key, said, undone] of [
    ['x', '跟进做完，记了一次联系', '做完'],
    ['s', '跳过', '跳过'],
  ] as const) {
    await press(page, key);
    await told(page, said);
    await see(line).toHaveCount(0);
    await press(page, 'Control+z');
    await told(page, `已撤销：${undone}`);
    await see(line).toBeVisible();
    await line.click();
  }
  await press(page, 'l');
  await told(page, '改到明天');
  await see(line).toContainText('你改了日子');
  await write('p', '答应了什么', '补发一箱');
  await page
    .getByRole('radiogroup', { name: '看哪些', exact: true })
    .getByText(/^答应的事/)
    .click();
  const owed = page.getByRole('listitem').filter({ hasText: '补发一箱' });
  await owed.getByRole('button', { name: '做到了' }).click();
  await told(page, '做到了');
  await see(owed).toHaveCount(0);
  await page.getByRole('radiogroup', { name: '看哪些', exact: true }).getByText('模板').click();
  await page.getByRole('button', { name: '改「签收以后」的步子和话术' }).click();
  const steps = page.getByRole('dialog', { name: '签收以后：步子和话术' });
  await steps.getByRole('textbox', { name: '第 1 步：话术' }).fill('{名字}收到了吗');
  await see(steps.getByRole('alert')).toBeVisible();
  await look('sop');
  await steps.getByRole('textbox', { name: '第 1 步：话术' }).fill('{称呼}收到了吗');
  await steps.getByRole('button', { name: '保存' }).click();
  await see(steps).toHaveCount(0);
  await page.getByRole('button', { name: '加模板' }).click();
  const own = page.getByRole('dialog', { name: '加模板' });
  await see(own.getByRole('textbox', { name: '模板的名字' })).toBeFocused();
  await page.keyboard.type('签收以后');
  await see(own.getByRole('status')).toHaveText('已经有叫这个名字的模板，换一个。');
  await own.getByRole('textbox', { name: '模板的名字' }).fill('问空瓶');
  await own.getByRole('textbox', { name: '第 1 步：做什么' }).fill('空瓶还在吗');
  await look('sop-own');
  await own.getByRole('button', { name: '保存' }).click();
  await told(page, '加了模板「问空瓶」');
  await page.getByRole('button', { name: '删掉模板「问空瓶」' }).click();
  await told(page, '模板「问空瓶」删掉了；做过的还在');
  await see(page.getByRole('switch', { name: '打开「问空瓶」' })).toHaveCount(0);
  await press(page, 'Control+z');
  await told(page, '已撤销：删掉跟进模板「问空瓶」');
  await see(page.getByRole('switch', { name: '打开「问空瓶」' })).toBeChecked();
});

it('writes down who brought whom in the panel of a friend, shows the tree and what K that makes, and refuses a circle', async () => {
  const { page } = screens;
  const friends = friendsPage(page);
  const part = friends.panel.getByRole('region', { name: '转介绍' });
  const pick = async (name: string) => {
    await part.getByRole('button', { name: /是谁带来的$/ }).click();
    await part.getByRole('combobox', { name: '谁带来的' }).fill(name);
    await page.locator('.ant-select-item-option', { hasText: name }).first().click();
  };
  const shown = (name: string) => see(friends.panel.getByRole('heading', { level: 2, name })).toBeVisible();
  // the demo has people of its own who bring others
  await screens.call('demo.remove');
  const addedAt = Date.now() - 40 * 86_400_000;
  for (const name of ['转介甲', '转介乙']) await screens.call('friends.create', friendNamed(name, { addedAt }));
  await shell(page).go('friends');
  await friends.searchFor('转介乙');
  await friends.row('转介乙').getByText('转介乙').click();
  await shown('转介乙');
  await pick('转介甲');
  await told(page, '记下是谁带来的了');
  await see(part.getByText(/带来的有效/)).toBeVisible();
  await part.getByRole('button', { name: '转介甲' }).click();
  await shown('转介甲');
  await see(part.getByRole('list', { name: '带来的人' }).getByRole('listitem')).toHaveText(/^转介乙有效/);
  screens.watch.refusalsOf.add('referrals.set');
  await pick('转介乙');
  await see(page.getByText('「转介乙」是「转介甲」带来的人，不能反过来又带来「转介甲」')).toBeVisible();
  await look('referral-panel');
  await shell(page).go('insights');
  await page.getByRole('tab', { name: '转介绍' }).click();
  await see(page.getByRole('table', { name: '谁带来的' }).getByRole('row').nth(1)).toHaveText('转介甲110');
  await see(page.getByText('只有 1 位是带来的，多一位少一位就变，当个参考。')).toBeVisible();
  await look('referrals');
  await page.getByRole('button', { name: '看「带来的人，有效」的 1 位' }).click();
  await see(friends.row('转介乙')).toBeVisible();
  const on = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toLocaleDateString('sv');
  await page.evaluate((to) => void (location.hash = to), `/insights?t=funnel&p=${on(41)}~${on(39)}`);
  const beside = page.getByText('位还没买到两单，就带来了新好友');
  await see(beside).toBeVisible();
  await look('funnel-brought');
  await beside.getByRole('button').click();
  await see(friends.row('转介甲')).toBeVisible();
  await press(page, 'Control+z');
  await told(page, '已撤销：记下「转介乙」是「转介甲」带来的');
  await shell(page).go('insights');
  await page.getByRole('tab', { name: '转介绍' }).click();
  await see(page.getByText('近 180 天新来的好友里，还没记下谁是谁带来的')).toBeVisible();
});
