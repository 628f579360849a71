import { friendStatuses } from '../../../shared/contracts/friends.ts';
import { churnDay, mostSilence, poolStates } from '../../../shared/domain/pool.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { isPurchase, type OrderRows, orderRowsOf } from '../segments/index.ts';
import { type Everybody, everybody, normal } from './everybody.ts';
import { livesOf, type Standings, wasArchived, wasIn } from './lives.ts';
import { hasSigns, type Signs } from './signs.ts';

const place = (name: (typeof poolStates)[number]): number => poolStates.indexOf(name);
const [absent, effective, silent, archived] = [place('absent'), place('effective'), place('silent'), place('archived')];
/** by place in friendStatuses */
const gone = Uint8Array.from(friendStatuses, (status) => (status === 'normal' ? effective : place(status)));
const dayMs = 86_400_000;
/** so many rows are done in a fraction of a stretch */
const pieces = 32_768;

/** Where everybody stood at some moments. */
export interface PoolStands {
  people: Everybody;
  /** for each moment: place in poolStates by friend id */
  states: Uint8Array[];
  silenceDays: number | null;
  /** gone, and nobody knows since when */
  undated: number;
  reckonedAt: number;
}

/** @param momentsAt moments (ms, ascending) for the present one; a friend stands as she did right before each */
export async function poolStands(ctx: HostContext, momentsAt: (now: number) => number[]): Promise<PoolStands> {
  const { standings, signs } = await livesOf(ctx);
  const orders = await orderRowsOf(ctx);
  const people = await everybody(ctx);
  const reckonedAt = ctx.clock.now();
  const moments = momentsAt(reckonedAt);
  const breather = new Breather();
  const silenceDays = !hasSigns(signs) ? null : await silenceOf(orders, people.room, reckonedAt, breather);
  const { states, undated } = await standingsAt(people, standings, moments, breather);
  await silence({ people, states, moments, silenceDays, orders, signs }, breather);
  return { people, states, silenceDays, undated, reckonedAt };
}

/** Who was there, and how she stood, by going back from the present. */
async function standingsAt(people: Everybody, { friend, at, before }: Standings, moments: readonly number[], breather: Breather) {
  const [status, inArchive, dated] = [people.status.slice(), people.archived.slice(), new Uint8Array(people.room)];
  const states = moments.map(() => new Uint8Array(people.room));
  let next = friend.length - 1;
  for (let m = moments.length - 1; m >= 0; m--) {
    for (; next >= 0 && at[next]! >= moments[m]!; next--) {
      const id = friend[next]!;
      if (id >= people.room) continue;
      dated[id] = 1;
      if (before[next] === wasIn || before[next] === wasArchived) inArchive[id] = before[next] === wasArchived ? 1 : 0;
      else status[id] = before[next]!;
    }
    const state = states[m]!;
    for (let i = 0; i < people.ids.length; i++) {
      if (i % pieces === 0) await breather.breathe();
      const id = people.ids[i]!;
      state[id] = people.since[id]! >= moments[m]! ? absent : inArchive[id] === 1 ? archived : gone[status[id]!]!;
    }
  }
  for (; next >= 0; next--) if (friend[next]! < people.room) dated[friend[next]!] = 1;
  const isGone = (id: number) => people.status[id] !== normal || people.archived[id] === 1;
  const undated = people.ids.reduce((many, id) => many + (isGone(id) && dated[id] === 0 ? 1 : 0), 0);
  return { states, undated };
}

interface SilenceGround {
  people: Everybody;
  states: Uint8Array[];
  moments: readonly number[];
  silenceDays: number | null;
  orders: OrderRows;
  signs: Signs;
}

/** Who gave no sign for so long before a moment is silent there: an order, words, a visit; being added is a sign too. */
async function silence({ people, states, moments, silenceDays, orders, signs }: SilenceGround, breather: Breather): Promise<void> {
  if (silenceDays === null) return;
  const { talks, came } = signs;
  const last = new Uint32Array(people.room);
  // of each friend the first word that is still to come
  const talked = talks.from.slice();
  let [order, sign] = [0, 0];
  for (const [m, moment] of moments.entries()) {
    const second = moment / 1000;
    for (; order < orders.second.length && orders.second[order]! < second; order++) {
      if (order % pieces === 0) await breather.breathe();
      // by time: what comes later is later
      if (orders.friend[order]! < people.room) last[orders.friend[order]!] = orders.second[order]!;
    }
    for (; sign < came.second.length && came.second[sign]! < second; sign++) {
      if (sign % pieces === 0) await breather.breathe();
      const id = came.friend[sign]!;
      if (id < people.room && came.second[sign]! > last[id]!) last[id] = came.second[sign]!;
    }
    const state = states[m]!;
    const limit = moment - silenceDays * dayMs;
    for (let i = 0; i < people.ids.length; i++) {
      if (i % pieces === 0) await breather.breathe();
      const id = people.ids[i]!;
      if (state[id] !== effective || people.since[id]! >= limit || last[id]! * 1000 >= limit) continue;
      const end = talks.from[id + 1] ?? 0;
      let at = talked[id] ?? end;
      while (at < end && talks.second[at]! < second) at++;
      talked[id] = at;
      const word = at > talks.from[id]! ? talks.second[at - 1]! : 0;
      if (word * 1000 < limit) state[id] = silent;
    }
  }
}

/** After how many days somebody is silent, by how long those who bought again paused (shared/domain/pool.ts). */
async function silenceOf(orders: OrderRows, room: number, now: number, breather: Breather): Promise<number> {
  const zone = -new Date(now).getTimezoneOffset() * 60;
  const [lastDay, pauses] = [new Int32Array(room), new Uint32Array(mostSilence + 2)];
  for (let i = 0; i < orders.friend.length; i++) {
    if (i % pieces === 0) await breather.breathe();
    const id = orders.friend[i]!;
    if (id === 0 || id >= room || !isPurchase(orders, i, now)) continue;
    const day = Math.floor((orders.second[i]! + zone) / 86_400);
    if (lastDay[id]! > 0 && day > lastDay[id]!) pauses[Math.min(mostSilence + 1, day - lastDay[id]!)]!++;
    lastDay[id] = day;
  }
  return churnDay(pauses);
}
