import type { GuardAnswer, GuardSummary } from '../../../shared/contracts/guard.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import {
  capOf,
  dayStart,
  type GuardRule,
  type GuardSettings,
  guardSettings,
  halfLifeMs,
  horizonMs,
  isAimed,
  isMarketing,
  isQuiet,
  sameReplyMs,
  weightsByPlace,
} from '../../../shared/domain/fatigue.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { readSettings } from '../settings/index.ts';
import { type GuardAsk, guardAnswers } from './guard.queries.ts';
import { guardSources, type SeenAdvert } from './guard-sources.ts';

/*
 * The guard over everybody at once. One walk over the index of touches by time, from the horizon on, with a place in an array for each
 * friend: a touch adds what it still weighs at `now`, a message of hers takes its part of what stands there. Text crosses from SQLite
 * several times faster than as many values, so a stretch of touches comes as one list of numbers.
 */

/** Loads and touches of the last days, by friend id. */
export interface Loads {
  now: number;
  /** load at `now` */
  sums: Float64Array;
  /** starts of the days of the window, and for each friend how often she was aimed at on each */
  dayStarts: number[];
  aimed: Uint8Array;
  /** a clock set back: some touches were moved to `now`, so the walk holds for this moment only */
  moved: boolean;
}

/** So many friends are asked one by one: the walk is for everybody. */
const few = 200;
const stretchMs = 4 * 86_400_000;
const aheadMs = 7 * 86_400_000;

