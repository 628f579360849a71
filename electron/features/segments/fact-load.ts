import type { ContentCategory } from '../../../shared/contracts/content.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { oddMoneySql } from '../orders/index.ts';
import { allBalances } from '../points/index.ts';
import {
  birthdayCode,
  bought,
  type ChatFacts,
  type EventRows,
  emptyChatFacts,
  emptyPortrait,
  type OrderRows,
  oddMoney,
  type Portrait,
  portraitLists,
  Rows,
  refunded,
  unpaid,
} from './fact-columns.ts';
import { type BareOrders, emptyOrders, type OrderFact, patched, withSums } from './order-rows.ts';

/** From so many rows on reading goes to the second worker. */
const manyRows = 4000;
const place = (list: readonly string[], column: string) =>
  `CASE ${column} ${list.map((name, at) => `WHEN '${name}' THEN ${at + 1}`).join(' ')} ELSE 0 END`;
const statusOf = (name: (typeof orderStatuses)[number]) => orderStatuses.indexOf(name);

/** Rows read in one go: taking them one by one costs several times as much. */
const stretch = 20_000;

/** All rows of a table, a stretch of its ids after the other. @param sql with two places for the stretch: from (not included), to (included) */
export function* stretches<Row>(db: Database, sql: string, table: string, key: string): Iterable<Row> {
  const last = (db.pluck(`SELECT max(${key}) FROM ${table}`).get() as number | null) ?? 0;
  const read = db.arrays(sql);
  for (let from = 0; from < last; from += stretch) yield* read.all(from, from + stretch) as Row[];
}

/** A minute since 1970 in 26 bits: days begin and end with whole minutes, so that none is lost for a rule. */
const minuteOf = (at: string) => `min(max(${at} / 60000, 0), 67108863)`;

const portraitSql = `SELECT id,
    ${place(portraitLists.gender, 'gender')} + 4 * ${place(portraitLists.tie, 'tie')} + 16 * ${place(portraitLists.ageBand, 'age_band')}
      + 256 * ${place(portraitLists.incomeBand, 'income_band')},
    CASE WHEN birthday_month IS NULL OR birthday_day IS NULL THEN -1
      ELSE (birthday_calendar = 'lunar') * 65536 + birthday_month * 256 + birthday_day * 2 + birthday_leap END,
    trust_since_at, source_text, CASE interests WHEN '[]' THEN NULL ELSE interests END FROM friends`;
type PortraitRow = [id: number, small: number, birthday: number, since: number, source: string | null, interests: string | null];

const roomFor = (db: Database): number => Math.ceil(((db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0) * 1.2) + 1000;
const heavy = ({ rows }: { rows: number }) => rows > manyRows;

/** What friends are, but for what the index of friends holds. */
export const loadPortraitCommand = defineCommand<{ rows: number }, Portrait>({
  name: 'segments.loadPortrait',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx) {
    const portrait = emptyPortrait(roomFor(ctx.db));
    const places = { source: new Map<string, number>(), interest: new Map<string, number>() };
    const pairs: { friend: number[]; word: number[] } = { friend: [], word: [] };
    for (const row of stretches<PortraitRow>(ctx.db, `${portraitSql} WHERE id > ? AND id <= ?`, 'friends', 'id')) {
      writePortrait(portrait, row, places.source);
      if (row[5] === null) continue;
      for (const word of new Set(JSON.parse(row[5]) as string[])) {
        pairs.friend.push(row[0]);
        pairs.word.push(placeOf(places.interest, word));
      }
    }
    return {
      ...portrait,
      sources: [...places.source.keys()],
      interests: [...places.interest.keys()],
      interestOf: Uint32Array.from(pairs.friend),
      interest: Uint32Array.from(pairs.word),
    };
  },
});

function placeOf(places: Map<string, number>, text: string): number {
  let at = places.get(text);
  if (at === undefined) places.set(text, (at = places.size));
  return at;
}

function writePortrait(portrait: Portrait, [id, small, birthday, since, source]: PortraitRow, sources: Map<string, number>): void {
  portrait.gender[id] = small & 3;
  portrait.tie[id] = (small >> 2) & 3;
  portrait.ageBand[id] = (small >> 4) & 15;
  portrait.incomeBand[id] = small >> 8;
  portrait.birthday[id] =
    birthday < 0 ? 0 : birthdayCode(birthday >= 65_536, (birthday >> 8) & 255, (birthday & 255) >> 1, (birthday & 1) === 1);
  portrait.levelSince[id] = since;
  portrait.source[id] = source === null || source === '' ? 0 : placeOf(sources, source) + 1;
}

