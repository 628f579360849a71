import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { writeDemo } from '../../../build/demo/generate.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ImportQueue } from '../../../shared/contracts/import-queue.ts';
import type { LayersReport } from '../../../shared/contracts/layers.ts';
import type { HandOrder } from '../../../shared/contracts/orders-by-hand.ts';
import type { OrderImportReport } from '../../../shared/contracts/orders-import.ts';
import type { RuleCount } from '../../../shared/contracts/segments.ts';
import type { SendPreview } from '../../../shared/contracts/sending.ts';
import { defaultSettings } from '../../../shared/contracts/settings.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { firstLayerWords, flowCodes, type LayerCode, rfmLayers } from '../../../shared/domain/layers.ts';
import { allOf } from '../../../shared/domain/segment-rule.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { emptied } from '../../../tests/helpers/emptied.ts';
import { insightsAsNaive } from '../../../tests/helpers/naive-insights.ts';
import { naiveLayers } from '../../../tests/helpers/naive-layers.ts';
import { oneOf, randomFrom, turn } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

const dayMs = 86_400_000;
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
/** An empty book: another one would start workers of its own. */
beforeEach(() => clear());

function clear(): void {
  const tables = [
    'orders',
    'order_lines',
    'order_claims',
    'products',
    'touches',
    'friend_chat_stats',
    'friends',
    'friend_segments',
    'referrals',
    'person_links',
    'friend_tags',
    'tags',
    'settings',
    'import_batches',
    'erased_people',
  ];
  emptied(app, tables, ['friends', 'orders', 'chats', 'touches', 'tags', 'settings', 'rules']);
}

const report = () => app.call<LayersReport>('insights.layers');
const friend = async (name: string, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, more))).id;
const day = (later: number) => localDay(app.clock.now(), later);
const order = (friendId: number | null, amountFen: number, daysAgo: number, more: Partial<HandOrder> = {}): HandOrder => ({
  ...{ friendId, accountId: 1, buyerName: '', amountFen, orderedOn: day(-daysAgo), paidOn: day(-daysAgo) },
  ...{ shippedOn: null, signedOn: null, note: '', lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: amountFen }] },
  ...more,
});
const buy = async (...told: Parameters<typeof order>) => (await app.call<Saved>('orders.create', order(...told))).id;
const main: readonly LayerCode[] = [...rfmLayers, 'A', 'I', 'P', 'L', 'top'];
/** those of RFM, AIPL and the top fifth in which anybody is */
const filled = ({ layers }: LayersReport) =>
  Object.fromEntries(layers.filter(({ code, heads }) => heads > 0 && main.includes(code)).map(({ code, heads }) => [code, heads]));
/** all others in which anybody is */
const others = ({ layers }: LayersReport) =>
  Object.fromEntries(layers.filter(({ code, heads }) => heads > 0 && !main.includes(code)).map(({ code, heads }) => [code, heads]));
const peopleOf = async (...layers: LayerCode[]) => {
  const ids = await app.call<number[]>('friends.range', { filter: { layers }, sort: { key: 'name', direction: 'asc' }, from: 0, to: 9999 });
  return ids.sort((a, b) => a - b);
};
const inRule = async (...values: LayerCode[]) =>
  (await app.call<RuleCount>('segments.count', { rule: allOf({ field: 'layer', values }) })).total;
const undo = async () => {
  const { undo: action } = await app.call<UndoState>('undo.state');
  await app.call('undo.undo', { id: action!.id });
};

