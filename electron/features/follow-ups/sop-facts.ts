import type { FollowUpNumbers, Occasion, SopFacts, SopKey, Sops } from '../../../shared/domain/follow-up.ts';
import { silentFrom } from '../../../shared/domain/follow-up.ts';
import { blendedCycle, ownCycle, supplyDays } from '../../../shared/domain/repurchase.ts';
import { talkRhythm } from '../../../shared/domain/trust-suggestions.ts';
import { dayNamed, dayNumber, wallTime } from '../../../shared/domain/wall-time.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { cardsOf, hasCards, oddSql, statesSql } from '../orders/index.ts';
import { validReferrals } from '../referrals/index.ts';
import { readSettings } from '../settings/index.ts';
import { localDays, unpackDays } from '../suggestions/index.ts';
import { readBirthdays } from '../touches/index.ts';

/*
 * What templates ask, out of the book: one walk over each table for everybody, a look by friend for a few. Only what a template that is on
 * counts from is read.
 */

/** Who is asked about: everybody (null) or some. */
export interface Asked {
  friendIds: readonly number[] | null;
  /** ms UTC */
  now: number;
}
export interface Reading extends Asked {
  sops: Sops;
  numbers: FollowUpNumbers;
  /** running numbers of days: older occasions are of no use, and birthdays are looked for up to `toOn` */
  sinceOn: number;
  toOn: number;
}

interface Known {
  occasions: Partial<Record<SopKey, Occasion[]>>;
  boughtAt: number | null;
  repliedAt: number | null;
  repliedOn: number | null;
  /** days of orders that count, as they come */
  buyDays: number[];
  firstAt: number;
  lastId: number;
  lastAt: number;
}
type People = Map<number, Known>;
type Row<Values extends unknown[]> = Iterable<Values>;

/** Facts by friend id, of those who can be written to. */
export function readSopFacts(ctx: ServiceContext, reading: Reading): Map<number, SopFacts> {
  const dayOf = localDays();
  const people = readPeople(ctx, reading, dayOf);
  addOrders(ctx, reading, people, dayOf);
  if (counts(reading, 'repurchase')) addRepurchase(ctx, reading, people, dayOf);
  addWords(ctx, reading, people, dayOf);
  if (counts(reading, 'levelUp') || counts(reading, 'levelDown')) addMoves(ctx, reading, people, dayOf);
  if (counts(reading, 'referral')) addReferrals(ctx, reading, people, dayOf);
  if (counts(reading, 'tagged')) addTags(ctx, reading, people, dayOf);
  if (counts(reading, 'birthday')) addBirthdays(ctx, reading, people);
  return people;
}

/** Whether any template that is on counts from it. */
const counts = ({ sops }: Reading, key: SopKey): boolean => sops.some(({ trigger, isOn }) => isOn && trigger === key);

function note(person: Known, sop: SopKey, occasion: Occasion, { sinceOn }: Reading): void {
  if (occasion.on >= sinceOn) (person.occasions[sop] ??= []).push(occasion);
}

/** The rows of those who are asked about; `sql` ends in its WHERE. */
function rowsOf<Values extends unknown[]>(ctx: ServiceContext, { friendIds }: Asked, sql: string, friend: string, ...params: unknown[]) {
  if (friendIds === null) return ctx.db.arrays(sql).iterate(...(params as number[])) as Row<Values>;
  const only = `${sql} AND ${friend} IN (SELECT value FROM json_each(?))`;
  return ctx.db.arrays(only).all(...(params as number[]), JSON.stringify(friendIds)) as Values[];
}

