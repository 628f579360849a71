import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { GuardFriend } from '../../../shared/contracts/guard.ts';
import type { FriendWeek } from '../../../shared/contracts/insights.ts';
import { defaultSettings } from '../../../shared/contracts/settings.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { localDay } from '../../platform/clock.ts';
import { packIds } from '../../platform/id-pack.ts';

let book: TestApp;
let friend: number;
let other: number;
beforeEach(async () => {
  book = await openTestApp();
  friend = (await book.call<Saved>('friends.create', friendNamed('林姐'))).id;
  other = (await book.call<Saved>('friends.create', friendNamed('王哥'))).id;
});
afterEach(() => book.close());

const hour = 3_600_000;
const day = 24 * hour;
const weekOf = (ago: number) =>
  book.call<FriendWeek>('insights.friendWeek', { friendId: friend, fromOn: localDay(book.clock.at - ago * day) });
const post = (more: Record<string, unknown>) =>
  book.call<Saved>('posts.create', {
    ...{
      accountId: 1,
      text: '脐橙',
      category: 'offer',
      channel: 'moments',
      scheduledAt: book.clock.at + day,
      state: 'scheduled',
      assetIds: [],
    },
    ...more,
  });
const queue = (name: string, kind = 'privateAdvert') =>
  book.call<Saved>('sending.create', {
    ...{ name, kind, text: '到货了', assetIds: [], contentId: null, keepMissing: false },
    source: { by: 'selection', selection: { by: 'ids', ids: [friend] } },
  });
const touch = (kind: string, ago: number) =>
  book.call('touches.log', {
    ...{ touchpoint: 'private', direction: 'out', at: book.clock.at - ago, note: '', kind },
    selection: { by: 'ids', ids: [friend] },
  });

test('lists what is still to go to her alone in the order in which the guard will let it, and what has no moment apart', async () => {
  await touch('privateAdvert', 2 * hour);
  await queue('今天的团');
  await queue('明天的团');
  const { id: resting } = await queue('先停着的');
  await book.call('sending.setState', { queueId: resting, state: 'paused' });
  await queue('到货通知', 'service');
  await post({ channel: 'private', scheduledAt: book.clock.at + 5 * day, text: '月底的团' });
  await post({ channel: 'group' });
  const { items, waiting } = await weekOf(1);
  const coming = items.filter(({ state }) => state === 'coming').map(({ kind, text, weight, at }) => [kind, text, weight, localDay(at)]);
  // one a day, and no earlier than the load of all before it allows; service words never wait
  expect(coming).toEqual([
    ['queue', '到货通知', 0.3, localDay(book.clock.at)],
    ['queue', '今天的团', 3, localDay(book.clock.at + day)],
    ['queue', '明天的团', 3, localDay(book.clock.at + 3 * day)],
  ]);
  expect(waiting).toEqual([{ name: '先停着的', why: 'paused' }]);
  const next = await book.call<FriendWeek>('insights.friendWeek', { friendId: friend, fromOn: localDay(book.clock.at + 6 * day) });
  expect(next.items.map(({ kind, channel, text }) => [kind, channel, text])).toEqual([['post', 'private', '月底的团']]);

  const { id: tag } = await book.call<Saved>('tags.create', { name: '勿扰', groupId: null, color: null });
  await book.call('tags.assign', { selection: { by: 'ids', ids: [friend] }, tagIds: [tag] });
  const spared = await weekOf(1);
  expect(spared.items.filter(({ state }) => state === 'coming').map(({ text }) => text)).toEqual(['到货通知']);
  expect(spared.waiting.map(({ name, why }) => `${name} ${why}`).sort()).toEqual(
    ['先停着的 paused', '今天的团 blocked', '明天的团 blocked', '月底的团 blocked'].sort(),
  );
});

/** What the listed entries come to at a moment, reckoned in the plainest way. */
function naive({ items, carried }: FriendWeek, fromAt: number, at: number): number {
  const leaves = defaultSettings['guard.replyLeaves'];
  const halfLife = defaultSettings['guard.halfLifeDays'] * day;
  const parts = [{ at: fromAt, weight: carried }, ...items.filter(({ direction }) => direction === 'out')];
  const replies = items.filter((item) => item.direction === 'in' && item.at <= at);
  return parts
    .filter((part) => part.at <= at)
    .reduce((sum, part) => {
      const since = replies.filter((reply) => (part === parts[0] ? reply.at >= part.at : reply.at > part.at)).length;
      return sum + part.weight * leaves ** since * 2 ** ((part.at - at) / halfLife);
    }, 0);
}