/** Walks all touches since the horizon. `now` in ms UTC. */
export function walkTouches(ctx: ServiceContext, settings: GuardSettings, now: number): Loads {
  const highest = (ctx.db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0;
  const from = now - horizonMs(settings);
  const days = guardSources().daysTheyWrote(ctx, from, null);
  const walk = new Walk(settings, now, highest + 1, new Replies(days, now, highest + 1));
  const adverts = guardSources()
    .adverts(ctx, from, null)
    .filter(({ at }) => at <= now + aheadMs);
  const touches = ctx.db.pluck(
    `SELECT group_concat((at - CAST(@start AS INTEGER)) || ',' || friend_id || ',' || (kind * 2 + (direction = 'in'))) FROM touches INDEXED BY touches_load
     WHERE at >= @start AND at < @end`,
  );
  const until = now + aheadMs + 1;
  for (let start = from; start < until; start += stretchMs) {
    const end = Math.min(start + stretchMs, until);
    walk.stretch(start, (touches.get({ start, end }) as string | null) ?? '', adverts.splice(0, count(adverts, end)));
  }
  return walk.finish();
}

const count = (adverts: SeenAdvert[], end: number): number => adverts.filter(({ at }) => at < end).length;

/** The days on which friends wrote, to be taken one after the other as the walk comes by. */
class Replies {
  readonly #at: Float64Array;
  /** place in #at of the next one of the same friend, and of the first that was not taken yet by friend; -1 = none */
  readonly #next: Int32Array;
  readonly #first: Int32Array;
  /** when the last that was taken came, by friend; -Infinity = none was */
  readonly #taken: Float64Array;

  /** @param days by time */
  constructor(days: { friendId: number; at: number }[], now: number, places: number) {
    this.#at = Float64Array.from(days, ({ at }) => at);
    this.#next = new Int32Array(days.length).fill(-1);
    this.#first = new Int32Array(places).fill(-1);
    this.#taken = new Float64Array(places).fill(Number.NEGATIVE_INFINITY);
    for (let i = days.length - 1; i >= 0; i--) {
      const { friendId, at } = days[i]!;
      // what comes from a clock that was wrong forgives nothing
      if (at > now || friendId >= places) continue;
      this.#next[i] = this.#first[friendId]!;
      this.#first[friendId] = i;
    }
  }

  /** Takes those of a friend up to a moment. @returns how many */
  take(friendId: number, at: number): number {
    let taken = 0;
    for (let i = this.#first[friendId]!; i >= 0 && this.#at[i]! <= at; i = this.#next[i]!) {
      this.#taken[friendId] = this.#at[i]!;
      this.#first[friendId] = this.#next[i]!;
      taken++;
    }
    return taken;
  }

  /** Whether a reply noted by hand is one of the messages. Those up to it were taken. */
  knows(friendId: number, at: number): boolean {
    const ahead = this.#first[friendId]!;
    return at <= this.#taken[friendId]! + sameReplyMs || (ahead >= 0 && dayStart(this.#at[ahead]!) <= at);
  }
}

class Walk {
  readonly #replies: Replies;
  readonly #loads: Loads;
  readonly #settings: GuardSettings;
  readonly #weights: number[];
  readonly #aimed: boolean[];
  readonly #halfLife: number;

  constructor(settings: GuardSettings, now: number, places: number, replies: Replies) {
    this.#replies = replies;
    this.#settings = settings;
    this.#weights = weightsByPlace(settings);
    this.#aimed = touchKinds.map(isAimed);
    this.#halfLife = halfLifeMs(settings);
    const dayStarts = Array.from({ length: settings.windowDays }, (_, i) => dayStart(now, i + 1 - settings.windowDays));
    this.#loads = { now, sums: new Float64Array(places), dayStarts, aimed: new Uint8Array(places * dayStarts.length), moved: false };
  }

  /** The touches of a stretch, as 'ms since start,friend,kind and direction,…' by time, and the adverts of it. */
  stretch(start: number, list: string, adverts: SeenAdvert[]): void {
    let next = 0;
    let [value, field, at, friendId] = [0, 0, 0, 0];
    for (let i = 0; i <= list.length && list !== ''; i++) {
      const code = i < list.length ? list.charCodeAt(i) : 44;
      if (code !== 44) {
        value = value * 10 + code - 48;
        continue;
      }
      if (field === 0) at = start + value;
      else if (field === 1) friendId = value;
      else {
        while (next < adverts.length && adverts[next]!.at <= at) this.#advert(adverts[next++]!);
        this.#touch(friendId, at, value >> 1, (value & 1) === 1);
      }
      field = (field + 1) % 3;
      value = 0;
    }
    while (next < adverts.length) this.#advert(adverts[next++]!);
  }

  finish(): Loads {
    for (let id = 0; id < this.#loads.sums.length; id++) this.#reply(id, Number.POSITIVE_INFINITY);
    return this.#loads;
  }

  /** Takes what she wrote up to a moment into account. */
  #reply(friendId: number, at: number): void {
    const days = this.#replies.take(friendId, at);
    if (days > 0) this.#loads.sums[friendId]! *= this.#settings.replyLeaves ** days;
  }

  #touch(friendId: number, at: number, kind: number, hers: boolean): void {
    const { now, sums } = this.#loads;
    if (friendId >= sums.length) return;
    this.#reply(friendId, at);
    if (hers) {
      if (at <= now && !this.#replies.knows(friendId, at)) sums[friendId]! *= this.#settings.replyLeaves;
      return;
    }
    const weight = this.#weights[kind] ?? 0;
    if (weight > 0) sums[friendId]! += weight * this.#left(at);
    if (this.#aimed[kind]) this.#count(friendId, Math.min(at, now));
  }

  #advert(advert: SeenAdvert): void {
    const { sums } = this.#loads;
    const weight = this.#settings.weights[advert.kind] * this.#left(advert.at);
    advert.each((friendId) => {
      if (friendId >= sums.length) return;
      this.#reply(friendId, advert.at);
      sums[friendId]! += weight;
    });
  }

  #left(at: number): number {
    const { now } = this.#loads;
    if (at > now) this.#loads.moved = true;
    return at >= now ? 1 : 2 ** ((at - now) / this.#halfLife);
  }

  #count(friendId: number, at: number): void {
    const { dayStarts, aimed } = this.#loads;
    if (at < dayStarts[0]!) return;
    let day = dayStarts.length - 1;
    while (at < dayStarts[day]!) day--;
    const place = friendId * dayStarts.length + day;
    if (aimed[place]! < 255) aimed[place]!++;
  }
}

interface Kept {
  version: string;
  key: string;
  loads: Loads;
}
const keptWalks = new WeakMap<Database, Kept>();

/**
 * The walk of this connection, made again only when the book has changed since (SQLite counts what others wrote). An older walk serves a
 * later moment of the same day: all loads have fallen by the same part.
 * @returns the loads and the factor they have fallen by
 */
function currentLoads(ctx: ServiceContext, settings: GuardSettings, now: number): { loads: Loads; factor: number } {
  // the first counts what others changed, the second what this connection did
  const version = `${ctx.db.raw.pragma('data_version', { simple: true })} ${ctx.db.pluck('SELECT total_changes()').get()}`;
  const key = JSON.stringify(settings);
  let kept = keptWalks.get(ctx.db);
  const fits = kept && kept.version === version && kept.key === key && kept.loads.now <= now && !kept.loads.moved;
  if (!kept || !fits || dayStart(kept.loads.now) !== dayStart(now)) {
    kept = { version, key, loads: walkTouches(ctx, settings, now) };
    keptWalks.set(ctx.db, kept);
  }
  return { loads: kept.loads, factor: 2 ** ((kept.loads.now - now) / halfLifeMs(settings)) };
}

