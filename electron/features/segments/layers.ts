import { friendStatuses } from '../../../shared/contracts/friends.ts';
import { aiplOf } from '../../../shared/domain/aipl.ts';
import { fifthOf } from '../../../shared/domain/concentration.ts';
import {
  type FlowCode,
  flowCodes,
  type LayerCode,
  type LayerRules,
  layerCodes,
  rfmLayers,
  thresholdsOf,
} from '../../../shared/domain/layers.ts';
import { classesOf, type RfmPart, type RfmThresholds, rfmClasses, scoresOf } from '../../../shared/domain/rfm.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ChangeHint } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { friendIndex } from '../friends/index.ts';
import { readSettings } from '../settings/index.ts';
import { loadActedCommand, loadLeadOrdersCommand, patchLeadOrders } from './fact-load.ts';
import { factStore, Kept, noNeeds } from './fact-store.ts';
import { flowPlace, layerBit, marksOf, muchPaid } from './layer-marks.ts';
import { type Purchases, purchasesOf } from './purchases.ts';

/** Who falls into which layer, by friend id, and what that was reckoned from. */
export interface Layers {
  rules: LayerRules;
  /** the window: the seller's local days, both included */
  fromOn: string;
  toOn: string;
  reckonedAt: number;
  /** ids of the friends who fall into layers: those who are not archived, ascending */
  people: Uint32Array;
  /** of archived friends, ascending */
  archived: Uint32Array;
  purchases: Purchases;
  /** by friend id: a bit for each layer she is in (layerBit), and how she moved (place in flowCodes) */
  bits: Uint32Array;
  flow: Uint8Array;
}

const bitsOf = (codes: readonly LayerCode[]): number => codes.reduce((sum, code) => (isFlow(code) ? sum : sum | layerBit(code)), 0);
const isFlow = (code: LayerCode): code is FlowCode => (flowCodes as readonly string[]).includes(code);

/** Ids of the friends in one of the layers, ascending. */
export function inLayers({ people, bits, flow }: Layers, codes: readonly LayerCode[]): Uint32Array {
  const wanted = bitsOf(codes);
  const moved = Uint8Array.from(flowCodes, (code) => (codes.includes(code) ? 1 : 0));
  return people.filter((id) => (bits[id]! & wanted) !== 0 || moved[flow[id]!] === 1);
}

export interface LayerTally {
  code: LayerCode;
  heads: number;
  /** purchases of those in the window, and 分 paid minus refunded */
  orders: number;
  fen: number;
}

/** What each layer holds, in one walk over everybody, in the order of layerCodes. */
export function tallyLayers({ people, bits, flow, purchases }: Layers): LayerTally[] {
  const tally = layerCodes.map((code): LayerTally => ({ code, heads: 0, orders: 0, fen: 0 }));
  const note = ({ count, fen }: Purchases, place: number, id: number) => {
    const one = tally[place]!;
    one.heads++;
    one.orders += count[id]!;
    one.fen += fen[id]!;
  };
  for (const id of people) {
    // the lowest bit first, each taken away as it was noted
    for (let left = bits[id]!; left !== 0; left &= left - 1) note(purchases, 31 - Math.clz32(left & -left), id);
    note(purchases, firstFlow + flow[id]!, id);
  }
  return tally;
}
const firstFlow = layerCodes.indexOf(flowCodes[0]);

/** The layers that one friend is in. */
export function layersOfFriend({ people, bits, flow }: Layers, id: number): LayerCode[] {
  if (!people.includes(id)) return [];
  return layerCodes.filter((code) => (isFlow(code) ? flowCodes[flow[id]!] === code : (bits[id]! & layerBit(code)) !== 0));
}

/** What layers follow from. */
const reckonedFrom: readonly Topic[] = ['orders', 'friends', 'trust', 'chats', 'search', 'touches', 'rules', 'imports', 'demo'];

/** Whole imports that come or go take contacts and groups of their friends along. */
const fewFriends = 300;

