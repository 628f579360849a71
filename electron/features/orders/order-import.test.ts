import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import type { ImportQueue } from '../../../shared/contracts/import-queue.ts';
import type { ImportBatch, UndoBatchReport } from '../../../shared/contracts/imports.ts';
import type { OrderDetail, OrderPage, UnpaidList } from '../../../shared/contracts/orders.ts';
import type { BuyerPage, OrderCommitReport, OrderImportReport, OrderScan } from '../../../shared/contracts/orders-import.ts';
import type { PaymentLinked, PaymentPage, PaymentSuggestion } from '../../../shared/contracts/orders-payments.ts';
import { orderProblemWords } from '../../../shared/domain/order-problems.ts';
import { emptied } from '../../../tests/helpers/emptied.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
const tables = ['orders', 'order_lines', 'products', 'group_buys', 'payments', 'order_claims', 'payment_claims', 'buyer_aliases'];
beforeAll(async () => {
  app = await openTestApp();
});
beforeEach(() =>
  emptied(app, [...tables, 'order_templates', 'friends', 'friend_events', 'level_changes', 'import_batches'], ['orders', 'friends']),
);
afterAll(() => app.close());

const page = { offset: 0, limit: 200 };
const friend = async (name: string, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, more))).id;
const list = async (filter: object = {}) => app.call<OrderPage>('orders.list', { filter, ...page });

async function queued(text: string, name = '脐橙第3团.csv') {
  const bytes = (async function* () {
    yield Buffer.from(text);
  })();
  const { fileId } = await app.app.files.stageStream(name, bytes);
  const { queueId, items } = await app.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
  return { queueId, itemId: items[0]!.itemId, kind: items[0]!.kind };
}

async function scanned(text: string, name?: string, mapping: Record<string, string> | null = null) {
  const { kind, ...item } = await queued(text, name);
  return { item, kind, scan: await app.call<OrderScan>('orderImport.scan', { ...item, accountId: 1, mapping }) };
}

async function bring(text: string, { name, answers = {} }: { name?: string; answers?: Record<string, number | null> } = {}) {
  const { item, scan } = await scanned(text, name);
  const report = await app.call<OrderImportReport>('orderImport.commit', { ...item, accountId: 1, answers });
  expect(report.read).toBe(report.added + report.changed + report.same + report.problem);
  expect([report.added, report.changed, report.same, report.problem]).toEqual([
    scan.counts.added,
    scan.counts.changed,
    scan.counts.same,
    scan.counts.problem,
  ]);
  return { report, scan };
}

const header = '跟团号,下单人,团员备注,支付时间,团长备注,商品,订单金额,退款金额,订单状态,自提点,收货人,联系电话,详细地址';
const qingning =
  '1,青柠,放门口谢谢,2026-03-09 08:02:11,老客户,"赣南脐橙(10斤装)+2\n砂糖橘(5斤装)+1",151.00,0.00,已支付,,陈青柠,13811110001,浙江省杭州市西湖区示例路1号';
const zhou = '2,老周,,2026-03-09 08:05:40,,赣南脐橙(10斤装)+1,58.00,0.00,已支付,3号楼自提点,周先生,13811110002,';
const zhouBack = '2,老周,,2026-03-09 08:05:40,,赣南脐橙(10斤装)+1,58.00,58.00,已退款,3号楼自提点,周先生,13811110002,';
const wang = '3,老王,,2026-03-09 09:05:40,,砂糖橘(5斤装)+3,105.30,0.00,已支付,3号楼自提点,王先生,13811110003,';
const ktt = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

/** Every row that an import of orders may touch, without ids. */
const book = () =>
  tables.map((table) => {
    const rows = app.ctx.db.sql(`SELECT * FROM ${table}`).all() as Record<string, unknown>[];
    const bare = rows.map(
      ({ id, order_id, product_id, group_buy_id, batch_id, import_batch_id, payment_id, updated_at, created_at, ...rest }) =>
        JSON.stringify(rest),
    );
    return [table, bare.sort()];
  });
const undo = (batchId: number) => app.call('imports.undo', { batchId });

