import { friendStatuses } from '../../../shared/contracts/friends.ts';
import { localDay } from '../../platform/clock.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { bringersCommand, countReferrals } from '../referrals/index.ts';
import { Kept } from '../segments/index.ts';

/** What became of friends, one row a change, by time. */
export interface Standings {
  friend: Uint32Array;
  /** ms */
  at: Float64Array;
  /** how it was before: place in friendStatuses, or wasIn, wasArchived */
  before: Uint8Array;
}
export const wasIn = 10;
export const wasArchived = 11;

/** Days on which friends gave a sign of themselves in chats or came by, by time. */
export interface Signs {
  friend: Uint32Array;
  second: Uint32Array;
}

/** From so many rows on reading goes to the second worker. */
const manyRows = 4000;
const heavy = ({ rows }: { rows: number }) => rows > manyRows;

const standingsSql = `SELECT friend_id, at, kind, details FROM friend_events
  WHERE kind IN ('status', 'archived', 'unarchived') ORDER BY at, id`;

export const loadStandingsCommand = defineCommand<{ rows: number }, Standings>({
  name: 'insights.loadStandings',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }) {
    const rows = db.arrays(standingsSql).all() as [friend: number, at: number, kind: string, details: string][];
    const before = ([, , kind, details]: (typeof rows)[number]) => {
      if (kind !== 'status') return kind === 'archived' ? wasIn : wasArchived;
      const { from } = JSON.parse(details) as { from?: (typeof friendStatuses)[number] };
      return Math.max(0, from === undefined ? 0 : friendStatuses.indexOf(from));
    };
    return {
      friend: Uint32Array.from(rows, ([friend]) => friend),
      at: Float64Array.from(rows, ([, at]) => at),
      before: Uint8Array.from(rows, before),
    };
  },
});

/** Two-way days are counted in China's days since 1970, each as its distance to the one before (see suggestions/talk-days.ts). */
const chinaSeconds = 8 * 3600;
const friendBits = 2 ** 27;

/** The days both wrote, the last message that came, and each contact that came from a friend. */
export const loadSignsCommand = defineCommand<{ rows: number }, Signs>({
  name: 'insights.loadSigns',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }) {
    // minute and friend in one number: sorting those is the work of the native sort
    const signs: number[] = [];
    const put = (friend: number, second: number) => signs.push(Math.max(0, Math.floor(second / 60)) * friendBits + friend);
    const talks = db.arrays("SELECT friend_id, coalesce(talk_days, ''), last_in_at FROM friend_chat_stats");
    for (const [friend, days, lastIn] of talks.iterate() as Iterable<[number, string, number | null]>) {
      let day = 0;
      if (days !== '') for (const step of days.split(',')) put(friend, (day += Number(step)) * 86_400 - chinaSeconds);
      if (lastIn !== null) put(friend, lastIn / 1000);
    }
    const touches = db.arrays("SELECT friend_id, at FROM touches WHERE direction = 'in'");
    for (const [friend, at] of touches.iterate() as Iterable<[number, number]>) put(friend, at / 1000);
    const sorted = Float64Array.from(signs).sort();
    return {
      friend: Uint32Array.from(sorted, (sign) => sign % friendBits),
      second: Uint32Array.from(sorted, (sign) => Math.floor(sign / friendBits) * 60),
    };
  },
});

export const livesCommands: AnyCommand[] = [loadStandingsCommand, loadSignsCommand];

/** What is read of a book, kept until it may be old. */
class LifeStore {
  readonly standings: Kept<Standings>;
  readonly signs: Kept<Signs>;
  readonly bringers: Kept<Uint32Array>;
  /** the day they were reckoned for: somebody who was brought counts from a day on */
  on = '';

  constructor(ctx: HostContext) {
    const rows = (table: string) => (ctx.db.pluck(`SELECT max(rowid) FROM ${table}`).get() as number | null) ?? 0;
    this.standings = new Kept(() => ctx.execute(loadStandingsCommand, { rows: rows('friend_events') }));
    this.signs = new Kept(() => ctx.execute(loadSignsCommand, { rows: rows('friend_chat_stats') + rows('touches') }));
    this.bringers = new Kept(() => ctx.execute(bringersCommand, { rows: countReferrals(ctx) }));
    ctx.events.onChange(({ topics }) => {
      const about = (...names: (typeof topics)[number][]) => names.some((name) => topics.includes(name));
      if (about('friends', 'demo')) this.standings.forget();
      if (about('friends', 'referrals', 'rules', 'demo')) this.bringers.forget();
      // two-way days are read in the background, and told of as suggestions
      if (about('friends', 'chats', 'search', 'touches', 'suggestions', 'demo')) this.signs.forget();
    });
  }
}

const stores = new WeakMap<HostContext, LifeStore>();

function storeOf(ctx: HostContext): LifeStore {
  let store = stores.get(ctx);
  if (!store) stores.set(ctx, (store = new LifeStore(ctx)));
  return store;
}

export async function livesOf(ctx: HostContext): Promise<{ standings: Standings; signs: Signs }> {
  const store = storeOf(ctx);
  return { standings: await store.standings.get(), signs: await store.signs.get() };
}

/** Who brought somebody who counts by now, ascending. */
export function bringersOf(ctx: HostContext): Promise<Uint32Array> {
  const store = storeOf(ctx);
  const on = localDay(ctx.clock.now());
  if (store.on !== on) store.bringers.forget();
  store.on = on;
  return store.bringers.get();
}
