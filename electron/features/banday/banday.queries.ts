import type { BanDayAccount, BanDayFriend, ReAddCard, ReAddItem, ReAddQueue } from '../../../shared/contracts/ban-day.ts';
import { drillIsDue, type ReAddState, reachOf, wayBit, waysIn } from '../../../shared/domain/ban-day.ts';
import { dayStart } from '../../../shared/domain/fatigue.ts';
import { fillTemplate, parseTemplate } from '../../../shared/domain/template.ts';
import type { TrustLevel } from '../../../shared/domain/trust-ladder.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { templateValues } from '../content/index.ts';
import { readSettings } from '../settings/index.ts';
import { type BanDayPeople, banDayPeople, callable, emailsIn, factsAt, searchableId, works } from './people.ts';

/** So many of each part of the queue are shown. */
const shownWaiting = 20;
const shownAsked = 200;
const shownSettled = 100;

const nameSql = "coalesce(nullif(friends.remark, ''), friends.nickname)";

interface AccountRow {
  id: number;
  name: string;
  standing: BanDayAccount['standing'];
  bundleAt: number | null;
  bundlePeople: number | null;
  drillAt: number | null;
  drillPeople: number | null;
}

/** How much of each account in use would be left without it, and its kit. */
export async function readOverview(ctx: HostContext): Promise<BanDayAccount[]> {
  const people = await banDayPeople(ctx);
  const rows = ctx.db
    .sql(
      `SELECT accounts.id, name, standing, bundle_at AS bundleAt, bundle_people AS bundlePeople, drill_at AS drillAt, drill_people AS drillPeople
       FROM accounts LEFT JOIN ban_kits k ON k.account_id = accounts.id WHERE archived_at IS NULL ORDER BY accounts.id`,
    )
    .all() as AccountRow[];
  const now = ctx.clock.now();
  const { all, accounts } = people.reach;
  return rows.map(({ id, name, standing, ...kit }): BanDayAccount => {
    const reach = accounts.get(id) ?? reachOf([]);
    const mine = all.by === reach.by ? reach.value : 0;
    return {
      accountId: id,
      name,
      standing,
      reach,
      share: all.value > 0 ? mine / all.value : null,
      bundle: kit.bundleAt === null ? null : { at: kit.bundleAt, people: kit.bundlePeople ?? 0 },
      drill: kit.drillAt === null ? null : { at: kit.drillAt, people: kit.drillPeople ?? 0 },
      drillDue: drillIsDue(kit.drillAt, now),
    };
  });
}

/** Places of the people of an account, whoever is to be asked first standing first. */
export function placesOf(people: BanDayPeople, accountId: number): Uint32Array {
  const places = new Uint32Array(people.id.length);
  let found = 0;
  for (let at = 0; at < places.length; at++) if (people.account[at] === accountId) places[found++] = at;
  return places.subarray(0, found);
}

/** Those of an account who could not be reached without it, most valuable first. */
export async function readUnreachable(ctx: HostContext, accountId: number, limit: number): Promise<BanDayFriend[]> {
  const people = await banDayPeople(ctx);
  const places = placesOf(people, accountId).filter((at) => people.ways[at] === 0);
  return named(ctx, people, places.slice(0, limit));
}

/** The places with the names that are in the book now; who went meanwhile is left out. */
function named(ctx: ServiceContext, people: BanDayPeople, places: Iterable<number>): BanDayFriend[] {
  const all = [...places];
  const ids = JSON.stringify(all.map((at) => people.id[at]!));
  const names = new Map(
    ctx.db.arrays(`SELECT id, ${nameSql} FROM friends WHERE id IN (SELECT value FROM json_each(?))`).all(ids) as [number, string][],
  );
  return all.flatMap((at) => {
    const friendId = people.id[at]!;
    const name = names.get(friendId);
    if (name === undefined) return [];
    const { trustLevel, paidFen, ways } = factsAt(people, at);
    return [{ friendId, name, trustLevel, paidFen, ways: waysIn(ways) }];
  });
}

interface ReAddRow {
  friendId: number;
  state: ReAddState;
  askedAt: number | null;
  settledAt: number | null;
  name: string;
  trustLevel: TrustLevel;
}

/**
 * Who of a banned account is to be asked again, who was, and how many may be asked today from `viaAccountId`.
 * @throws AppError `notFound`
 */