it('reckons the worked example of the handbook, and each number opens its people', async () => {
  const [a, b, c, d] = [await friend('甲'), await friend('乙'), await friend('丙'), await friend('丁')];
  for (const [fen, ago] of [
    [20_000, 10],
    [20_000, 40],
    [20_000, 70],
    [20_000, 100],
  ] as const)
    await buy(a, fen, ago);
  await buy(b, 200_000, 100);
  await buy(c, 5000, 20);
  const told = await report();
  expect(told).toMatchObject({ people: 4, buyers: 3, recentBuyers: 3, orders: 6, fen: 285_000, by: 'thresholds', days: 180 });
  expect(filled(told)).toEqual({ rfm111: 1, rfm001: 1, rfm100: 1, never: 1, A: 1, P: 2, L: 1, top: 1 });
  expect(told.layers.find(({ code }) => code === 'rfm111')).toMatchObject({ orders: 4, fen: 80_000 });
  expect(told.topShare).toBeCloseTo(200_000 / 285_000, 12);
  expect([await peopleOf('rfm111'), await peopleOf('rfm001'), await peopleOf('rfm100'), await peopleOf('never')]).toEqual([
    [a],
    [b],
    [c],
    [d],
  ]);
  expect([await peopleOf('P'), await peopleOf('L'), await peopleOf('top', 'never')]).toEqual([[b, c], [a], [b, d]]);
  expect([await inRule('P'), await inRule('rfm111', 'rfm100')]).toEqual([2, 2]);
  // a send queue for a layer is for those very people
  const source = { by: 'selection', selection: { by: 'filter', filter: { layers: ['P'] }, except: [] } };
  const draft = { source, kind: 'ordinary', text: '在吗', assetIds: [], contentId: null, keepMissing: false };
  expect((await app.call<SendPreview>('sending.preview', draft)).queued).toBe(2);
});

it('says honestly that there is nothing: no orders at all, only refunds, only money that never came', async () => {
  const [a, b, c] = [await friend('甲'), await friend('乙'), await friend('丙')];
  expect(await report()).toMatchObject({ people: 3, buyers: 0, orders: 0, fen: 0, topShare: null, lorenz: [] });
  expect(filled(await report())).toEqual({ never: 3, A: 3 });
  const id = await buy(a, 5800, 3);
  await app.call('orders.refund', { id, refundFen: 5800, on: day(0) });
  await buy(b, 5800, 3, { paidOn: null });
  await buy(c, 0, 3);
  const told = await report();
  expect(told).toMatchObject({ buyers: 0, orders: 0, fen: 0, left: { refundedHeads: 1, odd: 0 } });
  // who ordered has done something of her own
  expect(filled(told)).toEqual({ never: 3, I: 3 });
});

it('never counts silently: days to come, absurd money, orders of nobody, of archived and of erased friends', async () => {
  const [a, b, c] = [await friend('甲'), await friend('乙'), await friend('丙')];
  const [late, absurd] = [await buy(a, 5800, 3), await buy(a, 5800, 3)];
  const set = (id: number, column: string, value: number) => app.ctx.db.sql(`UPDATE orders SET ${column} = ? WHERE id = ?`).run(value, id);
  set(late, 'at', app.clock.now() + 3 * dayMs);
  set(absurd, 'refund_fen', 999_999);
  app.ctx.announce({ topics: ['orders'] });
  await buy(b, 1000, 1);
  await buy(c, 2000, 1);
  await buy(null, 4000, 1, { buyerName: '路人' });
  await app.call('friends.setArchived', { selection: { by: 'ids', ids: [b] }, archived: true });
  const told = await report();
  expect(told).toMatchObject({ people: 2, buyers: 1, orders: 1, fen: 2000 });
  expect(told.left).toEqual({ unlinked: { orders: 1, fen: 4000 }, archived: { orders: 1, fen: 1000 }, odd: 2, refundedHeads: 0 });
  await app.call('erasure.erase', { friendId: c, name: '丙', booksBeside: false });
  expect(await report()).toMatchObject({ people: 1, buyers: 0, left: { unlinked: { orders: 2, fen: 6000 } } });
  // the day that was still to come has come
  app.clock.tick(4 * dayMs);
  expect(await report()).toMatchObject({ buyers: 1, fen: 5800, left: { odd: 1 } });
  app.clock.tick(-4 * dayMs);
});

it('goes on with the days: what leaves the window counts no more, and her own settings say how long it is', async () => {
  const a = await friend('甲');
  await buy(a, 5800, 179);
  expect(await report()).toMatchObject({ recentBuyers: 1, fen: 5800 });
  app.clock.tick(dayMs);
  expect(await report()).toMatchObject({ buyers: 1, recentBuyers: 0, fen: 0, topShare: null });
  app.clock.tick(-dayMs);
  await app.call('settings.set', { key: 'layers.rules', value: { ...defaultSettings['layers.rules'], windowDays: 90 } });
  expect(await report()).toMatchObject({ days: 90, buyers: 1, recentBuyers: 0 });
});

