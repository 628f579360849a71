/** Follow-ups and promises as reasons of 今日. */
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import { defaultSettings } from '../../../shared/contracts/settings.ts';
import { openTestApp } from '../../../tests/helpers/test-app.ts';
import { dayMs, todayBook } from '../../../tests/helpers/today-book.ts';

const app = await openTestApp();
const book = todayBook(app);
const { setTemplates, care, namesNow, day, friend, only, touch, setLevel, buy, answer, undo, redo, hand, promised } = book;
const { followUps, openPromises, done } = book;
afterAll(() => app.close());
beforeEach(() => book.clear());

it('a step that is due names its friend although she was contacted lately; doing the name does the step, and one undo takes both back', async () => {
  setTemplates({ signed: {}, unpaid: {} });
  const li = await friend('李姐');
  await buy(li, 5000, 9, { signedOn: day(-1) });
  await touch(li, 2);
  const wang = await friend('王哥');
  await buy(wang, 800, 1, { paidOn: null });
  const { names, followUps: beside } = await care();
  expect(names.map(({ name, due, followUps: theirs }) => [name, due, theirs.map(({ title }) => title)])).toEqual([
    // not told twice: the step is the reminder
    ['王哥', [{ kind: 'followUp', days: 0, count: 1 }], ['提醒付款']],
    ['李姐', [{ kind: 'followUp', days: 1, count: 1 }], ['确认收到']],
  ]);
  expect([names[1]!.factors.due, beside]).toEqual([4, { total: 0, rows: [] }]);
  await done(names[1]!);
  expect(await care()).toMatchObject({ names: [{ name: '王哥' }], cared: 1, done: [{ name: '李姐', what: 'touched', title: '确认收到' }] });
  expect((await followUps()).late.total).toBe(0);
  const [item] = await app.call<TimelineItem[]>('friends.timeline', { friendId: li, limit: 1 });
  expect(item).toMatchObject({ kind: 'touch', details: { note: '跟进：确认收到' } });
  // another window still shows it: nothing is done twice
  await expect(done(names[1]!)).rejects.toMatchObject({ kind: 'changedSince' });
  await undo();
  expect(await namesNow()).toEqual(['王哥', '李姐']);
  await redo();
  expect([await namesNow(), (await followUps()).late.total]).toEqual([['王哥'], 0]);
  // paid: what asked for the reminder is gone
  const unpaid = app.ctx.db.pluck('SELECT id FROM orders WHERE friend_id = ?').get(wang);
  await app.call('orders.mark', { ids: [unpaid], mark: 'paid', on: null });
  expect((await care()).names).toMatchObject([{ name: '王哥', due: [], followUps: [] }]);
});

it('a promise that is due is a reason, is kept with the name, and a birthday is wished along', async () => {
  const today = new Date(app.clock.now());
  const birthday = { calendar: 'solar', year: 1990, month: today.getMonth() + 1, day: today.getDate(), leap: false };
  const li = await friend('李姐', { birthday });
  await promised(li, '寄样品', 0);
  await promised(li, '发报价', 0);
  await promised(li, '以后的', 3);
  app.clock.tick(2 * dayMs);
  const list = await care();
  expect(list.names[0]).toMatchObject({ due: [{ kind: 'owed', days: 2, count: 2 }], promises: [{ text: '寄样品' }, { text: '发报价' }] });
  await done(list.names[0]!);
  expect((await openPromises()).map(({ text }) => text)).toEqual(['以后的']);
  expect(await namesNow()).toEqual([]);
  await undo();
  expect(await openPromises()).toHaveLength(3);
  expect(await namesNow()).toEqual(['李姐']);
  const wu = await friend('小吴', { birthday: { ...birthday, day: new Date(app.clock.now()).getDate() } });
  await hand(wu, '送样');
  const [first] = (await care()).names.filter(({ name }) => name === '小吴');
  await done(first!);
  expect(app.ctx.db.pluck('SELECT touchpoint FROM touches WHERE friend_id = ?').all(wu)).toEqual(['birthday']);
  expect((await followUps()).now.rows.map(({ name }) => name)).not.toContain('小吴');
});

it('put off, a name takes what is due along; put back, it brings it again; beside the names stands who is not named', async () => {
  setTemplates({ signed: {} });
  await app.call('settings.set', { key: 'today.rules', value: { ...defaultSettings['today.rules'], minutes: 5, perName: 5 } });
  const li = await friend('李姐');
  await setLevel(li, 4);
  await buy(li, 5000, 9, { signedOn: day(0) });
  const byHand = await hand(li, '问尺码');
  const wang = await friend('王哥');
  await hand(wang, '发图');
  await promised(wang, '寄样品');
  expect(await care()).toMatchObject({
    names: [{ name: '李姐', followUps: [{ title: '问尺码' }] }],
    followUps: { total: 1, rows: [{ name: '王哥', title: '发图' }] },
    promises: { total: 1, rows: [{ text: '寄样品' }] },
  });
  await answer({ answer: 'later', friendId: li, untilOn: day(2) });
  expect(await care()).toMatchObject({ names: [{ name: '王哥' }], followUps: { total: 0 }, promises: { total: 0 } });
  expect((await followUps()).later.rows.filter(({ on }) => on === day(2)).map(({ title }) => title)).toEqual(['问尺码']);
  await answer({ answer: 'back', friendId: li });
  expect((await care()).names).toMatchObject([{ name: '李姐', followUps: [{ title: '问尺码' }] }]);
  expect(app.ctx.db.pluck('SELECT until_on FROM follow_ups WHERE id = ?').get(byHand)).toBe(null);
  await undo();
  expect(await namesNow()).toEqual(['王哥']);
  await undo();
  expect(await namesNow()).toEqual(['李姐']);
  // a step of a template that was only due leaves no row behind
  await app.call('followUps.settle', { pick: { by: 'id', id: byHand }, state: 'skipped' });
  const kept = () => app.ctx.db.pluck("SELECT count(*) FROM follow_ups WHERE sop = 'signed'").get();
  await answer({ answer: 'skipped', friendId: li });
  expect(kept()).toBe(1);
  await answer({ answer: 'back', friendId: li });
  expect(kept()).toBe(0);
  // what is due with one who was merged or erased goes where she goes
  await app.call('friends.merge', { keepId: wang, otherId: li, fields: {} });
  expect((await care()).names).toMatchObject([{ name: '王哥', followUps: [{ title: '发图' }], promises: [{ text: '寄样品' }] }]);
  await undo();
  expect(await namesNow()).toEqual(['李姐']);
});

it('a post that is marked, a tag, an order and its undo have only those looked at again whom they are about', async () => {
  setTemplates({ firstOrder: {}, tagged: { tags: ['VIP'] } });
  const [li, wang] = [await friend('李姐'), await friend('王哥')];
  await touch(li, 3);
  await touch(wang, 3);
  expect(await namesNow()).toEqual([]);
  const first = await buy(li, 5000, 0);
  expect(await namesNow()).toEqual(['李姐']);
  await app.call('orders.link', { id: first, friendId: wang });
  expect(await namesNow()).toEqual(['王哥']);
  await undo();
  expect(await namesNow()).toEqual(['李姐']);
  await undo();
  expect(await namesNow()).toEqual([]);
  const tag = await app.call<Saved>('tags.create', { name: 'VIP', color: 'red', groupId: null });
  await app.call('tags.assign', { selection: only(wang), tagIds: [tag.id] });
  expect(await namesNow()).toEqual(['王哥']);
  await undo();
  expect(await namesNow()).toEqual([]);
});
