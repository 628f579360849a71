import type { Birthday } from '../../../shared/contracts/friends.ts';
import type { Explanation, SegmentRule } from '../../../shared/contracts/segments.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { daysBetween } from '../../../shared/domain/birthday.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import { type FactsWorld, type FriendFacts, judge } from '../../../shared/domain/segment-reference.ts';
import { testsOf } from '../../../shared/domain/segment-rule.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { birthdayOf, friendIndex, readFriend } from '../friends/index.ts';
import { oddMoneySql } from '../orders/index.ts';
import { pointBalances } from '../points/index.ts';
import { birthdaysOn } from './birthdays.ts';
import { needsOf, testsIn } from './counting.ts';
import { postsSeenBy } from './fact-load.ts';
import { layersOf, layersOfFriend } from './layers.ts';
import { Inventory, requireWhole, rulesOf, savedSegments } from './segments.queries.ts';

/**
 * Everything rules may ask of one friend, straight out of SQLite.
 * @param seenFrom posts she could see are read from this moment on (ms UTC); null = not asked for
 * @throws AppError `notFound`
 */
function readFacts(ctx: ServiceContext, friendId: number, seenFrom: number | null): FriendFacts {
  const friend = readFriend(ctx, friendId);
  return {
    archived: friend.archived_at !== null,
    gender: friend.gender,
    ageBand: friend.age_band,
    incomeBand: friend.income_band,
    tie: friend.tie,
    region: friend.region,
    source: friend.source_text,
    interests: JSON.parse(friend.interests) as string[],
    birthday: birthdayOf(friend),
    tagIds: ctx.db.pluck('SELECT tag_id FROM friend_tags WHERE friend_id = ? ORDER BY tag_id').all(friendId) as number[],
    level: friend.trust_level,
    levelSince: friend.trust_since_at,
    accountId: friend.account_id,
    channelId: friend.channel_id,
    status: friend.status,
    importBatchId: friend.import_batch_id,
    addedAt: friend.added_at,
    createdAt: friend.created_at,
    lastContact: friend.last_contact_at,
    points: pointBalances(ctx, [friendId]).get(friendId) ?? 0,
    chats: readChats(ctx, friendId),
    orders: readOrders(ctx, friendId),
    touches: readTouches(ctx, friendId),
    seen: seenFrom === null ? [] : postsSeenBy(ctx, friendId, seenFrom),
  };
}

/** Posts and whom they were shown to are many: those are read in the second worker. */
export const readFactsCommand = defineCommand<{ friendId: number; seenFrom: number | null }, FriendFacts>({
  name: 'segments.readFacts',
  writes: false,
  heavy: ({ seenFrom }) => seenFrom !== null,
  thread: 'reader',
  run: (ctx, { friendId, seenFrom }) => readFacts(ctx, friendId, seenFrom),
});

function readChats(ctx: ServiceContext, friendId: number): FriendFacts['chats'] {
  const row = ctx.db
    .sql(
      `SELECT first_at AS firstChat, last_in_at AS lastIn, last_out_at AS lastOut, last_asked_at AS lastAsked, in_count AS inCount,
         out_count AS outCount, two_way_days AS twoWayDays, asked_count AS askedCount FROM friend_chat_stats WHERE friend_id = ?`,
    )
    .get(friendId) as FriendFacts['chats'] | undefined;
  return row ?? null;
}

interface OrderRow {
  id: number;
  at: number;
  status: number;
  source: string;
  amount: number;
  paid: number | null;
  refund: number;
  isOdd: 0 | 1;
}

function readOrders(ctx: ServiceContext, friendId: number): FriendFacts['orders'] {
  const products = ctx.db.pluck('SELECT product_id FROM order_lines WHERE order_id = ? AND product_id IS NOT NULL');
  const rows = ctx.db
    .sql(
      `SELECT id, at, status, source, amount_fen AS amount, paid_fen AS paid, refund_fen AS refund, ${oddMoneySql} AS isOdd
       FROM orders WHERE friend_id = ? AND at < ?`,
    )
    .all(friendId, startOfDay(dayOf(ctx.clock.now()), 1)) as OrderRow[];
  return rows.map(({ id, at, status: place, source, amount, paid, refund, isOdd }) => {
    const status = orderStatuses[place]!;
    const money = ['paid', 'shipped', 'done', 'partlyRefunded', 'refunded'].includes(status)
      ? (paid ?? amount)
      : source === 'solitaire' && status === 'unpaid'
        ? (paid ?? 0)
        : 0;
    return { at, status, isOdd: isOdd === 1, paidFen: money - refund, productIds: products.all(id) as number[] };
  });
}

function readTouches(ctx: ServiceContext, friendId: number): FriendFacts['touches'] {
  const rows = ctx.db.sql('SELECT at, kind, direction FROM touches WHERE friend_id = ?').all(friendId) as {
    at: number;
    kind: number;
    direction: 'in' | 'out';
  }[];
  return rows.map(({ at, kind, direction }) => ({ at, kind: touchKinds[kind]!, direction }));
}

const nameSql = {
  tag: 'SELECT name FROM tags WHERE id = ?',
  account: 'SELECT name FROM accounts WHERE id = ?',
  channel: 'SELECT name FROM channels WHERE id = ?',
  product: 'SELECT name FROM products WHERE id = ?',
  segment: 'SELECT name FROM friend_segments WHERE id = ?',
} as const;

/** Days on which a birthday is kept between two days, both included. */
function birthdaysBetween(birthday: Birthday, fromOn: string, toOn: string): string[] {
  const same = (on: string) =>
    birthdaysOn(on).some(
      ({ calendar, month, day, leap }) =>
        calendar === birthday.calendar && month === birthday.month && day === birthday.day && leap === birthday.leap,
    );
  return daysBetween(fromOn, toOn).filter(same);
}

/** Why a friend is in a rule, or is not. @throws AppError `brokenSegment`, `notFound` */
export async function explain(ctx: HostContext, rule: SegmentRule, friendId: number): Promise<Explanation> {
  const saved = savedSegments(ctx);
  const rules = rulesOf(saved);
  requireWhole(new Inventory(ctx, rules), rule);
  const today = dayOf(ctx.clock.now());
  const tests = testsIn([rule], rules);
  const needs = needsOf(tests, today);
  const layers = tests.some(({ field }) => field === 'layer') ? layersOfFriend(await layersOf(ctx), friendId) : [];
  const seenFrom = needs.seen.size === 0 ? null : Math.min(...[...needs.seen.values()].map(({ from }) => from));
  const facts = await ctx.execute(readFactsCommand, { friendId, seenFrom });
  const texts = [rule, ...rules.values()].flatMap((one) =>
    testsOf(one).flatMap(({ leaf: { test } }) => (test.field === 'text' ? test.text : [])),
  );
  const index = await friendIndex(ctx);
  const finding = new Set(texts.filter((text) => index.select({ text, archived: 'any' }).includes(friendId)));
  const world: FactsWorld = {
    today,
    finds: (text) => finding.has(text),
    birthdaysBetween,
    isIn: (id) => judge(rules.get(id)!, facts, world).in,
    layers,
    nameOf: (what, id) => (what === 'batch' ? String(id) : ((ctx.db.pluck(nameSql[what]).get(id) as string | undefined) ?? '')),
  };
  return judge(rule, facts, world);
}
