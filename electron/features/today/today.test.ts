import fc from 'fast-check';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { DueList } from '../../../shared/contracts/orders-by-hand.ts';
import { defaultSettings } from '../../../shared/contracts/settings.ts';
import { naiveDue, naiveToday } from '../../../tests/helpers/naive-today.ts';
import { oneOf, randomFrom, turn } from '../../../tests/helpers/random-actions.ts';
import { openTestApp } from '../../../tests/helpers/test-app.ts';
import { dayMs, todayBook } from '../../../tests/helpers/today-book.ts';

const app = await openTestApp();
const book = todayBook(app);
const { care, rest, namesNow, day, ago, friend, only, touch, setLevel, order, buy, answer, undo, talked, hand, promised, done } = book;
afterAll(() => app.close());
beforeEach(() => book.clear());

it('names the friends of the handbook in their order, each with its reason and its factors', async () => {
  const today = new Date(app.clock.now());
  const birthday = { calendar: 'solar', year: 1990, month: today.getMonth() + 1, day: today.getDate(), leap: false };
  const [a, b, c, d] = [await friend('甲', { birthday }), await friend('乙'), await friend('丙'), await friend('丁')];
  for (const [id, level] of [
    [a, 4],
    [b, 2],
    [c, 4],
  ] as const)
    await setLevel(id, level);
  await buy(a, 300_000, 70);
  await buy(c, 30_000, 28, { lines: [{ product: '茶', quantity: 1, unit: '罐', priceFen: 30_000 }] });
  const card = { name: '茶', kind: null, priceFen: null, costFen: null, unitDays: 30, cycleDays: null };
  await app.call('products.update', { id: app.ctx.db.pluck("SELECT id FROM products WHERE name = '茶'").get(), card });
  talked(a, [40, 60, 80, 100]);
  await touch(b, 60);
  talked(c, [10, 30, 50, 70]);
  await touch(d, 20);
  const { names, reasons, book } = await care();
  expect(names.map(({ name }) => name)).toEqual(['甲', '丙', '乙']);
  expect([reasons, book]).toEqual([3, { friends: 4, buyers: 2, chats: 2 }]);
  expect(names[0]).toMatchObject({ due: [{ kind: 'birthday' }], silentDays: 40, rhythm: 20, money: 5, level: 4, isNew: false });
  expect(names[1]).toMatchObject({ due: [{ kind: 'repurchaseSoon3', days: -2 }], silentDays: 10, rhythm: 20, money: 3 });
  expect(names[2]).toMatchObject({ due: [], silentDays: 60, rhythm: null, money: 0 });
  const scores = names.map(({ factors }) => Math.round(factors.score * 100) / 100);
  expect(scores).toEqual([88, 18.7, 2.8]);
});

it('names nobody whom it would bother or cannot reach: just touched, deleted, blocked, lost, archived, tagged', async () => {
  const names = ['刚联系', '删了我', '拉黑', '流失', '归档', '勿扰', '好的'];
  const ids: number[] = [];
  for (const name of names) ids.push(await friend(name));
  await touch(ids[0]!, 6);
  for (const [at, status] of [
    [1, 'deletedMe'],
    [2, 'blocked'],
    [3, 'lost'],
  ] as const)
    await app.call('friends.setStatus', { selection: only(ids[at]!), status });
  await app.call('friends.setArchived', { selection: only(ids[4]!), archived: true });
  const tag = await app.call<Saved>('tags.create', { name: '勿扰', color: 'red', groupId: null });
  await app.call('tags.assign', { selection: only(ids[5]!), tagIds: [tag.id] });
  await buy(ids[0]!, 5000, 3, { paidOn: null });
  expect(await care()).toMatchObject({ names: [{ name: '好的', isNew: true }], quiet: { touched: 1, tagged: 1, putOff: 0 } });
  // a day later she was touched a week ago
  app.clock.tick(dayMs);
  expect(await namesNow()).toEqual(['刚联系', '好的']);
});