/** The layers of one book, kept until something they follow from may have changed or the day is over. */
class LayerStore {
  readonly #layers: Kept<Layers>;
  readonly #acted: Kept<Uint8Array>;
  readonly #lead: Kept<Uint8Array>;
  readonly #ctx: HostContext;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    this.#acted = new Kept(() => ctx.execute(loadActedCommand, { rows: rowsOf(ctx, 'touches') + rowsOf(ctx, 'chat_talkers') }));
    this.#lead = new Kept(() => ctx.execute(loadLeadOrdersCommand, { rows: rowsOf(ctx, 'order_lines') }));
    this.#layers = new Kept(async () => reckon(ctx, { acted: await this.#acted.get(), leadOrders: await this.#lead.get() }));
    ctx.events.onChange(({ topics, hint }) => {
      const manyFriends = topics.includes('friends') && (hint?.friendIds?.length ?? Number.POSITIVE_INFINITY) > fewFriends;
      if (manyFriends || topics.some((topic) => topic === 'touches' || topic === 'chats' || topic === 'demo')) this.#acted.forget();
      this.#noteLead(hint?.orderIds, topics.includes('orders'));
      if (hint?.orderIds?.length || topics.some((topic) => reckonedFrom.includes(topic))) this.#layers.forget();
    });
  }

  /** Goods of an order change with it; a card may change what any of them is. */
  #noteLead(ids: ChangeHint['orderIds'], isAbout: boolean): void {
    if (!isAbout && !ids?.length) return;
    const lead = this.#lead.value;
    this.#lead.put(lead !== null && Array.isArray(ids) && ids.length > 0 ? patchLeadOrders(this.#ctx, lead, ids) : null);
  }

  get(): Promise<Layers> {
    const kept = this.#layers.value;
    const now = this.#ctx.clock.now();
    // another day, or an order that was still to come has come
    if (kept && (kept.toOn !== dayOf(now) || now < kept.reckonedAt || now >= kept.purchases.goodUntil)) this.#layers.forget();
    return this.#layers.get();
  }
}

const rowsOf = (ctx: HostContext, table: string): number => (ctx.db.pluck(`SELECT max(id) FROM ${table}`).get() as number | null) ?? 0;

const stores = new WeakMap<HostContext, LayerStore>();

/** Everybody's layers, up to date with what was committed when it was asked for. */
export function layersOf(ctx: HostContext): Promise<Layers> {
  let store = stores.get(ctx);
  if (!store) stores.set(ctx, (store = new LayerStore(ctx)));
  return store.get();
}

/** Everybody's layers out of columns, in short stretches: a book has 100,000 friends and a million orders. */
async function reckon(ctx: HostContext, { acted, leadOrders }: { acted: Uint8Array; leadOrders: Uint8Array }): Promise<Layers> {
  const rules = readSettings(ctx)['layers.rules'];
  const facts = await factStore(ctx).get({ ...noNeeds, products: new Set(), seen: new Map(), orders: true, chats: true, portrait: true });
  const [orders, chats, portrait] = [facts.orders!, facts.chats!, facts.portrait!];
  const { shelf } = await friendIndex(ctx);
  // the clock is read behind the orders: none of them is later than it only because it was placed meanwhile
  const reckonedAt = ctx.clock.now();
  const toOn = dayOf(reckonedAt);
  const from = startOfDay(toOn, 1 - rules.windowDays);
  const breather = new Breather();
  const { people, archived, ...known } = peopleOn(shelf);
  await breather.breathe();
  const purchases = purchasesOf(orders, { from, now: reckonedAt, room: known.room, leadOrders });
  await breather.breathe();
  const buyers = people.filter((id) => purchases.ever[id]! > 0);
  const classes = await classesOfBuyers(buyers, purchases, { today: toOn, thresholds: thresholdsOf(rules), breather });
  const [bits, flow, top] = [new Uint32Array(known.room), new Uint8Array(known.room), new Uint8Array(known.room)];
  for (const [i, id] of buyers.entries()) bits[id]! |= classBits[classes[i]!]!;
  await breather.breathe();
  for (const id of topFifth(buyers, purchases.fen)) {
    bits[id]! |= layerBit('top');
    top[id] = 1;
  }
  await breather.breathe();
  const ground = { rules, from, purchases, chats, portrait, top, muchFen: muchPaid(buyers, purchases.fen), ...known };
  await breather.breathe();
  for (const [i, id] of people.entries()) {
    if (i % pieces === 0) await breather.breathe();
    const paidOrders = purchases.ever[id]!;
    const hasActed = acted[id] === 1 || (chats.inCount[id] ?? 0) > 0 || (orders.ever.count[id] ?? 0) > 0;
    const state = aiplOf({ hasActed, paidOrders, hasSpokenForUs: known.levels[id] === speaksForUs });
    bits[id]! |= layerBit(state) | (paidOrders === 0 ? layerBit('never') : 0) | marksOf(id, ground);
    flow[id] = flowPlace(id, ground);
  }
  return { rules, fromOn: dayOf(from), toOn, reckonedAt, people, archived, purchases, bits, flow };
}
/** so many friends are done in a fraction of a stretch */
const pieces = 4096;