test('the load is that of the entries that are listed, and now it is the guard’s', async () => {
  const moment = fc.integer({ min: -20 * 24 * 60, max: 12 * 24 * 60 }).map((minutes) => minutes * 60_000);
  const past = fc.integer({ min: 1, max: 20 * 24 * 60 }).map((minutes) => minutes * 60_000);
  const audience = fc.constantFrom('all', 'hers', 'others');
  const facts = fc.record({
    touches: fc.array(fc.record({ ago: past, kind: fc.constantFrom(...touchKinds), hers: fc.boolean() }), { maxLength: 12 }),
    shown: fc.array(
      fc.record({ ago: past, offer: fc.boolean(), channel: fc.constantFrom('moments', 'group', 'private'), sees: fc.boolean() }),
      { maxLength: 6 },
    ),
    planned: fc.array(
      fc.record({ in: moment, offer: fc.boolean(), channel: fc.constantFrom('moments', 'private', 'group', 'douyin'), for: audience }),
      { maxLength: 6 },
    ),
    queues: fc.array(fc.record({ kind: fc.constantFrom('privateAdvert', 'massSend', 'liveInvite', 'service', 'ordinary'), in: moment }), {
      maxLength: 4,
    }),
    weeks: fc.integer({ min: -2, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(facts, async ({ touches, shown, planned, queues, weeks }) => {
      const { db, clock } = book.ctx;
      const now = clock.now();
      for (const table of ['send_items', 'send_queues', 'touches', 'post_audiences', 'posts']) db.sql(`DELETE FROM ${table}`).run();
      const insertTouch = db.sql("INSERT INTO touches (friend_id, at, touchpoint, direction, kind) VALUES (?, ?, 'private', ?, ?)");
      for (const { ago, kind, hers } of touches)
        insertTouch.run(friend, now - ago, hers ? 'in' : 'out', hers ? 0 : touchKinds.indexOf(kind));
      const insertPost = db.sql(
        `INSERT INTO posts (account_id, text, category, channel, audience, scheduled_at, state, settled_at, created_at, updated_at)
         VALUES (1, '脐橙', ?, ?, ?, ?, ?, ?, 1, ?)`,
      );
      const only = (id: number) => ({ mode: 'only', tagIds: [], levels: [id === friend ? 1 : 6], segmentIds: [] });
      let stamp = 1;
      for (const { ago, offer, channel, sees } of shown) {
        const at = now - ago;
        // what was kept for others than moments by an older version must not count
        const { lastInsertRowid } = insertPost.run(offer ? 'offer' : 'life', channel, '{"mode":"all"}', at, 'posted', at, stamp++);
        db.sql('INSERT INTO post_audiences (post_id, heads, friend_ids) VALUES (?, 1, ?)').run(
          lastInsertRowid,
          packIds(Float64Array.of(sees ? friend : other)),
        );
      }
      for (const { in: ahead, offer, channel, for: whom } of planned) {
        const of = whom === 'all' ? { mode: 'all', tagIds: [], levels: [], segmentIds: [] } : only(whom === 'hers' ? friend : other);
        insertPost.run(offer ? 'offer' : 'life', channel, JSON.stringify(of), now + ahead, 'scheduled', null, stamp++);
      }
      for (const { kind, in: ahead } of queues) {
        const { lastInsertRowid } = db
          .sql(
            "INSERT INTO send_queues (name, text, kind, audience, state, created_at, updated_at) VALUES ('名单', '到货了', ?, '{}', 'open', 1, 1)",
          )
          .run(touchKinds.indexOf(kind));
        db.sql("INSERT INTO send_items (queue_id, friend_id, place, state, snoozed_until) VALUES (?, ?, 0, 'waiting', ?)").run(
          lastInsertRowid,
          friend,
          ahead > 0 ? now + ahead : null,
        );
      }
      const fromOn = localDay(now - 3 * day + weeks * 7 * day);
      const fromAt = new Date(`${fromOn}T00:00`).getTime();
      const week = await book.call<FriendWeek>('insights.friendWeek', { friendId: friend, fromOn });
      expect(week.items.map(({ at }) => at)).toEqual(week.items.map(({ at }) => at).toSorted((a, b) => a - b));
      for (const [i, { load }] of week.loads.entries()) {
        const end = new Date(`${fromOn}T00:00`).setDate(new Date(`${fromOn}T00:00`).getDate() + i + 1) - 1;
        expect(load).toBeCloseTo(naive(week, fromAt, end), 6);
      }
      if (weeks !== 0) return;
      const soFar = { ...week, items: week.items.filter(({ state }) => state === 'shown') };
      const { load } = await book.call<GuardFriend>('guard.friend', { friendId: friend });
      expect(naive(soFar, fromAt, now)).toBeCloseTo(load, 2);
    }),
    { numRuns: 40 },
  );
});