describe('an order file', () => {
  it('comes in with exact money, goods, products and its list, and once only', async () => {
    const { report, scan } = await bring(ktt(qingning, zhou));
    expect(scan).toMatchObject({ kind: 'orders', format: 'ktt', title: '脐橙第3团', sums: { amountFen: 20_900, refundFen: 0 } });
    expect(report).toMatchObject({ added: 2, lines: 3, addedFen: 20_900, newProducts: 2 });
    const { total, sums, rows } = await list();
    expect([total, sums.amountFen, sums.paidFen]).toEqual([2, 20_900, 20_900]);
    expect(rows.find(({ buyerName }) => buyerName === '青柠')).toMatchObject({
      goods: '赣南脐橙(10斤装) ×2、砂糖橘(5斤装) ×1',
      groupBuyTitle: '脐橙第3团',
      sequence: '1',
      status: 'paid',
    });
    const again = await bring(ktt(qingning, zhou));
    expect(again.report).toMatchObject({ added: 0, changed: 0, same: 2 });
    expect((await list()).total).toBe(2);
  });

  it('tells the same 跟团号 of two lists apart', async () => {
    await bring(ktt(qingning));
    await bring(ktt(qingning), { name: '脐橙第4团.csv' });
    expect((await list()).total).toBe(2);
  });

  it('brings only what is new of a longer file, and what changed: a refund', async () => {
    await bring(ktt(qingning, zhou));
    const { report } = await bring(ktt(qingning, zhouBack, wang));
    expect(report).toMatchObject({ added: 1, changed: 1, same: 1 });
    const { sums, rows } = await list();
    expect([sums.amountFen, sums.refundFen]).toEqual([15_100 + 5800 + 10_530, 5800]);
    expect(rows.find(({ buyerName }) => buyerName === '老周')).toMatchObject({ status: 'refunded', refundFen: 5800 });
    // an older file takes nothing back
    const older = await bring(ktt(qingning, zhou));
    expect(older.report).toMatchObject({ added: 0, changed: 0, same: 2 });
  });

  it('is taken back exactly, in any order, and comes again', async () => {
    const empty = book();
    const first = (await bring(ktt(qingning, zhou))).report.batchId;
    const one = book();
    const second = (await bring(ktt(qingning, zhouBack, wang))).report.batchId;
    const both = book();
    await undo(second);
    expect(book()).toEqual(one);
    // taking it back was the newest action
    const state = await app.call<{ undo: { id: number } }>('undo.state');
    await app.call('undo.undo', { id: state.undo.id });
    expect(book()).toEqual(both);
    await undo(second);
    await app.call('imports.redo', { batchId: second });
    expect(book()).toEqual(both);
    await undo(first);
    // what the second contained too stays with it
    expect((await list({ batchId: second })).total).toBe(3);
    expect((await list()).total).toBe(3);
    await undo(second);
    expect(book()).toEqual(empty);
    // what went with the second comes back with it
    expect(await app.call('imports.redo', { batchId: second })).toMatchObject({ kept: 0 });
    expect(await app.call('imports.redo', { batchId: first })).toMatchObject({ kept: 0 });
    expect(book()).toEqual(both);
    await undo(second);
    await undo(first);
    expect(book()).toEqual(empty);
    expect(await app.call('imports.redo', { batchId: first })).toMatchObject({ kept: 0 });
    expect(book()).toEqual(one);
    await undo(first);
    const batches = await app.call<ImportBatch[]>('imports.batches');
    expect(batches.map(({ kind, undoneAt }) => [kind, undoneAt !== null])).toEqual([
      ['orders', true],
      ['orders', true],
    ]);
  });
});

const undoFacts = async (batchId: number) => (await app.call<{ orders: unknown }>('imports.batchUndoPreview', { batchId })).orders;

