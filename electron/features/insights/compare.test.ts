import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import { type ComparedPosts, type CompareKey, type Comparison, compareKeys } from '../../../shared/contracts/insights.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { localDay } from '../../platform/clock.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
  const more = { wxid: null, role: null, category: null, capacity: 10_000, standing: 'normal', note: null };
  await app.call('accounts.create', { name: '小号', ...more });
});
afterAll(() => app.close());

const [hour, day] = [3_600_000, 86_400_000];
const on = (back: number) => localDay(app.clock.at - back * day);
const pickOne = <T>(pick: (n: number) => number, list: readonly T[]): T => list[pick(list.length)]!;

async function addPost(pick: (n: number) => number): Promise<number> {
  const at = app.clock.at - pick(60) * day - pick(24) * hour;
  const { id } = await app.call<Saved>('posts.create', {
    ...{ accountId: 1 + pick(2), text: '一条', scheduledAt: at, state: 'scheduled', assetIds: [] },
    ...{ category: pickOne(pick, ['life', 'offer', 'tips']), channel: pickOne(pick, ['moments', 'group']) },
  });
  if (pick(6) > 0) await app.call('posts.settle', { id, state: pick(6) > 0 ? 'posted' : 'skipped', at });
  return id;
}

/** Bought, unpaid, wholly given back, more given back than paid, or of a day still to come. */
function addOrder(pick: (n: number) => number): number {
  const [status, paid, refund] = pickOne(pick, [
    [1, 9900, 0],
    [3, null, 0],
    [4, 9900, 3000],
    [0, null, 0],
    [5, 9900, 9900],
    [1, 9900, 99_000],
  ] as const);
  const at = app.clock.at + (pick(12) === 0 ? 3 : -pick(50)) * day;
  return Number(
    app.ctx.db
      .sql(
        `INSERT INTO orders (account_id, source, identity, occurrence, buyer_name, buyer_key, receiver, phone, address, at, precision, status,
           status_text, amount_fen, paid_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
         VALUES (1, 'ktt', hex(randomblob(8)), 0, '王阿姨', '', '', '', '', ?, 0, ?, '', 9900, ?, ?, '', '', '{}', 0, 0)`,
      )
      .run(at, status, paid, refund).lastInsertRowid,
  );
}

/** The table as a child would reckon it: each kind by itself, each order by itself. */
function naive(by: CompareKey, fromOn: string, toOn: string, accountId: number | null) {
  const { db } = app.ctx;
  const keys: Record<CompareKey, string> = {
    ...{ category: 'category', channel: 'channel', account: "account_id || ''", form: "'text'" },
    hour: "strftime('%H', settled_at / 1000, 'unixepoch', 'localtime')",
  };
  const posts = db
    .sql(
      `SELECT id, ${keys[by]} AS key FROM posts WHERE state = 'posted' AND settled_at <= ?
        AND date(settled_at / 1000, 'unixepoch', 'localtime') BETWEEN ? AND ? AND (? IS NULL OR account_id = ?)`,
    )
    .all(app.clock.at, fromOn, toOn, accountId, accountId) as { id: number; key: string }[];
  const outcome = (ids: readonly number[]) => {
    const list = `(${ids.join(', ')})`;
    const told = db
      .sql(
        `SELECT count(*) AS counted, coalesce(sum(likes), 0) AS likes, coalesce(sum(comments), 0) AS comments,
          coalesce(sum(privates), 0) AS privates, coalesce(sum(deals), 0) AS deals FROM post_results WHERE post_id IN ${list}`,
      )
      .get() as Record<string, number>;
    const sold = db
      .sql(
        `SELECT count(*) AS orders, coalesce(sum(coalesce(paid_fen, amount_fen) - refund_fen), 0) AS fen FROM orders
         WHERE id IN (SELECT order_id FROM post_orders WHERE post_id IN ${list}) AND status IN (1, 2, 3, 4) AND at <= ?
           AND refund_fen <= max(amount_fen, coalesce(paid_fen, 0)) AND coalesce(paid_fen, amount_fen) > refund_fen`,
      )
      .get(app.clock.at) as Record<string, number>;
    return { posts: ids.length, ...told, ...sold };
  };
  const scores = (ids: readonly number[]) =>
    (
      db
        .pluck(`SELECT likes + 3 * comments + 5 * privates + 20 * deals FROM post_results WHERE post_id IN (${ids.join(', ')})`)
        .all() as number[]
    ).sort((a, b) => a - b);
  const middle = (all: number[]) => (all.length === 0 ? null : (all[(all.length - 1) >> 1]! + all[all.length >> 1]!) / 2);
  const kinds = Map.groupBy(posts, ({ key }) => key);
  const groups = [...kinds].map(([key, of]) => {
    const ids = of.map(({ id }) => id);
    return [key, { ...outcome(ids), median: middle(scores(ids)) }] as const;
  });
  return {
    total: outcome(posts.map(({ id }) => id)),
    groups: Object.fromEntries(groups),
    ids: posts.map(({ id }) => id).sort((a, b) => a - b),
  };
}

