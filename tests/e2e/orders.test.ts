/** Orders: a 接龙 pasted and grown, an order file with its questions, who has not paid, the pick-up sheet; and into which layers buyers fall. */
import { it } from 'vitest';
import type { Saved } from '../../shared/contracts/common.ts';
import { wechatA } from '../fixtures/orders/bills.ts';
import { ktt } from '../fixtures/orders/samples.ts';
import { friendInput } from '../helpers/contact-files.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { importCenter } from '../helpers/pages/imports.ts';
import { shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { seedDemoWithout } from '../helpers/seed-demo.ts';
import { friendNamed } from '../helpers/test-app.ts';

const screens = useScreens({
  seed: (dataDir) => seedDemoWithout(dataDir, ['orders', 'products', 'group_buys']),
  context: { reducedMotion: 'reduce' },
});

/** The screen as it stands, in both themes and other sizes. */
const look = (what: string) => lookAt(screens, `orders-${what}`, [looks.light, looks.dark, looks.small]);

const first = '#接龙\n周五到货 赣南脐橙 10斤装 58元\n\n1. 青柠 2箱 3号楼\n2. 没见过的人 1箱\n';
const grown = `${first}3. 巷口裁缝铺 3箱 带发票\n`;

/** An order that she wrote down herself, of a friend who is new. @returns the account they are of, and how to take both back */
async function writtenByHand(name: string, known: { phone?: string }, amountFen: number, orderedOn: string) {
  const { call } = screens;
  const accounts = await call<{ id: number; name: string; friendCount: number; archivedAt: number | null }[]>('accounts.list');
  const account = accounts.find(({ friendCount, archivedAt }) => friendCount > 0 && archivedAt === null)!;
  const friend = await call<Saved>('friends.create', friendInput(account.id, name, known));
  const order = await call<Saved>('orders.create', {
    ...{ friendId: friend.id, accountId: null, buyerName: '', amountFen, orderedOn, paidOn: null, shippedOn: null, signedOn: null },
    ...{ note: '', lines: [{ product: '赣南脐橙', quantity: 3, unit: '箱', priceFen: null }] },
  });
  const forget = async () => {
    for (const { undoId } of [order, friend]) await call('undo.undo', { id: undoId });
  };
  return { account, forget };
}

async function paste(text: string): Promise<void> {
  const { page } = screens;
  await press(page, 'n');
  await page.getByRole('textbox', { name: '接龙文字' }).fill(text);
  await page.getByRole('button', { name: '认一认' }).click();
}

/** Says how much a line of the list orders, by the fields that open in it. */
async function putRight(no: number, quantity: string): Promise<void> {
  const { page } = screens;
  await page.getByRole('button', { name: `改第 ${no} 行要什么` }).click();
  await page.getByRole('textbox', { name: `第 ${no} 行第 1 样要几份` }).fill(quantity);
  await press(page, 'Enter');
}

it('says how orders come in while there are none', async () => {
  const { page } = screens;
  await shell(page).go('orders');
  await see(page.getByText('还没有订单')).toBeVisible();
  await look('empty');
});

it('reads a pasted 接龙, says whether the numbers agree, and makes a pick-up sheet', async () => {
  const { page } = screens;
  await paste('今天天气不错');
  await see(page.getByRole('alert')).toContainText('没有找到接龙');
  await page.getByRole('textbox', { name: '接龙文字' }).fill(first);
  await page.getByRole('button', { name: '认一认' }).click();
  await see(page.getByText('文字里有 2 行，认出 2 单，数目对得上。')).toBeVisible();
  await see(page.getByRole('textbox', { name: /的价钱，元$/ })).toHaveValue('58');
  for (const [quantity, sum] of [
    ['两', '3箱'],
    ['2', '4箱'],
    ['1', '3箱'],
  ] as const) {
    await putRight(2, quantity);
    if (quantity === '两') await press(page, 'Escape');
    await see(page.getByText(new RegExp(`^周五到货 赣南脐橙 10斤装 ${sum}$`))).toBeVisible();
  }
  await look('review');
  await page.getByRole('button', { name: '存成 2 单' }).click();
  await told(page, '接龙已存好：新记 2 单');
  await see(page.getByText('2 单，共 ¥174.00，2 单没付（¥174.00）')).toBeVisible();
  await look('sheet');
  // what was saved can be put right without the text
  await page.getByRole('button', { name: '改一改' }).click();
  await putRight(1, '3');
  await look('put-right');
  await page.getByRole('button', { name: '存成 2 单' }).click();
  await told(page, '接龙已存好：1 单有改动');
  await see(page.getByText('2 单，共 ¥232.00，2 单没付（¥232.00）')).toBeVisible();
  await press(page, 'Control+z');
  await see(page.getByText('2 单，共 ¥174.00，2 单没付（¥174.00）')).toBeVisible();
});

it('adds only what is new when the list has grown, and takes it back', async () => {
  const { page } = screens;
  const { forget } = await writtenByHand('巷口裁缝铺', {}, 17_400, new Date().toLocaleDateString('sv'));
  await paste(grown);
  await see(page.getByText(/接着上次的/)).toBeVisible();
  // she wrote the new one down herself: asked about, made one by her word, and both are there again
  const twins = page.getByRole('region', { name: '可能是同一单' });
  await see(twins).toContainText('赣南脐橙 ×3箱');
  await twins.getByRole('button', { name: '第 3 行是同一单' }).click();
  await look('solitaire-twins');
  await page.getByRole('button', { name: '存成 3 单' }).click();
  await told(page, '接龙已存好：1 单和你自己记的并成一单');
  await see(page.getByText('3 单，共 ¥348.00，3 单没付（¥348.00）')).toBeVisible();
  await press(page, 'Control+z');
  await see(page.getByText('2 单，共 ¥174.00，2 单没付（¥174.00）')).toBeVisible();
  await forget();
  await paste(grown);
  await see(page.getByText(/接着上次的/)).toBeVisible();
  await see(twins).toHaveCount(0);
  await page.getByRole('button', { name: '存成 3 单' }).click();
  await told(page, '接龙已存好：新记 1 单');
  await see(page.getByText('3 单，共 ¥348.00，3 单没付（¥348.00）')).toBeVisible();
  await press(page, 'Control+z');
  await see(page.getByText('2 单，共 ¥174.00，2 单没付（¥174.00）')).toBeVisible();
});

it('tells who has not paid, and settles it', async () => {
  const { page } = screens;
  await page.getByRole('tab', { name: '没付的' }).click();
  const owing = page.getByRole('list', { name: '没付的人' }).getByRole('listitem');
  await see(owing).toHaveCount(2);
  await look('unpaid');
  await owing.filter({ hasText: '没见过的人' }).getByRole('button', { name: '都付了' }).click();
  await told(page, '1 单记为已付');
  await see(owing).toHaveCount(1);
});

it('brings an order file in by the import centre, once, and makes one of an order that she wrote down', async () => {
  const { page } = screens;
  const center = importCenter(page);
  const { account } = await writtenByHand('周先生家', { phone: '13811110002' }, 5800, '2026-03-09');
  const list = page.getByRole('table', { name: '订单' }).getByRole('row');
  for (const round of ['new', 'again']) {
    await shell(page).go('import');
    await center.choose({ name: ktt.path, buffer: ktt.bytes });
    const whose = page.getByRole('combobox', { name: '算在哪个微信号名下' });
    await see(whose).toBeVisible();
    if (await page.getByText('先选一下这些订单').isVisible()) {
      await whose.click();
      await page.locator('.ant-select-item-option').filter({ hasText: account.name }).first().click();
    }
    await see(page.getByText(/读到 3 单，共 ¥383\.00，退款 ¥116\.00/)).toBeVisible();
    if (round === 'again') {
      await see(page.getByRole('button', { name: '没有新的' })).toBeDisabled();
      await press(page, 'Escape');
      await page.getByRole('button', { name: /^不要/ }).click();
      await center.atStart();
      break;
    }
    // another friend has that name, so she says who it is
    await page.getByRole('combobox', { name: '「老周」是谁' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '周先生家' }).first().click();
    const twins = page.getByRole('region', { name: '可能是同一单' });
    await see(twins).toContainText('你自己记的：赣南脐橙 ×3箱');
    await twins.getByRole('button', { name: /是同一单$/ }).click();
    // looking at another page loses nothing of what she said
    await shell(page).go('friends');
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '导入', exact: true }).click();
    await page.getByText('一单一单看看会怎样').click();
    await see(page.getByRole('table', { name: '新的单' }).getByRole('row')).toHaveCount(4);
    await look('file');
    await page.getByRole('button', { name: '导入 3 单' }).click();
    await see(page.getByText('订单导入好了')).toBeVisible();
    await see(page.getByText('和你自己记的并成一单')).toBeVisible();
    await page.getByRole('button', { name: '看这些订单' }).click();
    await see(list).toHaveCount(4);
    await page.getByRole('button', { name: '青柠', exact: true }).click();
    await see(page.getByRole('complementary', { name: '订单' }).getByText('赣南脐橙10斤装')).toBeVisible();
    await look('list');
  }
  // taken back, both are what they were; brought back, they are one
  await shell(page).go('orders');
  const byHand = page.getByRole('row').filter({ hasText: '自己记的' });
  // the orders of the file are there, not those of the last look any more
  await see(list.filter({ hasText: '青柠' })).toHaveCount(2);
  await see(byHand).toHaveCount(0);
  const before = await list.count();
  await press(page, 'Control+z');
  await told(page, /^已撤销：导入/);
  await see(byHand).toContainText('周先生家');
  await see(list).toHaveCount(before - 2);
  await press(page, 'Control+Shift+z');
  await see(byHand).toHaveCount(0);
  await see(list).toHaveCount(before);
});