/**
 * Reads some friends again.
 * @returns the columns with them; null when they do not fit in any more and everything has to be read
 */
export function patchPortrait(ctx: ServiceContext, portrait: Portrait, friendIds: readonly number[]): Portrait | null {
  if (friendIds.some((id) => id >= portrait.gender.length)) return null;
  const sources = new Map(portrait.sources.map((text, at) => [text, at]));
  const interests = new Map(portrait.interests.map((text, at) => [text, at]));
  const changed = new Set(friendIds);
  const kept: number[] = [];
  for (let i = 0; i < portrait.interestOf.length; i++) if (!changed.has(portrait.interestOf[i]!)) kept.push(i);
  const friend = kept.map((i) => portrait.interestOf[i]!);
  const word = kept.map((i) => portrait.interest[i]!);
  const read = ctx.db.arrays(`${portraitSql} WHERE id = ?`);
  for (const id of changed) {
    const row = read.get(id) as PortraitRow | undefined;
    writePortrait(portrait, row ?? [id, 0, -1, 0, null, null], sources);
    for (const text of new Set(row?.[5] ? (JSON.parse(row[5]) as string[]) : [])) {
      friend.push(id);
      word.push(placeOf(interests, text));
    }
  }
  return {
    ...portrait,
    sources: [...sources.keys()],
    interests: [...interests.keys()],
    interestOf: Uint32Array.from(friend),
    interest: Uint32Array.from(word),
  };
}

const chatSql = `SELECT friend_id, coalesce(first_at, 0), coalesce(last_in_at, 0), coalesce(last_out_at, 0), coalesce(last_asked_at, 0),
    in_count, out_count, two_way_days, asked_count FROM friend_chat_stats`;
type ChatRow = [id: number, ...numbers: [number, number, number, number, number, number, number, number]];

function writeChat(facts: ChatFacts, row: ChatRow): void {
  const id = row[0];
  facts.firstChat[id] = row[1];
  facts.lastIn[id] = row[2];
  facts.lastOut[id] = row[3];
  facts.lastAsked[id] = row[4];
  facts.inCount[id] = row[5];
  facts.outCount[id] = row[6];
  facts.twoWayDays[id] = row[7];
  facts.askedCount[id] = row[8];
}

/** What private chats say of friends. */
export const loadChatsCommand = defineCommand<{ rows: number }, ChatFacts>({
  name: 'segments.loadChats',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx) {
    const facts = emptyChatFacts(roomFor(ctx.db));
    for (const row of stretches<ChatRow>(ctx.db, `${chatSql} WHERE friend_id > ? AND friend_id <= ?`, 'friend_chat_stats', 'friend_id'))
      writeChat(facts, row);
    return facts;
  },
});

/** As patchPortrait. */
export function patchChats(ctx: ServiceContext, facts: ChatFacts, friendIds: readonly number[]): ChatFacts | null {
  if (friendIds.some((id) => id >= facts.inCount.length)) return null;
  const read = ctx.db.arrays(`${chatSql} WHERE friend_id = ?`);
  for (const id of friendIds) writeChat(facts, (read.get(id) as ChatRow | undefined) ?? [id, 0, 0, 0, 0, 0, 0, 0, 0]);
  return facts;
}

/** What friends have in points, by friend id. */
export const loadPointsCommand = defineCommand<{ rows: number }, Float64Array>({
  name: 'segments.loadPoints',
  writes: false,
  heavy,
  thread: 'reader',
  run: (ctx) => allBalances(ctx, roomFor(ctx.db)),
});

const paidStatuses = ['paid', 'shipped', 'done', 'partlyRefunded'] as const;
const among = (names: readonly (typeof orderStatuses)[number][]) => `(${names.map(statusOf).join(', ')})`;
const isUnpaid = `orders.status = ${statusOf('unpaid')}`;
/** Paid minus refunded, 分, of an order that was not cancelled (`countedOrders`). */
export const paidSql = `CASE WHEN orders.status IN ${among([...paidStatuses, 'refunded'])} THEN coalesce(paid_fen, amount_fen)
    WHEN orders.source = 'solitaire' AND ${isUnpaid} THEN coalesce(paid_fen, 0) ELSE 0 END - refund_fen`;

/** Orders that stand. */
export const countedOrders = `orders.status <> ${statusOf('cancelled')}`;

