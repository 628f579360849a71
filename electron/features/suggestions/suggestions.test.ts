import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { HandOrder } from '../../../shared/contracts/orders-by-hand.ts';
import type {
  Decision,
  FriendSuggestion,
  RuleRate,
  SuggestionPage,
  SuggestionPick,
  SuggestionWay,
} from '../../../shared/contracts/suggestions.ts';
import type { LevelChange } from '../../../shared/contracts/trust.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { ContactImport } from '../../../tests/helpers/contact-import.ts';
import { bringIn, idle, record } from '../../../tests/helpers/memory-chats.ts';
import { paidOrder } from '../../../tests/helpers/paid-order.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { undoChatBatch } from '../chats/index.ts';
import { askedCountingFor } from '../search/index.ts';
import { automaticFor, talkDayReadingFor } from './index.ts';

let app: TestApp;
let round = 0;
beforeAll(async () => {
  app = await openTestApp();
});
/** Puts everybody away instead of opening another book: each would start a worker of its own. Whoever comes next has wxids of the round. */
beforeEach(() => {
  round++;
  const { db } = app.ctx;
  db.sql('UPDATE friends SET archived_at = 1').run();
  for (const table of ['suggestion_decisions', 'settings']) db.sql(`DELETE FROM ${table}`).run();
  app.ctx.announce({ topics: ['friends', 'rules'] });
});
afterAll(() => app.close());
const wx = (name: string) => `wxid_${name}_${round}`;

const dayMs = 86_400_000;
const ago = (days: number) => app.clock.at - days * dayMs;
const day = (later: number) => localDay(app.clock.now(), later);
const friend = async (name: string, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, more))).id;
const order = async (friendId: number, daysAgo: number, more: Partial<HandOrder> = {}) =>
  (await app.call<Saved>('orders.create', paidOrder(app.clock.now(), friendId, 5800, daysAgo, more))).id;
const refund = (id: number) => app.call('orders.refund', { id, refundFen: 5800, on: day(0) });
const setLevel = (id: number, level: number) =>
  app.call<ChangeReport>('trust.setLevel', { selection: { by: 'ids', ids: [id] }, level, reason: '' });
const levelOf = async (id: number) => (await app.call<{ trustLevel: number }>('friends.get', { id })).trustLevel;

/** She and the seller both wrote, so many days ago; 李姐 where nobody else is named. */
const talked = (days: readonly number[], wxid = wx('li')) =>
  bringIn(app.ctx, {
    conversations: [{ key: wxid, externalId: wxid, name: '李姐', group: false }],
    records: days.flatMap((one) => [
      record({ conversation: wxid, at: ago(one), text: `${one} 天前问好` }),
      record({ conversation: wxid, at: ago(one) + 60_000, text: '在的', direction: 'out' }),
    ]),
  });
const said = (text: string, daysAgo: number, wxid = wx('li')) =>
  bringIn(app.ctx, {
    conversations: [{ key: wxid, externalId: wxid, name: '李姐', group: false }],
    records: [record({ conversation: wxid, at: ago(daysAgo), text })],
  });
const settled = async () => {
  await talkDayReadingFor(app.ctx).now();
  await askedCountingFor(app.ctx).now();
};
const list = async (way: SuggestionWay = 'up', more: object = {}) => {
  await settled();
  return app.call<SuggestionPage>('suggestions.list', { filter: { way, ...more }, offset: 0, limit: 100 });
};
const proposed = async (way: SuggestionWay = 'up') => (await list(way)).rows.map((row) => [row.friendId, row.rule, row.toLevel]);
const card = async (friendId: number) => {
  await settled();
  return app.call<FriendSuggestion[]>('suggestions.ofFriend', { friendId });
};
const answer = (picks: SuggestionPick[], how: 'accepted' | 'later' | 'never', untilOn: string | null = null) =>
  app.call<ChangeReport>('suggestions.answer', { selection: { by: 'picks', picks }, answer: how, untilOn });
