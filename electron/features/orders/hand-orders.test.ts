import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { ImportQueue } from '../../../shared/contracts/import-queue.ts';
import type { OrderDetail, OrderPage, UnpaidList } from '../../../shared/contracts/orders.ts';
import type { DueList, HandOrder, OrderMark } from '../../../shared/contracts/orders-by-hand.ts';
import type { OrderImportReport } from '../../../shared/contracts/orders-import.ts';
import type { Completion, ProductPage } from '../../../shared/contracts/products.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { emptied } from '../../../tests/helpers/emptied.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
beforeEach(() => emptied(app, ['orders', 'order_lines', 'products', 'order_claims', 'friends', 'import_batches'], ['orders', 'friends']));
afterAll(() => app.close());

const friend = async (name: string) => (await app.call<Saved>('friends.create', friendNamed(name))).id;
const day = (later: number) => localDay(app.clock.now(), later);
const written = (friendId: number | null, more: Partial<HandOrder> = {}): HandOrder => ({
  ...{
    friendId,
    accountId: 1,
    buyerName: '',
    amountFen: 5800,
    orderedOn: day(0),
    paidOn: day(0),
    shippedOn: null,
    signedOn: null,
    note: '',
  },
  lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }],
  ...more,
});
const create = async (order: HandOrder) => (await app.call<Saved>('orders.create', order)).id;
const get = (id: number) => app.call<OrderDetail>('orders.get', { id });
const list = (filter: object = {}) => app.call<OrderPage>('orders.list', { filter, offset: 0, limit: 200 });
const mark = (ids: number[], what: OrderMark, on: string | null = null) => app.call<ChangeReport>('orders.mark', { ids, mark: what, on });
const refund = (id: number, refundFen: number, on = day(0)) => app.call('orders.refund', { id, refundFen, on });
const turn = async (what: 'undo' | 'redo') => {
  const { [what]: action } = await app.call<UndoState>('undo.state');
  await app.call(`undo.${what}`, { id: action!.id });
};
const undo = () => turn('undo');
const card = (name: string, more: object = {}) => ({
  ...{ name, kind: null, priceFen: null, costFen: null, unitDays: null, cycleDays: null },
  ...more,
});
const products = async (archived = false) =>
  (await app.call<ProductPage>('products.list', { search: '', archived, offset: 0, limit: 50 })).rows;

