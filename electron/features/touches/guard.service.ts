import type { GuardSummary } from '../../../shared/contracts/guard.ts';
import { halfLifeMs } from '../../../shared/domain/fatigue.ts';
import type { Topic } from '../../../shared/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { readSettings } from '../settings/index.ts';
import { readLoads, summarise } from './guard.loads.ts';
import type { GuardAsk } from './guard.queries.ts';

export interface FriendLoads {
  /** ascending; friends without any load are left out */
  ids: Uint32Array;
  loads: Float64Array;
}

export const loadsCommand = defineCommand<{ now: number }, FriendLoads>({
  name: 'guard.loads',
  writes: false,
  thread: 'reader',
  heavy: () => true,
  run: (ctx, { now }) => readLoads(ctx, now),
});

export const summaryCommand = defineCommand<GuardAsk & { friendIds: Uint32Array; now: number }, GuardSummary>({
  name: 'guard.summary',
  writes: false,
  thread: 'reader',
  heavy: ({ friendIds }) => friendIds.length > 20,
  run: (ctx, { friendIds, kind, at, now }) => summarise(ctx, friendIds, { kind, at }, now),
});

/** What may change a load; everything else leaves the kept ones as they are. */
const topicsOfLoads: ReadonlySet<Topic> = new Set(['touches', 'posts', 'chats', 'friends', 'imports', 'rules', 'undo', 'demo']);

interface Kept {
  now: number;
  loads: Promise<FriendLoads>;
}
const keptLoads = new WeakMap<HostContext, { kept: Kept | null }>();

/**
 * The load of everybody at a moment, ms UTC, now or later. Kept between questions until something changes; what is kept serves later
 * moments too, for all loads fall by the same part.
 */
export async function allLoads(ctx: HostContext, at: number): Promise<FriendLoads> {
  let place = keptLoads.get(ctx);
  if (!place) {
    const fresh: { kept: Kept | null } = { kept: null };
    ctx.events.onChange(({ topics }) => {
      if (topics.some((topic) => topicsOfLoads.has(topic))) fresh.kept = null;
    });
    keptLoads.set(ctx, (place = fresh));
  }
  const now = ctx.clock.now();
  if (!place.kept || place.kept.now > now) {
    const kept: Kept = { now, loads: ctx.execute(loadsCommand, { now }) };
    place.kept = kept;
    // what failed is not kept
    kept.loads.catch(() => {
      if (place.kept === kept) place.kept = null;
    });
  }
  const { now: since, loads: promised } = place.kept;
  const { ids, loads } = await promised;
  const factor = 2 ** ((since - Math.max(at, since)) / halfLifeMs({ halfLifeDays: readSettings(ctx)['guard.halfLifeDays'] }));
  return { ids, loads: loads.map((load) => load * factor) };
}

/** How many of these friends may get words of a kind at a moment; for any number of friends. */
export function guardSummary(ctx: HostContext, friendIds: Uint32Array, ask: GuardAsk): Promise<GuardSummary> {
  return ctx.execute(summaryCommand, { ...ask, friendIds, now: ctx.clock.now() });
}