it('who wrote, came by or is marked as speaking for her is told from who was only added', async () => {
  const [a, b, c, d] = [await friend('甲'), await friend('乙'), await friend('丙'), await friend('丁')];
  const touch = { touchpoint: 'visit', at: app.clock.now(), note: '' };
  await app.call('touches.log', { selection: { by: 'ids', ids: [a] }, ...touch, direction: 'in' });
  await app.call('touches.log', { selection: { by: 'ids', ids: [b] }, ...touch, direction: 'out' });
  await app.call('trust.setLevel', { selection: { by: 'ids', ids: [c] }, level: 6, reason: '' });
  const chat = 'INSERT INTO friend_chat_stats (friend_id, in_count, out_count, two_way_days) VALUES (?, 1, 0, 0)';
  app.ctx.db.sql(chat).run(d);
  app.ctx.announce({ topics: ['chats'] });
  expect([await peopleOf('A'), await peopleOf('I'), await peopleOf('L')]).toEqual([[b], [a, d], [c]]);
});

it('who brought somebody is loyal from the day on which that one counts, and for as long as she does', async () => {
  const at = (daysAgo: number) => ({ addedAt: app.clock.now() - daysAgo * dayMs });
  const [ming, hong] = [await friend('小明', at(100)), await friend('小红', at(29))];
  await buy(ming, 5800, 20);
  await app.call('referrals.set', { friendId: hong, byId: ming });
  expect([await peopleOf('P'), await peopleOf('L'), await inRule('L')]).toEqual([[ming], [], 0]);
  app.clock.tick(dayMs);
  expect([await peopleOf('P'), await peopleOf('L'), await inRule('L')]).toEqual([[], [ming], 1]);
  await app.call('friends.setStatus', { selection: { by: 'ids', ids: [hong] }, status: 'deletedMe' });
  expect([await peopleOf('P'), await peopleOf('L')]).toEqual([[ming], []]);
  await undo();
  expect(await peopleOf('L')).toEqual([ming]);
  // 小明 is 老陈: whom he brought came through 老陈, and back
  const chen = await friend('老陈', at(200));
  await app.call('friends.merge', { keepId: chen, otherId: ming, fields: {} });
  expect(await peopleOf('L')).toEqual([chen]);
  await undo();
  expect(await peopleOf('L')).toEqual([ming]);
  await app.call('referrals.set', { friendId: hong, byId: null });
  expect(await peopleOf('P', 'L')).toEqual([ming]);
  expect(await peopleOf('L')).toEqual([]);
  await undo();
  await app.call('erasure.erase', { friendId: hong, name: '小红', booksBeside: false });
  expect([await peopleOf('P'), await peopleOf('L')]).toEqual([[ming], []]);
});

it('who is tagged as one who spoke for us is loyal, by the names of her setting, for as long as she carries it', async () => {
  const [a, b] = [await friend('甲'), await friend('乙')];
  await buy(a, 5800, 20);
  const voice = (await app.call<Saved>('tags.create', { groupId: null, name: '好评', color: null })).id;
  const other = (await app.call<Saved>('tags.create', { groupId: null, name: '爱吃辣', color: null })).id;
  const tag = (friendId: number, ...tagIds: number[]) => app.call('tags.assign', { selection: { by: 'ids', ids: [friendId] }, tagIds });
  await tag(b, other);
  expect([await peopleOf('A'), await peopleOf('P'), await peopleOf('L')]).toEqual([[b], [a], []]);
  await tag(a, voice);
  expect([await peopleOf('P'), await peopleOf('L'), await inRule('L')]).toEqual([[], [a], 1]);
  await undo();
  expect([await peopleOf('P'), await peopleOf('L')]).toEqual([[a], []]);
  await app.call('settings.set', { key: 'trust.voiceTags', value: ['爱吃辣'] });
  expect([await peopleOf('P'), await peopleOf('L')]).toEqual([[a], [b]]);
  await app.call('tags.update', { id: other, values: { groupId: null, name: '不吃辣', color: null } });
  expect(await peopleOf('L')).toEqual([]);
  await undo();
  expect(await peopleOf('L')).toEqual([b]);
  await app.call('tags.delete', { ids: [other] });
  expect(await peopleOf('L')).toEqual([]);
});