it('goes from order to order by j and k, as in the list of friends', async () => {
  const { page } = screens;
  await shell(page).go('orders');
  const orders = page.getByRole('table', { name: '订单' }).getByRole('button');
  await see(orders.first()).toBeVisible();
  await press(page, 'j', 'j');
  await see(orders.nth(1)).toHaveAttribute('aria-pressed', 'true');
  await press(page, 'k');
  await see(orders.first()).toHaveAttribute('aria-pressed', 'true');
  await see(page.getByRole('complementary', { name: '订单' }).getByRole('heading', { level: 2 })).toHaveText(
    (await orders.first().textContent()) ?? '',
  );
  await press(page, 'Escape');
  await see(page.getByRole('complementary', { name: '订单' })).toHaveCount(0);
});

it('brings a bill in, lists what was paid, and lets her say who paid it', async () => {
  const { page } = screens;
  await shell(page).go('import');
  await importCenter(page).choose({ name: wechatA.path, buffer: wechatA.bytes });
  await see(page.getByText(/^付款的人里认得准的/)).toBeVisible();
  await look('bill');
  await press(page, 'Control+Enter');
  await see(page.getByText('账单导入好了')).toBeVisible();
  await page.getByRole('button', { name: '看这些收款' }).click();
  const paid = page.getByRole('table', { name: '收款' }).getByRole('row');
  const qingning = paid.filter({ hasText: '青柠' });
  await see(qingning).toBeVisible();
  await see(page.getByRole('tab', { name: '收款' })).toHaveAttribute('aria-selected', 'true');
  await look('payments');
  const who = qingning.getByRole('combobox', { name: /是谁付的$/ });
  await who.click();
  // the demo keeps a second account, whose friends cannot have paid into this one
  await who.fill('王');
  await page.locator('.ant-select-item-option', { hasText: '王' }).first().click();
  await told(page, '已记下这笔是谁付的');
  await page.getByRole('status', { name: '提示' }).getByRole('button', { name: '撤销' }).click();
  await told(page, '已撤销：认一笔收款是谁的');
  // on an order by mistake: off again, and undo puts it back
  type Row = { id: number; accountId: number; status: string };
  const everything = { filter: {}, offset: 0, limit: 100 };
  const { rows: orders } = await screens.call<{ rows: Row[] }>('orders.list', everything);
  const { rows: payments } = await screens.call<{ rows: (Row & { counterparty: string })[] }>('payments.list', everything);
  const payment = payments.find(({ counterparty }) => counterparty.includes('青柠'))!;
  const orderId = orders.find(({ accountId, status }) => accountId === payment.accountId && status === 'paid')!.id;
  await screens.call('payments.link', { id: payment.id, friendId: null, orderId });
  await see(qingning.getByRole('button', { name: '看这一单' })).toBeVisible();
  await look('payment-linked');
  await qingning.getByRole('button', { name: /和这一单分开$/ }).click();
  await told(page, '这笔钱和订单分开了，订单还是已付');
  await see(qingning.getByRole('button', { name: '看这一单' })).toHaveCount(0);
  await page.getByRole('status', { name: '提示' }).getByRole('button', { name: '撤销' }).last().click();
  await see(qingning.getByRole('button', { name: '看这一单' })).toBeVisible();
  await shell(page).go('import');
  await see(importCenter(page).history.getByRole('link', { name: '看收款' })).toBeVisible();
});

