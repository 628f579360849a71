import type { Topic } from '../../../shared/events.ts';
import type { Change, ChangeHint } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import type { ChatFacts, EventRows, OrderRows, Portrait } from './fact-columns.ts';
import {
  loadChatsCommand,
  loadOrdersCommand,
  loadPointsCommand,
  loadPortraitCommand,
  loadProductCommand,
  loadSeenCommand,
  loadTouchesCommand,
  patchChats,
  patchOrders,
  patchPortrait,
  type SeenAsk,
} from './fact-load.ts';

/** Up to so many changed friends are read again one by one. */
const fewFriends = 300;
/** Up to so many changed orders likewise. */
const fewOrders = 1000;

/** What rules ask beyond the index; only what was asked for is there. */
export interface Facts {
  portrait?: Portrait;
  chats?: ChatFacts;
  /** by friend id; 0 = none */
  points?: Float64Array;
  orders?: OrderRows;
  touches?: EventRows;
  /** posts seen, by seenKey */
  seen?: Map<string, Uint32Array>;
  products?: Map<number, EventRows>;
}

/** What has to be there for some rules; `from` = the earliest moment that is asked about (ms UTC). */
export interface Needs {
  portrait: boolean;
  chats: boolean;
  points: boolean;
  orders: boolean;
  products: ReadonlySet<number>;
  touchesFrom: number | null;
  /** by seenKey */
  seen: ReadonlyMap<string, SeenAsk>;
}

/** Nothing has to be there. */
export const noNeeds = { portrait: false, chats: false, points: false, orders: false, touchesFrom: null } as const;

/** Something read from the book and kept until it may be old. */
export class Kept<T> {
  readonly #read: () => Promise<T>;
  #version = 0;
  #value: T | null = null;
  #coming: Promise<T> | null = null;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** What is kept now; null = nothing that could be used. */
  get value(): T | null {
    return this.#value;
  }

  forget(): void {
    this.#version++;
    this.#value = null;
    this.#coming = null;
  }

  /** Takes a newer one; null forgets. */
  put(value: T | null): void {
    this.forget();
    this.#value = value;
  }