it('a name is done by a contact, put off, skipped, and taken back; the done list grows until it is enough for today', async () => {
  await app.call('settings.set', { key: 'today.rules', value: { ...defaultSettings['today.rules'], minutes: 9 } });
  const ids: number[] = [];
  for (let i = 5; i > 0; i--) ids.push(await friend(`友${i}`));
  expect(await namesNow()).toEqual(['友1', '友2', '友3']);
  await touch(ids[4]!);
  expect(await care()).toMatchObject({
    names: [{ name: '友2' }, { name: '友3' }],
    cared: 1,
    enoughFor: 3,
    done: [{ name: '友1', what: 'touched' }],
  });
  app.clock.tick(1000);
  await answer({ answer: 'later', friendId: ids[3], untilOn: day(1) });
  app.clock.tick(1000);
  await answer({ answer: 'skipped', friendId: ids[2] });
  expect(await care()).toMatchObject({
    names: [{ name: '友4' }, { name: '友5' }],
    quiet: { putOff: 2 },
    done: [{ name: '友3', what: 'skipped' }, { name: '友2', what: 'later', untilOn: day(1) }, { name: '友1' }],
  });
  const [item] = await app.call<TimelineItem[]>('friends.timeline', { friendId: ids[3], limit: 1 });
  expect(item).toMatchObject({ kind: 'putOff', details: { answer: 'later', untilOn: day(1) } });
  await undo();
  expect(await namesNow()).toEqual(['友3', '友4']);
  await answer({ answer: 'back', friendId: ids[3] });
  expect(await namesNow()).toEqual(['友2', '友3']);
  await undo();
  for (const id of [ids[2]!, ids[1]!]) await touch(id);
  expect(await care()).toMatchObject({ names: [], cared: 3, enoughFor: 3 });
  expect(await namesNow(5)).toEqual(['友5']);
  // what was put off comes first on its day, and says so; what is not done that day is not forgotten
  app.clock.tick(2 * dayMs);
  expect((await care()).names[0]).toMatchObject({ name: '友2', due: [{ kind: 'promised', days: 1 }] });
  await touch(ids[3]!);
  app.clock.tick(8 * dayMs);
  expect((await care()).names.find(({ name }) => name === '友2')).toBeUndefined();
});

it('refuses what cannot be: somebody who is gone, a day that is over or far off, nothing to take back', async () => {
  const id = await friend('青柠');
  const refused = (said: object, kind: string) => expect(answer(said)).rejects.toMatchObject({ kind });
  await refused({ answer: 'skipped', friendId: id + 1 }, 'notFound');
  await refused({ answer: 'later', friendId: id, untilOn: day(0) }, 'invalidInput');
  await refused({ answer: 'later', friendId: id, untilOn: day(32) }, 'invalidInput');
  await refused({ answer: 'back', friendId: id }, 'notFound');
});

it('says honestly that there is nothing: an empty book, no orders, no chats', async () => {
  expect(await care()).toMatchObject({
    names: [],
    done: [],
    reasons: 0,
    cared: 0,
    enoughFor: 10,
    book: { friends: 0, buyers: 0, chats: 0 },
  });
  expect(await rest()).toMatchObject({
    unpaid: { people: [], total: 0 },
    repurchase: { total: 0 },
    lost: { total: 0 },
    attention: { touches: 0, shares: null },
  });
  await friend('青柠');
  expect(await care()).toMatchObject({ names: [{ name: '青柠' }], book: { friends: 1, buyers: 0, chats: 0 } });
  expect(await app.call('today.hours', { friendIds: [1] })).toEqual([{ friendId: 1, hour: null, from: 'everybody' }]);
});

it('tells the short lists, and where the week went', async () => {
  const ids: number[] = [];
  for (let i = 1; i <= 5; i++) ids.push(await friend(`友${i}`));
  for (const [i, id] of ids.entries()) await buy(id, i === 0 ? 80_000 : 5000, 10);
  await buy(ids[1]!, 1200, 3, { paidOn: null });
  await buy(ids[1]!, 800, 2, { paidOn: null });
  await buy(null, 500, 2, { buyerName: '路人', paidOn: null });
  for (const gone of [55, 40, 25]) await buy(ids[2]!, 3000, gone);
  talked(ids[3]!, [30, 40, 50, 60]);
  await touch(ids[0]!);
  for (const id of [ids[1]!, ids[2]!, ids[3]!]) await touch(id, 0, { touchpoint: 'phone' });
  const told = await rest();
  expect(told.unpaid).toMatchObject({ total: 1, unlinked: 1, people: [{ name: '友2', orders: 2, amountFen: 2000, days: 3 }] });
  expect(told.repurchase).toMatchObject({ total: 1, people: [{ name: '友3', past: -5, cycleDays: 15 }] });
  expect(told.attention).toMatchObject({ touches: 4, topTouches: 1, topHeads: 1 });
  expect(told.attention.shares!.touchShare).toBe(0.25);
  expect(told.attention.shares!.moneyShare).toBeCloseTo(80_000 / 109_000, 9);
});

// ── against plain SQL

async function sameAsNaive(past: readonly string[]): Promise<void> {
  const wanted = naiveToday(app);
  const { names, reasons } = await care(200);
  expect({ past, reasons }).toEqual({ past, reasons: wanted.length });
  expect({ past, ids: names.map(({ friendId }) => friendId) }).toEqual({ past, ids: wanted.map(({ id }) => id) });
  for (const [i, { factors }] of names.entries()) expect(factors.score).toBeCloseTo(wanted[i]!.score, 6);
  const due = await app.call<DueList>('orders.due', { accountId: null });
  expect({ past, due: (await rest()).repurchase.total }).toEqual({ past, due: due.total });
  expect({ past, due: due.people.map(({ friendId }) => friendId).sort((x, y) => x - y) }).toEqual({ past, due: naiveDue(app) });
}

const expected = new Set(['orderUnfit', 'notFound', 'alreadyUndone', 'stillInUse', 'invalidInput', 'nothingSelected', 'changedSince']);

