import { friendStatuses } from '../../../shared/contracts/friends.ts';
import type { SegmentGroup, SegmentNode, SegmentRule, SegmentTest, TestOf, WhenTest } from '../../../shared/contracts/segments.ts';
import { rangeOf } from '../../../shared/domain/segment-days.ts';
import { isGroup } from '../../../shared/domain/segment-rule.ts';
import { Bitset, type FriendShelf } from '../friends/index.ts';
import { birthdaysKept } from './birthdays.ts';
import type { EventSums } from './event-sums.ts';
import { portraitLists } from './fact-columns.ts';
import type { Facts } from './fact-store.ts';
import { inLayers, type Layers } from './layers.ts';

/** Everything an evaluation looks at; it lasts no longer than one stretch of work without await. */
export interface Ground {
  shelf: FriendShelf;
  facts: Facts;
  /** over the orders and contacts of these facts */
  sums: EventSums;
  /** the seller's local day */
  today: string;
  /** ids of friends that a search text finds, archived ones too, ascending */
  search(text: string): Uint32Array;
  /** rules of all saved segments */
  rules: ReadonlyMap<number, SegmentRule>;
  /** null = no rule asks for them */
  layers: Layers | null;
}

type Positions = (position: number) => boolean;
/** Hears what a part of a rule finds, by its path; the set is only good until it returns. */
type Tell = (path: string, bits: Bitset) => void;

/** Evaluates rules over one ground; what was counted once is not counted again. */
export class Evaluation {
  readonly #ground: Ground;
  readonly #segments = new Map<number, Bitset>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Positions of those the rule means. Everything it names has to be there (brokenRefs), and it must not be made of itself. */
  members(rule: SegmentRule, tell?: Tell): Bitset {
    return this.node(rule.root, tell).and(this.base(rule));
  }

  /** Positions of those the rule could mean. */
  base({ archived }: SegmentRule): Bitset {
    const { shelf } = this.#ground;
    const base = shelf.alive.copy(shelf.count);
    const wanted = archived === 'only' ? 1 : 0;
    if (archived !== 'any') base.keep((position) => shelf.columns.archived[position] === wanted);
    return base;
  }

  /** Positions of those of the accounts (none given = all) who can be reached: not archived, status normal. */
  reachable(accountIds: readonly number[]): Bitset {
    const { account, archived, status } = this.#ground.shelf.columns;
    const normal = friendStatuses.indexOf('normal');
    const wanted = new Set(accountIds);
    const base = this.#ground.shelf.alive.copy(this.#ground.shelf.count);
    return base.keep(
      (position) => archived[position] === 0 && status[position] === normal && (wanted.size === 0 || wanted.has(account[position]!)),
    );
  }

  nobody(): Bitset {
    return new Bitset(this.#ground.shelf.count);
  }

  /** Friend ids at these positions, ascending. */
  ids(bits: Bitset): Uint32Array {
    const ids = new Uint32Array(bits.size());
    const { id } = this.#ground.shelf.columns;
    let n = 0;
    bits.forEach((position) => {
      ids[n++] = id[position]!;
    });
    return ids;
  }

  /** How many of these positions are of which account, most first. */
  perAccount(bits: Bitset): { accountId: number; heads: number }[] {
    const counts = new Map<number, number>();
    const { account } = this.#ground.shelf.columns;
    bits.forEach((position) => {
      counts.set(account[position]!, (counts.get(account[position]!) ?? 0) + 1);
    });
    return [...counts].map(([accountId, heads]) => ({ accountId, heads })).sort((a, b) => b.heads - a.heads || a.accountId - b.accountId);
  }

  /** Positions where a node holds, over everybody. `tell` hears of each part of it before the next is looked at. */
  node(node: SegmentNode, tell?: Tell, path = ''): Bitset {
    const bits = this.#turned(isGroup(node) ? this.#group(node, tell, path) : this.#test(node.test), node.not);
    tell?.(path, bits);
    return bits;
  }

  #group({ all, items }: SegmentGroup, tell: Tell | undefined, path: string): Bitset {
    let sum: Bitset | null = null;
    for (const [at, item] of items.entries()) {
      const bits = this.node(item, tell, path === '' ? String(at) : `${path}.${at}`);
      sum = sum === null ? bits : all ? sum.and(bits) : sum.or(bits);
    }
    return sum!;
  }

