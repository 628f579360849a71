import type { PostEcho } from '../../../shared/contracts/insights.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { echoOf } from '../../../shared/domain/post-results.ts';
import { addWallDays } from '../../../shared/domain/wall-time.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { unpackIds } from '../../platform/id-pack.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { firstIdAt, timeOf } from '../chats/index.ts';

/** An order, or a friend asking, within this time may have come of a post (domain rules: echo). */
export const echoMs = 72 * 3_600_000;
/** the same three days of so many weeks before are what is usual */
const weeksBefore = 4;
/** so many messages are looked through in a few milliseconds */
const mostMessagesHere = 20_000;
const cancelled = orderStatuses.indexOf('cancelled');

interface Window {
  from: number;
  to: number;
}

/** Counts for those who could see the post, in the time that a kind of event is known for. */
interface Source {
  /** ms UTC; null = there are none at all */
  first: number | null;
  last: number | null;
  count(window: Window): number;
}

/**
 * Echo of a moment (domain rules): who of those that could see it wrote, and what they ordered, in the three days after it, against the same
 * three days of the weeks before. Chats and orders come in by files: what does not reach to the end of the three days is left out, and
 * null = nothing to tell, for this, for an unknown audience, or for too few events.
 */
export const echoCommand = defineCommand<{ postId: number; messages: number }, PostEcho | null>({
  name: 'insights.echo',
  writes: false,
  thread: 'reader',
  heavy: ({ messages }) => messages > mostMessagesHere,
  run(ctx, { postId }) {
    const post = ctx.db
      .sql(
        `SELECT settled_at AS at, friend_ids AS bytes FROM posts JOIN post_audiences ON post_id = posts.id
         WHERE posts.id = ? AND state = 'posted' AND channel = 'moments'`,
      )
      .get(postId) as { at: number; bytes: Buffer } | undefined;
    if (!post) return null;
    const viewers = new Set(unpackIds(post.bytes));
    const after = { from: post.at, to: post.at + echoMs };
    const [chats, orders] = [chatsOf(ctx, viewers), ordersOf(ctx, viewers)].map((source) =>
      source.last !== null && source.last >= after.to && ctx.clock.now() >= after.to ? source : null,
    ) as [Source | null, Source | null];
    const known = [chats, orders].filter((source) => source !== null);
    const begin = Math.max(...known.map(({ first }) => first!));
    const before = Array.from({ length: weeksBefore }, (_, week) => addWallDays(post.at, -7 * (week + 1)))
      .map((from) => ({ from, to: from + echoMs }))
      .filter(({ from }) => from >= begin);
    const events = (window: Window) => known.reduce((sum, source) => sum + source.count(window), 0);
    const echo = known.length === 0 ? null : echoOf(events(after), before.map(events));
    return echo && { asked: chats?.count(after) ?? null, orders: orders?.count(after) ?? null, ...echo };
  },
});

/** How many messages there are: decides where they are looked through. */
export const countMessages = (ctx: ServiceContext): number =>
  ctx.db.pluck('SELECT coalesce(sum(message_count), 0) FROM conversations').get() as number;

/** Friends who wrote in private, each once in a window. */
function chatsOf(ctx: ServiceContext, viewers: ReadonlySet<number>): Source {
  const edge = (which: 'min' | 'max') => ctx.db.pluck(`SELECT ${which}(id) FROM messages`).get() as number | null;
  const [first, last] = [edge('min'), edge('max')].map((id) => (id === null ? null : timeOf(id))) as [number | null, number | null];
  const wrote = ctx.db.pluck(
    `SELECT DISTINCT friend_id FROM messages m JOIN conversations c ON c.id = conversation_id
     WHERE m.id >= ? AND m.id < ? AND direction = 0 AND c.kind = 'private' AND friend_id IS NOT NULL`,
  );
  return { first, last, count: ({ from, to }) => among(viewers, wrote.all(firstIdAt(from), firstIdAt(to)) as number[]) };
}

/** Orders that were not called off. */
function ordersOf(ctx: ServiceContext, viewers: ReadonlySet<number>): Source {
  const edge = (which: 'min' | 'max') => ctx.db.pluck(`SELECT ${which}(at) FROM orders`).get() as number | null;
  const ordered = ctx.db.pluck('SELECT friend_id FROM orders WHERE at >= ? AND at < ? AND friend_id IS NOT NULL AND status <> ?');
  return { first: edge('min'), last: edge('max'), count: ({ from, to }) => among(viewers, ordered.all(from, to, cancelled) as number[]) };
}

const among = (viewers: ReadonlySet<number>, ids: readonly number[]): number => ids.reduce((sum, id) => sum + (viewers.has(id) ? 1 : 0), 0);
