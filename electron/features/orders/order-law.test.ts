import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { OrderFilter, OrderPage, UnpaidList } from '../../../shared/contracts/orders.ts';
import type { OrderImportReport } from '../../../shared/contracts/orders-import.ts';
import type { OrderRecord, OrderStatus } from '../../../shared/domain/order-record.ts';
import { emptied } from '../../../tests/helpers/emptied.ts';
import { idle } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import type { Command } from '../../platform/jobs/command.ts';
import { commitOrders, planOrders } from './index.ts';
import * as lists from './orders.lists.ts';

let app: TestApp;
const tables = ['payments', 'order_claims', 'order_lines', 'orders', 'products', 'group_buys', 'buyer_aliases'];
beforeAll(async () => {
  app = await openTestApp();
});
const empty = () => emptied(app, [...tables, 'import_batches'], ['orders']);
beforeEach(empty);
afterAll(() => app.close());

const statuses: OrderStatus[] = ['unpaid', 'paid', 'shipped', 'refunded'];
const march = Date.UTC(2026, 2, 9);

function order(n: number, state = 1, title: string | null = null): OrderRecord {
  const numbered = title === null;
  return {
    line: n + 2,
    rowCount: 1,
    key: { orderNo: numbered ? `E2026${n}` : null, groupBuyTitle: title, sequence: numbered ? null : String(n % 7) },
    buyer: { nickname: `买家${n % 9973}`, receiver: '', phone: '', phoneUsable: false, wxid: null, address: '' },
    orderedAt: march + n * 1000,
    paidAt: null,
    precision: 'second',
    status: statuses[state]!,
    statusText: '',
    lines: [
      {
        line: n + 2,
        product: `商品${n % 50}`,
        spec: '',
        quantity: 1 + (n % 3),
        priceFen: 990,
        amountFen: 990 * (1 + (n % 3)),
        refundFen: null,
      },
    ],
    amountFen: 990 * (1 + (n % 3)),
    paidFen: null,
    refundFen: state === 3 ? 990 * (1 + (n % 3)) : 0,
    pickup: null,
    note: '',
    sellerNote: '',
    extra: {},
    warnings: [],
  };
}

function bring(records: OrderRecord[]): OrderImportReport {
  const { db, clock } = app.ctx;
  const plan = planOrders(app.ctx, 1, 'youzan', records, []);
  const report = commitOrders(
    app.ctx,
    plan,
    { answers: {} },
    {
      fileName: 'f.csv',
      tool: '有赞',
      open: () =>
        Number(
          db.sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES ('f.csv', 1, '', ?)").run(clock.now())
            .lastInsertRowid,
        ),
      close: (done) =>
        db.sql('UPDATE import_batches SET report = ? WHERE id = ?').run(JSON.stringify({ ...done, updated: done.changed }), done.batchId),
      saved: (batchId, undoId) => db.sql('UPDATE import_batches SET undo_action_id = ? WHERE id = ?').run(undoId, batchId),
    },
    idle,
  );
  expect(report.added + report.changed + report.same + report.problem).toBe(report.read);
  return report;
}

/** What the book says, by identity: state and money of each order, names of products and lists. */
const state = () => [
  app.ctx.db.arrays('SELECT identity, occurrence, status, amount_fen, refund_fen FROM orders ORDER BY identity, occurrence').all(),
  app.ctx.db.pluck('SELECT count(*) FROM order_lines').get(),
  app.ctx.db.pluck('SELECT name FROM products ORDER BY name').all(),
  app.ctx.db.pluck('SELECT title FROM group_buys ORDER BY title').all(),
];

const file = fc.record({
  orders: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 })), {
    selector: ([n]) => n,
    minLength: 1,
    maxLength: 8,
  }),
  title: fc.constantFrom(null, '第1团', '第2团'),
});

it('files in any order give the same book, and taking some back leaves the orders of the others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.nat()), async (files, random) => {
      empty();
      const records = files.map(({ orders, title }) => orders.map(([n, at]) => order(n, at, title)));
      for (const one of [...records].reverse()) bring(one);
      const reversed = state();
      empty();
      const ids = records.map((one) => bring(one).batchId);
      expect(state()).toEqual(reversed);
      const left = new Set(ids.keys());
      for (const at of [...ids.keys()].sort(() => (random.next().value! % 2 === 0 ? 1 : -1))) {
        await app.call('imports.undo', { batchId: ids[at] });
        left.delete(at);
        const names = new Set([...left].flatMap((one) => files[one]!.orders.map(([n]) => `${files[one]!.title}:${n}`)));
        expect(app.ctx.db.pluck('SELECT count(*) FROM orders').get()).toBe(names.size);
        expect(app.ctx.db.raw.pragma('foreign_key_check')).toEqual([]);
      }
      expect(state()).toEqual([[], 0, [], []]);
    }),
    { numRuns: 10 },
  );
});