/** Ids ascending and loads of everybody who carries any. */
export function readLoads(ctx: ServiceContext, now: number): { ids: Uint32Array; loads: Float64Array } {
  const { loads: walk, factor } = currentLoads(ctx, guardSettings(readSettings(ctx)), now);
  const ids = new Uint32Array(walk.sums.length);
  const loads = new Float64Array(walk.sums.length);
  let n = 0;
  for (let id = 0; id < walk.sums.length; id++) {
    const load = walk.sums[id]! * factor;
    if (load < 0.0005) continue;
    ids[n] = id;
    loads[n++] = load;
  }
  return { ids: ids.slice(0, n), loads: loads.slice(0, n) };
}

/** How many of these friends may be written to at a moment, and which rules stand in the way of the others. `now` in ms UTC. */
export function summarise(ctx: ServiceContext, friendIds: ArrayLike<number>, { kind, at }: GuardAsk, now: number): GuardSummary {
  const all = readSettings(ctx);
  const settings = guardSettings(all);
  const rules: Record<GuardRule, number> = { tag: 0, quiet: 0, day: 0, window: 0, load: 0 };
  const sum: GuardSummary = { total: friendIds.length, ok: 0, notBefore: 0, blocked: 0, rules };
  if (!isMarketing(kind)) return { ...sum, ok: friendIds.length };
  if (friendIds.length <= few) return tally(guardAnswers(ctx, Array.from(friendIds), { kind, at }, now), sum);
  const { loads } = currentLoads(ctx, settings, now);
  const later = 2 ** ((loads.now - at) / halfLifeMs(settings));
  const quiet = kind !== 'momentAdvert' && isQuiet(at, settings);
  const days = daysBefore(loads, settings, at);
  const tagged = taggedFriends(ctx, all['guard.blockTags']);
  const levels = levelsOf(ctx, friendIds);
  for (let i = 0; i < friendIds.length; i++) {
    const id = friendIds[i]!;
    if (tagged.has(id)) {
      rules.tag++;
      sum.blocked++;
      continue;
    }
    const { today, lately } = days(id);
    const load = (loads.sums[id] ?? 0) * later >= capOf(settings, levels[i]!);
    const day = isAimed(kind) && today >= settings.perDay;
    const window = isAimed(kind) && lately >= settings.perWindow;
    if (quiet) rules.quiet++;
    if (day) rules.day++;
    if (window) rules.window++;
    if (load) rules.load++;
    if (quiet || day || window || load) sum.notBefore++;
    else sum.ok++;
  }
  return sum;
}

/** The answers of a few, counted. */
function tally(answers: Map<number, GuardAnswer>, sum: GuardSummary): GuardSummary {
  for (const { answer, rules } of answers.values()) {
    sum[answer]++;
    for (const rule of rules) sum.rules[rule]!++;
  }
  return sum;
}

/** How often a friend was aimed at on the day of `at`, and in the window that ends with it. */
function daysBefore({ dayStarts, aimed }: Loads, settings: GuardSettings, at: number) {
  const [todayFrom, windowFrom] = [dayStart(at), dayStart(at, 1 - settings.windowDays)];
  return (friendId: number) => {
    let [today, lately] = [0, 0];
    for (let day = 0; day < dayStarts.length; day++) {
      const times = aimed[friendId * dayStarts.length + day] ?? 0;
      if (times === 0 || dayStarts[day]! < windowFrom) continue;
      lately += times;
      if (dayStarts[day]! >= todayFrom) today += times;
    }
    return { today, lately };
  };
}

function taggedFriends(ctx: ServiceContext, names: string[]): Set<number> {
  if (names.length === 0) return new Set();
  const ids = ctx.db
    .pluck('SELECT friend_id FROM tags JOIN friend_tags ON tag_id = tags.id WHERE name IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(names)) as number[];
  return new Set(ids);
}

/** Trust level of each friend, in their order; 1 for who is not in the book. */
function levelsOf(ctx: ServiceContext, friendIds: ArrayLike<number>): Uint8Array {
  // as a list, not by temp.chosen: writing there would count as a change of the book
  const rows = ctx.db
    .arrays('SELECT id, trust_level FROM friends WHERE id IN (SELECT value FROM json_each(?))')
    .all(`[${Array.prototype.join.call(friendIds, ',')}]`) as [number, number][];
  const levels = new Map(rows);
  return Uint8Array.from({ length: friendIds.length }, (_, i) => levels.get(friendIds[i]!) ?? 1);
}
