import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type {
  AudienceMix,
  ComparedPosts,
  Comparison,
  FriendWeek,
  MixPostsInput,
  MixReport,
  PostResultState,
  Reach,
  ResultsDue,
} from '../../../shared/contracts/insights.ts';
import { firstMixLimits, mixClasses } from '../../../shared/domain/content-mix.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { localDay } from '../../platform/clock.ts';
import { seenCommand } from './sight.ts';

let book: TestApp;
const whole = { accountId: null, audience: null };
const mixPosts = (part: MixPostsInput['part'], of: Omit<MixPostsInput, 'part'> = whole) =>
  book.call<ComparedPosts>('insights.mixPosts', { ...of, part });
/** Each number of a mix opens as many posts as it says. */
async function expectPosts(of: Omit<MixPostsInput, 'part'> = whole): Promise<void> {
  const report = await book.call<MixReport>('insights.mix', of);
  for (const time of ['past', 'planned'] as const) {
    expect((await mixPosts({ of: time, mixClass: null }, of)).total).toBe(report[time].total);
    for (const mixClass of mixClasses) expect((await mixPosts({ of: time, mixClass }, of)).total).toBe(report[time].counts[mixClass]);
  }
  for (const { weekOn, total } of report.trend) expect((await mixPosts({ of: 'week', weekOn }, of)).total, weekOn).toBe(total);
}
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const hour = 3_600_000;
const day = 24 * hour;
const write = async (at: number, category: string, state: 'posted' | 'scheduled' = 'posted', more: Record<string, unknown> = {}) => {
  const { id } = await book.call<Saved>('posts.create', {
    accountId: 1,
    text: `${category} 一条`,
    category,
    scheduledAt: at,
    state: 'scheduled',
    assetIds: [],
    ...more,
  });
  if (state === 'posted') await book.call('posts.settle', { id, state: 'posted', at });
  return id;
};
const counts = { likes: 8, comments: 2, privates: 1, deals: 1, note: '', orderIds: [] as number[] };
const resultOf = (postId: number) => book.call<PostResultState>('results.get', { postId });

function addOrder(at: number, name = '王阿姨'): number {
  return Number(
    book.ctx.db
      .sql(
        `INSERT INTO orders (account_id, source, identity, occurrence, buyer_name, buyer_key, receiver, phone, address, at, precision, status,
           status_text, amount_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
         VALUES (1, 'ktt', ?, 0, ?, '', '', '', '', ?, 0, 1, '', 9900, 0, '', '', '{}', 0, 0)`,
      )
      .run(`order-${at}`, name, at).lastInsertRowid,
  );
}

