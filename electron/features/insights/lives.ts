import { friendStatuses } from '../../../shared/contracts/friends.ts';
import type { Change, ChangeHint } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { Kept } from '../segments/index.ts';
import { type Came, loadCameCommand, loadTalksCommand, patchCame, patchTalks, type Signs, signsCommands, type Talks } from './signs.ts';

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

export const livesCommands: AnyCommand[] = [loadStandingsCommand, ...signsCommands];

/** Up to so many friends, and contacts, are read again one by one. */
const [fewFriends, fewTouches] = [2000, 300];

/** What is read of a book, kept until it may be old; of signs, what a change names is read again by itself. */
class LifeStore {
  readonly #ctx: HostContext;
  readonly #standings: Kept<Standings>;
  readonly #talks: Kept<Talks>;
  readonly #came: Kept<Came>;
  #changedFriends = new Set<number>();
  #changedTouches = new Set<number>();

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    const rows = (table: string) => (ctx.db.pluck(`SELECT max(rowid) FROM ${table}`).get() as number | null) ?? 0;
    this.#standings = new Kept(() => ctx.execute(loadStandingsCommand, { rows: rows('friend_events') }));
    this.#talks = new Kept(() => ctx.execute(loadTalksCommand, { rows: rows('friend_chat_stats') }));
    this.#came = new Kept(() => ctx.execute(loadCameCommand, { rows: rows('touches') }));
    ctx.events.onChange((change) => this.#note(change));
  }

  async get(): Promise<{ standings: Standings; signs: Signs }> {
    return { standings: await this.#standings.get(), signs: { talks: await this.#talksNow(), came: await this.#cameNow() } };
  }

  async #talksNow(): Promise<Talks> {
    const talks = await this.#talks.get();
    if (this.#changedFriends.size === 0 || talks !== this.#talks.value) return talks;
    const fresh = patchTalks(this.#ctx, talks, [...this.#changedFriends]);
    this.#changedFriends.clear();
    this.#talks.put(fresh);
    return fresh;
  }

  async #cameNow(): Promise<Came> {
    const came = await this.#came.get();
    if (this.#changedTouches.size === 0 || came !== this.#came.value) return came;
    const fresh = patchCame(this.#ctx, came, this.#changedTouches);
    this.#changedTouches.clear();
    this.#came.put(fresh);
    return fresh;
  }

  #note({ topics, hint }: Change): void {
    const about = (...names: (typeof topics)[number][]) => names.some((name) => topics.includes(name));
    const ids = Array.from(hint?.friendIds ?? []);
    const isTold = hint?.friendIds !== undefined && this.#changedFriends.size + ids.length <= fewFriends;
    if (about('friends', 'demo')) this.#standings.forget();
    // two-way days are read in the background, and told of as suggestions; a change of chats does not name all whom it is about
    if (about('chats', 'demo') || (about('friends', 'search', 'suggestions') && !isTold)) this.#forgetTalks();
    else if (about('friends', 'search', 'suggestions')) this.#noteFriends(ids);
    // who does not name contacts may have taken those of whole imports along
    this.#noteTouches(hint?.touchIds, about('touches', 'demo') || (about('friends') && !isTold && hint?.touchIds === undefined));
  }

  #noteFriends(ids: readonly number[]): void {
    // what is being read while it changes has to be read again
    if (this.#talks.value === null) this.#forgetTalks();
    else for (const id of ids) this.#changedFriends.add(id);
  }

  /** @param isAbout whether contacts are said to have changed, or may have */
  #noteTouches(ids: ChangeHint['touchIds'], isAbout: boolean): void {
    if (!isAbout && !ids?.length) return;
    const isMany = ids === undefined || ids === 'many' || this.#changedTouches.size + ids.length > fewTouches;
    if (isMany || this.#came.value === null) {
      this.#came.forget();
      this.#changedTouches.clear();
    } else for (const id of ids) this.#changedTouches.add(id);
  }

  #forgetTalks(): void {
    this.#talks.forget();
    this.#changedFriends.clear();
  }
}

const stores = new WeakMap<HostContext, LifeStore>();

export function livesOf(ctx: HostContext): Promise<{ standings: Standings; signs: Signs }> {
  let store = stores.get(ctx);
  if (!store) stores.set(ctx, (store = new LifeStore(ctx)));
  return store.get();
}