/** Something that may happen, by the services. */
async function happen(pick: (n: number) => number): Promise<string> {
  const some = (table: string) => {
    const ids = app.ctx.db.pluck(`SELECT id FROM ${table} ORDER BY id`).all() as number[];
    return ids.length === 0 ? 1 : ids[pick(ids.length)]!;
  };
  const written = () =>
    order(pick(6) ? some('friends') : null, (1 + pick(60)) * 5000, pick(200), {
      ...(pick(3) ? {} : { paidOn: null }),
      lines: [{ product: pick(2) ? '脐橙' : '茶', quantity: 1 + pick(3), unit: '', priceFen: 5000 }],
    });
  const kinds: Record<string, () => Promise<unknown>> = {
    create: () => app.call('orders.create', written()),
    update: () => app.call('orders.update', { id: some('orders'), order: written() }),
    mark: () => app.call('orders.mark', { ids: [some('orders')], mark: ['paid', 'cancelled'][pick(2)], on: null }),
    link: () => app.call('orders.link', { id: some('orders'), friendId: some('friends') }),
    refund: () => app.call('orders.refund', { id: some('orders'), refundFen: pick(3) * 5000, on: day(0) }),
    card: () => {
      const id = some('products');
      const name = app.ctx.db.pluck('SELECT name FROM products WHERE id = ?').get(id) ?? '脐橙';
      const card = {
        name,
        kind: null,
        priceFen: null,
        costFen: null,
        unitDays: pick(2) ? 5 + pick(30) : null,
        cycleDays: pick(2) ? 20 : null,
      };
      return app.call('products.update', { id, card });
    },
    touch: () => touch(some('friends'), pick(60), { direction: pick(4) ? 'out' : 'in' }),
    wish: () => app.call('touches.wishBirthday', { friendId: some('friends'), on: day(0), wished: pick(2) === 0 }),
    later: () => answer({ answer: 'later', friendId: some('friends'), untilOn: day(1 + pick(3)) }),
    skip: () => answer({ answer: 'skipped', friendId: some('friends') }),
    back: () => answer({ answer: 'back', friendId: some('friends') }),
    follow: () => hand(some('friends'), '发图', pick(3)),
    promise: () => promised(some('friends'), '寄样品', pick(3)),
    settle: () => app.call('followUps.settle', { pick: { by: 'id', id: some('follow_ups') }, state: pick(2) ? 'done' : 'skipped' }),
    postpone: () => app.call('followUps.postpone', { pick: { by: 'id', id: some('follow_ups') }, untilOn: day(1 + pick(2)) }),
    keep: () => app.call('followUps.changePromise', { id: some('promises'), state: ['open', 'kept'][pick(2)], dueOn: day(pick(3)) }),
    doName: async () => {
      const { names } = await care();
      if (names.length > 0) await done(names[pick(names.length)]!);
    },
    talk: async () => talked(some('friends'), [1 + pick(9), 20 + pick(9), 40 + pick(9), 60, 70].slice(0, 3 + pick(3))),
    merge: () => app.call('friends.merge', { keepId: some('friends'), otherId: some('friends'), fields: {} }),
    archive: () => app.call('friends.setArchived', { selection: only(some('friends')), archived: pick(2) === 0 }),
    status: () => app.call('friends.setStatus', { selection: only(some('friends')), status: pick(2) ? 'normal' : 'deletedMe' }),
    level: () => setLevel(some('friends'), 1 + pick(6)),
    tag: async () => {
      const there = app.ctx.db.pluck("SELECT id FROM tags WHERE name = '勿扰'").get() as number | undefined;
      const id = there ?? (await app.call<Saved>('tags.create', { name: '勿扰', color: 'red', groupId: null })).id;
      return app.call(pick(2) ? 'tags.assign' : 'tags.unassign', { selection: only(some('friends')), tagIds: [id] });
    },
    turn: () => turn(app, pick),
    days: async () => app.clock.tick(pick(4) * dayMs),
  };
  return oneOf(kinds, pick, expected);
}

it('says what plain SQL says, whatever happens to orders, contacts, people and names, with few buyers and with many', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      book.clear();
      const pick = randomFrom(seed);
      const ids: number[] = [];
      const today = new Date(app.clock.now());
      const birthday = { calendar: 'solar', year: null, month: today.getMonth() + 1, day: today.getDate(), leap: false };
      for (let i = pick(2) ? 40 : 8; i > 0; i--)
        ids.push(await friend(`友${i}`, { addedAt: ago(pick(300)), ...(pick(6) ? {} : { birthday }) }));
      for (const id of ids) for (let i = pick(4); i > 0; i--) await buy(id, (1 + pick(60)) * 5000, pick(220));
      const past: string[] = [];
      await sameAsNaive(past);
      for (let i = 0; i < 20; i++) {
        past.push(await happen(pick));
        await sameAsNaive(past);
      }
    }),
    { numRuns: 6, seed: 20261123 },
  );
});