describe('results of a post', () => {
  test('are saved whole, with the orders that came of it, and undone', async () => {
    const at = book.clock.at - 2 * day;
    const postId = await write(at, 'offer');
    const orderId = addOrder(at + hour);
    addOrder(at + 4 * day, '太晚的');
    addOrder(at - hour, '太早的');
    expect((await resultOf(postId)).candidates.map(({ name }) => name)).toEqual(['王阿姨']);
    const { undoId } = await book.call<Saved>('results.save', { ...counts, postId, orderIds: [orderId] });
    expect(await resultOf(postId)).toMatchObject({
      result: { likes: 8, deals: 1, orders: [{ id: orderId, amountFen: 9900 }] },
      candidates: [],
    });
    const second = await book.call<Saved>('results.save', { ...counts, likes: 9, postId, orderIds: [] });
    expect(await resultOf(postId)).toMatchObject({ result: { likes: 9, orders: [] }, candidates: [{ id: orderId }] });
    await book.call('undo.undo', { id: second.undoId });
    expect(await resultOf(postId)).toMatchObject({ result: { likes: 8, orders: [{ id: orderId }] } });
    await book.call('undo.undo', { id: undoId });
    expect((await resultOf(postId)).result).toBeNull();
  });

  test('name so many orders at a time and find the others by name; all of a busy day are kept', async () => {
    const postId = await write(book.clock.at - 2 * day, 'offer');
    const ids = Array.from({ length: 250 }, (_, i) =>
      addOrder(book.clock.at - 2 * day + (i + 1) * 60_000, `${i % 50 === 0 ? 'Ann' : '买家'}${i}`),
    );
    const { candidates, more } = await resultOf(postId);
    expect([candidates.map(({ id }) => id), more]).toEqual([ids.slice(0, 100), 150]);
    const found = await book.call<PostResultState>('results.get', { postId, find: ' ann ' });
    expect([found.candidates.map(({ name }) => name), found.more]).toEqual([['Ann0', 'Ann50', 'Ann100', 'Ann150', 'Ann200'], 0]);
    await book.call('results.save', { ...counts, postId, orderIds: ids });
    expect((await resultOf(postId)).result!.orders).toHaveLength(250);
  });

  test('are refused for what was not posted, and for orders that are not there', async () => {
    const waiting = await write(book.clock.at + day, 'life', 'scheduled');
    await expect(book.call('results.save', { ...counts, postId: waiting })).rejects.toMatchObject({ kind: 'invalidInput' });
    const postId = await write(book.clock.at - day, 'life');
    await expect(book.call('results.save', { ...counts, postId, orderIds: [77] })).rejects.toMatchObject({ kind: 'notFound' });
    expect((await resultOf(postId)).result).toBeNull();
    await expect(resultOf(99)).rejects.toMatchObject({ kind: 'notFound', details: { what: 'post' } });
  });

  test('are asked for from a day to a fortnight after it, once', async () => {
    await write(book.clock.at - 2 * hour, 'life');
    const due = await write(book.clock.at - 3 * day, 'life');
    const told = await write(book.clock.at - 4 * day, 'life');
    await write(book.clock.at - 20 * day, 'life');
    await book.call('results.save', { ...counts, postId: told });
    expect((await book.call<ResultsDue>('results.due', null)).map(({ postId }) => postId)).toEqual([due]);
  });

  test('are compared only where there are enough, and say how many are missing', async () => {
    for (let i = 0; i < 9; i++) {
      const life = await write(book.clock.at - (i + 1) * day, 'life');
      const offer = await write(book.clock.at - (i + 1) * day + hour, 'offer');
      await book.call('results.save', { ...counts, likes: 40 + i, postId: life });
      await book.call('results.save', { ...counts, likes: i, postId: offer });
    }
    await write(book.clock.at - day, 'case');
    const compare = (by: string, days = 90) => {
      const [fromOn, toOn] = [localDay(book.clock.at - days * day), localDay(book.clock.at)];
      return book.call<Comparison>('results.compare', { by, fromOn, toOn, accountId: null });
    };
    const { total, groups } = await compare('category');
    expect([total.posts, total.counted]).toEqual([19, 18]);
    expect(groups.map(({ key, posts, counted, verdict }) => [key, posts, counted, verdict])).toEqual([
      ['life', 9, 9, 'better'],
      ['offer', 9, 9, 'worse'],
      ['case', 1, 0, 'tooFew'],
    ]);
    expect(groups.map(({ likes, deals, median }) => [likes, deals, median])).toEqual([
      [396, 9, 75],
      [36, 9, 35],
      [0, 0, null],
    ]);
    expect((await compare('form')).groups).toMatchObject([{ key: 'text', counted: 18, verdict: 'tooFew' }]);
    expect((await compare('account')).groups).toMatchObject([{ key: '1', counted: 18 }]);
    expect((await compare('hour')).groups).toHaveLength(2);
    expect((await compare('category', 7)).total.counted).toBe(14);
    // likes are worth nothing to her: only deals are left, and they are the same everywhere
    const weights = { likes: 0, comments: 0, privates: 0, deals: 100 };
    await book.call('settings.set', { key: 'results.weights', value: weights });
    const only = await compare('category');
    expect(only.weights).toEqual(weights);
    expect(only.groups.slice(0, 2).map(({ median, verdict }) => [median, verdict])).toEqual(Array(2).fill([100, 'same']));
  });
});