it('says before and after what taking an import back means, counted', async () => {
  const first = (await bring(ktt(qingning, zhou))).report;
  const second = (await bring(ktt(zhouBack, wang))).report;
  expect(await undoFacts(first.batchId)).toEqual({ removed: 1, amountFen: 15_100, kept: 1, restored: 0, workedOn: 0 });
  expect(await undoFacts(second.batchId)).toEqual({ removed: 1, amountFen: 10_530, kept: 0, restored: 1, workedOn: 0 });
  app.clock.tick(1000);
  const [paid] = (await list({ search: '青柠' })).rows;
  await app.call('orders.setPaid', { ids: [paid!.id], paid: false });
  expect(await undoFacts(first.batchId)).toMatchObject({ removed: 1, workedOn: 1 });
  const done = await app.call<UndoBatchReport>('imports.undo', { batchId: first.batchId });
  expect(done).toMatchObject({ chats: null, orders: { removed: 1, kept: 1 } });
  expect((await list()).rows.map(({ buyerName }) => buyerName).sort()).toEqual(['老周', '老王']);
});

describe('buyers', () => {
  it('are taken for friends by phone and by the very same name only; others are asked about once', async () => {
    const byPhone = await friend('陈姐', { phone: '13811110001' });
    const byName = await friend('老周');
    const alike = await friend('老王🍊');
    const { item, scan } = await scanned(ktt(qingning, zhou, wang));
    expect(scan.matches).toEqual({ certain: 2, doubtful: 1, none: 0 });
    const asked = await app.call<BuyerPage>('orderImport.buyers', { ...item, match: 'doubtful', ...page });
    expect(asked.rows[0]).toMatchObject({ name: '老王', candidates: [{ friendId: alike, reason: 'bare' }] });
    const report = await app.call<OrderImportReport>('orderImport.commit', {
      ...item,
      accountId: 1,
      answers: { [asked.rows[0]!.key]: alike },
    });
    expect(report.linked).toBe(3);
    const { rows } = await list();
    expect(Object.fromEntries(rows.map(({ buyerName, friendId, friendBy }) => [buyerName, [friendId, friendBy]]))).toEqual({
      青柠: [byPhone, 'phone'],
      老周: [byName, 'remark'],
      老王: [alike, 'hand'],
    });
    const next = await scanned(ktt(wang.replace('2026-03-09', '2026-03-16')), '脐橙第4团.csv');
    expect(next.scan.matches).toEqual({ certain: 1, doubtful: 0, none: 0 });
    const timeline = await app.call<{ kind: string }[]>('friends.timeline', { friendId: byPhone, limit: 50 });
    expect(timeline.map(({ kind }) => kind)).toContain('orderPaid');
  });

  it('of whom only the nickname is the same are asked about; with her phone or wxid they are certain', async () => {
    const named = await friend('', { nickname: '青柠' });
    const phoned = await friend('', { nickname: '老周', phone: '13811110002' });
    await friend('老王', { nickname: '随风' });
    const { item, scan } = await scanned(ktt(qingning, zhou, wang));
    expect(scan.matches).toEqual({ certain: 2, doubtful: 1, none: 0 });
    const asked = await app.call<BuyerPage>('orderImport.buyers', { ...item, match: 'doubtful', ...page });
    expect(asked.rows).toMatchObject([{ name: '青柠', candidates: [{ friendId: named, by: 'nickname', reason: 'nickname' }] }]);
    await app.call('orderImport.commit', { ...item, accountId: 1, answers: {} });
    const { rows } = await list({ linked: 'yes' });
    expect(rows.map(({ buyerName, friendBy }) => [buyerName, friendBy]).sort()).toEqual([
      ['老周', 'phone'],
      ['老王', 'remark'],
    ]);
    expect((await list({ friendId: phoned })).total).toBe(1);
  });

  it('of two friends with the same name or a contradiction are never chosen silently', async () => {
    await friend('老周');
    await friend('老周', { wxid: 'wxid_other' });
    await friend('青柠');
    await friend('别人', { phone: '13811110001' });
    const { report, scan } = await bring(ktt(qingning, zhou));
    expect(scan.matches).toEqual({ certain: 0, doubtful: 2, none: 0 });
    expect(report.linked).toBe(0);
    expect((await list({ linked: 'no' })).total).toBe(2);
  });

  it('let go of a friend who is removed, and one answer links all their orders', async () => {
    await bring(ktt(qingning));
    const [row] = (await list()).rows;
    const id = await friend('陈姐');
    await app.call('orders.link', { id: row!.id, friendId: id });
    expect((await list({ friendId: id })).total).toBe(1);
    const { undoId } = await app.call<{ undoId: number }>('orders.link', { id: row!.id, friendId: null });
    await app.call('undo.undo', { id: undoId });
    expect((await app.call<OrderDetail>('orders.get', { id: row!.id })).friendId).toBe(id);
  });
});