  /** What is kept, or else read now: with everything in it that was committed when it was asked for, maybe not with what comes meanwhile. */
  async get(): Promise<T> {
    if (this.#value !== null) return this.#value;
    const version = this.#version;
    this.#coming ??= this.#read();
    const coming = this.#coming;
    try {
      const value = await coming;
      // what changed meanwhile may be missing in it: good for who asked before, not for who asks next
      if (version === this.#version) this.#value = value;
      return value;
    } finally {
      if (this.#coming === coming) this.#coming = null;
    }
  }
}

/** Facts of one book, kept fresh by what is announced. */
export class FactStore {
  readonly #ctx: HostContext;
  readonly #portrait: Kept<Portrait>;
  readonly #chats: Kept<ChatFacts>;
  readonly #points: Kept<Float64Array>;
  readonly #orders: Kept<OrderRows>;
  /** orders that changed since they were read: read again when they are next asked for */
  readonly #changedOrders = new Set<number>();
  readonly #products = new Map<number, Kept<EventRows>>();
  #touches: { from: number; rows: Kept<EventRows> } | null = null;
  readonly #seen = new Map<string, Kept<Uint32Array>>();

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    const rows = (table: string) => (ctx.db.pluck(`SELECT max(rowid) FROM ${table}`).get() as number | null) ?? 0;
    this.#portrait = new Kept(() => ctx.execute(loadPortraitCommand, { rows: rows('friends') }));
    this.#chats = new Kept(() => ctx.execute(loadChatsCommand, { rows: rows('friend_chat_stats') }));
    this.#points = new Kept(() => ctx.execute(loadPointsCommand, { rows: rows('point_entries') }));
    this.#orders = new Kept(() => ctx.execute(loadOrdersCommand, { rows: rows('orders') }));
    ctx.events.onChange((change) => this.#note(change));
  }

  /** @returns everything that is needed, up to date with what was committed when it was asked for */
  async get(needs: Needs): Promise<Facts> {
    const facts: Facts = {};
    if (needs.portrait) facts.portrait = await this.#portrait.get();
    if (needs.chats) facts.chats = await this.#chats.get();
    if (needs.points) facts.points = await this.#points.get();
    if (needs.orders) facts.orders = await this.#orderRows();
    if (needs.touchesFrom !== null) facts.touches = await this.#touchRows(needs.touchesFrom).get();
    facts.products = new Map();
    for (const id of needs.products) facts.products.set(id, await this.#product(id).get());
    facts.seen = new Map();
    for (const [key, ask] of needs.seen) facts.seen.set(key, await this.#seenCounts(ask).get());
    return facts;
  }

  async #orderRows(): Promise<OrderRows> {
    const rows = await this.#orders.get();
    if (this.#changedOrders.size === 0 || rows !== this.#orders.value) return rows;
    const patched = patchOrders(this.#ctx, rows, this.#changedOrders);
    this.#changedOrders.clear();
    this.#orders.put(patched);
    return patched ?? this.#orders.get();
  }

  #touchRows(from: number): Kept<EventRows> {
    if (!this.#touches || this.#touches.from > from) {
      const rows = (this.#ctx.db.pluck('SELECT max(id) FROM touches').get() as number | null) ?? 0;
      this.#touches = { from, rows: new Kept(() => this.#ctx.execute(loadTouchesCommand, { rows, from })) };
    }
    return this.#touches.rows;
  }

  #seenCounts(ask: SeenAsk): Kept<Uint32Array> {
    return remembered(this.#seen, `${ask.from} ${ask.categories}`, () => {
      const rows = this.#ctx.db.pluck('SELECT max(id) FROM friends').get() as number | null;
      return new Kept(() => this.#ctx.execute(loadSeenCommand, { rows: rows ?? 0, ...ask }));
    });
  }

  #product(productId: number): Kept<EventRows> {
    return remembered(this.#products, productId, () => {
      const rows = this.#ctx.db.pluck('SELECT max(id) FROM orders').get() as number | null;
      return new Kept(() => this.#ctx.execute(loadProductCommand, { rows: rows ?? 0, productId }));
    });
  }

  #note({ topics, hint }: Change): void {
    const about = (...names: Topic[]) => names.some((name) => topics.includes(name));
    const everybody = !hint || (hint.friendIds === undefined && hint.tagIds === undefined);
    const few = !everybody && (hint.friendIds?.length ?? 0) <= fewFriends;
    const friendIds = few ? Array.from(hint.friendIds ?? []) : [];
    if (about('friends', 'trust')) this.#freshen(this.#portrait, few, friendIds, patchPortrait);
    if (about('chats')) this.#chats.forget();
    else if (about('friends', 'search')) this.#freshen(this.#chats, few, friendIds, patchChats);
    // a friend who goes or comes back takes points along
    if (about('points', 'friends')) this.#points.forget();
    this.#noteOrders(hint?.orderIds, about('orders'));
    // whole imports that come or go take orders and contacts of their friends along
    if (about('friends') && !few) this.#forgetOrders();
    if (about('touches') || (about('friends') && !few)) this.#touches?.rows.forget();
    if (about('posts')) this.#seen.clear();
  }

  #freshen<T>(
    kept: Kept<T>,
    few: boolean,
    friendIds: number[],
    patch: (ctx: HostContext, value: T, friendIds: number[]) => T | null,
  ): void {
    if (few && friendIds.length === 0) return;
    const { value } = kept;
    kept.put(few && value !== null ? patch(this.#ctx, value, friendIds) : null);
  }

  /** @param isAbout whether orders are said to have changed, be it only their goods */
  #noteOrders(ids: ChangeHint['orderIds'], isAbout: boolean): void {
    if (!isAbout && !ids?.length) return;
    this.#products.clear();
    const many = ids === undefined || ids === 'many' || this.#changedOrders.size + ids.length > fewOrders;
    // what is being read while it changes has to be read again
    if (many || this.#orders.value === null) this.#forgetOrders();
    else for (const id of ids) this.#changedOrders.add(id);
  }

  #forgetOrders(): void {
    this.#orders.forget();
    this.#changedOrders.clear();
    this.#products.clear();
  }
}

/** What was looked at long ago need not be kept. */
const mostKept = 20;

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value !== undefined) return value;
  value = make();
  if (map.size >= mostKept) map.delete(map.keys().next().value!);
  map.set(key, value);
  return value;
}

const stores = new WeakMap<HostContext, FactStore>();

/** The one store of facts of this book. */
export function factStore(ctx: HostContext): FactStore {
  let store = stores.get(ctx);
  if (!store) stores.set(ctx, (store = new FactStore(ctx)));
  return store;
}

const onlyOrders: Needs = {
  ...{ portrait: false, chats: false, points: false, orders: true, products: new Set() },
  ...{ touchesFrom: null, seen: new Map() },
};
const onlyChats: Needs = {
  ...{ portrait: false, chats: true, points: false, orders: false, products: new Set() },
  ...{ touchesFrom: null, seen: new Map() },
};

/** Every order that was not cancelled, up to date with what was committed when it was asked for. */
export async function orderRowsOf(ctx: HostContext): Promise<OrderRows> {
  const { orders } = await factStore(ctx).get(onlyOrders);
  return orders!;
}

/** What private chats say of friends, likewise. */
export async function chatFactsOf(ctx: HostContext): Promise<ChatFacts> {
  const { chats } = await factStore(ctx).get(onlyChats);
  return chats!;
}
