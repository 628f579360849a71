/** Orders: a 接龙 pasted and grown, an order file with its questions, who has not paid, the pick-up sheet, and an order written by hand. */
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