it('tells who talks and who pays, signs of hunters of bargains, ties, and how each moved', async () => {
  const since = app.clock.now() - 400 * dayMs;
  const [a, b, c, d, e, f] = [
    await friend('甲', { addedAt: since }),
    await friend('乙', { addedAt: since }),
    await friend('丙', { addedAt: since }),
    await friend('丁', { addedAt: since, tie: 'weak' }),
    await friend('戊', { addedAt: since, tie: 'strong' }),
    await friend('己'),
  ];
  const chat = app.ctx.db.sql(
    'INSERT INTO friend_chat_stats (friend_id, in_count, out_count, two_way_days, last_in_at, asked_count) VALUES (?, ?, 9, ?, ?, ?)',
  );
  const lately = app.clock.now() - dayMs;
  chat.run(a, 40, 12, lately, 0);
  chat.run(c, 40, 5, lately, 3);
  chat.run(d, 40, 50, since, 0);
  app.ctx.announce({ topics: ['chats'] });
  await buy(a, 90_000, 10);
  await buy(a, 90_000, 300);
  await buy(b, 80_000, 20);
  await buy(e, 100, 30, { lines: [{ product: '小样', quantity: 1, unit: '', priceFen: 100 }] });
  await buy(e, 100, 300, { lines: [{ product: '小样', quantity: 1, unit: '', priceFen: 100 }] });
  for (const ago of [5, 6]) await app.call('orders.refund', { id: await buy(f, 1000, ago), refundFen: 1000, on: day(0) });
  const card = { name: '小样', priceFen: null, costFen: null, unitDays: null, cycleDays: null };
  const trial = app.ctx.db.pluck("SELECT id FROM products WHERE name = '小样'").get() as number;
  expect(await peopleOf('leadOnly')).toEqual([]);
  await app.call('products.update', { id: trial, card: { ...card, kind: 'trial' } });
  await app.call('friends.setStatus', { selection: { by: 'ids', ids: [b] }, status: 'blocked' });
  expect([await peopleOf('talkBuy'), await peopleOf('buyOnly'), await peopleOf('talkOnly'), await peopleOf('quiet')]).toEqual([
    [a],
    [b],
    [c],
    [e],
  ]);
  expect([await peopleOf('super'), await peopleOf('leadOnly'), await peopleOf('refunder'), await peopleOf('askedOnly')]).toEqual([
    [a],
    [e],
    [f],
    [c],
  ]);
  expect([await peopleOf('tieStrong'), await peopleOf('tieWeak')]).toEqual([
    [a, e],
    [c, d],
  ]);
  const told = await report();
  expect(Object.fromEntries(Object.entries(others(told)).filter(([code]) => (flowCodes as readonly string[]).includes(code)))).toEqual({
    noneStayed: 2,
    noneLost: 1,
    onceMoved: 2,
    newStayed: 1,
  });
  expect(await peopleOf('noneLost', 'newStayed')).toEqual([b, f]);
  // one goods more, and an order is no longer of samples alone
  await app.call('products.update', { id: trial, card: { ...card, kind: 'profit' } });
  expect(await peopleOf('leadOnly')).toEqual([]);
});

it('keeps her own words for a layer, takes them back, and keeps nothing that is as on the first day', async () => {
  const words = () => app.call<typeof defaultSettings>('settings.all').then((all) => all['layers.words']);
  await app.call('insights.describeLayer', { code: 'rfm011', label: '老主顾', plan: '周三晚上打电话' });
  await app.call('insights.describeLayer', { code: 'top', label: '', plan: '每月一次' });
  expect(await words()).toEqual({ rfm011: { label: '老主顾', plan: '周三晚上打电话' }, top: { label: '前 20%', plan: '每月一次' } });
  await undo();
  expect(await words()).toEqual({ rfm011: { label: '老主顾', plan: '周三晚上打电话' } });
  const { label, plan } = firstLayerWords.rfm011;
  await app.call('insights.describeLayer', { code: 'rfm011', label, plan });
  expect(await words()).toEqual({});
  expect(await app.call('insights.describeLayer', { code: 'rfm011', label: '', plan: '' })).toEqual({ undoId: null });
});

