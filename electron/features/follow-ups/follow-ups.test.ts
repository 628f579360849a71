import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { FollowUpList, FriendFollowUps, PromiseList, SettledFollowUp } from '../../../shared/contracts/follow-ups.ts';
import { defaultSettings } from '../../../shared/contracts/settings.ts';
import { firstSops } from '../../../shared/domain/sop-starters.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import { followUpBook } from '../../../tests/helpers/follow-up-book.ts';
import { bringIn, record } from '../../../tests/helpers/memory-chats.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { openTestApp } from '../../../tests/helpers/test-app.ts';
import { talkDayReadingFor } from '../suggestions/index.ts';
import { openItems, sopsOf } from './evaluate.ts';
import { followUpStore } from './follow-up-store.ts';
import { dueToday } from './index.ts';
import { shelve } from './shelf.ts';

const app = await openTestApp();
const book = followUpBook(app);
const { day, friend, order, list, brief, parts, everything, pickOf, settle, undo, redo, only, change, timeline } = book;
let round = 0;
beforeEach(() => {
  round++;
  return book.clear();
});
afterAll(() => app.close());

const dayMs = 86_400_000;

describe('steps of templates', () => {
  it('come of parcels that were signed for, one a day, and are done, skipped and put off, each with undo', async () => {
    const li = await friend('李姐');
    await order(li, 9, { signedOn: day(-1) });
    expect(await parts()).toEqual({
      late: [['李姐', '确认收到', day(-1), day(0), null]],
      now: [],
      later: [
        ['李姐', '问问体验', day(1), day(1), null],
        ['李姐', '道谢，请说句真话', day(6), day(6), null],
      ],
    });
    expect((await everything())[0]).toMatchObject({
      words: '李姐，看到签收了，东西都好吗？有磕碰、少件直接拍照给我。',
      missing: [],
      kind: 'service',
    });
    const before = await app.call<{ lastContactAt: number | null }>('friends.get', { id: li });
    await settle('确认收到');
    expect((await app.call<{ lastContactAt: number | null }>('friends.get', { id: li })).lastContactAt).toBe(app.clock.at);
    expect(await timeline(li)).toContainEqual(['touch', '跟进：确认收到']);
    await undo();
    expect((await parts()).late).toHaveLength(1);
    expect(await app.call('friends.get', { id: li })).toMatchObject({ lastContactAt: before.lastContactAt });
    await redo();
    expect((await parts()).late).toEqual([]);
    await app.call('followUps.postpone', { pick: await pickOf('问问体验'), untilOn: day(4) });
    expect((await parts()).later).toEqual([
      ['李姐', '问问体验', day(1), day(4), 'seller'],
      ['李姐', '道谢，请说句真话', day(6), day(6), null],
    ]);
    await settle('道谢，请说句真话', 'skipped');
    expect(await timeline(li)).toContainEqual(['followUp', 'skipped']);
    expect((await app.call<SettledFollowUp[]>('followUps.settled', { limit: 10 })).map(({ title, state }) => [title, state])).toEqual([
      ['道谢，请说句真话', 'skipped'],
      ['确认收到', 'done'],
    ]);
    const [, done] = await app.call<SettledFollowUp[]>('followUps.settled', { limit: 10 });
    await app.call('followUps.reopen', { id: done!.id });
    expect((await parts()).late).toEqual([['李姐', '确认收到', day(-1), day(0), null]]);
    expect(await timeline(li)).not.toContainEqual(['touch', '跟进：确认收到']);
  });

  it('who brought somebody is thanked once she counts, as long as she does', async () => {
    const added = (daysAgo: number) => ({ addedAt: app.clock.now() - daysAgo * dayMs });
    const ming = await friend('小明', added(400));
    const [hong, lan, mei] = [await friend('小红', added(28)), await friend('小兰', added(90)), await friend('小美', added(90))];
    await change({ added: { isOn: false } });
    expect(await everything()).toEqual([]);
    await app.call('referrals.set', { friendId: hong, byId: ming });
    // 30 days have to be over
    expect(await everything()).toEqual([]);
    app.clock.tick(2 * dayMs);
    expect((await everything()).map(brief)).toEqual([['小明', '谢谢介绍', day(0), day(0), null]]);
    expect((await everything())[0]).toMatchObject({ kind: 'ordinary', missing: [] });
    // it hangs on another friend, who is not the one that is thanked
    await app.call('friends.setStatus', { selection: only(hong), status: 'deletedMe' });
    expect(await everything()).toEqual([]);
    await undo();
    await settle('谢谢介绍');
    expect(await everything()).toEqual([]);
    // told long after they came: from the day it was told, and two of one day are one
    app.clock.tick(dayMs);
    await app.call('referrals.set', { friendId: lan, byId: ming });
    await app.call('referrals.set', { friendId: mei, byId: ming });
    expect((await everything()).map(brief)).toEqual([['小明', '谢谢介绍', day(0), day(0), null]]);
    await undo();
    await undo();
    expect(await everything()).toEqual([]);
    app.clock.tick(-3 * dayMs);
  });

  it('one day has one follow-up of a friend, and money comes before thanks', async () => {
    const li = await friend('李姐');
    await order(li, 20, { signedOn: day(-1) });
    const unpaid = await order(li, 1, { paidOn: null });
    expect((await everything()).map(brief)).toEqual([
      ['李姐', '确认收到', day(-1), day(0), null],
      ['李姐', '提醒付款', day(0), day(1), 'crowd'],
      ['李姐', '问问体验', day(1), day(2), 'crowd'],
      ['李姐', '再问一次', day(2), day(3), 'crowd'],
      ['李姐', '道谢，请说句真话', day(6), day(6), null],
    ]);
    const due = await dueToday(app.ctx);
    expect(due.rows(app.ctx, due.placesOf(li)).map(({ title }) => title)).toEqual(['确认收到']);
    expect([due.total, due.weight[li], due.lateDays(li, dayNumber(day(0)))]).toEqual([1, 1, 1]);
    await app.call('followUps.postpone', { pick: await pickOf('提醒付款'), untilOn: day(3) });
    await app.call('orders.setPaid', { ids: [unpaid], paid: true });
    // paid: what asked for the money goes, also what was put off
    expect((await everything()).map(({ title }) => title)).toEqual(['确认收到', '问问体验', '道谢，请说句真话']);
    await change({ signed: { isOn: false } });
    expect(await everything()).toEqual([]);
  });

  it('never the same step twice for the same occasion, whatever is imported again or merged', async () => {
    const [one, two] = [await friend('李姐'), await friend('李姐小号')];
    for (const id of [one, two]) await order(id, 9, { signedOn: day(-1) });
    const { late } = await list();
    for (const { pick } of late.rows) await app.call('followUps.settle', { pick, state: 'skipped' });
    expect((await list()).late.total).toBe(0);
    await app.call('friends.merge', { keepId: one, otherId: two, fields: {} });
    expect((await everything()).map(brief)).toEqual([
      ['李姐', '问问体验', day(1), day(1), null],
      ['李姐', '道谢，请说句真话', day(6), day(6), null],
    ]);
    expect(app.ctx.db.pluck('SELECT count(*) FROM follow_ups').get()).toBe(1);
    await undo();
    expect(app.ctx.db.pluck('SELECT count(*) FROM follow_ups').get()).toBe(2);
    await expect(app.call('followUps.settle', { pick: late.rows[0]!.pick, state: 'done' })).rejects.toMatchObject({ kind: 'changedSince' });
  });

  it('stop with people who are put away, deleted her or are gone', async () => {
    const li = await friend('李姐');
    await order(li, 9, { signedOn: day(0) });
    expect(await everything()).toHaveLength(3);
    for (const status of ['deletedMe', 'blocked']) {
      await app.call('friends.setStatus', { selection: only(li), status });
      expect(await everything(), status).toEqual([]);
    }
    await app.call('friends.setStatus', { selection: only(li), status: 'normal' });
    expect(await everything()).toHaveLength(3);
    await app.call('friends.setArchived', { selection: only(li), archived: true });
    expect(await everything()).toEqual([]);
  });

  it('count from friends added, first orders, repurchase, levels, tags, birthdays and silence', async () => {
    await friend('新朋友', { addedAt: app.clock.at - dayMs });
    const buyer = await friend('老王');
    for (const ago of [67, 47, 27]) await order(buyer, ago);
    const [up, tagged] = [await friend('小升'), await friend('想买的')];
    const born = new Date(app.clock.at + dayMs);
    await friend('寿星', { birthday: { calendar: 'solar', year: null, month: born.getMonth() + 1, day: born.getDate(), leap: false } });
    await friend('话痨', { wxid: `wxid_talk_${round}` });
    app.clock.tick(1000);
    await app.call('trust.setLevel', { selection: only(up), level: 3, reason: '' });
    const { id: tag } = await app.call<Saved>('tags.create', { name: `想买${round}`, groupId: null, color: null });
    await app.call('tags.assign', { selection: only(tagged), tagIds: [tag] });
    const key = `wxid_talk_${round}`;
    await bringIn(app.ctx, {
      conversations: [{ key, externalId: key, name: '话痨', group: false }],
      records: [40, 35, 30, 25, 20].flatMap((ago) => [
        record({ conversation: key, at: app.clock.at - ago * dayMs, text: `${ago}` }),
        record({ conversation: key, at: app.clock.at - ago * dayMs + 60_000, text: '在', direction: 'out' }),
      ]),
    });
    await talkDayReadingFor(app.ctx).now();
    const on = { isOn: true };
    await change({ birthday: on, silent: on, levelUp: on, levelDown: on, tagged: { ...on, tags: [`想买${round}`] } });
    const found = (await everything()).map(({ name, cause, dueOn }) => [name, cause!.sop, cause!.fromOn, dueOn]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['新朋友', 'added', day(-1), day(0)],
        ['新朋友', 'added', day(-1), day(2)],
        // 20 days after the last order of 27 days ago: a week late
        ['老王', 'repurchase', day(-7), day(0)],
        ['小升', 'levelUp', day(0), day(0)],
        ['想买的', 'tagged', day(0), day(0)],
        ['寿星', 'birthday', day(1), day(1)],
        // every 5 days until 20 days ago: silent from 14 days on, 10 being fewer
        ['话痨', 'silent', day(-6), day(-6)],
      ]),
    );
    await order(buyer, 0);
    expect((await everything()).filter(({ name, cause }) => name === '老王' && cause?.sop === 'repurchase')).toEqual([]);
  });

  it('adverts wait for the fatigue guard, and say so; a tag that blocks them drops them', async () => {
    const li = await friend('李姐');
    for (const ago of [60, 40, 20]) await order(li, ago);
    expect((await everything()).map(({ title, on, putOff }) => [title, on, putOff])).toContainEqual(['到日子了', day(0), null]);
    await app.call('touches.log', {
      selection: only(li),
      touchpoint: 'private',
      direction: 'out',
      at: app.clock.at,
      note: '',
      kind: 'privateAdvert',
    });
    const held = (await everything()).find(({ title }) => title === '到日子了')!;
    expect(held.putOff).toBe('guard');
    expect(held.on > day(0)).toBe(true);
    const { id: tag } = await app.call<Saved>('tags.create', { name: '勿扰', groupId: null, color: null });
    await app.call('tags.assign', { selection: only(li), tagIds: [tag] });
    expect((await everything()).filter(({ kind }) => kind === 'privateAdvert')).toEqual([]);
  });
});
describe('a day', () => {
  it('has room for so many: money first, then what came up last; what she set herself is always there, the rest waits', async () => {
    const people = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => friend(name)));
    for (const [n, id] of people.entries()) await order(id, 20, { signedOn: day(-[3, 2, 1, 1][n]!) });
    const numbers = (perDay: number) =>
      app.call('settings.set', { key: 'followUps.numbers', value: { ...defaultSettings['followUps.numbers'], perDay } });
    await change({ signed: { steps: firstSops.signed.steps.slice(0, 1) } });
    await numbers(2);
    const listed = async () => {
      const { late, now, waiting } = await list();
      return [[...late.rows, ...now.rows].map(({ name, title }) => `${name}${title}`), waiting];
    };
    expect(await listed()).toEqual([['丙确认收到', '丁确认收到'], 2]);
    const unpaid = await order(await friend('戊'), 2, { paidOn: null });
    await app.call('followUps.add', { friendId: people[1]!, title: '问孩子', words: '', dueOn: day(0) });
    expect(await listed()).toEqual([['戊提醒付款', '乙问孩子'], 3]);
    await app.call('orders.setPaid', { ids: [unpaid], paid: true });
    expect((await app.call<FollowUpList>('followUps.list', { limit: 9, all: true })).waiting).toBe(0);
    await settle('确认收到');
    // one was done: there is room for what she set, and no more
    expect(await listed()).toEqual([['乙问孩子'], 2]);
    await numbers(3);
    expect(await listed()).toEqual([['丁确认收到', '乙问孩子'], 1]);
  });
});