it('says what plain SQL says, by every kind, of any days and accounts, and each row opens its posts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      for (const table of ['post_orders', 'post_results', 'posts', 'orders']) app.ctx.db.sql(`DELETE FROM ${table}`).run();
      const pick = randomFrom(seed);
      const orders = Array.from({ length: 12 }, () => addOrder(pick));
      for (let i = 0; i < 25; i++) {
        const postId = await addPost(pick);
        const isPosted = app.ctx.db.pluck("SELECT state = 'posted' FROM posts WHERE id = ?").get(postId) === 1;
        if (!isPosted || pick(3) === 0) continue;
        const orderIds = [...new Set([pickOne(pick, orders), pickOne(pick, orders)])].slice(pick(3));
        await app.call('results.save', {
          postId,
          likes: pick(40),
          comments: pick(9),
          privates: pick(5),
          deals: pick(3),
          note: '',
          orderIds,
        });
      }
      const from = pick(70);
      const [fromOn, toOn, accountId] = [on(from), on(pick(from + 1)), pickOne(pick, [null, 1, 2])];
      for (const by of compareKeys) {
        const days = { by, fromOn, toOn, accountId };
        const { total, groups } = await app.call<Comparison>('results.compare', days);
        const expected = naive(by, fromOn, toOn, accountId);
        expect(total).toEqual(expected.total);
        expect(Object.fromEntries(groups.map(({ key, verdict: _, ...group }) => [key, group]))).toEqual(expected.groups);
        const all = await app.call<ComparedPosts>('results.posts', { ...days, key: null });
        expect(all.posts.map(({ postId }) => postId).sort((a, b) => a - b)).toEqual(expected.ids);
        for (const { key, posts, counted } of groups) {
          const of = await app.call<ComparedPosts>('results.posts', { ...days, key });
          expect([of.total, of.posts.filter(({ score }) => score !== null).length]).toEqual([posts, counted]);
        }
      }
    }),
    { numRuns: 5, seed: 20261123 },
  );
});

it('refuses days that are still to come, and tells nothing of a kind that is not there', async () => {
  const ask = (more: object) =>
    app.call<Comparison>('results.compare', { by: 'category', fromOn: on(3), toOn: on(0), accountId: null, ...more });
  await expect(ask({ fromOn: on(-1), toOn: on(-2) })).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(ask({ by: 'weather' })).rejects.toMatchObject({ kind: 'invalidInput' });
  const none = await app.call<ComparedPosts>('results.posts', {
    by: 'category',
    fromOn: on(3),
    toOn: on(0),
    accountId: null,
    key: 'nothing',
  });
  expect(none).toEqual({ total: 0, posts: [] });
});
