import { type BanDayFriend as Facts, type Reach, reachOf, urgencyOf, wayBit } from '../../../shared/domain/ban-day.ts';
import type { TrustLevel } from '../../../shared/domain/trust-ladder.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { oddMoneySql } from '../orders/index.ts';
import { countedOrders, paidSql, stretches } from '../segments/index.ts';

/** Everybody who is still a friend in some account, by place: whoever is to be asked first stands first. */
export interface BanDayPeople {
  id: Uint32Array;
  account: Uint32Array;
  level: Uint8Array;
  /** second ways (wayBit) */
  ways: Uint8Array;
  /** paid so far, minus refunds; never below 0 */
  fen: Float64Array;
  /** place of each friend by id; -1 = none of them */
  place: Int32Array;
  /** what each account would leave behind, by its id; `all` = of everybody */
  reach: { all: Reach; accounts: Map<number, Reach> };
}

/** What orders say, by friend id: 分 paid minus refunds, and whether one of them has a phone. */
export interface OrderFacts {
  fen: Float64Array;
  phone: Uint8Array;
}

/** A friend who is one still: in SQL over `friends`. */
export const isFriend = "friends.archived_at IS NULL AND friends.status NOT IN ('deletedMe', 'blocked')";
/** An account that another one's people can be asked from: in SQL over `accounts`. */
export const works = "accounts.standing <> 'banned' AND accounts.archived_at IS NULL";
/**
 * What another account can search for, in SQL over `friends`: the id she gave herself. An internal `wxid_…` finds nobody, and what holds
 * an @ is no person.
 */
export const searchableId = `coalesce(nullif(friends.alias, ''),
  CASE WHEN friends.wxid <> '' AND friends.wxid NOT LIKE 'wxid\\_%' ESCAPE '\\' AND friends.wxid NOT LIKE '%@%' THEN friends.wxid END)`;
/** A phone that can be called: none with stars. */
export const callable = (column: string): string => `${column} <> '' AND ${column} NOT LIKE '%*%' AND length(${column}) >= 7`;
const emailShape = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** Addresses in what she wrote about somebody. */
export const emailsIn = (text: string | null): string[] => [...new Set(text?.match(emailShape) ?? [])];

