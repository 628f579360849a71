import type { FunnelReport } from '../../../shared/contracts/funnel.ts';
import type { PeriodInput } from '../../../shared/contracts/pool.ts';
import type { FunnelFigure } from '../../../shared/domain/figures.ts';
import { besideFunnel, countOn, emptyFunnel, type FunnelRow, funnelSteps, reached } from '../../../shared/domain/funnel.ts';
import { piecesOf } from '../../../shared/domain/periods.ts';
import { poolStates } from '../../../shared/domain/pool.ts';
import { startOfDay } from '../../../shared/domain/segment-days.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { bringersOf, countReferrals } from '../referrals/index.ts';
import { layersOf } from '../segments/index.ts';
import { readSettings } from '../settings/index.ts';
import { closeOf, upToToday } from './period.ts';
import { poolStands } from './pool.ts';

const effective = poolStates.indexOf('effective');
/** so many friends are done in a fraction of a stretch */
const stretch = 16_384;

/** Whom a period brought, ascending, and how many steps each of them went: by friend id. */
async function walked(ctx: HostContext, from: number, to: (now: number) => number) {
  // of friends who are archived too: their purchases are in there by id
  const { purchases } = await layersOf(ctx);
  const bringers = await bringersOf(ctx);
  const stands = await poolStands(ctx, (now) => [now + 1]);
  const { people, states, reckonedAt } = stands;
  const [end, state, breather] = [to(reckonedAt), states[0]!, new Breather()];
  const [steps, hasBrought] = [new Uint8Array(people.room), new Uint8Array(people.room)];
  for (const id of bringers.keys()) hasBrought[id] = 1;
  const ids: number[] = [];
  for (let i = 0; i < people.ids.length; i++) {
    if (i % stretch === 0) await breather.breathe();
    const id = people.ids[i]!;
    const since = people.since[id]!;
    if (since < from || since >= end) continue;
    ids.push(id);
    steps[id] = reached({ isEffective: state[id] === effective, purchases: purchases.ever[id] ?? 0, hasBrought: hasBrought[id] === 1 });
  }
  return { ids: Uint32Array.from(ids), steps, hasBrought, knowsBringers: countReferrals(ctx) > 0, ...stands };
}

/** Brought somebody, and did not buy twice. */
const isEarly = (steps: number, hasBrought: number): boolean => hasBrought === 1 && steps < 5;

function rowsBy(ids: Uint32Array, steps: Uint8Array, key: ArrayLike<number>, empty: () => FunnelRow): { id: number; row: FunnelRow }[] {
  const rows = new Map<number, FunnelRow>();
  for (const id of ids) {
    let row = rows.get(key[id]!);
    if (!row) rows.set(key[id]!, (row = empty()));
    countOn(row, steps[id]!);
  }
  return [...rows].map(([id, row]) => ({ id, row })).sort((a, b) => b.row.added - a.row.added || a.id - b.id);
}

/** How far those came who were added in a period. @throws AppError `invalidInput` for days still to come */
export async function funnelReport(ctx: HostContext, input: PeriodInput): Promise<FunnelReport> {
  const period = upToToday(input, ctx.clock.now());
  const pieces = piecesOf(period);
  const starts = pieces.map(({ fromOn }) => startOfDay(fromOn));
  const found = await walked(ctx, starts[0]!, (now) => closeOf(period.toOn, now));
  const { ids, steps, hasBrought, knowsBringers, people, silenceDays, reckonedAt } = found;
  const empty = () => emptyFunnel(knowsBringers);
  const cohorts = pieces.map((piece) => ({ ...piece, row: empty() }));
  const total = empty();
  for (const id of ids) {
    countOn(total, steps[id]!);
    let at = starts.length - 1;
    while (starts[at]! > people.since[id]!) at--;
    countOn(cohorts[at]!.row, steps[id]!);
  }
  const [accounts, channels] = [rowsBy(ids, steps, people.account, empty), rowsBy(ids, steps, people.channel, empty)];
  const early = knowsBringers ? ids.filter((id) => isEarly(steps[id]!, hasBrought[id]!)).length : null;
  const { stayDays } = readSettings(ctx)['referrals.rules'];
  return { ...period, total, cohorts, accounts, channels, early, stayDays, silenceDays, reckonedAt };
}

/** Those who reached a step, or stand beside, ascending. */
export async function funnelMembers(ctx: HostContext, { part, ...figure }: FunnelFigure): Promise<Uint32Array> {
  const { fromOn, toOn } = upToToday(figure, ctx.clock.now());
  const { ids, steps, hasBrought } = await walked(ctx, startOfDay(fromOn), (now) => closeOf(toOn, now));
  if (part === besideFunnel) return ids.filter((id) => isEarly(steps[id]!, hasBrought[id]!));
  return ids.filter((id) => steps[id]! > funnelSteps.indexOf(part));
}