const decided = async (how: string) =>
  (await app.call<{ rows: Decision[] }>('suggestions.decided', { answer: how, offset: 0, limit: 50 })).rows;
const undo = async () => app.call('undo.undo', { id: (await app.call<UndoState>('undo.state')).undo!.id });

describe('what is suggested', () => {
  it('follows from chats and orders, each card with the very messages, orders and days', async () => {
    const li = await friend('李姐', { wxid: wx('li'), sourceText: '扫一扫' });
    expect(await proposed()).toEqual([]);
    await said('在吗', 40);
    expect(await proposed()).toEqual([[li, 'replied', 2]]);
    const [replied] = await card(li);
    expect(replied).toMatchObject({
      ...{ name: '李姐', fromLevel: 1, toLevel: 2, on: day(-40), isDisputed: false, rhythm: null },
      evidence: [
        {
          rule: 'replied',
          proofs: [
            { kind: 'source', words: '扫一扫' },
            { kind: 'message', at: ago(40), words: '在吗' },
          ],
        },
      ],
    });
    await talked([20, 10, 2]);
    await said('这个多少钱', 1);
    const [asks] = await card(li);
    expect(asks).toMatchObject({ rule: 'asked', rules: ['asked', 'talks'], toLevel: 3, on: day(-1) });
    expect(asks!.evidence).toMatchObject([
      { rule: 'asked', total: 1, proofs: [{ kind: 'message', words: '这个多少钱' }] },
      { rule: 'talks', total: 3, proofs: [{ on: day(-2) }, { on: day(-10) }, { on: day(-20) }] },
    ]);
    const [first, second] = [await order(li, 9), await order(li, 3)];
    const [buys] = await card(li);
    expect(buys).toMatchObject({ rule: 'paidTwice', toLevel: 5, on: day(-3) });
    expect(buys!.evidence[0]!.proofs).toMatchObject([
      { kind: 'order', orderId: second, goods: '脐橙 ×1箱', amountFen: 5800 },
      { kind: 'order', orderId: first },
    ]);
    await app.call('settings.set', { key: 'trust.rules', value: { paidTwice: 'off' } });
    expect(await proposed()).toEqual([[li, 'firstPaid', 4]]);
  });

  it('goes with what it rests on: an undo, an import taken back, an order refunded or deleted, other words, a friend put away', async () => {
    const li = await friend('李姐', { wxid: wx('li') });
    const batch = await said('多少钱', 5);
    expect(await proposed()).toEqual([[li, 'asked', 3]]);
    await app.call('settings.set', { key: 'chats.priceWords', value: ['报价'] });
    expect(await proposed()).toEqual([]);
    await app.call('settings.set', { key: 'chats.priceWords', value: ['多少钱'] });
    expect(await proposed()).toEqual([[li, 'asked', 3]]);
    undoChatBatch(app.ctx, batch.batchId, idle);
    expect(await proposed()).toEqual([]);
    const id = await order(li, 2);
    expect(await proposed()).toEqual([[li, 'firstPaid', 4]]);
    await refund(id);
    expect([await proposed(), await card(li)]).toEqual([[], []]);
    await undo();
    expect(await proposed()).toEqual([[li, 'firstPaid', 4]]);
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [li] }, archived: true });
    expect(await proposed()).toEqual([]);
    await undo();
    await undo();
    expect(await proposed()).toEqual([]);
  });

  it('counts what was tried for nothing as tried, and an order to come as none', async () => {
    const li = await friend('李姐');
    const free = { amountFen: 0, lines: [{ product: '小样', quantity: 1, unit: '包', priceFen: 0 }] };
    await order(li, 4, free);
    const { rows } = await app.call<{ rows: { id: number; name: string }[] }>('products.list', {
      search: '',
      archived: false,
      offset: 0,
      limit: 9,
    });
    const kindOf = { name: '小样', kind: 'trial', priceFen: null, costFen: null, unitDays: null, cycleDays: null };
    await app.call('products.update', { id: rows.find(({ name }) => name === '小样')!.id, card: kindOf });
    expect(await proposed()).toEqual([[li, 'tried', 3]]);
    const later = await order(li, 0);
    expect(await proposed()).toEqual([[li, 'firstPaid', 4]]);
    app.ctx.db.sql('UPDATE orders SET at = ? WHERE id = ?').run(app.clock.at + 9 * dayMs, later);
    expect(await card(li)).toMatchObject([{ rule: 'tried' }]);
  });

  it('goes down after silence beyond her rhythm, says so where rules disagree, and all the way down for who is lost', async () => {
    const li = await friend('李姐', { wxid: wx('li') });
    await setLevel(li, 4);
    app.clock.tick(61 * dayMs);
    await talked([100, 90, 80, 60]);
    expect(await proposed('down')).toEqual([[li, 'silent', 3]]);
    const [silent] = await card(li);
    expect(silent).toMatchObject({ on: day(-60), rhythm: { days: 10, silent: 60 }, evidence: [{ rule: 'silent', total: 4 }] });
    for (const daysAgo of [95, 82]) await order(li, daysAgo);
    expect((await card(li)).map(({ rule, isDisputed }) => [rule, isDisputed])).toEqual([
      ['paidTwice', true],
      ['silent', true],
    ]);
    await app.call('touches.log', {
      ...{ selection: { by: 'ids', ids: [li] }, touchpoint: 'phone', direction: 'in', at: ago(1), note: '来电话了' },
    });
    expect(await proposed('down')).toEqual([]);
    await app.call('friends.setStatus', { selection: { by: 'ids', ids: [li] }, status: 'deletedMe' });
    expect([await proposed('up'), await proposed('down')]).toEqual([[], [[li, 'lost', 1]]]);
  });
});