/** Walks all orders once. */
export const readOrdersCommand = defineCommand<null, OrderFacts>({
  name: 'banday.orders',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run({ db }) {
    const room = ((db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0) + 1;
    const facts = { fen: new Float64Array(room), phone: new Uint8Array(room) };
    const rows = stretches<[friend: number, fen: number, phone: 0 | 1]>(
      db,
      `SELECT friend_id, CASE WHEN ${oddMoneySql} THEN 0 ELSE ${paidSql} END, phone_key IS NOT NULL FROM orders WHERE id > ? AND id <= ? AND friend_id IS NOT NULL AND ${countedOrders}`,
      'orders',
      'id',
    );
    for (const [friend, paid, phone] of rows) {
      facts.fen[friend]! += paid;
      if (phone === 1) facts.phone[friend] = 1;
    }
    return facts;
  },
});

/** Walks all friends once: what they are worth, how else they can be reached, and what each account would leave behind. */
export const readPeopleCommand = defineCommand<OrderFacts, BanDayPeople>({
  name: 'banday.people',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run(ctx, orders) {
    const people = sorted(withWays(ctx, orders));
    const accounts = new Map<number, Facts[]>();
    const all = Array.from(people.id, (_, at) => factsAt(people, at));
    for (const [at, one] of all.entries()) {
      const account = people.account[at]!;
      const list = accounts.get(account);
      if (list) list.push(one);
      else accounts.set(account, [one]);
    }
    const reach = new Map(Array.from(accounts, ([id, list]): [number, Reach] => [id, reachOf(list)]));
    const place = new Int32Array(people.id.reduce((most, id) => Math.max(most, id), 0) + 1).fill(-1);
    for (const [at, id] of people.id.entries()) place[id] = at;
    return { ...people, place, reach: { all: reachOf(all), accounts: reach } };
  },
});

type Columns = Omit<BanDayPeople, 'reach' | 'place'>;

/** One of them, by place. */
export const factsAt = (people: Columns, at: number): Facts => ({
  trustLevel: people.level[at] as TrustLevel,
  paidFen: people.fen[at]!,
  ways: people.ways[at]!,
});

type FriendRow = [id: number, account: number, level: number, phone: 0 | 1, searchable: 0 | 1, description: string | null];

function withWays(ctx: ServiceContext, orders: OrderFacts): Columns {
  const { db } = ctx;
  const room = ((db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0) + 1;
  const byFriend = new Uint8Array(room);
  for (const id of elsewhere(db)) byFriend[id]! |= wayBit('otherAccount');
  for (const id of inSharedGroups(db)) byFriend[id]! |= wayBit('group');
  const working = new Set(db.pluck(`SELECT id FROM accounts WHERE ${works}`).all() as number[]);
  const people: { [K in keyof Columns]: number[] } = { id: [], account: [], level: [], ways: [], fen: [] };
  const rows = stretches<FriendRow>(
    db,
    `SELECT id, account_id, trust_level, coalesce(${callable('phone')}, 0), ${searchableId} IS NOT NULL,
       CASE WHEN instr(description, '@') > 0 THEN description END
     FROM friends WHERE id > ? AND id <= ? AND ${isFriend}`,
    'friends',
    'id',
  );
  for (const [id, account, level, phone, searchable, description] of rows) {
    const others = working.size - (working.has(account) ? 1 : 0) > 0;
    people.id.push(id);
    people.account.push(account);
    people.level.push(level);
    people.fen.push(Math.max(0, orders.fen[id] ?? 0));
    people.ways.push(
      byFriend[id]! |
        (phone ? wayBit('phone') : 0) |
        (orders.phone[id] === 1 ? wayBit('orderPhone') : 0) |
        (searchable && others ? wayBit('wechatId') : 0) |
        (emailsIn(description).length > 0 ? wayBit('email') : 0),
    );
  }
  return {
    id: Uint32Array.from(people.id),
    account: Uint32Array.from(people.account),
    level: Uint8Array.from(people.level),
    ways: Uint8Array.from(people.ways),
    fen: Float64Array.from(people.fen),
  };
}

/** Friends whose person is a friend of another account that works: linked by her, or the same wxid. */
function elsewhere(db: Database): number[] {
  const other = `accounts.id = other.account_id AND ${works} AND other.archived_at IS NULL AND other.status NOT IN ('deletedMe', 'blocked')`;
  const linked = db.pluck(
    `SELECT mine.friend_id FROM person_links mine JOIN person_links theirs ON theirs.person_id = mine.person_id
     JOIN friends me ON me.id = mine.friend_id JOIN friends other ON other.id = theirs.friend_id AND other.account_id <> me.account_id
     JOIN accounts ON ${other}`,
  );
  const same = db.pluck(
    `SELECT me.id FROM accounts CROSS JOIN friends me CROSS JOIN friends other
     ON other.account_id = accounts.id AND other.wxid = me.wxid WHERE me.wxid IS NOT NULL AND me.account_id <> accounts.id AND ${other}`,
  );
  return [...(linked.all() as number[]), ...(same.all() as number[])];
}

/** Friends who are in a group that another account, which works, is in as well. */
const inSharedGroups = (db: Database): number[] =>
  db
    .pluck(
      `SELECT DISTINCT t.friend_id FROM accounts JOIN conversations theirs ON theirs.account_id = accounts.id AND theirs.kind = 'group'
       JOIN conversations mine ON mine.external_id = theirs.external_id AND mine.account_id <> accounts.id AND mine.kind = 'group'
       JOIN conversation_members m ON m.conversation_id = mine.id JOIN chat_talkers t ON t.id = m.talker_id
       WHERE theirs.external_id IS NOT NULL AND t.friend_id IS NOT NULL AND ${works}`,
    )
    .all() as number[];

/** Value × trust first, then as they came into the book. */
function sorted({ id, account, level, ways, fen }: Columns): Columns {
  const urgency = Float64Array.from(id, (_, at) => urgencyOf({ trustLevel: level[at] as TrustLevel, paidFen: fen[at]! }));
  const order = Uint32Array.from(id.keys()).sort((a, b) => urgency[b]! - urgency[a]! || id[a]! - id[b]!);
  return {
    id: Uint32Array.from(order, (at) => id[at]!),
    account: Uint32Array.from(order, (at) => account[at]!),
    level: Uint8Array.from(order, (at) => level[at]!),
    ways: Uint8Array.from(order, (at) => ways[at]!),
    fen: Float64Array.from(order, (at) => fen[at]!),
  };
}

/** What may change either; a friend who goes over to another account leaves the orders as they are. */
const ofOrders: readonly Topic[] = ['orders', 'imports', 'demo'];
const ofPeople: readonly Topic[] = [...ofOrders, 'accounts', 'friends', 'trust', 'chats'];

interface Kept {
  orders: Promise<OrderFacts> | null;
  people: Promise<BanDayPeople> | null;
}
const kept = new WeakMap<HostContext, Kept>();

function keptOf(ctx: HostContext): Kept {
  let here = kept.get(ctx);
  if (here) return here;
  const made: Kept = { orders: null, people: null };
  kept.set(ctx, (here = made));
  ctx.events.onChange(({ topics }) => {
    if (topics.some((topic) => ofOrders.includes(topic))) made.orders = null;
    if (topics.some((topic) => ofPeople.includes(topic))) made.people = null;
  });
  return here;
}

/** Everybody, read in the second worker when first asked for and kept until something may have changed it. */
export function banDayPeople(ctx: HostContext): Promise<BanDayPeople> {
  const here = keptOf(ctx);
  if (here.people) return here.people;
  const orders = (here.orders ??= ctx.execute(readOrdersCommand, null));
  const people = orders.then((facts) => ctx.execute(readPeopleCommand, facts));
  here.people = people;
  // a reading that failed is no answer for whoever asks next
  people.catch(() => {
    if (here.people === people) here.people = null;
    if (here.orders === orders) here.orders = null;
  });
  return people;
}