function readPeople(ctx: ServiceContext, reading: Reading, dayOf: (at: number) => number): People {
  const people: People = new Map();
  const sql = "SELECT id, added_at FROM friends WHERE archived_at IS NULL AND status NOT IN ('deletedMe', 'blocked')";
  for (const [id, addedAt] of rowsOf<[number, number | null]>(ctx, reading, sql, 'id')) {
    const person: Known = {
      occasions: {},
      boughtAt: null,
      repliedAt: null,
      repliedOn: null,
      buyDays: [],
      firstAt: 0,
      lastId: 0,
      lastAt: -1,
    };
    people.set(id, person);
    if (addedAt !== null && addedAt <= reading.now) note(person, 'added', { on: dayOf(addedAt), at: addedAt }, reading);
  }
  return people;
}

type OrderRow = [friend: number, id: number, at: number, signedAt: number | null, isBought: 0 | 1, isUnpaid: 0 | 1];

/** First orders, parcels that came, what is unpaid, and the days she bought on. Money that cannot be and days to come say nothing. */
function addOrders(ctx: ServiceContext, reading: Reading, people: People, dayOf: (at: number) => number): void {
  const sql = `SELECT friend_id, id, at, signed_at, ${statesSql.bought}, ${statesSql.unpaid} FROM orders
     WHERE friend_id IS NOT NULL AND (${statesSql.bought} OR ${statesSql.unpaid}) AND NOT ${oddSql}`;
  for (const [friendId, id, at, signedAt, isBought, isUnpaid] of rowsOf<OrderRow>(ctx, reading, sql, 'friend_id', reading.now)) {
    const person = people.get(friendId);
    if (!person) continue;
    person.boughtAt = Math.max(person.boughtAt ?? 0, at);
    const on = dayOf(at);
    if (isUnpaid === 1) note(person, 'unpaid', { on, at }, reading);
    if (signedAt !== null && signedAt <= reading.now) note(person, 'signed', { on: dayOf(signedAt), at: Math.max(at, signedAt) }, reading);
    if (isBought === 0) continue;
    if (person.buyDays.length === 0 || at < person.firstAt) person.firstAt = at;
    person.buyDays.push(on);
    if (at > person.lastAt || (at === person.lastAt && id > person.lastId)) Object.assign(person, { lastId: id, lastAt: at });
  }
  for (const person of people.values())
    if (person.buyDays.length > 0) note(person, 'firstOrder', { on: dayOf(person.firstAt), at: person.firstAt }, reading);
}

/** The day on which she is due to buy again, as in the list of those who are due (orders/due.queries.ts). */
function addRepurchase(ctx: ServiceContext, reading: Reading, people: People, dayOf: (at: number) => number): void {
  const withCards = hasCards(ctx);
  for (const person of people.values()) {
    if (person.lastId === 0) continue;
    const cycle = blendedCycle(ownCycle(person.buyDays), withCards ? supplyDays(cardsOf(ctx, person.lastId)) : null);
    if (cycle !== null) note(person, 'repurchase', { on: dayOf(person.lastAt) + cycle, at: person.lastAt }, reading);
  }
}

/** So many days before its occasion a step may be due (contracts/follow-ups.ts). */
const mostBefore = 60;

/** When she wrote last, and the day from which she is silent for longer than is usual for her. */
function addWords(ctx: ServiceContext, reading: Reading, people: People, dayOf: (at: number) => number): void {
  const { now } = reading;
  const asksSilence = counts(reading, 'silent');
  // a word from before the first step of any occasion ends none; a rhythm may be slower than that
  const since = asksSilence ? 0 : startOf(reading.sinceOn - mostBefore);
  const sql = "SELECT friend_id, at FROM touches WHERE at >= ? AND at <= ? AND direction = 'in'";
  for (const [id, at] of rowsOf<[number, number]>(ctx, reading, sql, 'friend_id', since, now)) {
    const person = people.get(id);
    if (person) person.repliedAt = Math.max(person.repliedAt ?? 0, at);
  }
  const { silenceTimes, rhythmDays, silentDays } = readSettings(ctx)['trust.numbers'];
  const chats = 'SELECT friend_id, CASE WHEN in_count > 0 THEN last_in_at END, talk_days FROM friend_chat_stats WHERE 1';
  for (const [id, lastIn, packed] of rowsOf<[number, number | null, string | null]>(ctx, reading, chats, 'friend_id')) {
    const person = people.get(id);
    if (!person) continue;
    if (lastIn !== null && lastIn <= now) person.repliedAt = Math.max(person.repliedAt ?? 0, lastIn);
    if (!asksSilence || packed === null) continue;
    const talkDays = unpackDays(packed);
    const rhythm = talkRhythm(talkDays, rhythmDays);
    if (rhythm === null) continue;
    const signs = [talkDays.at(-1)!, ...[person.repliedAt, person.boughtAt].flatMap((at) => (at === null ? [] : [dayOf(at)]))];
    const on = silentFrom(Math.max(...signs), rhythm, silenceTimes, silentDays);
    note(person, 'silent', { on, at: startOf(on) }, reading);
  }
  for (const person of people.values()) if (person.repliedAt !== null) person.repliedOn = dayOf(person.repliedAt);
}