/** Imports rows of a file of orders. @returns the id of the batch */
async function bring(...rows: string[]): Promise<number> {
  const bytes = (async function* () {
    yield Buffer.from(['跟团号,下单人,支付时间,商品,订单金额,退款金额,订单状态,收货人,联系电话', ...rows, ''].join('\r\n'));
  })();
  const { fileId } = await app.app.files.stageStream('脐橙.csv', bytes);
  const { queueId, items } = await app.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
  const item = { queueId, itemId: items[0]!.itemId, accountId: 1 };
  await app.call('orderImport.scan', { ...item, mapping: null });
  return (await app.call<OrderImportReport>('orderImport.commit', { ...item, answers: {} })).batchId;
}

it('follows an import of orders, its taking back and its coming again', async () => {
  const id = await friend('青柠');
  expect(await report()).toMatchObject({ buyers: 0 });
  const batchId = await bring('1,青柠,2026-11-09 08:02:11,脐橙+1,58.00,0.00,已支付,青柠,');
  const there = await report();
  const linked = app.ctx.db.pluck('SELECT friend_id FROM orders').get() === id;
  expect(linked ? there.fen : there.left.unlinked.fen).toBe(5800);
  await app.call('imports.undo', { batchId });
  expect(await report()).toMatchObject({ fen: 0, left: { unlinked: { fen: 0 } } });
  await undo();
  expect(await report()).toEqual(there);
});

// ── against plain SQL

async function sameAsNaive(done: readonly string[]): Promise<void> {
  const { layers, ...sums } = naiveLayers(app);
  const told = await report();
  expect({ done, ...told }).toMatchObject({ done, ...sums });
  expect({ done, heads: Object.fromEntries(told.layers.map(({ code, heads }) => [code, heads])) }).toEqual({
    done,
    heads: Object.fromEntries(Object.entries(layers).map(([code, ids]) => [code, ids.length])),
  });
  for (const code of ['rfm111', 'never', 'top', 'L', 'newMoved'] as const)
    expect({ done, [code]: await peopleOf(code) }).toEqual({ done, [code]: layers[code] });
}

it('says of the demo shop, a year of life, what plain SQL says', async () => {
  const own = app;
  const folder = mkdtempSync(join(tmpdir(), 'tiefen-layers-'));
  const demoFile = join(folder, 'demo.json');
  await writeDemo(demoFile);
  app = await openTestApp({ demoFile });
  try {
    await app.call('demo.load');
    await sameAsNaive(['demo']);
    expect((await report()).buyers).toBeGreaterThan(30);
    await app.call('insights.saveSpends', { channelId: 3, spends: [{ month: day(-40).slice(0, 7), spendFen: 100_000 }] });
    await insightsAsNaive(app, ['demo, a year'], day(-365), day(0));
    await insightsAsNaive(app, ['demo, a month'], day(-60), day(-30));
  } finally {
    await app.close();
    app = own;
    rmSync(folder, { recursive: true, force: true });
  }
});

const expected = new Set([
  'orderUnfit',
  'referralUnfit',
  'notFound',
  'alreadyUndone',
  'stillInUse',
  'invalidInput',
  'nothingSelected',
  'nameTaken',
]);

type Random = (n: number) => number;
const oneName = (pick: Random) => ['好评', '晒单', '爱吃辣'][pick(3)]!;
const idsOf = (table: string) => app.ctx.db.pluck(`SELECT id FROM ${table} ORDER BY id`).all() as number[];