describe('by hand', () => {
  const add = (friendId: number, title: string, dueOn: string) => app.call<Saved>('followUps.add', { friendId, title, words: '', dueOn });

  it('one stands on its day, is put off, goes late, and takes the day from templates', async () => {
    const li = await friend('李姐');
    await order(li, 9, { signedOn: day(0) });
    await expect(add(li, '昨天的', day(-1))).rejects.toMatchObject({ kind: 'invalidInput' });
    await add(li, '问孩子的事', day(0));
    expect((await everything()).map(brief).slice(0, 2)).toEqual([
      ['李姐', '问孩子的事', day(0), day(0), null],
      ['李姐', '确认收到', day(0), day(1), 'crowd'],
    ]);
    expect((await app.call<FriendFollowUps>('followUps.ofFriend', { friendId: li })).followUps.map(brief)).toEqual(
      (await everything()).map(brief),
    );
    app.clock.tick(2 * dayMs);
    expect((await parts()).late[0]).toEqual(['李姐', '问孩子的事', day(-2), day(0), null]);
    await app.call('followUps.postpone', { pick: await pickOf('问孩子的事'), untilOn: day(3) });
    await expect(app.call('followUps.postpone', { pick: await pickOf('问孩子的事'), untilOn: day(0) })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
    expect((await parts()).later).toContainEqual(['李姐', '问孩子的事', day(-2), day(3), 'seller']);
    await settle('问孩子的事');
    expect(await timeline(li)).toContainEqual(['followUp', 'set']);
    await undo();
    await undo();
    expect((await parts()).late[0]).toEqual(['李姐', '问孩子的事', day(-2), day(0), null]);
  });

  it('one is changed: its words, its day, which takes it back from where it was put off', async () => {
    const li = await friend('李姐');
    const { id } = await add(li, '问孩子', day(1));
    const changed = (more: object) =>
      app.call('followUps.change', { id, title: '问孩子的牙', words: '{称呼}，牙好了吗', dueOn: day(1), ...more });
    await changed({});
    expect((await everything())[0]).toMatchObject({
      title: '问孩子的牙',
      words: '李姐，牙好了吗',
      written: '{称呼}，牙好了吗',
      on: day(1),
    });
    await app.call('followUps.postpone', { pick: { by: 'id', id }, untilOn: day(3) });
    await changed({ dueOn: day(3) });
    expect((await everything()).map(brief)).toEqual([['李姐', '问孩子的牙', day(1), day(3), 'seller']]);
    await changed({ dueOn: day(2) });
    expect((await everything()).map(brief)).toEqual([['李姐', '问孩子的牙', day(2), day(2), null]]);
    await undo();
    expect((await everything()).map(brief)).toEqual([['李姐', '问孩子的牙', day(1), day(3), 'seller']]);
    await expect(changed({ dueOn: day(-1) })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(changed({ words: '{称呼' })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(app.call('followUps.add', { friendId: li, title: '坏', words: '{称呼', dueOn: day(1) })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
    // late, it keeps its day while only words change
    app.clock.tick(6 * dayMs);
    await changed({ title: '牙', dueOn: day(-3) });
    expect((await parts()).late.map(([, title]) => title)).toEqual(['牙']);
    await settle('牙');
    await expect(changed({})).rejects.toMatchObject({ kind: 'changedSince' });
  });

  it('promises are due on their day, kept or not, and in the timeline', async () => {
    const li = await friend('李姐');
    const promises = () => app.call<PromiseList>('followUps.promises', { settled: false, limit: 50 });
    const { id } = await app.call<Saved>('followUps.promise', { friendId: li, text: '补发一箱', dueOn: day(-1) });
    await app.call('followUps.promise', { friendId: li, text: '找便宜的', dueOn: day(3) });
    expect(await promises()).toMatchObject({ total: 2, late: 1, rows: [{ text: '补发一箱', name: '李姐' }, { text: '找便宜的' }] });
    await app.call('followUps.changePromise', { id, state: 'kept', dueOn: day(-1) });
    expect(await promises()).toMatchObject({ total: 1, late: 0 });
    expect(await timeline(li)).toEqual(
      expect.arrayContaining([
        ['promise', 'kept'],
        ['promise', 'made'],
      ]),
    );
    expect(await app.call('followUps.promises', { settled: true, limit: 50 })).toMatchObject({ rows: [{ id, state: 'kept' }] });
    await undo();
    await app.call('followUps.changePromise', { id, state: 'open', dueOn: day(5) });
    expect(await promises()).toMatchObject({ total: 2, late: 0 });
    expect((await app.call<FriendFollowUps>('followUps.ofFriend', { friendId: li })).promises.map(({ text }) => text)).toEqual([
      '找便宜的',
      '补发一箱',
    ]);
  });
});

it('what the host keeps is what the book says, whatever happens, also taken back', async () => {
  await change({
    firstOrder: {},
    silent: { isOn: true },
    levelUp: { isOn: true },
    levelDown: { isOn: true },
    tagged: { isOn: true, tags: ['VIP'] },
  });
  const pick = randomFrom(20261123);
  const tag = await app.call<Saved>('tags.create', { name: 'VIP', color: 'red', groupId: null });
  const people: number[] = [];
  for (let i = 0; i < 6; i++) people.push(await friend(`友${i}`, { addedAt: app.clock.now() - pick(5) * dayMs }));
  const one = () => people[pick(people.length)]!;
  const orders = () => app.ctx.db.pluck('SELECT id FROM orders ORDER BY id DESC LIMIT 8').all() as number[];
  const anOrder = () => orders()[pick(8)] ?? 0;
  const things: Record<string, () => Promise<unknown>> = {
    order: () => order(one(), pick(20), pick(2) ? {} : { signedOn: day(-pick(3)) }),
    unpaid: () => order(one(), pick(4), { paidOn: null }),
    link: () => app.call('orders.link', { id: anOrder(), friendId: one() }),
    mark: () => app.call('orders.mark', { ids: [anOrder()], mark: ['paid', 'signed', 'cancelled'][pick(3)], on: null }),
    touch: () =>
      app.call('touches.log', {
        ...{ selection: only(one()), touchpoint: 'private', direction: pick(2) ? 'in' : 'out', at: app.clock.now() - pick(4) * dayMs },
        ...{ note: '', kind: 'ordinary' },
      }),
    tag: () => app.call(pick(3) ? 'tags.assign' : 'tags.unassign', { selection: only(one()), tagIds: [tag.id] }),
    level: () => app.call('trust.setLevel', { selection: only(one()), level: 1 + pick(6), reason: '' }),
    hand: () => app.call('followUps.add', { friendId: one(), title: '发图', words: '', dueOn: day(pick(3)) }),
    settle: async () => {
      const rows = await everything();
      if (rows.length > 0) await app.call('followUps.settle', { pick: rows[pick(rows.length)]!.pick, state: pick(2) ? 'done' : 'skipped' });
    },
    postpone: async () => {
      const rows = await everything();
      if (rows.length > 0) await app.call('followUps.postpone', { pick: rows[pick(rows.length)]!.pick, untilOn: day(1 + pick(4)) });
    },
    merge: () => app.call('friends.merge', { keepId: one(), otherId: one(), fields: {} }),
    archive: () => app.call('friends.setArchived', { selection: only(one()), archived: pick(3) === 0 }),
    post: async () => {
      const post = { accountId: 1, text: '上新', category: 'offer', state: 'scheduled', assetIds: [], scheduledAt: app.clock.now() };
      const { id } = await app.call<Saved>('posts.create', post);
      await app.call('posts.settle', { id, state: 'posted', at: app.clock.now() });
    },
    undo,
    redo,
  };
  const names = Object.keys(things);
  const done: string[] = [];
  await everything();
  for (let i = 0; i < 120; i++) {
    const name = names[pick(names.length)]!;
    done.push(name);
    // what cannot be (an order that is gone, nothing to take back) is refused and changes nothing
    await things[name]!().catch(() => undefined);
    const items = openItems(app.ctx, { friendIds: null, now: app.clock.now() });
    const book = shelve(items, sopsOf(app.ctx));
    expect({ done: done.slice(-3), shelf: await followUpStore(app.ctx).open() }).toEqual({ done: done.slice(-3), shelf: book });
  }
});