const startOf = (day: number): number => wallTime(dayNamed(day), 0);

/** Her last step on the ladder; the level she came with is none. */
function addMoves(ctx: ServiceContext, reading: Reading, people: People, dayOf: (at: number) => number): void {
  const sql = 'SELECT friend_id, at, from_level, to_level, id FROM level_changes WHERE from_level IS NOT NULL AND at >= ? AND at <= ?';
  const newest = new Map<number, { at: number; id: number; sop: SopKey | null }>();
  type Move = [friend: number, at: number, from: number, to: number, id: number];
  for (const [friendId, at, from, to, id] of rowsOf<Move>(ctx, reading, sql, 'friend_id', startOf(reading.sinceOn), reading.now)) {
    const before = newest.get(friendId);
    if (before && (before.at > at || (before.at === at && before.id > id))) continue;
    newest.set(friendId, { at, id, sop: to > from ? 'levelUp' : to < from ? 'levelDown' : null });
  }
  for (const [friendId, { at, sop }] of newest) {
    const person = people.get(friendId);
    if (person && sop) note(person, sop, { on: dayOf(at), at }, reading);
  }
}

/** Days since which somebody whom she brought counts. */
function addReferrals(ctx: ServiceContext, reading: Reading, people: People, dayOf: (at: number) => number): void {
  for (const { byId, since } of validReferrals(ctx, reading.friendIds, reading.now)) {
    const person = people.get(byId);
    if (person) note(person, 'referral', { on: dayOf(since), at: since }, reading);
  }
}

function addTags(ctx: ServiceContext, reading: Reading, people: People, dayOf: (at: number) => number): void {
  const sql = `SELECT friend_id, added_at, tags.name FROM friend_tags JOIN tags ON tags.id = tag_id
     WHERE tags.name IN (SELECT value FROM json_each(?)) AND added_at <= ?`;
  const names = JSON.stringify(reading.sops.flatMap(({ isOn, trigger, tags }) => (isOn && trigger === 'tagged' ? tags : [])));
  for (const [friendId, at, tag] of rowsOf<[number, number, string]>(ctx, reading, sql, 'friend_id', names, reading.now)) {
    const person = people.get(friendId);
    if (person) note(person, 'tagged', { on: dayOf(at), at, tag }, reading);
  }
}

/** A year and a day is the longest that birthdays may be asked for. */
const mostDays = 366;

/** Birthdays that nobody congratulated on yet. */
function addBirthdays(ctx: ServiceContext, reading: Reading, people: People): void {
  const from = Math.max(reading.sinceOn, reading.toOn - mostDays);
  for (const { friendId, on, wished } of readBirthdays(ctx, dayNamed(from), dayNamed(reading.toOn))) {
    const person = people.get(friendId);
    if (!person || wished) continue;
    const at = wallTime(on, 0);
    (person.occasions.birthday ??= []).push({ on: dayNumber(on), at });
  }
}