const bill = (...rows: string[]) =>
  [
    '微信支付账单明细,,,,,,,,,,',
    '微信昵称：[橙子铺],,,,,,,,,,',
    '----------------------微信支付账单明细列表--------------------,,,,,,,,,,',
    '交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注',
    ...rows,
    '',
  ].join('\n');
const transfer =
  '2026-03-09 08:03:12,转账,李姐-3号楼,转账备注:两箱,收入,¥116.00,零钱,已存入零钱,1000050001202603090000000000001\t,1000050001000000000000000001\t,/';
const code = '2026-03-09 08:10:44,二维码收款,微风,收款方备注:二维码收款,收入,¥58.00,零钱,已收钱,100010750126030900000000000002\t,/,/';
const spent = '2026-03-09 12:00:00,商户消费,某某快递,寄件费,支出,¥12.00,零钱,支付成功,4200000000202603090000000004\t,"202603090001"\t,/';

describe('a bill', () => {
  it('comes in once, links nobody by itself, suggests friend and order, and is taken back', async () => {
    const empty = book();
    const sister = await friend('李姐');
    const { report, scan } = await bring(bill(transfer, code, spent), { name: '微信支付账单.csv' });
    expect(scan).toMatchObject({ kind: 'bill', format: 'wechatBill', matches: { certain: 0, doubtful: 1, none: 1 } });
    expect(report).toMatchObject({ added: 3, addedFen: 18_600, linked: 0 });
    expect((await bring(bill(transfer, code, spent), { name: '又一份.csv' })).report).toMatchObject({ added: 0, same: 3 });
    const { sums, rows } = await app.call<PaymentPage>('payments.list', { filter: { customers: true }, ...page });
    expect([sums.inFen, rows.length]).toEqual([17_400, 2]);
    const paid = rows.find(({ amountFen }) => amountFen === 11_600)!;
    const [suggestion] = await app.call<PaymentSuggestion[]>('payments.suggest', { ids: [paid.id] });
    expect(suggestion!.friends[0]).toMatchObject({ friendId: sister, reason: 'placeless' });
    const batches = await app.call<ImportBatch[]>('imports.batches');
    expect(batches.map(({ kind }) => kind)).toEqual(['bills', 'bills']);
    const [second, first] = batches;
    expect(await undoFacts(first!.id)).toEqual({ removed: 0, amountFen: 0, kept: 3, restored: 0, workedOn: 0 });
    await undo(first!.id);
    expect(await undoFacts(second!.id)).toEqual({ removed: 3, amountFen: 18_600, kept: 0, restored: 0, workedOn: 0 });
    await undo(second!.id);
    expect(book()).toEqual(empty);
  });

  it('pays an unpaid order when she says so', async () => {
    await bring(ktt(zhou.replace('已支付', '待付款').replace('2026-03-09 08:05:40', '')));
    await bring(bill(code), { name: '账单.csv' });
    const before = await app.call<UnpaidList>('orders.unpaid', { accountId: 1, groupBuyId: null });
    expect(before).toMatchObject({ orders: 1, amountFen: 5800 });
    const [payment] = (await app.call<PaymentPage>('payments.list', { filter: {}, ...page })).rows;
    const orderId = before.people[0]!.orderIds[0]!;
    await app.call('payments.link', { id: payment!.id, friendId: null, orderId });
    expect(await app.call<OrderDetail>('orders.get', { id: orderId })).toMatchObject({
      status: 'paid',
      paidFen: 5800,
      payments: [{ id: payment!.id }],
    });
    expect((await app.call<UnpaidList>('orders.unpaid', { accountId: 1, groupBuyId: null })).orders).toBe(0);
    // taken off again: the payment was what made it paid, so it owes again; one undo brings both back
    const order = async () => {
      const { status, statusText, paidAt, paidFen, payments } = await app.call<OrderDetail>('orders.get', { id: orderId });
      return { status, statusText, paidAt, paidFen, payments: payments.map(({ id }) => id) };
    };
    const settled = await order();
    const link = (to: number | null) => app.call<PaymentLinked>('payments.link', { id: payment!.id, friendId: null, orderId: to });
    const off = await link(null);
    expect(off.order).toBe('unpaid');
    expect(await order()).toEqual({ status: 'unpaid', statusText: '待付款', paidAt: null, paidFen: null, payments: [] });
    await app.call('undo.undo', { id: off.undoId });
    expect(await order()).toEqual(settled);
    await app.call('undo.redo', { id: off.undoId });
    expect((await order()).status).toBe('unpaid');
    // once more, and then the file says so too: now the payment is not what made it paid
    expect((await link(orderId)).order).toBe('paid');
    expect((await bring(ktt(zhou))).report).toMatchObject({ added: 0 });
    expect(await order()).toMatchObject({ status: 'paid', statusText: '已支付' });
    expect((await link(null)).order).toBe('stillPaid');
    expect(await order()).toMatchObject({ status: 'paid', statusText: '已支付', payments: [] });
  });

  it('does not bring an order twice that she called paid before its file did', async () => {
    await bring(ktt(zhou.replace('已支付', '待付款').replace('2026-03-09 08:05:40', '')));
    const ids = app.ctx.db.pluck('SELECT id FROM orders').all() as number[];
    await app.call('orders.setPaid', { ids, paid: true });
    expect((await bring(ktt(zhou))).report).toMatchObject({ added: 0 });
    expect(await app.call<OrderDetail>('orders.get', { id: ids[0]! })).toMatchObject({
      status: 'paid',
      paidAt: Date.UTC(2026, 2, 9, 0, 5, 40),
    });
  });

  it('leaves an order paid that its file calls paid, to the same second, or that she called paid herself', async () => {
    for (const orders of [zhou.replace('08:05:40', '08:10:44'), zhou.replace('已支付', '待付款').replace('2026-03-09 08:05:40', '')]) {
      await bring(ktt(orders));
      await bring(bill(code), { name: '账单.csv' });
      const orderId = app.ctx.db.pluck('SELECT id FROM orders').get() as number;
      await app.call('orders.setPaid', { ids: [orderId], paid: true });
      const before = app.ctx.db.sql('SELECT status, paid_at, paid_fen FROM orders').get();
      const [payment] = (await app.call<PaymentPage>('payments.list', { filter: {}, ...page })).rows;
      const link = (to: number | null) => app.call<PaymentLinked>('payments.link', { id: payment!.id, friendId: null, orderId: to });
      expect((await link(orderId)).order).toBe(null);
      expect((await link(null)).order).toBe('stillPaid');
      expect(app.ctx.db.sql('SELECT status, paid_at, paid_fen FROM orders').get()).toEqual(before);
      for (const table of ['payments', 'orders']) app.ctx.db.raw.exec(`DELETE FROM ${table}`);
    }
  });

  it('is paid by several together, whichever is taken off', async () => {
    await bring(ktt(zhou.replace('已支付', '待付款').replace('2026-03-09 08:05:40', '')));
    await bring(bill(code, code.replace('08:10', '08:06').replace('58.00', '30.00').replace('0002\t', '0003\t')), { name: '账单.csv' });
    const orderId = app.ctx.db.pluck('SELECT id FROM orders').get() as number;
    const rows = (await app.call<PaymentPage>('payments.list', { filter: {}, ...page })).rows;
    const [half, whole] = [rows.find(({ amountFen }) => amountFen === 3000)!, rows.find(({ amountFen }) => amountFen === 5800)!];
    const link = async ({ id }: { id: number }, to: number | null) =>
      (await app.call<PaymentLinked>('payments.link', { id, friendId: null, orderId: to })).order;
    expect([await link(half, orderId), await link(whole, orderId)]).toEqual([null, 'paid']);
    expect([await link(half, null), await link(half, orderId)]).toEqual(['stillPaid', null]);
    expect(await link(whole, null)).toBe('unpaid');
    expect(await link(whole, orderId)).toBe('paid');
    expect([await link(half, null), await link(whole, null)]).toEqual(['stillPaid', 'unpaid']);
    expect(app.ctx.db.pluck("SELECT count(*) FROM payments WHERE extra LIKE '%settled%'").get()).toBe(0);
  });
});

