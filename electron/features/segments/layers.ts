import { friendStatuses } from '../../../shared/contracts/friends.ts';
import { aiplOf } from '../../../shared/domain/aipl.ts';
import { fifthOf } from '../../../shared/domain/concentration.ts';
import { valuesAt } from '../../../shared/domain/in-order.ts';
import {
  type FlowCode,
  flowCodes,
  type LayerCode,
  type LayerRules,
  layerCodes,
  rfmLayers,
  thresholdsOf,
} from '../../../shared/domain/layers.ts';
import { classesOf, oneScore, type RfmPart, type RfmScored, type RfmThresholds, rfmClasses, scoresOf } from '../../../shared/domain/rfm.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ChangeHint } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { friendIndex } from '../friends/index.ts';
import { type Bringers, bringersOf } from '../referrals/index.ts';
import { readSettings } from '../settings/index.ts';
import { loadActedCommand, loadLeadOrdersCommand, patchLeadOrders } from './fact-load.ts';
import { factStore, Kept, noNeeds } from './fact-store.ts';
import { flowPlace, layerBit, marksOf } from './layer-marks.ts';
import { PurchaseKeeper, type Purchases } from './purchases.ts';
import { voiceTagIds } from './voice-tags.ts';

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
  /** how each of the three of RFM was scored */
  scored: Record<RfmPart, { by: RfmScored['by']; alike: number | null }>;
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
export function tallyLayers({ people, bits, flow, purchases: { count, fen } }: Layers): LayerTally[] {
  const sums = {
    heads: new Uint32Array(layerCodes.length),
    orders: new Float64Array(layerCodes.length),
    fen: new Float64Array(layerCodes.length),
  };
  for (let i = 0; i < people.length; i++) {
    const id = people[i]!;
    // the lowest bit first, each taken away as it was noted; how she moved comes last
    for (let left = bits[id]!; ; left &= left - 1) {
      const place = left === 0 ? firstFlow + flow[id]! : 31 - Math.clz32(left & -left);
      sums.heads[place]!++;
      sums.orders[place]! += count[id]!;
      sums.fen[place]! += fen[id]!;
      if (left === 0) break;
    }
  }
  return layerCodes.map((code, place) => ({ code, heads: sums.heads[place]!, orders: sums.orders[place]!, fen: sums.fen[place]! }));
}
const firstFlow = layerCodes.indexOf(flowCodes[0]);

/** The layers that one friend is in. */
export function layersOfFriend({ people, bits, flow }: Layers, id: number): LayerCode[] {
  if (!people.includes(id)) return [];
  return layerCodes.filter((code) => (isFlow(code) ? flowCodes[flow[id]!] === code : (bits[id]! & layerBit(code)) !== 0));
}

/** What layers follow from. */
const reckonedFrom: readonly Topic[] = [
  'orders',
  'friends',
  'trust',
  'tags',
  'chats',
  'search',
  'touches',
  'referrals',
  'rules',
  'imports',
  'demo',
];

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
    const keeper = new PurchaseKeeper();
    this.#layers = new Kept(async () => {
      const [acted, leadOrders, bringers] = [await this.#acted.get(), await this.#lead.get(), await bringersOf(ctx)];
      return reckon(ctx, { keeper, acted, leadOrders, bringers });
    });
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

interface Ground {
  keeper: PurchaseKeeper;
  acted: Uint8Array;
  leadOrders: Uint8Array;
  bringers: Bringers;
}

/** Everybody's layers out of columns, in short stretches: a book has 100,000 friends and a million orders. */
async function reckon(ctx: HostContext, { keeper, acted, leadOrders, bringers }: Ground): Promise<Layers> {
  const rules = readSettings(ctx)['layers.rules'];
  const breather = new Breather();
  const facts = await factStore(ctx).get({ ...noNeeds, products: new Set(), seen: new Map(), orders: true, chats: true, portrait: true });
  const [orders, chats, portrait] = [facts.orders!, facts.chats!, facts.portrait!];
  await breather.breathe();
  const { shelf } = await friendIndex(ctx);
  // the clock is read behind the orders: none of them is later than it only because it was placed meanwhile
  const reckonedAt = ctx.clock.now();
  const toOn = dayOf(reckonedAt);
  const from = startOfDay(toOn, 1 - rules.windowDays);
  const { people, archived, ...known } = peopleOn(shelf, voiceTagIds(ctx));
  await breather.breathe();
  const purchases = await keeper.over(orders, { from, now: reckonedAt, room: known.room, leadOrders }, breather);
  await breather.breathe();
  const buyers = those(people, purchases.ever);
  const { classes, scored } = await classesOfBuyers(buyers, purchases, { today: toOn, thresholds: thresholdsOf(rules), breather });
  const [bits, flow, top] = [new Uint32Array(known.room), new Uint8Array(known.room), new Uint8Array(known.room)];
  for (let i = 0; i < buyers.length; i++) bits[buyers[i]!]! |= classBits[classes[i]!]!;
  await breather.breathe();
  const paying = those(buyers, purchases.fen);
  const { best, muchFen } = payersOf(paying, columnOf(paying, purchases.fen));
  for (let i = 0; i < best.length; i++) {
    bits[best[i]!]! |= topBit;
    top[best[i]!] = 1;
  }
  await breather.breathe();
  const ground = { rules, from, purchases, chats, portrait, top, muchFen, ...known };
  for (let i = 0; i < people.length; i++) {
    if (i % pieces === 0) await breather.breathe();
    const id = people[i]!;
    const paidOrders = purchases.ever[id]!;
    const hasActed = acted[id] === 1 || (chats.inCount[id] ?? 0) > 0 || (orders.ever.count[id] ?? 0) > 0;
    const hasSpokenForUs = known.spoke[id] === 1 || bringers.has(id);
    const state = aiplOf({ hasActed, paidOrders, hasSpokenForUs });
    bits[id]! |= stateBits[state] | (paidOrders === 0 ? neverBit : 0) | marksOf(id, ground);
    flow[id] = flowPlace(id, ground);
  }
  return { rules, fromOn: dayOf(from), toOn, reckonedAt, people, archived, purchases, scored, bits, flow };
}
/** so many friends are done in a fraction of a stretch */
const pieces = 4096;

