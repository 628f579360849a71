import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { writeDemo } from '../../../build/demo/generate.ts';
import { layersBook } from '../../../tests/helpers/layers-book.ts';
import { insightsAsNaive } from '../../../tests/helpers/naive-insights.ts';
import { naiveLayers } from '../../../tests/helpers/naive-layers.ts';
import { oneOf, randomFrom, turn } from '../../../tests/helpers/random-actions.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

const dayMs = 86_400_000;
const app = await openTestApp();
const { clear, friend, day, order, buy, bring } = layersBook(app);
afterAll(() => app.close());

async function sameAsNaive(app: TestApp, done: readonly string[]): Promise<void> {
  const { report, peopleOf } = layersBook(app);
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
  const folder = mkdtempSync(join(tmpdir(), 'tiefen-layers-'));
  const demoFile = join(folder, 'demo.json');
  await writeDemo(demoFile);
  const shop = await openTestApp({ demoFile });
  const { report, day } = layersBook(shop);
  try {
    await shop.call('demo.load');
    await sameAsNaive(shop, ['demo']);
    expect((await report()).buyers).toBeGreaterThan(30);
    await shop.call('insights.saveSpends', { channelId: 3, spends: [{ month: day(-40).slice(0, 7), spendFen: 100_000 }] });
    await insightsAsNaive(shop, ['demo, a year'], day(-365), day(0));
    await insightsAsNaive(shop, ['demo, a month'], day(-60), day(-30));
  } finally {
    await shop.close();
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
      await sameAsNaive(app, done);
      for (let i = 0; i < 12; i++) {
        done.push(await happen(pick));
        await sameAsNaive(app, done);
      }
    }),
    { numRuns: 6, seed: 20261123 },
  );
  app.clock.at = begin;
});
