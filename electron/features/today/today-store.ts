import type { Promised } from '../../../shared/contracts/follow-ups.ts';
import { thresholdsOf } from '../../../shared/domain/layers.ts';
import { dayAfter, startOfDay } from '../../../shared/domain/segment-days.ts';
import { dayNumber, weekdayOf } from '../../../shared/domain/wall-time.ts';
import type { Topic } from '../../../shared/events.ts';
import { localDay } from '../../platform/clock.ts';
import type { Change } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { type DueToday, duePromises, dueToday } from '../follow-ups/index.ts';
import { type FriendShelf, friendIndex } from '../friends/index.ts';
import { onePerBook } from '../search/index.ts';
import { type ChatFacts, chatFactsOf, Kept, type OrderRows, orderRowsOf, PurchaseKeeper, type Purchases } from '../segments/index.ts';
import { readSettings } from '../settings/index.ts';
import { readBirthdays } from '../touches/index.ts';
import { friendsOfOrders, type OrderDays, orderDays, type Supply } from './order-days.ts';
import {
  type Lately,
  type PutOff,
  patchRhythms,
  patchSupply,
  readLatelyCommand,
  readPutOffsCommand,
  readRhythmsCommand,
  readSupplyCommand,
} from './today-reads.ts';
import { type Worth, worthOf } from './worth.ts';

/** Everything the names of today are made of, by friend id. */
export interface Ground {
  now: number;
  on: string;
  /** the same day as a running number */
  today: number;
  windowFrom: number;
  weekFromOn: string;
  orders: OrderRows;
  worth: Worth;
  days: OrderDays;
  chats: ChatFacts;
  rhythms: Float32Array;
  lately: Lately;
  /** the newest of each friend */
  putOffs: Map<number, PutOff>;
  /** start of the day, ms UTC, and who was contacted since */
  dayFrom: number;
  touchedToday: Set<number>;
  followUps: DueToday;
  /** what the seller promised until today, by friend */
  owed: Map<number, Promised[]>;
  /** whose birthday is today and was not wished yet */
  birthdays: Set<number>;
}

/** Which orders were of goods to try only is not asked here. */
const noLead = new Uint8Array();

/** Whole imports that come or go take orders, contacts and chats of their friends along. */
const fewFriends = 300;

