import { expect, test } from 'vitest';
import type { Post, PostState } from '../../../shared/contracts/calendar.ts';
import type { FollowUp, Promised } from '../../../shared/contracts/follow-ups.ts';
import type { BirthdayDue } from '../../../shared/contracts/friends.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { CareName } from '../../../shared/contracts/today.ts';
import { laterToday, makeAgenda, postOf } from './agenda.ts';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-22T10:00');
const post = (id: number, time: string, state: PostState, settledAt: string | null = null): Post => ({
  id,
  accountId: 1,
  title: '',
  text: `第 ${id} 条`,
  category: 'life',
  channel: 'moments',
  audience: everybody,
  contentId: null,
  siblingKey: null,
  siblings: 0,
  heads: null,
  recurrenceId: null,
  occurrenceOn: null,
  scheduledAt: at(time),
  state,
  settledAt: settledAt === null ? null : at(settledAt),
  assets: [],
  createdAt: 0,
  updatedAt: 0,
});
const birthday = (friendId: number, on: string, wished = false, trustLevel = 3): BirthdayDue => ({
  friendId,
  name: `好友${friendId}`,
  accountId: 1,
  trustLevel,
  birthday: { calendar: 'solar', year: null, month: 11, day: 22, leap: false },
  on,
  turns: null,
  wished,
});
const none = { names: [], followUps: { total: 0, rows: [] }, promises: { total: 0, rows: [] } };

test('unanswered posts come first, a post of this morning is asked about only once', () => {
  const missed = post(1, '2026-11-21T20:00', 'scheduled');
  const morning = post(2, '2026-11-22T08:00', 'scheduled');
  const evening = post(3, '2026-11-22T20:00', 'scheduled');
  const agenda = makeAgenda(none, [missed, morning], [missed, morning, evening], [], now);
  expect(agenda.walk.map((item) => [item.kind, item.key])).toEqual([
    ['overdue', 'post-1'],
    ['overdue', 'post-2'],
    ['post', 'post-3'],
  ]);
  expect(agenda.open).toBe(3);
});

const lime: CareName = {
  ...{ friendId: 7, name: '青柠', level: 4, due: [], silentDays: 40, rhythm: null, isNew: false, money: 5, paidFen: 0 },
  ...{ followUps: [], promises: [] },
  factors: { value: 1, trust: 1, due: 1, silence: 1, score: 1 },
};

test('whom to care for comes first', () => {
  const agenda = makeAgenda({ ...none, names: [lime] }, [post(1, '2026-11-21T20:00', 'scheduled')], [], [], now);
  expect([agenda.walk.map(({ key }) => key), agenda.open]).toEqual([['name-7', 'post-1'], 2]);
  expect(agenda.walk.map((item) => postOf(item)?.id)).toEqual([undefined, 1]);
});

test('follow-ups and promises that no name stands for come behind the posts; whose birthday is a reason of a name is not told twice', () => {
  const one: FollowUp = {
    ...{ pick: { by: 'id', id: 3 }, friendId: 8, name: '红豆', cause: null, title: '发图', words: '', missing: [], written: null },
    ...{ kind: 'ordinary', minutes: 2, dueOn: '2026-11-22', on: '2026-11-22', putOff: null },
  };
  const owed: Promised = {
    ...{ id: 4, friendId: 8, name: '红豆', text: '寄样品', dueOn: '2026-11-22', state: 'open', createdAt: 0, settledAt: null },
  };
  const care = { names: [lime], followUps: { total: 12, rows: [one] }, promises: { total: 1, rows: [owed] } };
  const agenda = makeAgenda(
    care,
    [],
    [post(1, '2026-11-22T20:00', 'scheduled')],
    [birthday(7, '2026-11-22'), birthday(9, '2026-11-22')],
    now,
  );
  expect(agenda.walk.map(({ key }) => key)).toEqual(['name-7', 'post-1', 'follow-up-id-3', 'promise-4', 'birthday-9']);
  expect(agenda.open).toBe(1 + 1 + 12 + 1 + 1);
});

test('a post of just before midnight stays to be posted until it is asked about', () => {
  const last = post(1, '2026-11-21T23:58', 'scheduled');
  expect(makeAgenda(none, [], [last], [], at('2026-11-22T00:03')).posts.map((item) => item.key)).toEqual(['post-1']);
  expect(makeAgenda(none, [last], [last], [], at('2026-11-22T00:04')).walk.map((item) => item.kind)).toEqual(['overdue']);
  expect(makeAgenda(none, [], [last], [], at('2026-11-22T00:04')).posts).toEqual([]);
});

test('a plan of this morning stays in the list of today, one of yesterday or tomorrow does not', () => {
  const agenda = makeAgenda(
    none,
    [],
    [post(1, '2026-11-22T07:00', 'planned'), post(2, '2026-11-21T07:00', 'planned'), post(3, '2026-11-23T00:00', 'planned')],
    [],
    now,
  );
  expect(agenda.posts.map((item) => item.key)).toEqual(['post-1']);
});

test('done is what was settled today, whenever it was planned', () => {
  const late = post(1, '2026-11-19T20:00', 'posted', '2026-11-22T09:30');
  const skipped = post(2, '2026-11-22T08:00', 'skipped', '2026-11-22T09:40');
  const old = post(3, '2026-11-21T20:00', 'posted', '2026-11-21T20:01');
  expect(makeAgenda(none, [], [late, skipped, old], [], now).done.map((item) => item.key)).toEqual(['done-2', 'done-1']);
});

test('birthdays of today stand in the list, later ones below by day and level', () => {
  const agenda = makeAgenda(
    none,
    [],
    [],
    [birthday(1, '2026-11-22'), birthday(2, '2026-11-22', true), birthday(3, '2026-11-24'), birthday(4, '2026-11-24', false, 6)],
    now,
  );
  expect(agenda.birthdays.map((item) => item.key)).toEqual(['birthday-1', 'birthday-2']);
  expect(agenda.upcoming.map((due) => due.friendId)).toEqual([4, 3]);
  expect(agenda.open).toBe(1);
});

test('later today is the evening, then the next hour, and never tomorrow', () => {
  expect(laterToday(now)).toBe(at('2026-11-22T20:00'));
  expect(laterToday(at('2026-11-22T19:45'))).toBe(at('2026-11-22T20:00'));
  expect(laterToday(at('2026-11-22T20:10'))).toBe(at('2026-11-22T21:00'));
  expect(laterToday(at('2026-11-22T23:20'))).toBe(at('2026-11-22T23:55'));
  expect(laterToday(at('2026-11-22T23:57'))).toBe(at('2026-11-22T23:58'));
});