/** Something that may happen to orders, by the services. */
async function happen(pick: Random): Promise<string> {
  const some = (table: string) => {
    const ids = idsOf(table);
    return ids.length === 0 ? 1 : ids[pick(ids.length)]!;
  };
  const goods = (product: string) => ({ lines: [{ product, quantity: 1, unit: '', priceFen: 5000 }] });
  const written = () =>
    order(pick(5) ? some('friends') : null, (1 + pick(60)) * 5000, pick(220), {
      ...(pick(4) ? {} : { paidOn: null }),
      ...goods(pick(2) ? '脐橙' : '小样'),
    });
  const tag = () => ({ groupId: null, name: oneName(pick), color: null });
  const kinds: Record<string, () => Promise<unknown>> = {
    create: () => app.call('orders.create', written()),
    update: () => app.call('orders.update', { id: some('orders'), order: written() }),
    mark: () => app.call('orders.mark', { ids: [some('orders')], mark: ['paid', 'shipped', 'signed', 'cancelled'][pick(4)], on: null }),
    setPaid: () => app.call('orders.setPaid', { ids: [some('orders'), some('orders')], paid: pick(2) === 0 }),
    refund: () => app.call('orders.refund', { id: some('orders'), refundFen: pick(3) * 5000, on: day(0) }),
    link: () => app.call('orders.link', { id: some('orders'), friendId: pick(4) ? some('friends') : null }),
    merge: () => app.call('friends.merge', { keepId: some('friends'), otherId: some('friends'), fields: {} }),
    archive: () => app.call('friends.setArchived', { selection: { by: 'ids', ids: [some('friends')] }, archived: pick(2) === 0 }),
    level: () => app.call('trust.setLevel', { selection: { by: 'ids', ids: [some('friends')] }, level: 1 + pick(6), reason: '' }),
    friend: () => friend(`新${pick(99)}`, { addedAt: app.clock.now() - pick(300) * dayMs }),
    status: () =>
      app.call('friends.setStatus', { selection: { by: 'ids', ids: [some('friends')] }, status: pick(2) ? 'normal' : 'deletedMe' }),
    brought: () => app.call('referrals.set', { friendId: some('friends'), byId: pick(4) ? some('friends') : null }),
    broughtToo: () => app.call('referrals.set', { friendId: some('friends'), byId: some('friends') }),
    tag: () => app.call('tags.assign', { selection: { by: 'ids', ids: [some('friends')] }, tagIds: [some('tags')] }),
    tagNoMore: () => app.call('tags.unassign', { selection: { by: 'ids', ids: [some('friends')] }, tagIds: [some('tags')] }),
    renameTag: () => app.call('tags.update', { id: some('tags'), values: tag() }),
    newTag: () => app.call('tags.create', tag()),
    mergeTags: () => app.call('tags.merge', { fromIds: [some('tags')], intoId: some('tags') }),
    dropTag: () => app.call('tags.delete', { ids: [some('tags')] }),
    onePerson: () => app.call('friends.link', { ids: [some('friends'), some('friends')] }),
    card: () => {
      const id = some('products');
      const name = app.ctx.db.pluck('SELECT name FROM products WHERE id = ?').get(id) ?? '脐橙';
      const card = { name, kind: pick(2) ? 'trial' : 'profit', priceFen: null, costFen: null, unitDays: null, cycleDays: null };
      return app.call('products.update', { id, card });
    },
    erase: () => {
      const friendId = some('friends');
      const name = app.ctx.db.pluck('SELECT remark FROM friends WHERE id = ?').get(friendId) ?? '';
      return app.call('erasure.erase', { friendId, name, booksBeside: false });
    },
    turn: () => turn(app, pick),
    days: async () => app.clock.tick(pick(3) * dayMs),
    bring: () => {
      const name = app.ctx.db.pluck('SELECT remark FROM friends WHERE id = ?').get(some('friends')) ?? '路人';
      const row = () => `${pick(50)},${name},${day(-pick(200))} 08:02:11,脐橙+1,${1 + pick(90)}.00,0.00,已支付,${name},`;
      return bring(row(), row());
    },
    takeBack: () => app.call('imports.undo', { batchId: some('import_batches') }),
  };
  return oneOf(kinds, pick, expected);
}

it('says what plain SQL says, after every edit, merge, erasure, undo and redo, with few buyers and with many', async () => {
  const begin = app.clock.at;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      app.clock.at = begin;
      clear();
      const pick = randomFrom(seed);
      const ids: number[] = [];
      for (let i = pick(2) ? 45 : 8; i > 0; i--) ids.push(await friend(`友${i}`, { addedAt: app.clock.now() - pick(300) * dayMs }));
      for (const id of ids) for (let i = pick(4); i > 0; i--) await buy(id, (1 + pick(60)) * 5000, pick(220));
      const done: string[] = [];
      await sameAsNaive(done);
      for (let i = 0; i < 12; i++) {
        done.push(await happen(pick));
        await sameAsNaive(done);
      }
    }),
    { numRuns: 6, seed: 20261123 },
  );
  app.clock.at = begin;
});
