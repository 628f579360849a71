import type { FriendFacets, FriendFilter, FriendSort } from '../../../shared/contracts/friends.ts';
import { friendStatuses } from '../../../shared/contracts/friends.ts';
import type { Change } from '../../platform/events.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { Bitset } from './bitset.ts';
import { emptyColumns, type FriendColumns, growColumns, type StoredFriend, writeColumns } from './friend-columns.ts';
import { columnTests } from './friend-index-filter.ts';
import { friendsAfter, roomyColumns, searchTextOf, searchTexts, storedFriend } from './friend-index-rows.ts';
import { sortOrder } from './friend-order.ts';
import { fold } from './friend-texts.ts';
import type { Membership } from './membership.ts';
import { SegmentedText, segmentSize } from './segmented-text.ts';

/** Up to this many changed friends are re-read at once on the host's thread; more are read in chunks. */
const fewRows = 500;
/** \u0000 parts the texts of the index, so no term may hold it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is the character that is meant
const wordBreaks = /[\s\u0000]+/;

/** A filter whose segments and layers are looked up already: `among` = ids of those who are in them, ascending. */
export type KnownFilter = FriendFilter & { among?: Uint32Array };

/** What the index holds: columns and tags by position, `count` positions, of which those in `alive` are friends. */
export interface FriendShelf {
  columns: Readonly<FriendColumns>;
  count: number;
  alive: Bitset;
  carriers(tagId: number): Bitset | null;
}

/**
 * All friends in memory, by column: who matches a filter, how many, in which order, without a table scan.
 * SQLite is the truth; the index follows the change events of this process and is re-read in short stretches, so that
 * the host's thread is never held for long. Positions are places in the arrays, ascending by id.
 */
export class FriendIndex {
  readonly #ctx: HostContext;
  readonly #membership: Membership;
  #columns: FriendColumns = emptyColumns();
  #count = 0;
  #alive = new Bitset(0);
  #text = new SegmentedText();
  #tags = new Map<number, Bitset>();
  #sortedTags: { id: number; bits: Bitset }[] | null = null;
  #orders = new Map<string, Uint32Array>();
  /** place of each position in an order, by the name of the order */
  #ranks = new Map<string, Uint32Array>();
  /** who is there, by what becomes of the archived ones: where every filter starts */
  #bases = new Map<string, Bitset>();
  #total = -1;
  #views = new Map<string, Uint32Array>();
  #stale: 'all' | 'some' | 'no' = 'all';
  #staleFriends = new Set<number>();
  #staleTags = new Set<number>();
  #reading = false;
  #working: Promise<void> = Promise.resolve();

