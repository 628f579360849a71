import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { OrderImportReport } from '../../../shared/contracts/orders-import.ts';
import type { OrderRecord, OrderStatus } from '../../../shared/domain/order-record.ts';
import { idle } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { commitOrders, planOrders } from './index.ts';

let app: TestApp;
const tables = ['order_claims', 'order_lines', 'orders', 'products', 'group_buys', 'buyer_aliases'];
beforeAll(async () => {
  app = await openTestApp();
});
const empty = () => {
  app.ctx.db.raw.pragma('foreign_keys = OFF');
  for (const table of [...tables, 'import_batches', 'undo_steps', 'undo_actions']) app.ctx.db.sql(`DELETE FROM ${table}`).run();
  app.ctx.db.raw.pragma('foreign_keys = ON');
};
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