describe('content mix', () => {
  const mix = () => book.call<MixReport>('insights.mix', { accountId: null, audience: null });

  test('of an empty book says nothing and finds the silence ahead', async () => {
    const report = await mix();
    expect(report).toMatchObject({ verdict: 'tooFew', add: [], past: { total: 0, livingShare: null } });
    expect(report.warnings).toMatchObject([{ kind: 'silence', mend: { slot: null } }]);
    await book.call('slots.set', { accountId: 1, slots: [{ weekday: 3, minute: 1230, category: 'tips' }] });
    expect((await mix()).warnings).toMatchObject([{ mend: { slot: { category: 'tips', accountId: 1 } } }]);
    expect(report.trend).toHaveLength(12);
  });

  test('calls a shelf cold, says what to add and where, and is living once it is planned', async () => {
    for (let i = 1; i <= 6; i++) await write(book.clock.at - i * day, 'offer');
    const cold = await mix();
    expect(cold).toMatchObject({ verdict: 'cold', past: { total: 6, livingShare: 0 } });
    expect(cold.warnings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['manyOffers', 'offersInRow', 'silence']));
    expect(cold.gaps.length).toBe(Math.min(14, cold.add.length));
    expect(cold.gaps.every(({ slot }) => slot === null)).toBe(true);
    await book.call('slots.set', { accountId: 1, slots: [{ weekday: 3, minute: 1230, category: 'life' }] });
    const slots = (await mix()).gaps.flatMap(({ slot }) => slot ?? []);
    expect(slots.map(({ on, category, accountId }) => [on, category, accountId])).toEqual([
      ['2026-11-25', 'life', 1],
      ['2026-12-02', 'life', 1],
    ]);
    for (const { on, add } of cold.gaps) {
      const at = Math.max(book.clock.at + hour, new Date(`${on}T20:00`).getTime());
      await write(at, add === 'expertise' ? 'tips' : add, 'scheduled');
    }
    expect(await mix()).toMatchObject({ verdict: 'living', add: [] });
  });

  test('is judged by the limits that she set, and says which', async () => {
    for (let i = 1; i <= 10; i++) await write(book.clock.at - i * day, i % 2 === 0 ? 'offer' : 'life');
    expect(await mix()).toMatchObject({ verdict: 'cold', limits: firstMixLimits });
    const limits = { ...firstMixLimits, livingShare: 0.5, offerShare: 0.5, silentDays: 30, plannedDays: 7 };
    await book.call('settings.set', { key: 'mix.limits', value: limits });
    expect(await mix()).toMatchObject({ verdict: 'living', limits, add: [], warnings: [] });
    await write(book.clock.at + 8 * day, 'offer', 'scheduled');
    expect(await mix()).toMatchObject({ verdict: 'living', planned: { total: 0 } });
    await book.call('settings.set', { key: 'mix.limits', value: { ...limits, plannedDays: 14 } });
    expect(await mix()).toMatchObject({ verdict: 'cold', planned: { total: 1 }, warnings: [{ kind: 'manyOffers' }] });
  });

  test('looks at the last twenty only and leaves skipped posts out', async () => {
    for (let i = 1; i <= 25; i++) await write(book.clock.at - i * day, i > 20 ? 'offer' : 'life');
    const skipped = await write(book.clock.at - hour, 'offer', 'scheduled');
    await book.call('posts.settle', { id: skipped, state: 'skipped', at: book.clock.at });
    expect((await mix()).past).toMatchObject({ total: 20, livingShare: 1 });
    await expectPosts();
  });

  test('opens the posts behind each number: what went out newest first with what came of it, what is planned soonest first', async () => {
    const [older, newer] = [await write(book.clock.at - 3 * day, 'tips'), await write(book.clock.at - 2 * day, 'science')];
    await write(book.clock.at - day, 'offer');
    const [later, sooner] = [
      await write(book.clock.at + 3 * day, 'tips', 'scheduled'),
      await write(book.clock.at + day, 'review', 'scheduled'),
    ];
    await write(book.clock.at + 20 * day, 'tips', 'scheduled');
    await book.call('results.save', { postId: older, ...counts, orderIds: [addOrder(book.clock.at - 2 * day)] });
    const past = await mixPosts({ of: 'past', mixClass: 'expertise' });
    expect(past.posts.map(({ postId, category, orders }) => [postId, category, orders])).toEqual([
      [newer, 'science', 0],
      [older, 'tips', 1],
    ]);
    expect(past.posts[1]).toMatchObject({ title: 'tips 一条', at: book.clock.at - 3 * day, score: expect.any(Number) });
    const planned = await mixPosts({ of: 'planned', mixClass: 'expertise' });
    expect(planned.posts.map(({ postId }) => postId)).toEqual([sooner, later]);
    expect(planned.posts[0]).toMatchObject({ at: book.clock.at + day, score: null });
    await expectPosts();
    await expectPosts({ ...whole, accountId: 1 });
  });
});