/** One row an order; minute and what became of it in one number. */
const orderSql = `SELECT id, coalesce(friend_id, 0),
    ${minuteOf('at')} * 8 + ${oddMoneySql} * ${oddMoney}
      + CASE WHEN orders.status IN ${among(paidStatuses)} THEN ${bought} WHEN ${isUnpaid} THEN ${unpaid}
        WHEN orders.status = ${statusOf('refunded')} THEN ${refunded} ELSE 0 END,
    ${paidSql} FROM orders`;
type OrderFactRow = [id: number, friend: number, packed: number, paidFen: number];

/** Every order that was not cancelled. */
export const loadOrdersCommand = defineCommand<{ rows: number }, OrderRows>({
  name: 'segments.loadOrders',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx) {
    const count = ctx.db.pluck('SELECT count(*) FROM orders').get() as number;
    const read = emptyOrders(count);
    // minute (26 bits) and place (27 bits) in one number: sorting those is the work of the native sort
    const order = new Float64Array(count);
    let n = 0;
    for (const row of stretches<OrderFactRow>(ctx.db, `${orderSql} WHERE id > ? AND id <= ? AND ${countedOrders}`, 'orders', 'id')) {
      const [id, friend, packed, fen] = row;
      read.id[n] = id;
      read.friend[n] = friend;
      read.paidFen[n] = fen;
      read.state[n] = packed & 7;
      order[n] = (packed >>> 3) * placeBits + n++;
    }
    return withSums(inOrder(order.subarray(0, n).sort(), read), roomFor(ctx.db));
  },
});

const placeBits = 2 ** 27;

/** The rows by time. */
function inOrder(order: Float64Array, from: BareOrders): BareOrders {
  const places = Uint32Array.from(order, (key) => key % placeBits);
  return {
    id: Uint32Array.from(places, (at) => from.id[at]!),
    friend: Uint32Array.from(places, (at) => from.friend[at]!),
    second: Uint32Array.from(order, (key) => Math.floor(key / placeBits) * 60),
    paidFen: Float64Array.from(places, (at) => from.paidFen[at]!),
    state: Uint8Array.from(places, (at) => from.state[at]!),
  };
}

/**
 * Reads some orders again.
 * @returns the columns with them; null when they do not fit in any more and everything has to be read
 */
export function patchOrders(ctx: ServiceContext, rows: OrderRows, orderIds: ReadonlySet<number>): OrderRows | null {
  const read = ctx.db.arrays(`${orderSql} WHERE id = ? AND ${countedOrders}`);
  const fresh = [...orderIds].flatMap((orderId): OrderFact[] => {
    const row = read.get(orderId) as OrderFactRow | undefined;
    if (!row) return [];
    const [id, friend, packed, paidFen] = row;
    return [{ id, friend, second: (packed >>> 3) * 60, paidFen, state: packed & 7 }];
  });
  return fresh.some(({ friend }) => friend >= rows.ever.count.length) ? null : patched(rows, orderIds, fresh);
}

/** Who bought a product when: the orders with it that were neither cancelled nor refunded wholly. */
export const loadProductCommand = defineCommand<{ rows: number; productId: number }, EventRows>({
  name: 'segments.loadProduct',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx, { productId }) {
    const rows = new Rows();
    const read = ctx.db.arrays(
      `SELECT friend_id, at FROM order_lines JOIN orders ON orders.id = order_id
       WHERE product_id = ? AND friend_id IS NOT NULL AND orders.status NOT IN ${among(['cancelled', 'refunded'])}`,
    );
    for (const [friend, at] of read.iterate(productId) as Iterable<[number, number]>) rows.add(friend, Math.floor(at / 1000), 0);
    return rows.done();
  },
});

/** So many kinds fit into three bits, and their list only grows: a ninth, which the compiler refuses here, would be read as another minute. */
const kindsThatFit: 8 = touchKinds.length;

/** Contacts are read by months. */
const touchesMs = 30 * 86_400_000;

/** Contacts from a moment on (ms UTC), by time. */
export const loadTouchesCommand = defineCommand<{ rows: number; from: number }, EventRows>({
  name: 'segments.loadTouches',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx, { from }) {
    const rows = new Rows();
    const last = (ctx.db.pluck('SELECT max(at) FROM touches').get() as number | null) ?? 0;
    // one number a row: friend, minute (26 bits), what it is (4 bits)
    const read = ctx.db.pluck(
      `SELECT friend_id * 1073741824 + ${minuteOf('at')} * ${2 * kindsThatFit} + kind * 2 + (direction = 'out') FROM touches WHERE at >= ? AND at < ? ORDER BY at`,
    );
    let begin = Math.max(from, (ctx.db.pluck('SELECT min(at) FROM touches').get() as number | null) ?? 0);
    for (; begin <= last; begin += touchesMs)
      for (const packed of read.all(begin, begin + touchesMs) as number[]) {
        const rest = packed % 1_073_741_824;
        rows.add((packed - rest) / 1_073_741_824, (rest >>> 4) * 60, rest & 15);
      }
    return rows.done();
  },
});