/** What a list says on the host's thread; the second worker must say the same. */
async function saidTwice<I, O>(command: Command<{ input: I; rows: number; now: number }, O>, input: I): Promise<O> {
  const asked = { input, now: app.clock.now() };
  const [here, there] = [await app.ctx.execute(command, { ...asked, rows: 0 }), await app.ctx.execute(command, { ...asked, rows: 1e9 })];
  expect({ list: command.name, input, said: there }).toEqual({ list: command.name, input, said: here });
  return here;
}

function addPayment(n: number): void {
  const values = { at: march + n, direction: n % 2, counterparty: `买家${n}`, amount_fen: 990, is_customer: 1, identity: String(n) };
  const rest = { account_id: 1, source: 'wechat', occurrence: 1, precision: 0, created_at: 1, updated_at: 1, refund_fen: 0, extra: '{}' };
  const texts = { kind_text: '', buyer_key: '', goods: '', status_text: '', note: '' };
  const row = { ...values, ...rest, ...texts };
  const sql = `INSERT INTO payments (${Object.keys(row).join()}) VALUES (${Object.keys(row).fill('?').join()})`;
  app.ctx.db.sql(sql).run(...Object.values(row));
}

it('lists say the same in the second worker as on the host, behind each change and when a day to come has come', async () => {
  const filters = (): OrderFilter[] => [
    ...([{}, { state: 'unpaid' }, { state: 'odd' }, { linked: 'no' }, { source: 'youzan' }, { from: march + 9000 }] as OrderFilter[]),
    ...[{ search: '买家1' }, { search: '商品3' }, { productId: app.ctx.db.pluck('SELECT max(id) FROM products').get() as number }],
  ];
  const page = { offset: 0, limit: 20 };
  const everything = async () => {
    for (const filter of filters()) for (const offset of [0, 20]) await saidTwice(lists.listOrdersCommand, { filter, offset, limit: 20 });
    await saidTwice(lists.readUnpaidCommand, { accountId: null, groupBuyId: null });
    await saidTwice(lists.listProductsCommand, { search: '商品', ...page });
    const { rows } = await saidTwice(lists.listGroupBuysCommand, { accountId: null, search: '', ...page });
    for (const { id } of rows) await saidTwice(lists.readSheetCommand, id);
    await saidTwice(lists.listPaymentsCommand, { filter: { search: '买家' }, ...page });
    const ids = app.ctx.db.pluck('SELECT id FROM payments').all() as number[];
    if (ids.length > 0) await saidTwice(lists.suggestForPaymentsCommand, ids);
    return saidTwice(lists.listOrdersCommand, { filter: {}, ...page });
  };
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  bring(numbers(0, 40).map((n) => order(n, n % 4)));
  expect((await everything()).total).toBe(40);
  bring(numbers(0, 7).map((n) => order(n, 0, '第1团')));
  expect((await everything()).total).toBe(47);
  for (const n of numbers(0, 5)) addPayment(n);
  await everything();
  const unpaid = app.ctx.db.pluck('SELECT id FROM orders WHERE status = 0 LIMIT 3').all();
  const { sums: before } = await everything();
  await app.call('orders.mark', { ids: unpaid, mark: 'paid', on: null });
  expect((await everything()).sums.unpaidOrders).toBe(before.unpaidOrders - 3);
  app.ctx.db.sql('UPDATE orders SET at = ? WHERE id = ?').run(app.clock.now() + 1000, unpaid[0]);
  expect((await everything()).sums.odd).toBe(1);
  app.clock.tick(2000);
  expect((await everything()).sums.odd).toBe(0);
});

it('a big book is listed by the second worker, the first of those who owe with how many there are', async () => {
  bring(Array.from({ length: 2100 }, (_, n) => order(n, 0)));
  const list = await app.call<OrderPage>('orders.list', { filter: { search: '买家20' }, offset: 0, limit: 100 });
  expect(list).toMatchObject({ total: 1 + 10 + 100, rows: { length: 100 } });
  const unpaid = await app.call<UnpaidList>('orders.unpaid', { accountId: null, groupBuyId: null });
  expect(unpaid).toMatchObject({ people: { length: 500 }, total: 2100, orders: 2100 });
  await app.call('orders.mark', { ids: unpaid.people[0]!.orderIds, mark: 'paid', on: null });
  expect(await app.call('orders.unpaid', { accountId: null, groupBuyId: null })).toMatchObject({ total: 2099, orders: 2099 });
});
