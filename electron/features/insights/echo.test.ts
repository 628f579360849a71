import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { PostEcho } from '../../../shared/contracts/insights.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { firstIdAt } from '../chats/index.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const hour = 3_600_000;
const day = 24 * hour;
const friends: number[] = [];

/** A post of a week ago that everybody there is by now could see. */
async function posted(): Promise<{ id: number; at: number }> {
  friends.length = 0;
  for (let n = 0; n < 12; n++) friends.push((await book.call<Saved>('friends.create', friendNamed(`好友${n}`))).id);
  const at = book.clock.at - 7 * day;
  const words = { accountId: 1, text: '新果到了', category: 'life', scheduledAt: at, state: 'scheduled', assetIds: [] };
  const { id } = await book.call<Saved>('posts.create', words);
  await book.call('posts.settle', { id, state: 'posted', at });
  return { id, at };
}
const echo = (postId: number) => book.call<PostEcho | null>('results.echo', { postId });

let slot = 0;
function wrote(friendId: number, at: number): void {
  const { db } = book.ctx;
  const chat = db
    .sql("INSERT INTO conversations (account_id, kind, name, friend_id, import_batch_id, created_at) VALUES (1, 'private', '', ?, 1, 0)")
    .run(friendId).lastInsertRowid;
  db.sql("INSERT INTO messages VALUES (?, ?, 0, 0, 0, 0, NULL, 1, '怎么卖')").run(firstIdAt(at) + slot++, chat);
}
function ordered(friendId: number, at: number, status = 1): void {
  book.ctx.db
    .sql(
      `INSERT INTO orders (account_id, source, identity, occurrence, friend_id, buyer_name, buyer_key, receiver, phone, address, at, precision,
         status, status_text, amount_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
       VALUES (1, 'ktt', ?, 0, ?, '', '', '', '', '', ?, 0, ?, '', 9900, 0, '', '', '{}', 0, 0)`,
    )
    .run(`order-${slot++}`, friendId, at, status);
}

test('counts who wrote once and what was ordered by those who saw it, against the same days of the weeks before', async () => {
  const { id, at } = await posted();
  const stranger = (await book.call<Saved>('friends.create', friendNamed('后来的'))).id;
  for (const week of [0, 1, 2, 3, 4]) {
    wrote(friends[0]!, at - week * 7 * day + hour);
    wrote(friends[0]!, at - week * 7 * day + 2 * hour);
    ordered(friends[1]!, at - week * 7 * day + day);
  }
  for (const friendId of friends) wrote(friendId, at + 5 * hour);
  ordered(friends[2]!, at + day);
  ordered(friends[3]!, at + day, 6);
  wrote(stranger, at + hour);
  ordered(stranger, at + hour);
  // neither before it nor behind the 72 hours
  for (const moment of [at - hour, at + 73 * hour]) {
    wrote(friends[5]!, moment);
    ordered(friends[5]!, moment);
  }
  expect(await echo(id)).toEqual({ asked: 12, orders: 2, usual: 2, extra: 12 });
});

test('says nothing while the three days are not in the book, for too few events, and of what nobody knows who saw', async () => {
  const { id, at } = await posted();
  expect(await echo(id)).toBeNull();
  ordered(friends[0]!, at - 28 * day);
  for (const friendId of friends) for (let n = 0; n < 2; n++) ordered(friendId, at + hour + n);
  // the orders were brought in on the day of the post: the other two days are missing
  expect(await echo(id)).toBeNull();
  ordered(friends[0]!, at + 80 * hour);
  expect(await echo(id)).toEqual({ asked: null, orders: 24, usual: 0.25, extra: 23.75 });
  // a chat of the first hours is not all that was said
  wrote(friends[0]!, at + hour);
  expect(await echo(id)).toMatchObject({ asked: null });
  book.ctx.db.sql('DELETE FROM orders WHERE at BETWEEN ? AND ? AND id % 2 = 0').run(at, at + 72 * hour);
  expect(await echo(id)).toBeNull();
  await book.call('posts.settle', { id, state: 'scheduled', at: 0 });
  expect(await echo(id)).toBeNull();
});