describe('content mix of several accounts', () => {
  const mixOf = (accountId: number | null) => book.call<MixReport>('insights.mix', { accountId, audience: null });
  const oneForAll = async (at: number, category: string) => {
    const { id } = await book.call<Saved>('posts.create', {
      ...{ accountId: 1, alsoAccountIds: others, text: `${category} 一条`, category, scheduledAt: at, state: 'scheduled', assetIds: [] },
    });
    const ids = book.ctx.db
      .pluck('SELECT id FROM posts WHERE id = @id OR sibling_key = (SELECT sibling_key FROM posts WHERE id = @id)')
      .all({ id }) as number[];
    expect(ids).toHaveLength(3);
    return ids;
  };
  const newAccount = { wxid: null, role: null, category: null, capacity: 5000, standing: 'normal', note: null };
  let others: number[];
  beforeEach(async () => {
    others = [];
    for (const name of ['二号', '三号']) others.push((await book.call<Saved>('accounts.create', { ...newAccount, name })).id);
  });

  test('counts what was written once for all of them once, and warns account by account', async () => {
    for (const category of ['life', 'tips', 'interaction', 'life', 'tips', 'offer'])
      for (const id of await oneForAll(book.clock.at - 2 * day, category))
        await book.call('posts.settle', { id, state: 'posted', at: book.clock.at - 2 * day });
    const all = await mixOf(null);
    expect(all.past).toMatchObject({ total: 6, counts: { offer: 1, life: 2 } });
    expect(all).toMatchObject({ verdict: 'living', past: (await mixOf(1)).past, trend: (await mixOf(1)).trend });
    expect(all.warnings).toEqual((await mixOf(1)).warnings);
    expect(all.warnings.filter(({ kind }) => kind === 'offersInRow')).toEqual([]);
    expect(all.warnings.filter(({ kind }) => kind === 'crowdedDay')).toMatchObject([{ count: 6 }]);
    await expectPosts();
  });
});