describe('an order by hand', () => {
  it('stands with its friend, its goods and its day, and is taken back whole, with the product it made', async () => {
    const id = await create(written(await friend('青柠'), { note: '放门口' }));
    expect(await get(id)).toMatchObject({
      ...{ friendName: '青柠', source: 'manual', status: 'paid', amountFen: 5800, paidFen: 5800, goods: '脐橙 ×1箱', note: '放门口' },
      ...{ at: app.clock.now(), precision: 'second' },
    });
    expect((await products()).map(({ name, orderCount }) => [name, orderCount])).toEqual([['脐橙', 1]]);
    await undo();
    expect([(await list()).total, (await products()).length]).toEqual([0, 0]);
    await turn('redo');
    expect((await list()).rows[0]).toMatchObject({ goods: '脐橙 ×1箱', friendName: '青柠' });
  });

  it('says what is wrong and keeps nothing: days to come, out of order, absurd or negative money, no goods, somebody who is gone', async () => {
    const who = await friend('青柠');
    const refused = async (more: Partial<HandOrder>, error: object) =>
      await expect(create(written(who, more))).rejects.toMatchObject(error);
    const unfit = (why: string) => ({ kind: 'orderUnfit', details: { why } });
    await refused({ orderedOn: day(1) }, unfit('day'));
    await refused({ orderedOn: '1999-12-31' }, unfit('day'));
    await refused({ paidOn: day(1) }, unfit('day'));
    await refused({ orderedOn: day(-1), shippedOn: day(-2) }, unfit('dayOrder'));
    await refused({ orderedOn: day(-3), shippedOn: day(-1), signedOn: day(-2) }, unfit('dayOrder'));
    await refused({ orderedOn: day(-3), signedOn: day(-4) }, unfit('dayOrder'));
    await refused({ amountFen: 100_000_001 }, unfit('amount'));
    await refused({ lines: [] }, unfit('noGoods'));
    await refused({ amountFen: -1 }, { kind: 'invalidInput' });
    await refused({ lines: [{ product: '脐橙', quantity: -1, unit: '', priceFen: 1 }] }, { kind: 'invalidInput' });
    await expect(create(written(who + 1))).rejects.toMatchObject({ kind: 'notFound' });
    await expect(create(written(null, { accountId: 99 }))).rejects.toMatchObject({ kind: 'notFound' });
    expect((await list()).total).toBe(0);
  });

  it('tells in the timeline of its friend when it was placed, paid, sent off, received and refunded', async () => {
    const who = await friend('青柠');
    const id = await create(written(who, { orderedOn: day(-9), paidOn: day(-9), shippedOn: day(-3), signedOn: day(-1) }));
    await refund(id, 800, day(-1));
    const items = await app.call<TimelineItem[]>('friends.timeline', { friendId: who, limit: 20 });
    expect(
      items
        .filter(({ kind }) => kind.startsWith('order'))
        .map(({ at, kind, details }) => [localDay(at), kind, details.amountFen, details.goods]),
    ).toEqual([
      [day(-1), 'orderRefunded', 800, '脐橙 ×1箱'],
      [day(-1), 'orderSigned', 5800, '脐橙 ×1箱'],
      [day(-3), 'orderShipped', 5800, '脐橙 ×1箱'],
      [day(-9), 'orderPaid', 5800, '脐橙 ×1箱'],
      [day(-9), 'orderPlaced', 5800, '脐橙 ×1箱'],
    ]);
  });

  it('is put right as a whole, and one of a file is not', async () => {
    const [a, b] = [await friend('青柠'), await friend('豆豆妈')];
    const id = await create(written(a, { orderedOn: day(-9), paidOn: null }));
    expect(await get(id)).toMatchObject({ status: 'unpaid', precision: 'day', paidFen: null });
    const other = written(b, { orderedOn: day(-9), paidOn: day(-8), shippedOn: day(-7), amountFen: 9000 });
    other.lines = [{ product: '苹果', quantity: 2, unit: '', priceFen: 4500 }];
    await app.call('orders.update', { id, order: other });
    expect(await get(id)).toMatchObject({ friendName: '豆豆妈', status: 'shipped', amountFen: 9000, goods: '苹果 ×2' });
    await undo();
    expect(await get(id)).toMatchObject({ friendName: '青柠', status: 'unpaid', goods: '脐橙 ×1箱' });
    app.ctx.db.sql("UPDATE orders SET source = 'ktt'").run();
    await expect(app.call('orders.update', { id, order: other })).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it('is given back never for more than was paid, and tells when', async () => {
    const id = await create(written(await friend('青柠')));
    await expect(refund(id, 5801)).rejects.toMatchObject({ kind: 'orderUnfit', details: { why: 'refund' } });
    await expect(refund(id, 100, day(1))).rejects.toMatchObject({ details: { why: 'day' } });
    await refund(id, 1000);
    expect(await get(id)).toMatchObject({ status: 'partlyRefunded', refundFen: 1000, refundedAt: app.clock.now() });
    // it cannot cost less than went back, nor be unpaid
    const cheaper = written(null, { amountFen: 999, buyerName: '青柠' });
    await expect(app.call('orders.update', { id, order: cheaper })).rejects.toMatchObject({ details: { why: 'refund' } });
    await expect(app.call('orders.update', { id, order: written(null, { paidOn: null }) })).rejects.toMatchObject({
      details: { why: 'refund' },
    });
    await refund(id, 5800);
    expect(await get(id)).toMatchObject({ status: 'refunded' });
    await refund(id, 0);
    expect(await get(id)).toMatchObject({ status: 'paid', refundFen: 0, refundedAt: null });
    const unpaid = await create(written(null, { paidOn: null, buyerName: '路人' }));
    await expect(refund(unpaid, 1)).rejects.toMatchObject({ details: { why: 'notPaid' } });
  });

  it('goes from paid to sent to received by marks on many, each taken back at once', async () => {
    const who = await friend('青柠');
    const ids = [await create(written(who)), await create(written(who, { paidOn: null })), await create(written(who))];
    await refund(ids[2]!, 5800);
    expect(await mark(ids, 'shipped')).toMatchObject({ changed: 2, unchanged: 1 });
    const standing = async () => (await Promise.all(ids.map(get))).map(({ status }) => status);
    // unpaid goods may be on their way
    expect(await standing()).toEqual(['shipped', 'unpaid', 'refunded']);
    expect(await mark(ids, 'paid')).toMatchObject({ changed: 1 });
    expect(await mark(ids, 'signed')).toMatchObject({ changed: 2 });
    expect(await standing()).toEqual(['done', 'done', 'refunded']);
    expect(await mark(ids, 'cancelled')).toMatchObject({ changed: 0 });
    await expect(mark(ids, 'signed', day(1))).rejects.toMatchObject({ kind: 'orderUnfit' });
    for (let i = 0; i < 3; i++) await undo();
    expect(await standing()).toEqual(['paid', 'unpaid', 'refunded']);
    expect(await mark([ids[1]!], 'cancelled')).toMatchObject({ changed: 1 });
    expect((await app.call<UnpaidList>('orders.unpaid', { accountId: null, groupBuyId: null })).orders).toBe(0);
  });

  it('is listed by what waits: to be sent, odd, of a product', async () => {
    const who = await friend('青柠');
    const id = await create(written(who));
    const sent = await create(written(who, { shippedOn: day(0), lines: [{ product: '苹果', quantity: 1, unit: '', priceFen: null }] }));
    expect((await list({ state: 'toShip' })).rows.map((row) => row.id)).toEqual([id]);
    const apple = (await products()).find(({ name }) => name === '苹果')!;
    expect((await list({ productId: apple.id })).rows.map((row) => row.id)).toEqual([sent]);
    expect((await list({ state: 'odd' })).total).toBe(0);
    // what a file may hold
    const put = app.ctx.db.sql('UPDATE orders SET amount_fen = ?, refund_fen = ?, at = ? WHERE id = ?');
    for (const [amount, back, at] of [
      [-1, 0, 0],
      [100_000_001, 0, 0],
      [5800, 5801, 0],
      [5800, 0, app.clock.now() + 1],
    ] as const) {
      put.run(amount, back, at, id);
      expect((await list({ state: 'odd' })).rows.map((row) => row.id)).toEqual([id]);
    }
  });
});

const header = '跟团号,下单人,团员备注,支付时间,团长备注,商品,订单金额,退款金额,订单状态,自提点,收货人,联系电话,详细地址';
const file = `${header}\n1,青柠,,2026-03-09 08:02:11,,脐橙+1,58.00,0.00,已支付,,,,\n`;

async function importFile(): Promise<number> {
  const bytes = (async function* () {
    yield Buffer.from(file);
  })();
  const { fileId } = await app.app.files.stageStream('脐橙.csv', bytes);
  const { queueId, items } = await app.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
  const item = { queueId, itemId: items[0]!.itemId, accountId: 1 };
  await app.call('orderImport.scan', { ...item, mapping: null });
  return (await app.call<OrderImportReport>('orderImport.commit', { ...item, answers: {} })).batchId;
}

describe('beside imports, merges and erasing', () => {
  it('an import meets no order by hand, and taken back it leaves that and its product', async () => {
    const id = await create(written(await friend('青柠')));
    const batchId = await importFile();
    expect((await list()).total).toBe(2);
    await app.call('imports.undo', { batchId });
    expect((await list()).rows).toMatchObject([{ id, goods: '脐橙 ×1箱', friendName: '青柠' }]);
    expect((await products()).map(({ orderCount }) => orderCount)).toEqual([1]);
    expect((await get(id)).lines[0]!.productId).not.toBeNull();
  });

  it('a card she wrote stays when the import that sold it is taken back', async () => {
    const batchId = await importFile();
    const [product] = await products();
    await app.call('products.update', { id: product!.id, card: card('脐橙', { kind: 'profit', priceFen: 5800 }) });
    await app.call('imports.undo', { batchId });
    expect(await products()).toMatchObject([{ name: '脐橙', kind: 'profit', orderCount: 0 }]);
  });

  it('follows a friend who is merged, and keeps nothing but the money of one who is erased', async () => {
    const [a, b] = [await friend('青柠'), await friend('小青柠')];
    const id = await create(written(b, { note: '三号楼' }));
    await app.call('friends.merge', { keepId: a, otherId: b, fields: {} });
    expect(await get(id)).toMatchObject({ friendId: a });
    await undo();
    expect(await get(id)).toMatchObject({ friendId: b });
    await app.call('erasure.erase', { friendId: b, name: '小青柠', booksBeside: false });
    expect(await get(id)).toMatchObject({ friendId: null, note: '', amountFen: 5800, status: 'paid' });
    expect(JSON.stringify(app.ctx.db.sql('SELECT * FROM orders').all())).not.toContain('青柠');
  });
});

describe('a product card', () => {
  it('is made, changed, put away and taken back; two of one name are refused', async () => {
    const { id } = await app.call<Saved>('products.create', card('赣南脐橙', { kind: 'lead', priceFen: 990, unitDays: 10 }));
    await expect(app.call('products.create', card(' 赣南脐橙 '))).rejects.toMatchObject({ kind: 'nameTaken' });
    await expect(app.call('products.create', card('米', { unitDays: 0 }))).rejects.toMatchObject({ kind: 'invalidInput' });
    await app.call('products.update', { id, card: card('赣南脐橙', { kind: 'lead', priceFen: 1290, unitDays: 10 }) });
    expect(await products()).toMatchObject([{ priceFen: 1290 }]);
    await app.call('products.archive', { ids: [id], archived: true });
    expect([(await products()).length, (await products(true)).length]).toEqual([0, 1]);
    expect(await app.call('products.complete', { text: '脐橙' })).toEqual([]);
    for (let i = 0; i < 2; i++) await undo();
    expect(await products()).toMatchObject([{ priceFen: 990, archivedAt: null }]);
    await undo();
    expect(await products()).toEqual([]);
  });

  it('fills in its price, else what it was last sold for', async () => {
    const who = await friend('青柠');
    await app.call('products.create', card('脐橙汁', { priceFen: 2000 }));
    await create(written(who));
    await create(written(who, { lines: [{ product: '脐橙', quantity: 2, unit: '箱', priceFen: 5500 }] }));
    const found = await app.call<Completion[]>('products.complete', { text: '脐橙' });
    expect(found.map(({ name, unit, priceFen }) => [name, unit, priceFen])).toEqual([
      ['脐橙', '箱', 5500],
      ['脐橙汁', '', 2000],
    ]);
  });
});

describe('who is about to buy again', () => {
  const due = () => app.call<DueList>('orders.due', { accountId: null });

  it('goes by her own rhythm blended with how long the goods last, and says from what', async () => {
    const who = await friend('青柠');
    await app.call('products.create', card('脐橙', { unitDays: 20 }));
    // the worked example of shared/domain/repurchase.ts, with today as day 106
    for (const [back, quantity] of [
      [106, 1],
      [76, 1],
      [36, 1],
      [35, 2],
    ] as const)
      await create(
        written(who, {
          ...{ orderedOn: day(-back), paidOn: day(-back) },
          lines: [{ product: '脐橙', quantity, unit: '', priceFen: 5800 }],
        }),
      );
    expect(await due()).toMatchObject({
      people: [{ name: '青柠', on: day(0), step: 'due', past: 0, cycleDays: 35, ownDays: 30, supplyDays: 40, orderDays: 4 }],
      total: 1,
    });
  });

  it('asks nobody who deleted her, and counts no order that was given back or cannot be', async () => {
    const [who, gone] = [await friend('青柠'), await friend('老周')];
    await app.call('products.create', card('脐橙', { cycleDays: 30 }));
    const ago = { orderedOn: day(-30), paidOn: day(-30) };
    const back = await create(written(who, ago));
    await create(written(gone, ago));
    expect((await due()).total).toBe(2);
    await refund(back, 5800);
    await app.call('friends.setStatus', { selection: { by: 'ids', ids: [gone] }, status: 'deletedMe' });
    expect(await due()).toMatchObject({ people: [], total: 0 });
    await refund(back, 0);
    expect((await due()).total).toBe(1);
    app.ctx.db.sql('UPDATE orders SET refund_fen = 6000 WHERE id = ?').run(back);
    expect((await due()).total).toBe(0);
  });
});

/** An order as a child would keep it: what was paid, what came back, which days are known. */
interface Plain {
  amount: number;
  paid: boolean;
  refund: number;
  shipped: boolean;
  signed: boolean;
  cancelled: boolean;
}
type Step = { what: OrderMark | 'create' | 'refund' | 'undo' | 'redo'; on: number; fen: number };
const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('create', 'create', 'paid', 'shipped', 'signed', 'cancelled', 'refund', 'undo', 'redo'),
    on: fc.nat(5),
    fen: fc.nat(300),
  }),
  { minLength: 4, maxLength: 24 },
);