it('three orders and somebody brought who counts are level 6, as long as that one does: the worked example', async () => {
  const ming = await friend('小明', { addedAt: ago(100) });
  const hong = await friend('小红', { addedAt: ago(29) });
  await app.call('referrals.set', { friendId: hong, byId: ming });
  const fan = [[ming, 'speaks', 6]];
  const loyal = [[ming, 'paidTwice', 5]];
  for (const daysAgo of [9, 6]) await order(ming, daysAgo);
  app.clock.tick(dayMs);
  expect(await proposed()).toEqual(loyal);
  const third = await order(ming, 3);
  expect(await proposed()).toEqual(fan);
  const [one] = await card(ming);
  const proof = { kind: 'brought', friendId: hong, name: '小红', on: day(0) };
  expect(one).toMatchObject({ on: day(0), evidence: [{ rule: 'speaks', total: 4, proofs: [proof, { orderId: third }, {}, {}] }] });
  // of her alone: nothing of the one who brought her is named
  await app.call('friends.setStatus', { selection: { by: 'ids', ids: [hong] }, status: 'deletedMe' });
  expect([await proposed(), (await card(ming)).map(({ toLevel }) => toLevel)]).toEqual([[...loyal], [5]]);
  await undo();
  expect(await proposed()).toEqual(fan);
  await app.call('referrals.set', { friendId: hong, byId: null });
  expect(await proposed()).toEqual(loyal);
  await undo();
  await answer([{ friendId: ming, toLevel: 6 }], 'accepted');
  expect(await levelOf(ming)).toBe(6);
  expect((await decided('accepted'))[0]).toMatchObject({ gone: 0, proofs: [{ kind: 'order' }, {}, {}, proof] });
  await undo();
  const chen = await friend('老陈', { addedAt: ago(200) });
  await app.call('friends.merge', { keepId: chen, otherId: ming, fields: {} });
  expect(await proposed()).toEqual([[chen, 'speaks', 6]]);
  await undo();
  expect(await proposed()).toEqual(fan);
  await answer([{ friendId: ming, toLevel: 6 }], 'never');
  await app.call('erasure.erase', { friendId: hong, name: '小红', booksBeside: false });
  expect(await proposed()).toEqual(loyal);
  expect((await decided('never'))[0]).toMatchObject({ gone: 1, proofs: [{ kind: 'order' }, {}, {}] });
});