export async function readQueue(ctx: HostContext, accountId: number, viaAccountId: number | null): Promise<ReAddQueue> {
  const people = await banDayPeople(ctx);
  const rows = ctx.db
    .sql(
      `SELECT friend_id AS friendId, state, asked_at AS askedAt, settled_at AS settledAt, ${nameSql} AS name, trust_level AS trustLevel
       FROM re_adds JOIN friends ON friends.id = friend_id WHERE re_adds.account_id = ? ORDER BY coalesce(settled_at, asked_at) DESC, re_adds.id DESC`,
    )
    .all(accountId) as ReAddRow[];
  const done = new Set(rows.map(({ friendId }) => friendId));
  const left = { elsewhere: 0, noWay: 0 };
  const waiting: number[] = [];
  for (const at of placesOf(people, accountId)) {
    if (done.has(people.id[at]!)) continue;
    if ((people.ways[at]! & wayBit('otherAccount')) !== 0) left.elsewhere += 1;
    else if (people.ways[at] === 0) left.noWay += 1;
    else waiting.push(at);
  }
  const of = (states: readonly ReAddState[], most: number) => rows.filter(({ state }) => states.includes(state)).slice(0, most);
  const counted = (state: ReAddState) => rows.filter((row) => row.state === state).length;
  const item = ({ friendId, name, trustLevel, state, askedAt, settledAt }: ReAddRow): ReAddItem => {
    const at = people.place[friendId] ?? -1;
    const known = at < 0 ? { paidFen: 0, ways: 0 } : factsAt(people, at);
    return { friendId, name, trustLevel, paidFen: known.paidFen, ways: waysIn(known.ways), state, askedAt, settledAt };
  };
  return {
    counts: {
      waiting: waiting.length,
      asked: counted('asked'),
      passed: counted('passed'),
      notFound: counted('notFound'),
      skipped: counted('skipped'),
    },
    left,
    askedToday: viaAccountId === null ? 0 : askedToday(ctx, viaAccountId),
    cap: readSettings(ctx)['banDay.cap'],
    waiting: named(ctx, people, waiting.slice(0, shownWaiting)).map((one) => ({ ...one, state: null, askedAt: null, settledAt: null })),
    asked: of(['asked'], shownAsked).map(item),
    settled: of(['passed', 'notFound', 'skipped'], shownSettled).map(item),
  };
}

/** How many people were asked from an account on the present local day. */
export const askedToday = (ctx: ServiceContext, viaAccountId: number): number =>
  ctx.db
    .pluck('SELECT count(*) FROM re_adds WHERE via_account_id = ? AND asked_at >= ?')
    .get(viaAccountId, dayStart(ctx.clock.now())) as number;

/** Numbers on file and on orders, each once, the newest order first. */
export function phonesOf(ctx: ServiceContext, friendId: number): string[] {
  const own = ctx.db.pluck(`SELECT phone FROM friends WHERE id = ? AND ${callable('phone')}`).all(friendId) as string[];
  const ordered = ctx.db
    .pluck('SELECT phone FROM orders WHERE friend_id = ? AND phone_key IS NOT NULL ORDER BY at DESC, id DESC LIMIT 20')
    .all(friendId) as string[];
  const seen = new Set<string>();
  return [...own, ...ordered].filter((phone) => {
    const digits = phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
    if (seen.has(digits)) return false;
    seen.add(digits);
    return true;
  });
}

/** Groups somebody is in that another account, which works, is in as well. */
export const sharedGroups = (ctx: ServiceContext, friendId: number): string[] =>
  ctx.db
    .pluck(
      `SELECT DISTINCT mine.name FROM chat_talkers t JOIN conversation_members m ON m.talker_id = t.id
       JOIN conversations mine ON mine.id = m.conversation_id AND mine.kind = 'group'
       WHERE t.friend_id = ? AND EXISTS (SELECT 1 FROM accounts JOIN conversations theirs ON theirs.account_id = accounts.id
         WHERE theirs.external_id = mine.external_id AND theirs.kind = 'group' AND accounts.id <> mine.account_id AND ${works})
       ORDER BY mine.name`,
    )
    .all(friendId) as string[];

/** What another account can search for; null = nothing. */
export const wechatIdOf = (ctx: ServiceContext, friendId: number): string | null =>
  (ctx.db.pluck(`SELECT ${searchableId} FROM friends WHERE id = ?`).get(friendId) as string | null | undefined) ?? null;

/** Everything to ask one friend again, in the words of the account that asks. @throws AppError `notFound` */
export async function readCard(ctx: HostContext, friendId: number, viaAccountId: number | null): Promise<ReAddCard> {
  const people = await banDayPeople(ctx);
  const [friend] = named(
    ctx,
    people,
    [people.place[friendId] ?? -1].filter((at) => at >= 0),
  );
  const values = templateValues(ctx, [friendId]).get(friendId);
  if (!friend || !values) throw new AppError('notFound', { what: 'friend' });
  const via = ctx.db.pluck("SELECT wxid FROM accounts WHERE id = ? AND wxid NOT LIKE 'wxid\\_%' ESCAPE '\\'").get(viaAccountId);
  // her own id is that of the account that asks, not of the one that was banned
  const words = { ...values, words: { ...values.words, 我的微信号: (via as string | undefined) ?? '' } };
  const description = ctx.db.pluck('SELECT description FROM friends WHERE id = ?').get(friendId) as string | null;
  return {
    ...friend,
    phones: phonesOf(ctx, friendId),
    wechatId: wechatIdOf(ctx, friendId),
    emails: emailsIn(description),
    groups: sharedGroups(ctx, friendId),
    ...fillTemplate(parseTemplate(readSettings(ctx)['banDay.words']).template, words),
  };
}
