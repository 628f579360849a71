import type { ChannelsReport } from '../../../shared/contracts/channel-money.ts';
import type { PeriodInput } from '../../../shared/contracts/pool.ts';
import { monthsOf } from '../../../shared/domain/channel-money.ts';
import type { ChannelFigure } from '../../../shared/domain/figures.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { isPurchase, layersOf, type OrderRows, orderRowsOf } from '../segments/index.ts';
import { type Everybody, everybody } from './everybody.ts';
import { type OrderCosts, orderCosts } from './order-costs.ts';
import { closeOf, upToToday } from './period.ts';

type ChannelRow = ChannelsReport['channels'][number];
type Spends = Pick<ChannelRow, 'spendFen' | 'spends'>;

/** so many rows are done in a fraction of a stretch */
const pieces = 16_384;

/** What she told of the months, by channel. */
function spendsIn(ctx: HostContext, months: readonly string[]): Map<number, Spends> {
  const rows = ctx.db
    .sql(
      'SELECT channel_id AS id, month, spend_fen AS spendFen FROM channel_spends WHERE month >= ? AND month <= ? ORDER BY channel_id, month',
    )
    .all(months[0], months.at(-1)) as { id: number; month: string; spendFen: number }[];
  const spends = new Map<number, Spends>();
  for (const { id, month, spendFen } of rows) {
    const known = spends.get(id) ?? { spendFen: 0, spends: [] };
    spends.set(id, { spendFen: known.spendFen! + spendFen, spends: [...known.spends, { month, spendFen }] });
  }
  return spends;
}

/** What channels cost and bring. @throws AppError `invalidInput` for days still to come */
export async function channelsReport(ctx: HostContext, input: PeriodInput): Promise<ChannelsReport> {
  const { purchases } = await layersOf(ctx);
  const costs = await orderCosts(ctx);
  const orders = await orderRowsOf(ctx);
  const people = await everybody(ctx);
  const reckonedAt = ctx.clock.now();
  const period = upToToday(input, reckonedAt);
  const months = monthsOf(period);
  const spends = spendsIn(ctx, months);
  const breather = new Breather();
  const rows = new Map<number, ChannelRow>();
  const rowOf = (id: number): ChannelRow => {
    let row = rows.get(id);
    const counts = { added: 0, bought: 0, again: 0, freebies: 0, marginFen: 0, paidBackOn: null };
    if (!row) rows.set(id, (row = { id, ...(spends.get(id) ?? { spendFen: null, spends: [] }), ...counts }));
    return row;
  };
  for (const id of spends.keys()) rowOf(id);
  const [from, to] = [startOfDay(period.fromOn), closeOf(period.toOn, reckonedAt)];
  /** by friend id: 1 = added in the period */
  const isIn = new Uint8Array(people.room);
  for (let i = 0; i < people.ids.length; i++) {
    if (i % pieces === 0) await breather.breathe();
    const id = people.ids[i]!;
    if (people.since[id]! < from || people.since[id]! >= to) continue;
    isIn[id] = 1;
    const row = rowOf(people.channel[id]!);
    const ever = purchases.ever[id] ?? 0;
    row.added++;
    if (ever > 0) row.bought++;
    if (ever > 1) row.again++;
    if (ever > 0 && purchases.lead[id] === ever) row.freebies++;
  }
  const counted = await addMargins(rows, { orders, costs, people, isIn, now: reckonedAt }, breather);
  const channels = [...rows.values()].sort((a, b) => b.added - a.added || a.id - b.id);
  return { ...period, months, channels, ...counted, reckonedAt };
}

interface MarginGround {
  orders: OrderRows;
  costs: OrderCosts;
  people: Everybody;
  isIn: Uint8Array;
  now: number;
}

/** Adds up what their orders left, by time, and notes when that reached the spend. */
async function addMargins(rows: Map<number, ChannelRow>, { orders, costs, people, isIn, now }: MarginGround, breather: Breather) {
  const counted = { orders: 0, costless: 0 };
  for (let i = 0; i < orders.friend.length; i++) {
    if (i % pieces === 0) await breather.breathe();
    const friend = orders.friend[i]!;
    if (friend === 0 || isIn[friend] !== 1 || !isPurchase(orders, i, now)) continue;
    const row = rows.get(people.channel[friend]!)!;
    const order = orders.id[i]!;
    counted.orders++;
    if (costs.partly[order] === 1) counted.costless++;
    row.marginFen += orders.paidFen[i]! - (costs.fen[order] ?? 0);
    if (row.paidBackOn === null && row.spendFen !== null && row.spendFen > 0 && row.marginFen >= row.spendFen)
      row.paidBackOn = dayOf(orders.second[i]! * 1000);
  }
  return counted;
}

/** Those of a period who bought, and never anything but goods to bring people in or to try, ascending. */
export async function channelMembers(ctx: HostContext, figure: ChannelFigure): Promise<Uint32Array> {
  const { purchases } = await layersOf(ctx);
  const { ids, since } = await everybody(ctx);
  const now = ctx.clock.now();
  const { fromOn, toOn } = upToToday(figure, now);
  const [from, to] = [startOfDay(fromOn), closeOf(toOn, now)];
  const onlyLead = (id: number) => (purchases.ever[id] ?? 0) > 0 && purchases.lead[id] === purchases.ever[id];
  return ids.filter((id) => since[id]! >= from && since[id]! < to && onlyLead(id));
}