it('an own rule names the level of whoever is in a segment, and is nobody’s once the segment is gone', async () => {
  const [li] = [await friend('李姐', { region: '浙江 宁波' }), await friend('王姐')];
  const test = { field: 'region', text: '宁波' };
  const rule = { archived: 'no', root: { not: false, all: true, items: [{ not: false, test }] } };
  const { id: segmentId } = await app.call<Saved>('segments.create', { name: '宁波的', note: '', rule });
  await app.call('settings.set', { key: 'trust.ownRules', value: [{ segmentId, level: 3 }] });
  expect(await proposed()).toEqual([[li, 'own', 3]]);
  expect((await card(li))[0]).toMatchObject({ evidence: [{ rule: 'own', proofs: [{ kind: 'segment', name: '宁波的' }] }] });
  await answer([{ friendId: li, toLevel: 3 }], 'accepted');
  expect([await levelOf(li), await proposed()]).toEqual([3, []]);
  await undo();
  await app.call('segments.delete', { id: segmentId });
  expect(await proposed()).toEqual([]);
});

describe('answers', () => {
  it('move a friend with the rule as the reason, in one step that is taken back whole', async () => {
    const [li, wang] = [await friend('李姐'), await friend('王姐')];
    for (const id of [li, wang]) await order(id, 3);
    const page = await list();
    expect(page).toMatchObject({
      total: 2,
      counts: { up: 2, down: 0 },
      rules: [{ key: 'firstPaid', count: 2 }],
      levels: [{ key: 4, count: 2 }],
    });
    const report = await app.call<ChangeReport>('suggestions.answer', {
      ...{ selection: { by: 'filter', filter: { way: 'up' }, except: [] }, answer: 'accepted', untilOn: null },
    });
    expect(report).toMatchObject({ changed: 2, unchanged: 0 });
    expect([await levelOf(li), await levelOf(wang)]).toEqual([4, 4]);
    const [entry] = await app.call<LevelChange[]>('trust.history', { friendId: li });
    expect(entry).toMatchObject({ fromLevel: 1, toLevel: 4, reason: '按建议：付过款', author: 'manual' });
    expect(await proposed()).toEqual([]);
    expect(await decided('accepted')).toMatchObject([{ gone: 0, proofs: [{ kind: 'order' }] }, {}]);
    expect((await app.call<RuleRate[]>('suggestions.rates')).find(({ rule }) => rule === 'firstPaid')).toMatchObject({
      accepted: 2,
      never: 0,
    });
    await undo();
    expect([await levelOf(li), (await list()).total, (await decided('accepted')).length]).toEqual([1, 2, 0]);
    await app.call('undo.redo', { id: report.undoId });
    expect([await levelOf(li), (await list()).total]).toEqual([4, 0]);
  });

  it('are only given to what is still proposed', async () => {
    const li = await friend('李姐');
    const id = await order(li, 3);
    await list();
    await refund(id);
    expect(await answer([{ friendId: li, toLevel: 4 }], 'accepted')).toEqual({ changed: 0, unchanged: 1, undoId: null });
    expect(await levelOf(li)).toBe(1);
    await expect(answer([], 'never')).rejects.toMatchObject({ kind: 'nothingSelected' });
    await expect(answer([{ friendId: li, toLevel: 4 }], 'later')).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it('put off for a while, or for good until she wants to be asked again', async () => {
    const li = await friend('李姐');
    await order(li, 3);
    await answer([{ friendId: li, toLevel: 4 }], 'later', day(7));
    expect(await proposed()).toEqual([]);
    await undo();
    expect(await proposed()).toEqual([[li, 'firstPaid', 4]]);
    await answer([{ friendId: li, toLevel: 4 }], 'later', day(7));
    app.clock.tick(7 * dayMs);
    expect(await proposed()).toEqual([[li, 'firstPaid', 4]]);
    await answer([{ friendId: li, toLevel: 4 }], 'never');
    expect(await proposed()).toEqual([]);
    // another level is another question
    await order(li, 1);
    expect(await proposed()).toEqual([[li, 'paidTwice', 5]]);
    await answer([{ friendId: li, toLevel: 5 }], 'never');
    const never = await decided('never');
    expect(never.map(({ toLevel, gone }) => [toLevel, gone])).toEqual([
      [5, 0],
      [4, 0],
    ]);
    await app.call('suggestions.askAgain', { ids: never.map(({ id }) => id) });
    expect(await proposed()).toEqual([[li, 'paidTwice', 5]]);
    await undo();
    expect(await proposed()).toEqual([]);
  });

  it('say what of their evidence is gone', async () => {
    const li = await friend('李姐');
    const orders = [await order(li, 9), await order(li, 3)];
    await answer([{ friendId: li, toLevel: 5 }], 'accepted');
    await refund(orders[0]!);
    expect(await decided('accepted')).toMatchObject([{ gone: 1, proofs: [{ orderId: orders[1] }] }]);
  });

  it('after a step down wait for something newer', async () => {
    const li = await friend('李姐');
    await order(li, 3);
    await setLevel(li, 4);
    await setLevel(li, 2);
    expect(await proposed()).toEqual([]);
    app.clock.tick(5 * dayMs);
    await order(li, 1);
    expect(await proposed()).toEqual([[li, 'paidTwice', 5]]);
  });

  it('go along with a merge, and back with its undo', async () => {
    const [li, double] = [await friend('李姐'), await friend('小李')];
    await order(double, 3);
    await answer([{ friendId: double, toLevel: 4 }], 'never');
    await app.call('friends.merge', { keepId: li, otherId: double, fields: {} });
    expect([await proposed(), (await decided('never')).map(({ friendId }) => friendId)]).toEqual([[], [li]]);
    await undo();
    expect((await decided('never')).map(({ friendId }) => friendId)).toEqual([double]);
    expect(await proposed()).toEqual([]);
  });
});

describe('a rule that may act by itself', () => {
  it('is none on the first day; once allowed it acts, is named in the history, and never again where it was taken back', async () => {
    const li = await friend('李姐');
    await order(li, 3);
    await automaticFor(app.ctx).now();
    expect(await levelOf(li)).toBe(1);
    await app.call('settings.set', { key: 'trust.rules', value: { firstPaid: 'auto' } });
    await automaticFor(app.ctx).now();
    expect(await levelOf(li)).toBe(4);
    const [entry] = await app.call<LevelChange[]>('trust.history', { friendId: li });
    expect(entry).toMatchObject({ reason: '规则自动：付过款', author: 'rule' });
    expect(await decided('accepted')).toMatchObject([{ author: 'rule', rule: 'firstPaid' }]);
    await undo();
    expect(await levelOf(li)).toBe(1);
    await automaticFor(app.ctx).now();
    expect([await levelOf(li), await proposed()]).toEqual([1, [[li, 'firstPaid', 4]]]);
  });

  it('keeps nobody whose import is taken back, and comes back with her; what the seller did with her does', async () => {
    const test = { field: 'region', text: '宁波' };
    const rule = { archived: 'no', root: { not: false, all: true, items: [{ not: false, test }] } };
    const { id: segmentId } = await app.call<Saved>('segments.create', { name: '导进来的宁波人', note: '', rule });
    await app.call('settings.set', { key: 'trust.ownRules', value: [{ segmentId, level: 3 }] });
    await app.call('settings.set', { key: 'trust.rules', value: { own: 'auto' } });
    await (await ContactImport.open(app, `昵称,微信ID,地区\n小宁,${wx('ning')},浙江 宁波\n`)).commit();
    app.clock.tick(1000);
    await automaticFor(app.ctx).now();
    const id = app.ctx.db.pluck('SELECT id FROM friends WHERE wxid = ?').get(wx('ning')) as number;
    const batchId = app.ctx.db.pluck('SELECT max(id) FROM import_batches').get() as number;
    const look = () => app.call('imports.batchUndoPreview', { batchId });
    expect(await levelOf(id)).toBe(3);
    expect(await look()).toMatchObject({ friendsRemoved: 1, workedOn: 0 });
    await app.call('imports.undo', { batchId });
    await expect(levelOf(id)).rejects.toMatchObject({ kind: 'notFound' });
    await undo();
    expect(await levelOf(id)).toBe(3);
    expect((await app.call<LevelChange[]>('trust.history', { friendId: id }))[0]).toMatchObject({ author: 'rule', toLevel: 3 });
    expect(await decided('accepted')).toMatchObject([{ author: 'rule', rule: 'own' }]);
    await setLevel(id, 4);
    expect(await look()).toMatchObject({ workedOn: 1 });
    await app.call('imports.undo', { batchId });
    expect(await levelOf(id)).toBe(4);
  });
});

it('looks at everybody as at one: the kept list after each change is what a new one says', async () => {
  const ids = [await friend('甲', { wxid: wx('a') }), await friend('乙', { wxid: wx('b'), sourceText: '群聊' }), await friend('丙')];
  const brought = await friend('丁', { addedAt: ago(25) });
  const fresh = async () => {
    const rows = (await Promise.all(ids.map(card))).flat();
    return rows.map(({ friendId, rule, toLevel }) => `${friendId} ${rule} ${toLevel}`).sort();
  };
  const kept = async () => [...(await proposed('up')), ...(await proposed('down'))].map((row) => row.join(' ')).sort();
  const tag = await app.call<Saved>('tags.create', { name: '好评', groupId: null, color: null });
  const steps: (() => Promise<unknown>)[] = [
    () => setLevel(ids[1]!, 3),
    async () => app.clock.tick(40 * dayMs),
    () => said('多少钱', 3, wx('a')),
    () => talked([50, 40, 30, 29], wx('b')),
    () => order(ids[2]!, 2),
    () => order(ids[2]!, 2),
    () => order(ids[2]!, 1),
    () => app.call('tags.assign', { selection: { by: 'ids', ids: [ids[2]] }, tagIds: [tag.id] }),
    () => app.call('tags.update', { id: tag.id, values: { name: '老客', groupId: null, color: null } }),
    () => undo(),
    () => app.call('friends.setStatus', { selection: { by: 'ids', ids: [ids[1]] }, status: 'lost' }),
    () => undo(),
    () => setLevel(ids[2]!, 6),
    () => undo(),
    () => app.call('tags.unassign', { selection: { by: 'ids', ids: [ids[2]] }, tagIds: [tag.id] }),
    () => app.call('referrals.set', { friendId: brought, byId: ids[2] }),
    () => app.call('friends.setStatus', { selection: { by: 'ids', ids: [brought] }, status: 'lost' }),
    () => undo(),
    async () => app.clock.tick(10 * dayMs),
    () => app.call('friends.merge', { keepId: ids[0], otherId: ids[2], fields: {} }),
    () => undo(),
  ];
  const seen = new Set<string>();
  for (const step of steps) {
    await step();
    expect(await kept()).toEqual(await fresh());
    for (const one of await kept()) seen.add(one.split(' ')[1]!);
  }
  for (const rule of ['asked', 'silent', 'firstPaid', 'paidTwice', 'speaks', 'lost']) expect([...seen]).toContain(rule);
});