/** What 今日 rests on, kept until it may have changed; what a change names is read again by itself. */
class TodayStore {
  readonly #ctx: HostContext;
  readonly #rhythms: Kept<Float32Array>;
  readonly #supply: Kept<{ lasts: Supply }>;
  readonly #lately: Kept<Lately & { on: string }>;
  readonly #putOffs: Kept<PutOff[]>;
  #bought: { rows: OrderRows; on: string; windowDays: number; purchases: Purchases } | null = null;
  #worth: { purchases: Purchases; people: Uint32Array; rules: string; worth: Worth } | null = null;
  #days: { rows: OrderRows; on: string; days: OrderDays } | null = null;
  #changedOrders = new Set<number>();
  readonly #keeper = new PurchaseKeeper();
  #version = 0;
  #line: Promise<unknown> = Promise.resolve();

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    const rows = (table: string) => (ctx.db.pluck(`SELECT max(rowid) FROM ${table}`).get() as number | null) ?? 0;
    const settings = () => readSettings(ctx);
    this.#rhythms = new Kept(() =>
      ctx.execute(readRhythmsCommand, { rows: rows('friend_chat_stats'), rhythmDays: settings()['trust.numbers'].rhythmDays }),
    );
    this.#supply = new Kept(async () => ({ lasts: await ctx.execute(readSupplyCommand, { rows: rows('order_lines') }) }));
    this.#lately = new Kept(async () => {
      const on = localDay(ctx.clock.now());
      return { on, ...(await ctx.execute(readLatelyCommand, spanOf(on, settings()['guard.windowDays']))) };
    });
    this.#putOffs = new Kept(() => ctx.execute(readPutOffsCommand, { rows: rows('friend_events'), now: ctx.clock.now() }));
    ctx.events.onChange((change) => this.#note(change));
  }

  /** With everything in it that was committed when it was asked for. One at a time: who asks next has what the one before read. */
  ground(): Promise<Ground> {
    const ground = this.#line.then(() => this.#look());
    this.#line = ground.catch(() => {
      this.#days = null;
    });
    return ground;
  }

  async #look(): Promise<Ground> {
    const ctx = this.#ctx;
    const breather = new Breather();
    // what changes meanwhile is for the next look
    const changed = this.#changedOrders;
    this.#changedOrders = new Set();
    const orders = await orderRowsOf(ctx);
    await breather.breathe();
    const chats = await chatFactsOf(ctx);
    const [rhythms, putOffs] = [await this.#rhythms.get(), await this.#putOffs.get()];
    const now = ctx.clock.now();
    const on = localDay(now);
    if (this.#lately.value && this.#lately.value.on !== on) this.#lately.forget();
    const lately = await this.#lately.get();
    const days = await this.#orderDays(orders, changed, { now, on, breather });
    const { shelf } = await friendIndex(ctx);
    const worth = await this.#worthOf(orders, shelf, now, breather);
    const followUps = await dueToday(ctx);
    // behind it comes the walk over everybody
    await breather.breathe();
    const { windowFrom } = spanOf(on, readSettings(ctx)['guard.windowDays']);
    return {
      ...{ now, on, today: dayNumber(on), windowFrom, weekFromOn: mondayOf(on), orders, worth, days, rhythms, lately },
      chats,
      ...{ dayFrom: startOfDay(on), touchedToday: touchedSince(ctx, startOfDay(on)), followUps, owed: byFriend(duePromises(ctx, on)) },
      putOffs: new Map(putOffs.map((one) => [one.friendId, one])),
      birthdays: new Set(readBirthdays(ctx, on, on).flatMap(({ friendId, wished }) => (wished ? [] : [friendId]))),
    };
  }

  /** Noted contacts change neither orders nor who is there. */
  async #worthOf(orders: OrderRows, shelf: FriendShelf, now: number, breather: Breather): Promise<Worth> {
    const people = peopleOn(shelf);
    const room = shelf.columns.placeOf.length + 1;
    await breather.breathe();
    const rules = readSettings(this.#ctx)['layers.rules'];
    const purchases = await this.#purchases(orders, now, rules.windowDays, { room, breather });
    const kept = this.#worth;
    const key = JSON.stringify(rules);
    if (kept?.purchases === purchases && kept.rules === key && isSame(kept.people, people)) return kept.worth;
    const worth = await worthOf(purchases, people, thresholdsOf(rules), breather);
    this.#worth = { purchases, people, rules: key, worth };
    return worth;
  }

  async #purchases(
    rows: OrderRows,
    now: number,
    windowDays: number,
    { room, breather }: { room: number; breather: Breather },
  ): Promise<Purchases> {
    const on = localDay(now);
    const kept = this.#bought;
    const holds = kept?.rows === rows && kept.on === on && kept.windowDays === windowDays && now < kept.purchases.goodUntil;
    if (holds && kept.purchases.ever.length >= room) return kept.purchases;
    const rules = { from: startOfDay(on, 1 - windowDays), now, room, leadOrders: noLead };
    const purchases = await this.#keeper.over(rows, rules, breather);
    this.#bought = { rows, on, windowDays, purchases };
    return purchases;
  }

  async #orderDays(
    rows: OrderRows,
    changed: ReadonlySet<number>,
    { now, on, breather }: { now: number; on: string; breather: Breather },
  ): Promise<OrderDays> {
    const version = this.#version;
    const { lasts } = await this.#supply.get();
    const kept = this.#days;
    const isOfToday = kept !== null && kept.on === on && now < kept.days.goodUntil;
    if (isOfToday && kept.rows === rows && changed.size === 0) return kept.days;
    const fits = isOfToday && changed.size > 0 && kept.rows.ever.count.length === rows.ever.count.length;
    const old = fits ? { days: kept.days, only: friendsOfOrders(kept.rows, rows, changed) } : null;
    await breather.breathe();
    const days = await orderDays(rows, lasts, now, breather, old);
    this.#days = version === this.#version ? { rows, on, days } : null;
    return days;
  }

  #note({ topics, hint }: Change): void {
    const about = (...names: Topic[]) => names.some((name) => topics.includes(name));
    const isWhole = about('imports', 'demo') || (about('friends') && (hint?.friendIds?.length ?? Number.POSITIVE_INFINITY) > fewFriends);
    if (isWhole || about('touches', 'rules')) this.#lately.forget();
    if (isWhole || about('today', 'friends')) this.#putOffs.forget();
    this.#noteTalk(hint?.friendIds, isWhole || about('chats', 'rules'), about('suggestions', 'friends', 'search'));
    this.#noteOrders(hint?.orderIds, about('orders'), isWhole);
  }

  #noteTalk(ids: ArrayLike<number> | undefined, isAll: boolean, isSome: boolean): void {
    if (isAll || (isSome && (ids?.length ?? Number.POSITIVE_INFINITY) > fewFriends)) return void this.#rhythms.forget();
    const rhythms = this.#rhythms.value;
    if (!isSome || !ids?.length) return;
    const { rhythmDays } = readSettings(this.#ctx)['trust.numbers'];
    this.#rhythms.put(rhythms && patchRhythms(this.#ctx, rhythms, Array.from(ids), rhythmDays));
  }

  /** Without ids of orders it is their goods, or too many to name. */
  #noteOrders(ids: readonly number[] | 'many' | undefined, isAbout: boolean, isWhole: boolean): void {
    if (!isAbout && !ids?.length && !isWhole) return;
    const supply = this.#supply.value;
    const named = Array.isArray(ids) && ids.length > 0 && !isWhole ? (ids as readonly number[]) : null;
    const lasts = named && supply ? patchSupply(this.#ctx, supply.lasts, named) : undefined;
    this.#supply.put(lasts === undefined ? null : { lasts });
    // a card that comes changes how long the goods of any order last
    if (named === null || lasts === undefined) {
      this.#days = null;
      this.#version++;
    } else for (const id of named) this.#changedOrders.add(id);
  }
}

const touchedSince = ({ db }: HostContext, from: number): Set<number> =>
  new Set(db.pluck("SELECT friend_id FROM touches WHERE at >= ? AND direction = 'out'").all(from) as number[]);

function byFriend(promises: readonly Promised[]): Map<number, Promised[]> {
  const found = new Map<number, Promised[]>();
  for (const one of promises) found.set(one.friendId, [...(found.get(one.friendId) ?? []), one]);
  return found;
}

const isSame = (a: Uint32Array, b: Uint32Array): boolean => a.length === b.length && a.every((id, i) => id === b[i]);

const mondayOf = (on: string): string => dayAfter(on, 1 - weekdayOf(on));

/** From when on contacts count: the window of the guard ends with today, the week began on Monday. */
const spanOf = (on: string, windowDays: number) => ({ windowFrom: startOfDay(on, 1 - windowDays), weekFrom: startOfDay(mondayOf(on)) });

function peopleOn({ columns, alive }: FriendShelf): Uint32Array {
  const people: number[] = [];
  alive.forEach((position) => {
    if (columns.archived[position] === 0) people.push(columns.id[position]!);
  });
  return Uint32Array.from(people);
}

/** The one store of this book. */
export const todayStore = onePerBook((ctx) => new TodayStore(ctx));
