import type { ContentCategory } from '../../../shared/contracts/content.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import {
  birthdayCode,
  bought,
  type ChatFacts,
  type EventRows,
  emptyChatFacts,
  emptyPortrait,
  type OrderRows,
  type Portrait,
  portraitLists,
  Rows,
  unpaid,
} from './fact-columns.ts';

/** From so many rows on reading goes to the second worker. */
const manyRows = 4000;
const place = (list: readonly string[], column: string) =>
  `CASE ${column} ${list.map((name, at) => `WHEN '${name}' THEN ${at + 1}`).join(' ')} ELSE 0 END`;
const statusOf = (name: (typeof orderStatuses)[number]) => orderStatuses.indexOf(name);

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
    for (const row of ctx.db.arrays(portraitSql).iterate() as Iterable<PortraitRow>) {
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
    for (const row of ctx.db.arrays(chatSql).iterate() as Iterable<ChatRow>) writeChat(facts, row);
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

const paidStatuses = ['paid', 'shipped', 'done', 'partlyRefunded'] as const;
const among = (names: readonly (typeof orderStatuses)[number][]) => `(${names.map(statusOf).join(', ')})`;
const isUnpaid = `orders.status = ${statusOf('unpaid')}`;
/** paid minus refunded, of an order that was not cancelled */
const paidSql = `CASE WHEN orders.status IN ${among([...paidStatuses, 'refunded'])} THEN coalesce(paid_fen, amount_fen)
    WHEN orders.source = 'solitaire' AND ${isUnpaid} THEN coalesce(paid_fen, 0) ELSE 0 END - refund_fen`;

/** Every order of a friend that was not cancelled. */
export const loadOrdersCommand = defineCommand<{ rows: number }, OrderRows>({
  name: 'segments.loadOrders',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx) {
    const count = ctx.db.pluck('SELECT count(*) FROM orders WHERE friend_id IS NOT NULL').get() as number;
    const rows: OrderRows = {
      friend: new Uint32Array(count),
      second: new Uint32Array(count),
      paidFen: new Float64Array(count),
      state: new Uint8Array(count),
    };
    const read = ctx.db.arrays(
      `SELECT friend_id, at, ${paidSql}, CASE WHEN orders.status IN ${among(paidStatuses)} THEN ${bought} WHEN ${isUnpaid} THEN ${unpaid} ELSE 0 END
       FROM orders WHERE friend_id IS NOT NULL AND status <> ${statusOf('cancelled')}`,
    );
    let n = 0;
    for (const [friend, at, fen, state] of read.iterate() as Iterable<[number, number, number, number]>) {
      rows.friend[n] = friend;
      rows.second[n] = at / 1000;
      rows.paidFen[n] = fen;
      rows.state[n++] = state;
    }
    if (n === count) return rows;
    return {
      friend: rows.friend.slice(0, n),
      second: rows.second.slice(0, n),
      paidFen: rows.paidFen.slice(0, n),
      state: rows.state.slice(0, n),
    };
  },
});

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

/** Contacts from a moment on (ms UTC), by time. */
export const loadTouchesCommand = defineCommand<{ rows: number; from: number }, EventRows>({
  name: 'segments.loadTouches',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx, { from }) {
    const rows = new Rows();
    const read = ctx.db.arrays("SELECT friend_id, at, kind * 2 + (direction = 'out') FROM touches WHERE at >= ? ORDER BY at");
    for (const [friend, at, code] of read.iterate(from) as Iterable<[number, number, number]>)
      rows.add(friend, Math.floor(at / 1000), code);
    return rows.done();
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
  loadOrdersCommand,
  loadProductCommand,
  loadTouchesCommand,
  loadSeenCommand,
];