describe('a table nobody knows', () => {
  it('is read by her mapping, which is remembered for the same header', async () => {
    const { item, kind } = await scanned(`订单号,买家,商品名称,数量,金额\nS1,青柠,脐橙,2,58.00\n`, '别家.csv');
    expect([kind, item.itemId]).toEqual(['orders', 'i1']);
    const own = { 订单号: 'orderNo', 买家: 'sellerNote', 商品名称: 'product', 数量: 'quantity', 金额: 'amount' };
    const told = await scanned(`订单号,买家,商品名称,数量,金额\nS1,青柠,脐橙,2,58.00\n`, '别家.csv', own);
    expect(told.scan.columns.find(({ header: name }) => name === '买家')).toMatchObject({ field: 'sellerNote', by: 'template' });
    await app.call('orderImport.commit', { ...told.item, accountId: 1, answers: {} });
    const next = await scanned(`订单号,买家,商品名称,数量,金额\nS3,老王,脐橙,2,58.00\n`, '别家2.csv');
    expect(next.scan.columns.find(({ header: name }) => name === '买家')).toMatchObject({ field: 'sellerNote', by: 'template' });
  });

  it('is a bill just as well: mapped once, and remembered', async () => {
    const rows = (no: number) => `时间,谁,金额,收/支,编号\n2026-03-09 08:0${no}:00,青柠,58.00,收入,L${no}\n`;
    const first = await scanned(rows(1), '收款.csv');
    expect([first.kind, first.scan.format, first.scan.matches.none]).toEqual(['bill', 'otherBill', 0]);
    const told = await scanned(rows(1), '收款.csv', { 谁: 'counterparty', 编号: 'transactionId' });
    expect(told.scan.matches.none).toBe(1);
    await app.call('orderImport.commit', { ...told.item, accountId: 1, answers: {} });
    const next = await scanned(rows(2), '收款2.csv');
    expect(next.scan.columns.find(({ header: name }) => name === '谁')).toMatchObject({ field: 'counterparty', by: 'template' });
    const again = await scanned(rows(1), '收款3.csv');
    expect(again.scan.counts).toMatchObject({ added: 0, same: 1 });
  });
});

