import type { CohortsInput, CohortsReport } from '../../../shared/contracts/cohorts.ts';
import { cohortMonths, monthsBetween } from '../../../shared/domain/cohorts.ts';
import { type CohortFigure, mostMonths } from '../../../shared/domain/figures.ts';
import { dayOf, monthAround, startOfDay } from '../../../shared/domain/segment-days.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { firstFrom, isPurchase, orderRowsOf } from '../segments/index.ts';
import { everybody } from './everybody.ts';
import { livesOf } from './lives.ts';
import { upToToday } from './period.ts';
import { hasSigns } from './signs.ts';

/** so many rows are done in a fraction of a stretch */
const pieces = 32_768;

/** Who gave a sign in which month since she was added, and in which month that was: by friend id. */
async function signsSince(ctx: HostContext, months: readonly string[]) {
  const { signs } = await livesOf(ctx);
  const orders = await orderRowsOf(ctx);
  const people = await everybody(ctx);
  const now = ctx.clock.now();
  const breather = new Breather();
  const first = months[0]!;
  const until = Math.min(monthsBetween(first, dayOf(now).slice(0, 7)), months.length - 1 + mostMonths);
  // seconds at which each month from the first cohort's on begins, and the one behind the last
  const begins = Array.from({ length: until + 2 }, (_, later) => startOfDay(monthAround(`${first}-01`, later).fromOn) / 1000);
  const cohort = new Int16Array(people.room).fill(-1);
  for (let i = 0; i < people.ids.length; i++) {
    if (i % pieces === 0) await breather.breathe();
    const second = people.since[people.ids[i]!]! / 1000;
    if (second < begins[0]! || people.since[people.ids[i]!]! > now) continue;
    let at = 0;
    while (at < months.length && second >= begins[at + 1]!) at++;
    if (at < months.length) cohort[people.ids[i]!] = at;
  }
  /** a bit for each month since */
  const kept = new Uint32Array(people.room);
  const note = (friend: number, month: number) => {
    const since = month - (cohort[friend] ?? -1);
    if ((cohort[friend] ?? -1) >= 0 && since >= 0 && since < mostMonths) kept[friend]! |= 1 << since;
  };
  const walk = async (friend: Uint32Array, second: Uint32Array, counts: (at: number) => boolean) => {
    let month = 0;
    for (let i = firstFrom(second, begins[0]!); i < second.length; i++) {
      if (i % pieces === 0) await breather.breathe();
      if (second[i]! * 1000 > now) break;
      while (second[i]! >= begins[month + 1]!) if (++month > until) return;
      if (counts(i)) note(friend[i]!, month);
    }
  };
  await walk(orders.friend, orders.second, (at) => orders.friend[at] !== 0 && isPurchase(orders, at, now));
  const { came, talks } = signs;
  await walk(came.friend, came.second, () => true);
  for (let i = 0; i < people.ids.length; i++) {
    if (i % pieces === 0) await breather.breathe();
    const friend = people.ids[i]!;
    if (cohort[friend]! < 0) continue;
    let month = 0;
    for (let at = talks.from[friend] ?? 0; at < (talks.from[friend + 1] ?? 0); at++) {
      const second = talks.second[at]!;
      if (second < begins[0]!) continue;
      if (second * 1000 > now) break;
      while (month <= until && second >= begins[month + 1]!) month++;
      if (month > until) break;
      note(friend, month);
    }
  }
  return { people, cohort, kept, now, onlyOrders: !hasSigns(signs) };
}

/** Who is still with her, by month. @throws AppError `invalidInput` for days still to come */
export async function cohortsReport(ctx: HostContext, { accountId, channelId, ...days }: CohortsInput): Promise<CohortsReport> {
  const period = upToToday(days, ctx.clock.now());
  const months = cohortMonths(period);
  const { people, cohort, kept, now, onlyOrders } = await signsSince(ctx, months);
  const thisMonth = dayOf(now).slice(0, 7);
  const cohorts = months.map((month) => ({
    ...{ month, added: 0 },
    kept: new Array<number>(Math.min(mostMonths, monthsBetween(month, thisMonth) + 1)).fill(0),
  }));
  for (const id of people.ids) {
    const one = cohorts[cohort[id]!];
    if (!one || (accountId !== null && people.account[id] !== accountId)) continue;
    if (channelId !== null && people.channel[id] !== channelId) continue;
    one.added++;
    for (let since = 0; since < one.kept.length; since++) if ((kept[id]! >>> since) & 1) one.kept[since]!++;
  }
  return { ...period, cohorts, onlyOrders, reckonedAt: now };
}

/** Those of one month, all or those who gave a sign so many months since, ascending. */
export async function cohortMembers(ctx: HostContext, { part, fromOn }: CohortFigure): Promise<Uint32Array> {
  const { people, cohort, kept } = await signsSince(ctx, [fromOn.slice(0, 7)]);
  const since = part === 'added' ? null : Number(part.slice(1));
  return people.ids.filter((id) => cohort[id] === 0 && (since === null || ((kept[id]! >>> since) & 1) === 1));
}