/** What a step makes of the orders; null = it is refused or changes nothing. */
function played(orders: readonly Plain[], { what, on, fen }: Step): Plain[] | null {
  if (what === 'create')
    return [...orders, { amount: 100 + fen, paid: fen % 2 === 0, refund: 0, shipped: false, signed: false, cancelled: false }];
  const place = orders.length === 0 ? -1 : on % orders.length;
  const order = orders[place];
  if (!order || order.cancelled) return null;
  const wholly = order.refund > 0 && order.refund >= order.amount;
  const next = { ...order };
  if (what === 'paid') next.paid = true;
  if (what === 'cancelled' && !order.paid) next.cancelled = true;
  if (what === 'shipped' && !wholly && !order.signed) next.shipped = true;
  if (what === 'signed' && !wholly) next.signed = true;
  if (what === 'refund' && order.paid && fen <= order.amount) next.refund = fen;
  return JSON.stringify(next) === JSON.stringify(order) ? null : orders.map((one, i) => (i === place ? next : one));
}

it('says the same sums as a plain list, whatever is done, undone and done again', async () => {
  const who = await friend('青柠');
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      for (const table of ['orders', 'order_lines', 'undo_steps', 'undo_actions']) app.ctx.db.sql(`DELETE FROM ${table}`).run();
      let now: Plain[] = [];
      let past: Plain[][] = [];
      let ahead: Plain[][] = [];
      const ids: number[] = [];
      for (const step of story) {
        if (step.what === 'undo' || step.what === 'redo') {
          const [from, to] = step.what === 'undo' ? [past, ahead] : [ahead, past];
          const other = from.at(-1);
          if (!other) continue;
          await turn(step.what);
          to.push(now);
          from.pop();
          now = other;
          continue;
        }
        const next = played(now, step);
        const id = now.length === 0 ? 0 : ids[step.on % now.length]!;
        if (step.what === 'create') {
          ids[now.length] = await create(written(who, { amountFen: 100 + step.fen, paidOn: step.fen % 2 === 0 ? day(0) : null }));
        } else if (id === 0) continue;
        else if (step.what === 'refund') await refund(id, step.fen).catch(() => null);
        else await mark([id], step.what);
        if (!next) continue;
        [past, ahead, now] = [[...past, now], [], next];
      }
      const counted = now.filter(({ cancelled }) => !cancelled);
      const sum = (of: (order: Plain) => number) => counted.reduce((all, order) => all + of(order), 0);
      expect((await list()).sums).toEqual({
        orders: now.length,
        odd: 0,
        amountFen: sum(({ amount }) => amount),
        paidFen: sum(({ paid, amount }) => (paid ? amount : 0)),
        refundFen: sum(({ refund: back }) => back),
        unpaidOrders: counted.filter(({ paid }) => !paid).length,
        unpaidFen: sum(({ paid, amount }) => (paid ? 0 : amount)),
      });
      const words = (await Promise.all(ids.slice(0, now.length).map(get))).map(({ status }) => status);
      expect(words).toEqual(
        now.map(({ paid, refund: back, amount, shipped, signed, cancelled }) => {
          if (cancelled) return 'cancelled';
          if (!paid) return 'unpaid';
          if (back > 0) return back >= amount ? 'refunded' : 'partlyRefunded';
          return signed ? 'done' : shipped ? 'shipped' : 'paid';
        }),
      );
    }),
    { numRuns: 40 },
  );
});