describe('Rows that cannot be read', () => {
  it('are handed out as a list no spreadsheet runs, before and with the report', async () => {
    const { item, scan } = await scanned(ktt(qingning, ',,=1+1,,,,,,,,,,', ',,,2026-03-09 08:02:11,,,,,,,,,'), '=团.csv');
    expect(scan.counts.problem).toBe(2);
    const linesOf = ({ fileId }: ExportFile) =>
      readFileSync(app.app.files.exportPath(fileId)!.path, 'utf8').slice(1).trimEnd().split('\r\n');
    const before = linesOf(await app.call<ExportFile>('orderImport.problemsFile', item));
    expect(before.length).toBe(3);
    for (const [i, { line, problem }] of scan.problems.entries())
      expect(before[i + 1]).toContain(`"'=团.csv",${line},${orderProblemWords[problem]},`);
    const report = await app.call<OrderCommitReport>('orderImport.commit', { ...item, accountId: 1, answers: {} });
    expect(report).toMatchObject({ added: 1, problem: 2, problemsFile: { count: 2 } });
    expect(linesOf(report.problemsFile!)).toEqual(before);
    const [batch] = await app.call<ImportBatch[]>('imports.batches');
    expect(batch).toMatchObject({ id: report.batchId, unread: 2 });
    expect(linesOf(await app.call<ExportFile>('imports.problemsFile', { batchId: report.batchId }))).toEqual(before);
  });
});