describe('what one friend sees', () => {
  const addFriend = async (remark: string) =>
    (
      await book.call<Saved>('friends.create', {
        ...{ accountId: 1, channelId: null, nickname: remark, remark, wxid: null, alias: null, phone: null, gender: null, region: null },
        ...{ address: null, birthday: null, ageBand: null, incomeBand: null, interests: [], tie: null, signature: null },
        ...{ description: null, sourceText: null, addedAt: null },
      })
    ).id;
  const level = (levels: number[], mode = 'only') => ({ audience: { mode, tagIds: [], levels, segmentIds: [] } });
  const weekOf = async (friendId: number) => {
    const { items } = await book.call<FriendWeek>('insights.friendWeek', { friendId, fromOn: localDay(book.clock.at - 3 * day) });
    return items.map(({ state, category, touchpoint }) => `${state} ${category ?? touchpoint}`);
  };

  test('is what she may see: shown, coming and forgotten posts, and the contacts with her', async () => {
    const [lin, wang] = [await addFriend('林姐'), await addFriend('王哥')];
    await book.call('trust.setLevel', { selection: { by: 'ids', ids: [wang] }, level: 4, reason: '' });
    await write(book.clock.at - day, 'life');
    await write(book.clock.at - day + hour, 'offer', 'posted', level([4]));
    await write(book.clock.at - hour, 'tips', 'scheduled');
    await write(book.clock.at + day, 'case', 'scheduled', level([4], 'except'));
    await write(book.clock.at + 20 * day, 'case', 'scheduled');
    const touch = { selection: { by: 'ids', ids: [lin] }, touchpoint: 'private', direction: 'out', at: book.clock.at - 2 * hour, note: '' };
    await book.call('touches.log', touch);
    expect(await weekOf(lin)).toEqual(['shown life', 'shown private', 'unsent tips', 'coming case']);
    expect(await weekOf(wang)).toEqual(['shown life', 'shown offer', 'unsent tips']);
    // what was shown stays shown, whatever she becomes later
    await book.call('trust.setLevel', { selection: { by: 'ids', ids: [wang] }, level: 2, reason: '' });
    expect(await weekOf(wang)).toEqual(['shown life', 'shown offer', 'unsent tips', 'coming case']);
    await expect(book.call('insights.friendWeek', { friendId: 99, fromOn: '2026-01-01' })).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('says of how many posts nobody knows who can see them', async () => {
    const lin = await addFriend('林姐');
    const { id: tag } = await book.call<Saved>('tags.create', { name: '水果', color: 'red', groupId: null });
    const fruit = { audience: { mode: 'only', tagIds: [tag], levels: [], segmentIds: [] } };
    await write(book.clock.at - day, 'life', 'posted', fruit);
    await write(book.clock.at + day, 'tips', 'scheduled', fruit);
    await write(book.clock.at + 20 * day, 'tips', 'scheduled', fruit);
    const ask = () => book.call<FriendWeek>('insights.friendWeek', { friendId: lin, fromOn: localDay(book.clock.at - 3 * day) });
    expect(await ask()).toMatchObject({ items: [], unknown: 0 });
    await book.call('tags.delete', { ids: [tag] });
    // who saw the first was kept when it went out; who will see the second nobody knows
    expect(await ask()).toMatchObject({ items: [], unknown: 1 });
    await write(book.clock.at - hour, 'case', 'posted', fruit);
    expect(await ask()).toMatchObject({ items: [], unknown: 2 });
  });

  test('tells the load at the end of each day, and the lists in which she waits', async () => {
    const lin = await addFriend('林姐');
    const people = { selection: { by: 'ids', ids: [lin] } };
    await book.call('touches.log', {
      ...people,
      touchpoint: 'private',
      direction: 'out',
      at: book.clock.at - 2 * day,
      note: '',
      kind: 'massSend',
    });
    await write(book.clock.at + day, 'offer', 'scheduled');
    const source = { by: 'selection', ...people };
    const words = { kind: 'service', text: '到货了', assetIds: [], contentId: null, keepMissing: false };
    await book.call('sending.create', { name: '到货通知', source, ...words });
    const ask = (fromOn: string) => book.call<FriendWeek>('insights.friendWeek', { friendId: lin, fromOn });
    const week = await ask(localDay(book.clock.at - 3 * day));
    expect(week).toMatchObject({ cap: 3, waiting: [], carried: 0 });
    const goes = { kind: 'queue', state: 'coming', text: '到货通知', at: book.clock.at, weight: 0.3, direction: 'out' };
    expect(week.items.map(({ kind }) => kind)).toEqual(['touch', 'queue', 'post']);
    expect(week.items[1]).toMatchObject(goes);
    const left = (days: number) => 2 * 2 ** (-days / 3);
    const toMidnight = (new Date(book.clock.at).setHours(24, 0, 0, 0) - book.clock.at) / day;
    const offer = (days: number) => 0.3 * 2 ** (-days / 3);
    const expected = [0, ...[0, 1, 2].map((days) => left(days + toMidnight))];
    for (const days of [3, 4, 5]) expected.push(left(days + toMidnight) + offer(days - 3 + toMidnight));
    const service = (days: number) => 0.3 * 2 ** (-days / 3);
    for (const days of [3, 4, 5, 6]) expected[days]! += service(days - 3 + toMidnight);
    for (const [i, load] of expected.entries()) expect(week.loads[i]?.load).toBeCloseTo(load, 4);
    expect(week.loads.map(({ on }) => on)).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => localDay(book.clock.at + (i - 3) * day)));
    // the advert of this week weighs on the next
    expect((await ask(localDay(book.clock.at + 4 * day))).loads[0]?.load).toBeCloseTo(
      left(6 + toMidnight) + offer(3 + toMidnight) + service(4 + toMidnight),
      4,
    );
  });

  test('makes the mix of an audience differ from that of the account', async () => {
    const wang = await addFriend('王哥');
    await addFriend('林姐');
    await book.call('trust.setLevel', { selection: { by: 'ids', ids: [wang] }, level: 4, reason: '' });
    for (let i = 1; i <= 6; i++) await write(book.clock.at - i * day, 'life');
    for (let i = 1; i <= 5; i++) await write(book.clock.at - i * day + hour, 'offer', 'posted', level([4]));
    const mixFor = async (levels: number[]) =>
      (await book.call<MixReport>('insights.mix', { accountId: null, ...level(levels) })).past.counts;
    expect(await mixFor([4])).toMatchObject({ life: 6, offer: 5 });
    expect(await mixFor([1])).toMatchObject({ life: 6, offer: 0 });
    for (const levels of [[4], [1]]) await expectPosts({ accountId: null, ...level(levels) } as Omit<MixPostsInput, 'part'>);
    // the table of all audiences tells the same; a level without friends is not in it, a broken segment neither
    const tag = await book.call<Saved>('tags.create', { name: '果友', groupId: null, color: null });
    const rule = { archived: 'no', root: { not: false, all: true, items: [] as unknown[] } };
    const save = (name: string, test: object) =>
      book.call('segments.create', { name, note: '', rule: { ...rule, root: { ...rule.root, items: [{ not: false, test }] } } });
    await save('真实客户', { field: 'level', values: [4] });
    await save('果友', { field: 'tags', mode: 'any', tagIds: [tag.id] });
    await book.call('tags.delete', { ids: [tag.id] });
    const mixes = await book.call<AudienceMix[]>('insights.mixes', { accountId: 1 });
    expect(mixes.map(({ what, id, name, heads, total, verdict }) => [what, what === 'level' ? id : name, heads, total, verdict])).toEqual([
      ['level', 1, 1, 6, 'living'],
      ['level', 4, 1, 11, 'cold'],
      ['segment', '真实客户', 1, 11, 'cold'],
    ]);
    expect(mixes[1]!.counts).toMatchObject({ life: 6, offer: 5 });
  });

  test('leaves the long lists of viewers to the reader: 400 posts that 10,000 saw each', async () => {
    expect(seenCommand.thread).toBe('reader');
    expect(seenCommand.heavy({ posts: [], heads: 400 * 10_000, members: new Map() })).toBe(true);
    expect(seenCommand.heavy({ posts: [], heads: 200, members: new Map() })).toBe(false);
  });

  test('is told while a post is written: heads, whom an offer would tire, what they see around it', async () => {
    const wang = await addFriend('王哥');
    await addFriend('林姐');
    await book.call('trust.setLevel', { selection: { by: 'ids', ids: [wang] }, level: 4, reason: '' });
    const near = await write(book.clock.at + day, 'offer', 'scheduled', level([4]));
    await write(book.clock.at - 5 * day, 'life');
    const ask = (more: Record<string, unknown>) =>
      book.call<Reach>('insights.reach', {
        postId: null,
        accountId: 1,
        at: book.clock.at,
        category: 'offer',
        ...level([1], 'except'),
        ...more,
      });
    expect(await ask({})).toMatchObject({ heads: 1, guard: { total: 1 }, neighbours: [{ postId: near, overlap: 1, posted: false }] });
    expect(await ask({ postId: near })).toMatchObject({ neighbours: [] });
    expect(await ask({ category: 'life', audience: { mode: 'all' } })).toMatchObject({
      heads: 2,
      guard: null,
      neighbours: [{ overlap: 1 }],
    });
    await expect(ask({ audience: { mode: 'only', tagIds: [77] } })).rejects.toMatchObject({ kind: 'brokenAudience' });
  });

  test('counts whom another day would help apart from who is to see no advert on any day', async () => {
    const wang = await addFriend('王哥');
    const spared = await addFriend('林姐');
    const tag = await book.call<Saved>('tags.create', { name: '勿扰', groupId: null, color: null });
    await book.call('tags.assign', { selection: { by: 'ids', ids: [spared] }, tagIds: [tag.id] });
    const input = { postId: null, accountId: 1, category: 'offer', audience: { mode: 'all' } };
    const guardAt = async (at: number) => (await book.call<Reach>('insights.reach', { ...input, at })).guard;
    expect(await guardAt(book.clock.at)).toMatchObject({ ok: 1, notBefore: 0, blocked: 1 });
    const told = { touchpoint: 'private', direction: 'out', at: book.clock.at - hour, note: '', kind: 'privateAdvert' };
    for (let i = 0; i < 4; i++) await book.call('touches.log', { selection: { by: 'ids', ids: [wang] }, ...told });
    expect(await guardAt(book.clock.at)).toMatchObject({ ok: 0, notBefore: 1, blocked: 1 });
    expect(await guardAt(book.clock.at + 30 * day)).toMatchObject({ ok: 1, notBefore: 0, blocked: 1 });
  });
});