  constructor(ctx: HostContext, membership: Membership) {
    this.#ctx = ctx;
    this.#membership = membership;
    ctx.events.onChange((change) => this.#note(change));
  }

  /** Resolves when every change committed so far is in the index. */
  async ready(): Promise<this> {
    for (;;) {
      if (this.#stale !== 'no') {
        const work = this.#working.then(() => this.#catchUp());
        this.#working = work.catch(() => {});
        await work;
        continue;
      }
      // somebody else's reading may be half way through the book
      const working = this.#working;
      await working;
      if (this.#stale === 'no' && this.#working === working) return this;
    }
  }

  /** True while the whole book has still to be read, or is being read. */
  get unread(): boolean {
    return this.#stale === 'all' || this.#reading;
  }

  /** Friends in the book, archived ones left out. */
  get total(): number {
    if (this.#total < 0) this.#total = this.#match({}).size();
    return this.#total;
  }

  /** What is kept, for rules that ask more than a filter: to be read at once, never over an await. */
  get shelf(): FriendShelf {
    return { columns: this.#columns, count: this.#count, alive: this.#alive, carriers: (tagId) => this.#tags.get(tagId) ?? null };
  }

  /** How many match. */
  count(filter: KnownFilter): number {
    return this.#match(filter).size();
  }

  /** Ids of those who match, ascending. */
  select(filter: KnownFilter): Uint32Array {
    const bits = this.#match(filter);
    const ids = new Uint32Array(bits.size());
    let n = 0;
    bits.forEach((position) => {
      ids[n++] = this.#columns.id[position]!;
    });
    return ids;
  }

  /** Ids of those who match, in the order of the list. Kept until something changes: any page costs the same. */
  view(filter: KnownFilter, sort: FriendSort): Uint32Array {
    const key = JSON.stringify([filter, sort]);
    let view = this.#views.get(key);
    if (view) return view;
    const bits = this.#match(filter);
    view = this.#ordered(bits, sort);
    if (this.#views.size > 7) this.#views.delete(this.#views.keys().next().value!);
    // views by relative time, or by what segments say, would grow old; they are cheap to make again
    if (!filter.lastContact && !filter.among) this.#views.set(key, view);
    return view;
  }

  /** Ids of the members in the order of the list: few are sorted by their places in it, many are met on a walk over all. */
  #ordered(bits: Bitset, sort: FriendSort): Uint32Array {
    const ids = new Uint32Array(bits.size());
    const order = this.#order(sort);
    const { id } = this.#columns;
    let n = 0;
    if (ids.length * 8 < order.length) {
      const rank = this.#rank(sort, order);
      bits.forEach((position) => {
        ids[n++] = rank[position]!;
      });
      ids.sort();
      for (let i = 0; i < n; i++) ids[i] = id[order[ids[i]!]!]!;
    } else
      for (let i = 0; i < order.length; i++) {
        const position = order[i]!;
        if (bits.has(position)) ids[n++] = id[position]!;
      }
    return ids;
  }

  facets(filter: KnownFilter): FriendFacets {
    const bits = this.#match(filter);
    const { level, status, account, channel } = this.#columns;
    const facets: FriendFacets = { total: bits.size(), levels: {}, statuses: {}, accounts: {}, channels: {} };
    const add = (counts: Record<string, number>, key: string | number) => {
      counts[key] = (counts[key] ?? 0) + 1;
    };
    bits.forEach((position) => {
      add(facets.levels, level[position]!);
      add(facets.statuses, friendStatuses[status[position]!]!);
      add(facets.accounts, account[position]!);
      add(facets.channels, channel[position]!);
    });
    return facets;
  }

  /** Friends per tag, archived ones left out. */
  tagCounts(): Map<number, number> {
    const shown = this.#match({});
    return new Map([...this.#tags].map(([tagId, bits]) => [tagId, bits.sizeWith(shown)]));
  }

  /** How many of these friends carry each tag (tags nobody of them carries are left out). */
  coverage(ids: Uint32Array): Map<number, number> {
    const chosen = this.#positions(ids);
    const counts = new Map<number, number>();
    for (const [tagId, bits] of this.#tags) {
      const count = bits.sizeWith(chosen);
      if (count > 0) counts.set(tagId, count);
    }
    return counts;
  }

  /** Tags of one friend, ascending. */
  tagsOf(friendId: number): number[] {
    const position = this.#position(friendId);
    const found: number[] = [];
    if (position < 0) return found;
    this.#sortedTags ??= [...this.#tags].map(([id, bits]) => ({ id, bits })).sort((a, b) => a.id - b.id);
    for (const { id, bits } of this.#sortedTags) if (bits.has(position)) found.push(id);
    return found;
  }

  #match(filter: KnownFilter): Bitset {
    const bits = this.#matchColumns(filter);
    if (filter.among) bits.and(this.#positions(filter.among));
    else if (filter.segmentIds?.length || filter.layers?.length || filter.figure !== undefined)
      throw new Error('segments, layers and the figure of a filter have to be looked up first: see knownFilter');
    const { any, all, none } = filter.tags ?? {};
    const nobody = new Bitset(this.#count);
    const carriers = (tagId: number) => this.#tags.get(tagId) ?? nobody;
    if (any?.length) bits.and(any.reduce((sum, tagId) => sum.or(carriers(tagId)), new Bitset(this.#count)));
    for (const tagId of all ?? []) bits.and(carriers(tagId));
    for (const tagId of none ?? []) bits.andNot(carriers(tagId));
    for (const term of fold(filter.text ?? '').split(wordBreaks)) if (term) bits.and(this.#text.search(term, this.#count));
    return bits;
  }

  #matchColumns(filter: FriendFilter): Bitset {
    const bits = this.#base(filter.archived ?? 'no').copy(this.#count);
    for (const test of columnTests(this.#columns, filter, this.#ctx.clock.now())) bits.keep(test);
    return bits;
  }

  #base(archived: 'no' | 'only' | 'any'): Bitset {
    let base = this.#bases.get(archived);
    if (base) return base;
    base = this.#alive.copy(this.#count);
    const wanted = archived === 'only' ? 1 : 0;
    if (archived !== 'any') base.keep((position) => this.#columns.archived[position] === wanted);
    this.#bases.set(archived, base);
    return base;
  }

  #rank({ key, direction }: FriendSort, order: Uint32Array): Uint32Array {
    const name = `${key} ${direction}`;
    let rank = this.#ranks.get(name);
    if (!rank) {
      // nowhere: a friend who has just left the book and is still in memory
      rank = new Uint32Array(this.#count).fill(0xffff_ffff);
      for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
      this.#ranks.set(name, rank);
    }
    return rank;
  }

  #order({ key, direction }: FriendSort): Uint32Array {
    const name = `${key} ${direction}`;
    let order = this.#orders.get(name);
    if (!order) {
      const byName = () =>
        (this.#ctx.db.pluck('SELECT id FROM friends ORDER BY sort_name, id').all() as number[]).map((id) => this.#position(id));
      order = sortOrder(this.#columns, this.#count, key, direction, byName);
      this.#orders.set(name, order);
    }
    return order;
  }

  #positions(ids: ArrayLike<number>): Bitset {
    const bits = new Bitset(this.#count);
    for (let i = 0; i < ids.length; i++) {
      const position = this.#position(ids[i]!);
      if (position >= 0) bits.add(position);
    }
    return bits;
  }

  #position(id: number): number {
    const { placeOf } = this.#columns;
    return id < placeOf.length ? placeOf[id]! : -1;
  }

  #note({ topics, hint }: Change): void {
    if (!topics.includes('friends') && !topics.includes('tags')) return;
    // what will be read anyway need not be noted one by one
    if (this.#stale === 'all') return;
    const manyFriends = (hint?.friendIds?.length ?? 0) > Math.max(fewRows * 10, this.#count / 2);
    if (!hint || (hint.friendIds === undefined && hint.tagIds === undefined) || manyFriends) {
      this.#stale = 'all';
      return;
    }
    for (let i = 0; i < (hint.friendIds?.length ?? 0); i++) this.#staleFriends.add(hint.friendIds![i]!);
    for (const id of hint.tagIds ?? []) this.#staleTags.add(id);
    if (this.#stale === 'no' && this.#staleFriends.size + this.#staleTags.size > 0) this.#stale = 'some';
  }

  async #catchUp(): Promise<void> {
    if (this.#stale === 'no') return;
    const everything = this.#stale === 'all';
    const friendIds = [...this.#staleFriends].sort((a, b) => a - b);
    const tagIds = [...this.#staleTags];
    this.#stale = 'no';
    this.#reading = everything;
    this.#staleFriends.clear();
    this.#staleTags.clear();
    this.#forget();
    try {
      if (everything || !(await this.#refresh(friendIds, tagIds))) await this.#loadAll();
    } catch (error) {
      // half read is not read
      this.#stale = 'all';
      throw error;
    } finally {
      this.#reading = false;
      this.#forget();
    }
  }

  #clearOrders(): void {
    this.#orders.clear();
    this.#ranks.clear();
  }

  /** What was worked out from the columns as they were. */
  #forget(): void {
    this.#views.clear();
    this.#bases.clear();
    this.#sortedTags = null;
    this.#total = -1;
  }

  async #loadAll(): Promise<void> {
    const { db } = this.#ctx;
    const breather = new Breather();
    this.#columns = roomyColumns(db);
    this.#count = 0;
    this.#alive = new Bitset(this.#columns.id.length);
    this.#text = new SegmentedText();
    this.#tags.clear();
    this.#clearOrders();
    for (let rows = friendsAfter(db, 0); ; rows = friendsAfter(db, rows.at(-1)!.id)) {
      this.#append(rows);
      if (rows.length < segmentSize) break;
      await breather.breathe();
    }
    for (const tagId of this.#membership.tagIds(this.#ctx)) {
      this.#loadTag(tagId);
      await breather.breathe();
    }
  }

  /** Friends with higher ids than all before, up to a segment of them behind whole segments. */
  #append(rows: StoredFriend[]): void {
    const { db } = this.#ctx;
    for (const row of rows) this.#place(row);
    if (rows.length === 0 || this.#text.append(searchTexts(db, rows[0]!.id, rows.at(-1)!.id), rows.length)) return;
    for (const { id } of rows) this.#text.set(this.#position(id), searchTextOf(db, id));
  }

  /** @returns false when the rows do not fit in any more (an old id came back) and everything must be read again */
  async #refresh(friendIds: number[], tagIds: number[]): Promise<boolean> {
    const cameOrWent: number[] = [];
    const breather = new Breather();
    for (const id of friendIds) {
      const before = this.#position(id);
      const was = before >= 0 && this.#alive.has(before);
      const row = storedFriend(this.#ctx.db, id);
      if (row && !this.#put(row)) return false;
      if (!row && before >= 0) this.#alive.delete(before);
      if (was !== (row !== undefined)) cameOrWent.push(id);
      await breather.breathe();
    }
    if (friendIds.length > 0) this.#clearOrders();
    if (cameOrWent.length > fewRows) tagIds = this.#membership.tagIds(this.#ctx);
    else for (const id of cameOrWent) this.#refreshTagsOf(id);
    for (const tagId of tagIds) {
      this.#loadTag(tagId);
      await breather.breathe();
    }
    return true;
  }

  #refreshTagsOf(friendId: number): void {
    const position = this.#position(friendId);
    if (position < 0) return;
    for (const bits of this.#tags.values()) bits.delete(position);
    for (const tagId of this.#membership.tagIdsOf(this.#ctx, friendId)) {
      let bits = this.#tags.get(tagId);
      if (!bits) this.#tags.set(tagId, (bits = new Bitset(this.#count)));
      bits.add(position);
    }
  }

  #loadTag(tagId: number): void {
    const ids = this.#membership.friendIds(this.#ctx, tagId);
    if (ids.length === 0) {
      this.#tags.delete(tagId);
      return;
    }
    this.#tags.set(tagId, this.#positions(ids));
  }

  /** @returns false when the row belongs before others that are there already */
  #put(row: StoredFriend): boolean {
    if (this.#position(row.id) < 0 && this.#count > 0 && row.id < this.#columns.id[this.#count - 1]!) return false;
    this.#text.set(this.#place(row), searchTextOf(this.#ctx.db, row.id));
    return true;
  }

  /** @returns its position: its own, or behind all others */
  #place(row: StoredFriend): number {
    let position = this.#position(row.id);
    if (position < 0) {
      position = this.#count++;
      this.#columns = growColumns(this.#columns, this.#count, row.id);
    }
    writeColumns(this.#columns, position, row);
    this.#alive.add(position);
    return position;
  }
}