/** 铁粉: by her own judgement somebody who speaks for her (product.md) */
const speaksForUs = 6;
const [topBit, neverBit] = [layerBit('top'), layerBit('never')];
const stateBits = { A: layerBit('A'), I: layerBit('I'), P: layerBit('P'), L: layerBit('L') };
const classBits = rfmClasses.map((_, place) => layerBit(rfmLayers[place]!));

type Shelf = Awaited<ReturnType<typeof friendIndex>>['shelf'];

/** Who is there, as far as it matters, by id: positions move when the index is read again. */
function peopleOn({ columns, alive, carriers }: Shelf, voiceTags: readonly number[]) {
  const room = columns.placeOf.length + 1;
  const [spoke, gone, since] = [new Uint8Array(room), new Uint8Array(room), new Float64Array(room)];
  const [people, archived] = [new Uint32Array(columns.id.length), new Uint32Array(columns.id.length)];
  let [present, put] = [0, 0];
  alive.forEach((position) => {
    const id = columns.id[position]!;
    spoke[id] = columns.level[position] === speaksForUs ? 1 : 0;
    gone[id] = columns.status[position] === normal ? 0 : 1;
    since[id] = columns.added[position] || columns.created[position]!;
    if (columns.archived[position] === 1) archived[put++] = id;
    else people[present++] = id;
  });
  for (const tagId of voiceTags) carriers(tagId)?.forEach((position) => void (spoke[columns.id[position]!] = 1));
  return { people: people.slice(0, present), archived: archived.slice(0, put), spoke, gone, since, room };
}
const normal = friendStatuses.indexOf('normal');

/** What the column holds of each of these, in their order. */
function columnOf(ids: Uint32Array, column: ArrayLike<number>): Float64Array {
  const values = new Float64Array(ids.length);
  for (let i = 0; i < ids.length; i++) values[i] = column[ids[i]!]!;
  return values;
}

/** The class of each buyer, as a place in rfmClasses, and how that was scored. */
async function classesOfBuyers(
  buyers: Uint32Array,
  { last, count, fen }: Purchases,
  { today, thresholds, breather }: { today: string; thresholds: RfmThresholds; breather: Breather },
): Promise<{ classes: Uint8Array; scored: Layers['scored'] }> {
  const score = async (part: RfmPart, column: ArrayLike<number>) => {
    const scored = scoresOf(part, column, thresholds);
    await breather.breathe();
    return scored;
  };
  const recency = await score('recency', daysSince(columnOf(buyers, last), today));
  const frequency = await score('frequency', columnOf(buyers, count));
  const money = await score('money', columnOf(buyers, fen));
  const told = ({ scores, by }: RfmScored) => ({ by, alike: oneScore(scores) });
  return {
    classes: classesOf({ recency: recency.scores, frequency: frequency.scores, money: money.scores }),
    scored: { recency: told(recency), frequency: told(frequency), money: told(money) },
  };
}

/** Whole local days from each moment (seconds) to today, 0 = today; ten years at most. */
export function daysSince(seconds: Float64Array, today: string): Uint16Array {
  let oldest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < seconds.length; i++) oldest = Math.min(oldest, seconds[i]!);
  const starts: number[] = [];
  for (let days = 0; days < mostDays; days++) {
    starts.push(startOfDay(today, -days) / 1000);
    if (starts[days]! <= oldest) break;
  }
  const since = new Uint16Array(seconds.length);
  for (let i = 0; i < seconds.length; i++) {
    // days of 24 hours first: where clocks are turned the right one is beside it
    const second = seconds[i]!;
    let day = Math.min(starts.length - 1, Math.max(0, Math.ceil((starts[0]! - second) / 86_400)));
    while (day > 0 && starts[day - 1]! <= second) day--;
    while (day < starts.length - 1 && starts[day]! > second) day++;
    since[i] = day;
  }
  return since;
}
const mostDays = 3650;

/** Of those who paid something in the window the fifth who paid most (of equal ones those who came into the book first), and from what on she pays much: the middle. */
export function payersOf(paying: Uint32Array, paid: Float64Array): { best: Uint32Array; muchFen: number } {
  const wanted = fifthOf(paying.length);
  if (wanted === 0) return { best: new Uint32Array(), muchFen: Number.POSITIVE_INFINITY };
  const [least, muchFen] = valuesAt(paid, [paid.length - wanted, Math.floor((paid.length - 1) / 2)]) as [number, number];
  let free = wanted;
  for (let i = 0; i < paid.length; i++) if (paid[i]! > least) free--;
  const best = new Uint32Array(wanted);
  let count = 0;
  for (let i = 0; i < paid.length; i++) if (paid[i]! > least || (paid[i] === least && free-- > 0)) best[count++] = paying[i]!;
  return { best, muchFen };
}

/** Those of whom the column holds more than 0. */
function those(ids: Uint32Array, column: ArrayLike<number>): Uint32Array {
  const found = new Uint32Array(ids.length);
  let count = 0;
  for (let i = 0; i < ids.length; i++) if (column[ids[i]!]! > 0) found[count++] = ids[i]!;
  return found.slice(0, count);
}