  #turned(bits: Bitset, not: boolean): Bitset {
    return not ? this.#ground.shelf.alive.copy(this.#ground.shelf.count).andNot(bits) : bits;
  }

  #where(test: Positions): Bitset {
    return Bitset.where(this.#ground.shelf.count, test);
  }

  #ofFriends(ids: ArrayLike<number>): Bitset {
    const { shelf } = this.#ground;
    const bits = new Bitset(shelf.count);
    for (let i = 0; i < ids.length; i++) {
      const position = this.#position(ids[i]!);
      if (position >= 0) bits.add(position);
    }
    return bits;
  }

  #position(friendId: number): number {
    const { placeOf } = this.#ground.shelf.columns;
    return friendId < placeOf.length ? placeOf[friendId]! : -1;
  }

  /** Holds where the column of a friend (by id; 0 = none) is what is wanted. */
  #byId(column: ArrayLike<number>, holds: (value: number) => boolean): Bitset {
    const { id } = this.#ground.shelf.columns;
    return this.#where((position) => holds(column[id[position]!] ?? 0));
  }

  #when(column: ArrayLike<number>, when: WhenTest, byId: boolean): Bitset {
    const { from, to, missing } = rangeOf(when, this.#ground.today);
    const { count, columns } = this.#ground.shelf;
    return Bitset.within(count, column, byId ? columns.id : null, { low: from, above: to, zero: missing });
  }

  #between(column: ArrayLike<number>, { min, max }: { min: number | null; max: number | null }): Bitset {
    const { count, columns } = this.#ground.shelf;
    // of whole numbers
    const range = { low: min ?? Number.NEGATIVE_INFINITY, above: max === null ? Number.POSITIVE_INFINITY : max + 1, zero: null };
    return Bitset.within(count, column, columns.id, range);
  }

  #test(test: SegmentTest): Bitset {
    return this.#portrait(test) ?? this.#known(test) ?? this.#talked(test) ?? this.#traded(test);
  }

  #portrait(test: SegmentTest): Bitset | null {
    const { portrait } = this.#ground.facts;
    switch (test.field) {
      case 'gender':
      case 'ageBand':
      case 'incomeBand':
      case 'tie': {
        const list: readonly string[] = portraitLists[test.field];
        const wanted = new Set(test.values.map((value) => (value === null ? 0 : list.indexOf(value) + 1)));
        return this.#byId(portrait![test.field], (value) => wanted.has(value));
      }
      case 'birthday': {
        const codes = birthdaysKept(test.when, this.#ground.today);
        return this.#byId(portrait!.birthday, (code) => codes[code] === 1);
      }
      case 'levelSince':
        return this.#when(portrait!.levelSince, test.when, true);
      case 'source': {
        const text = test.text.toLowerCase();
        const holds = [false, ...portrait!.sources.map((source) => source.toLowerCase().includes(text))];
        return this.#byId(portrait!.source, (place) => holds[place] === true);
      }
      case 'interest': {
        const wanted = new Set(test.values.map((word) => portrait!.interests.indexOf(word)));
        return this.#ofFriends(portrait!.interestOf.filter((_, at) => wanted.has(portrait!.interest[at]!)));
      }
      default:
        return null;
    }
  }

  /** What the index of friends holds itself. */
  #known(test: SegmentTest): Bitset | null {
    const { shelf } = this.#ground;
    const { columns } = shelf;
    const among = (column: ArrayLike<number>, values: readonly number[]) => {
      const wanted = new Set(values);
      return this.#where((position) => wanted.has(column[position]!));
    };
    switch (test.field) {
      case 'tags':
        return this.#tags(test);
      case 'level':
        return among(columns.level, test.values);
      case 'account':
        return among(columns.account, test.values);
      case 'channel':
        return among(
          columns.channel,
          test.values.map((id) => id ?? 0),
        );
      case 'status':
        return among(
          columns.status,
          test.values.map((name) => friendStatuses.indexOf(name)),
        );
      case 'importBatch':
        return among(columns.batch, [test.batchId]);
      case 'addedAt':
        return this.#when(columns.added, test.when, false);
      case 'createdAt':
        return this.#when(columns.created, test.when, false);
      case 'lastContact':
        return this.#when(columns.lastContact, test.when, false);
      case 'region':
        return this.#region(test.text);
      case 'text':
        return this.#ofFriends(this.#ground.search(test.text));
      case 'layer':
        return this.#ofFriends(inLayers(this.#ground.layers!, test.values));
      case 'segment':
        return test.segmentIds.map((id) => this.segment(id)).reduce((sum, bits) => sum.or(bits), new Bitset(shelf.count));
      default:
        return null;
    }
  }

  /** Positions of those in a saved segment. */
  segment(id: number): Bitset {
    let bits = this.#segments.get(id);
    if (!bits) this.#segments.set(id, (bits = this.members(this.#ground.rules.get(id)!)));
    return bits;
  }

  #tags({ mode, tagIds }: Extract<SegmentTest, { field: 'tags' }>): Bitset {
    const { shelf } = this.#ground;
    const nobody = new Bitset(shelf.count);
    const [first, ...rest] = tagIds.map((id) => shelf.carriers(id) ?? nobody);
    const sum = rest.reduce((all, next) => (mode === 'all' ? all.and(next) : all.or(next)), first!.copy(shelf.count));
    return mode === 'none' ? this.#turned(sum, true) : sum;
  }

  #region(text: string): Bitset {
    const wanted = text.toLowerCase();
    const { region } = this.#ground.shelf.columns;
    const told = new Map<string | null, boolean>([[null, false]]);
    return this.#where((position) => {
      const name = region[position] ?? null;
      let holds = told.get(name);
      if (holds === undefined) told.set(name, (holds = name!.toLowerCase().includes(wanted)));
      return holds;
    });
  }

  #talked(test: SegmentTest): Bitset | null {
    const { chats, points, seen } = this.#ground.facts;
    switch (test.field) {
      case 'lastIn':
      case 'lastOut':
      case 'firstChat':
      case 'lastAsked':
        return this.#when(chats![test.field], test.when, true);
      case 'inCount':
      case 'outCount':
      case 'twoWayDays':
      case 'askedCount':
        return this.#between(chats![test.field], test);
      case 'points':
        return this.#between(points!, test);
      case 'touchCount':
        return this.#between(this.#ground.sums.touches(test), test);
      case 'seenCount':
        return this.#between(seen!.get(seenKey(test))!, test);
      default:
        return null;
    }
  }

  #traded(test: SegmentTest): Bitset {
    const { facts, sums } = this.#ground;
    switch (test.field) {
      case 'firstOrder':
      case 'lastOrder':
        return this.#when(sums.orderRows().ever[test.field === 'firstOrder' ? 'first' : 'last'], test.when, true);
      case 'orderCount':
      case 'boughtCount':
      case 'paidFen':
        return this.#between(sums.orders(test), test);
      case 'unpaidCount':
        return this.#between(sums.orderRows().ever.unpaid, test);
      case 'product': {
        const from = sums.from(test.withinDays);
        const buyers = test.productIds.map((id) => {
          const events = facts.products!.get(id)!;
          return this.#ofFriends(events.friend.filter((_, at) => events.second[at]! >= from && events.second[at]! < sums.end()));
        });
        return buyers.reduce((sum, bits) => sum.or(bits), new Bitset(this.#ground.shelf.count));
      }
      default:
        throw new Error(`no test of ${test.field}`);
    }
  }
}

/** Under which name the posts seen by a test are kept. */
export const seenKey = ({ categories, withinDays }: TestOf<'seenCount'>): string => `${withinDays} ${[...categories].sort()}`;
