import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { LayersReport } from '../../../shared/contracts/layers.ts';
import type { RuleCount } from '../../../shared/contracts/segments.ts';
import type { SendPreview } from '../../../shared/contracts/sending.ts';
import { defaultSettings } from '../../../shared/contracts/settings.ts';
import { firstLayerWords, flowCodes, type LayerCode, rfmLayers } from '../../../shared/domain/layers.ts';
import { allOf } from '../../../shared/domain/segment-rule.ts';
import { layersBook } from '../../../tests/helpers/layers-book.ts';
import { openTestApp } from '../../../tests/helpers/test-app.ts';

const dayMs = 86_400_000;
const app = await openTestApp();
const book = layersBook(app);
const { report, friend, day, buy, peopleOf, undo, bring } = book;
afterAll(() => app.close());
/** An empty book: another one would start workers of its own. */
beforeEach(() => book.clear());

const main: readonly LayerCode[] = [...rfmLayers, 'A', 'I', 'P', 'L', 'top'];
/** those of RFM, AIPL and the top fifth in which anybody is */
const filled = ({ layers }: LayersReport) =>
  Object.fromEntries(layers.filter(({ code, heads }) => heads > 0 && main.includes(code)).map(({ code, heads }) => [code, heads]));
/** all others in which anybody is */
const others = ({ layers }: LayersReport) =>
  Object.fromEntries(layers.filter(({ code, heads }) => heads > 0 && !main.includes(code)).map(({ code, heads }) => [code, heads]));
const inRule = async (...values: LayerCode[]) =>
  (await app.call<RuleCount>('segments.count', { rule: allOf({ field: 'layer', values }) })).total;

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