const leadCards = "SELECT id FROM products WHERE kind IN ('lead', 'trial')";
/** Orders of nothing but goods to bring people in or to try, as their cards say now. */
const leadSql = `SELECT DISTINCT order_id FROM order_lines WHERE product_id IN (${leadCards})
    AND NOT EXISTS (SELECT 1 FROM order_lines other WHERE other.order_id = order_lines.order_id
      AND (other.product_id IS NULL OR other.product_id NOT IN (${leadCards})))`;

/** Those orders: 1 by order id. */
export const loadLeadOrdersCommand = defineCommand<{ rows: number }, Uint8Array>({
  name: 'segments.loadLeadOrders',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }) {
    const last = (db.pluck('SELECT max(id) FROM orders').get() as number | null) ?? 0;
    const lead = new Uint8Array(Math.ceil(last * 1.1) + 1000);
    for (const id of db.pluck(leadSql).iterate() as Iterable<number>) lead[id] = 1;
    return lead;
  },
});

/** Reads some orders again. @returns null when they do not fit in any more */
export function patchLeadOrders({ db }: ServiceContext, lead: Uint8Array, orderIds: readonly number[]): Uint8Array | null {
  if (orderIds.some((id) => id >= lead.length)) return null;
  const read = db.pluck(`${leadSql} AND order_id = ?`);
  for (const id of orderIds) lead[id] = read.get(id) === undefined ? 0 : 1;
  return lead;
}

/** Who did something of her own that is no message and no order: a contact that came from her, or she is in a group. 1 by friend id. */
export const loadActedCommand = defineCommand<{ rows: number }, Uint8Array>({
  name: 'segments.loadActed',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }) {
    const acted = new Uint8Array(roomFor(db));
    const members = `SELECT DISTINCT chat_talkers.friend_id FROM conversations JOIN conversation_members ON conversation_id = conversations.id
      JOIN chat_talkers ON chat_talkers.id = talker_id WHERE conversations.kind = 'group' AND chat_talkers.friend_id IS NOT NULL`;
    for (const sql of ["SELECT DISTINCT friend_id FROM touches WHERE direction = 'in'", members])
      for (const id of db.pluck(sql).iterate() as Iterable<number>) acted[id] = 1;
    return acted;
  },
});

/** Posts of some categories (empty = any) marked as posted from a moment on, ms UTC. */
export interface SeenAsk {
  from: number;
  categories: ContentCategory[];
}

/** What only the feature that posts knows; it stands above this one. */
export interface SeenSource {
  /** how many such posts each friend could see, by friend id */
  counts(ctx: ServiceContext, from: number, categories: readonly ContentCategory[]): Uint32Array;
  /** those that one friend could see, of any category; `at` = marked as posted, ms UTC */
  by(ctx: ServiceContext, friendId: number, from: number): { at: number; category: ContentCategory }[];
}

let seenSource: SeenSource | null = null;

/** Called once for each thread by the composition root. */
export function plugSegments(plugs: { seen: SeenSource }): void {
  seenSource = plugs.seen;
}

function seen(): SeenSource {
  if (!seenSource) throw new Error('plugSegments was not called');
  return seenSource;
}

/** Posts marked as posted from a moment on (ms UTC) that a friend could see. */
export const postsSeenBy: SeenSource['by'] = (ctx, friendId, from) => seen().by(ctx, friendId, from);

export const loadSeenCommand = defineCommand<SeenAsk & { rows: number }, Uint32Array>({
  name: 'segments.loadSeen',
  writes: false,
  heavy,
  thread: 'reader',
  run: (ctx, { from, categories }) => seen().counts(ctx, from, categories),
});

export const factCommands: AnyCommand[] = [
  loadPortraitCommand,
  loadChatsCommand,
  loadPointsCommand,
  loadOrdersCommand,
  loadProductCommand,
  loadTouchesCommand,
  loadActedCommand,
  loadLeadOrdersCommand,
  loadSeenCommand,
];