it('writes an order by hand from the list of friends in a few keys, sends it off, refunds it, and takes both back', async () => {
  const { page } = screens;
  await shell(page).go('friends');
  const friends = friendsPage(page);
  await see(friends.rows.first()).toBeVisible();
  await press(page, 'Home', 'o');
  const form = page.getByRole('dialog', { name: `给${await friends.cursorName()}记一单` });
  const goods = form.getByRole('combobox', { name: '买了什么' });
  await see(goods).toBeFocused();
  await page.keyboard.type('脐橙');
  await see(form.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await see(form.getByRole('option')).toHaveCount(0);
  // the file never said what it costs: that is asked, not taken for nothing
  await page.keyboard.press('Enter');
  await see(form.getByRole('alert')).toContainText('单价要写数字');
  await form.getByRole('textbox', { name: /的单价，元$/ }).fill('58');
  await see(form.getByRole('textbox', { name: '一共，元' })).toHaveValue('58');
  await look('form');
  await page.keyboard.press('Enter');
  await told(page, '记下一单 ¥58.00');
  await see(form).toHaveCount(0);
  await shell(page).go('orders');
  const row = page.getByRole('row').filter({ hasText: '自己记的' });
  await see(row).toContainText('已付');
  await row.getByRole('checkbox').check();
  await see(page.getByRole('toolbar', { name: '对选中的订单' })).toContainText('已选 1 单');
  await press(page, 'f');
  await told(page, '1 单记为已发货');
  await see(row).toContainText('已发货');
  await row.getByRole('button').first().click();
  await page.getByRole('button', { name: '退款' }).click();
  await page.getByRole('textbox', { name: '一共退了多少，元' }).fill('99999');
  await see(page.getByRole('alert')).toContainText('不能比收到的');
  await page.getByRole('textbox', { name: '一共退了多少，元' }).fill('8');
  await look('refund');
  await page.keyboard.press('Enter');
  await told(page, '退了 ¥8.00');
  await see(row).toContainText('退了一部分');
  for (const said of ['已撤销：一单的退款', '已撤销：把 1 单记为已发货']) {
    await press(page, 'Control+z');
    await told(page, said);
  }
  await see(row).toContainText('已付');
  // the order itself is taken back while it is looked at: its panel goes with it
  const panel = page.getByRole('complementary', { name: '订单' });
  await see(panel).toBeVisible();
  await press(page, 'Control+z');
  await told(page, /已撤销：记一单/);
  await see(row).toHaveCount(0);
  await see(panel).toHaveCount(0);
});

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