/** 铁粉: by her own judgement somebody who speaks for her (product.md) */
const speaksForUs = 6;
const classBits = rfmClasses.map((_, place) => layerBit(rfmLayers[place]!));

type Shelf = Awaited<ReturnType<typeof friendIndex>>['shelf'];

/** Who is there, as far as it matters, by id: positions move when the index is read again. */
function peopleOn({ columns, alive }: Shelf) {
  const room = columns.placeOf.length + 1;
  const [levels, gone, since] = [new Uint8Array(room), new Uint8Array(room), new Float64Array(room)];
  const people: number[] = [];
  const archived: number[] = [];
  alive.forEach((position) => {
    const id = columns.id[position]!;
    levels[id] = columns.level[position]!;
    gone[id] = columns.status[position] === normal ? 0 : 1;
    since[id] = columns.added[position] || columns.created[position]!;
    (columns.archived[position] === 1 ? archived : people).push(id);
  });
  return { people: Uint32Array.from(people), archived: Uint32Array.from(archived), levels, gone, since, room };
}
const normal = friendStatuses.indexOf('normal');

/** The class of each buyer, as a place in rfmClasses. */
async function classesOfBuyers(
  buyers: Uint32Array,
  { last, count, fen }: Purchases,
  { today, thresholds, breather }: { today: string; thresholds: RfmThresholds; breather: Breather },
): Promise<Uint8Array> {
  const scored = async (part: RfmPart, column: ArrayLike<number>) => {
    const scores = scoresOf(part, column, thresholds);
    await breather.breathe();
    return scores;
  };
  const columnOf = (column: ArrayLike<number>) => {
    const values = new Float64Array(buyers.length);
    for (let i = 0; i < buyers.length; i++) values[i] = column[buyers[i]!]!;
    return values;
  };
  const recency = await scored('recency', daysSince(columnOf(last), today));
  const frequency = await scored('frequency', columnOf(count));
  return classesOf({ recency, frequency, money: await scored('money', columnOf(fen)) });
}

/** Whole local days from each moment (seconds) to today, 0 = today; ten years at most. */
export function daysSince(seconds: Float64Array, today: string): Uint16Array {
  const oldest = seconds.reduce((least, second) => Math.min(least, second), Number.POSITIVE_INFINITY);
  const starts: number[] = [];
  for (let days = 0; days < mostDays; days++) {
    starts.push(startOfDay(today, -days) / 1000);
    if (starts[days]! <= oldest) break;
  }
  return Uint16Array.from(seconds, (second) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= second) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
const mostDays = 3650;

/** The fifth of those who paid something in the window who paid most; of equal ones those who came into the book first. */
export function topFifth(buyers: Uint32Array, fen: Float64Array): Uint32Array {
  const paying = buyers.filter((id) => fen[id]! > 0);
  const wanted = fifthOf(paying.length);
  if (wanted === 0) return new Uint32Array();
  const least = Float64Array.from(paying, (id) => fen[id]!).sort()[paying.length - wanted]!;
  let free = wanted - paying.reduce((many, id) => many + (fen[id]! > least ? 1 : 0), 0);
  return paying.filter((id) => fen[id]! > least || (fen[id] === least && free-- > 0));
}
