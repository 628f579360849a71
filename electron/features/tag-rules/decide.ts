import type { TagRuleEnds } from '../../../shared/contracts/tag-rules.ts';

/*
 * What becomes of the tags of everybody, as a function of who meets which condition and what rules gave before. Run again over what it
 * decided, it decides nothing (tag-rules.property.test.ts, against a plain one).
 */

/** Of what a rule gave: it answers for it · it is done with, though the condition still holds · the condition ended since. */
export const givenStates = { on: 1, off: 2, over: 3 } as const;
const { on, off, over } = givenStates;

/** One tag of one rule; friends by their place. */
export interface Pair {
  ruleId: number;
  tagId: number;
  /** false = the rule is paused, cannot run, is gone or no longer names the tag: what it gave stays */
  isLive: boolean;
  /** 1 = meets the condition */
  members: Uint8Array;
  ends: TagRuleEnds;
  /** for `days`: what was given before this moment has to come off, ms UTC */
  expiresBefore: number;
  /** when it gave the tag; 0 = it did not, or another rule answers for it now */
  at: Float64Array;
  /** 0 = nothing was given */
  state: Uint8Array;
}

export interface TagColumn {
  tagId: number;
  /** a group of which a friend has only one; 0 = none */
  groupId: number;
  /** when each friend got it; -1 = she does not carry it */
  added: Float64Array;
}

export interface RuleBook {
  count: number;
  /** in the order of the rules; the tag of each is in `tags` */
  pairs: Pair[];
  tags: TagColumn[];
}

/** What is to be done for one pair: places of friends. */
export interface PairChange {
  gets: number[];
  loses: number[];
  rows: { place: number; at: number; state: number }[];
  already: number;
  handHolds: number;
  yields: number;
  declined: number;
}

/** What a pair wants: nothing, that what is there stays, or that the tag is there. */
const none = 0;
const keep = 1;
const claim = 2;
type Want = typeof none | typeof keep | typeof claim;

interface Group {
  tags: number[];
  pairs: number[];
}

export function decide(book: RuleBook, now: number): PairChange[] {
  const changes = book.pairs.map((): PairChange => ({ gets: [], loses: [], rows: [], already: 0, handHolds: 0, yields: 0, declined: 0 }));
  const tagOf = new Map(book.tags.map(({ tagId }, at) => [tagId, at]));
  const pairsOf: number[][] = book.tags.map(() => []);
  const tagAt = book.pairs.map(({ tagId }) => tagOf.get(tagId)!);
  for (const [p, t] of tagAt.entries()) pairsOf[t]!.push(p);
  const one = new OneFriend({ book, tagAt, pairsOf, groups: groupsOf(book, tagAt), changes, now });
  for (let place = 0; place < book.count; place++) one.look(place);
  return changes;
}

function groupsOf({ tags }: RuleBook, tagAt: readonly number[]): Group[] {
  const groups = new Map<number, Group>();
  for (const [at, { groupId }] of tags.entries()) {
    if (groupId === 0) continue;
    const group = groups.get(groupId) ?? { tags: [], pairs: [] };
    group.tags.push(at);
    groups.set(groupId, group);
  }
  for (const [p, t] of tagAt.entries()) groups.get(tags[t]!.groupId)?.pairs.push(p);
  return [...groups.values()].filter((group) => group.pairs.length > 0);
}

interface Ground {
  book: RuleBook;
  /** by pair: the place of its tag */
  tagAt: number[];
  /** by tag */
  pairsOf: number[][];
  groups: Group[];
  changes: PairChange[];
  now: number;
}

/** Looks at one friend after the other; its lists are used again for each. */
class OneFriend {
  readonly #ground: Ground;
  readonly #wants: Want[];
  readonly #next: Uint8Array;
  readonly #nextAt: Float64Array;
  /** by tag: 1 = a tag of the group that is hers stands, 2 = another one of rules does */
  readonly #lost: Uint8Array;

  constructor(ground: Ground) {
    const { pairs, tags } = ground.book;
    this.#ground = ground;
    this.#wants = pairs.map(() => none);
    this.#next = new Uint8Array(pairs.length);
    this.#nextAt = new Float64Array(pairs.length);
    this.#lost = new Uint8Array(tags.length);
  }

  look(place: number): void {
    const { book, pairsOf, groups, changes } = this.#ground;
    const { pairs } = book;
    let concerns = false;
    for (let p = 0; p < pairs.length; p++) {
      const pair = pairs[p]!;
      this.#wants[p] = none;
      this.#next[p] = pair.state[place]!;
      this.#nextAt[p] = pair.at[place]!;
      if (pair.state[place] === 0 && (!pair.isLive || pair.members[place] === 0)) continue;
      concerns = true;
      this.#ask(p, place);
    }
    if (!concerns) return;
    this.#lost.fill(0);
    for (const group of groups) this.#choose(group, place);
    for (let t = 0; t < pairsOf.length; t++) if (pairsOf[t]!.length > 0) this.#settle(t, place);
    for (let p = 0; p < pairs.length; p++)
      if (this.#next[p] !== pairs[p]!.state[place] || this.#nextAt[p] !== pairs[p]!.at[place])
        changes[p]!.rows.push({ place, at: this.#nextAt[p]!, state: this.#next[p]! });
  }

  #added(p: number, place: number): number {
    const { book, tagAt } = this.#ground;
    return book.tags[tagAt[p]!]!.added[place]!;
  }

  /** Whether the tag the friend carries is the one this pair gave. */
  #isMine(p: number, place: number): boolean {
    const at = this.#ground.book.pairs[p]!.at[place]!;
    return at > 0 && at === this.#added(p, place);
  }

  #ask(p: number, place: number): void {
    const pair = this.#ground.book.pairs[p]!;
    const mine = this.#isMine(p, place);
    const state = pair.state[place]!;
    const set = (want: Want, next: number) => {
      this.#wants[p] = want;
      this.#next[p] = next;
    };
    const isOut = pair.ends === 'days' && pair.at[place]! < pair.expiresBefore;
    if (!pair.isLive) set(mine ? keep : none, state);
    else if (pair.members[place] === 1) {
      if (state === 0 || state === over) set(claim, mine ? on : state);
      // what is gone though the rule gave it was taken off by her, or taken back: it stays so
      else if (state === off || !mine) set(mine ? keep : none, state);
      else set(isOut ? none : claim, isOut ? off : on);
      if (!mine && (state === on || state === off) && this.#added(p, place) < 0) this.#ground.changes[p]!.declined++;
    } else if (state !== on) set(mine ? keep : none, over);
    else if (!mine || pair.ends === 'while' || isOut) set(none, over);
    else if (pair.ends === 'days') set(claim, on);
    else set(keep, over);
  }

  /** Of a group only one tag: hers, else that of the first rule that asks for one, else the first that is there. */
  #choose(group: Group, place: number): void {
    const { book, pairsOf } = this.#ground;
    const { tags, pairs } = book;
    const isHers = (t: number) => tags[t]!.added[place]! >= 0 && !pairsOf[t]!.some((p) => this.#isMine(p, place));
    const byHand = group.tags.some(isHers);
    const first = group.pairs.find((p) => this.#wants[p] === claim) ?? group.pairs.find((p) => this.#wants[p] === keep);
    const stays = byHand || first === undefined ? 0 : pairs[first]!.tagId;
    for (const t of group.tags) if (tags[t]!.tagId !== stays) this.#lost[t] = byHand ? 1 : 2;
  }

  #settle(t: number, place: number): void {
    const { book, pairsOf } = this.#ground;
    const pairs = pairsOf[t]!;
    const added = book.tags[t]!.added[place]!;
    const lost = this.#lost[t]!;
    const claims = pairs.filter((p) => this.#wants[p] === claim);
    if (added < 0) {
      const first = claims[0];
      if (first === undefined) return;
      if (lost > 0) for (const p of claims) this.#ground.changes[p]![lost === 1 ? 'handHolds' : 'yields']++;
      else this.#give(first, place);
      return;
    }
    const owners = pairs.filter((p) => this.#isMine(p, place));
    for (const p of claims) this.#ground.changes[p]!.already++;
    if (owners.length === 0) return;
    const isKept = lost === 0 && (owners.some((p) => this.#wants[p] !== none) || this.#inherit(claims, owners, added));
    if (isKept) return;
    this.#ground.changes[owners[0]!]!.loses.push(place);
    // it may come back once the other tag of the group is gone
    for (const p of owners) if (lost > 0 && this.#next[p] === on) this.#next[p] = over;
  }

  #give(p: number, place: number): void {
    this.#ground.changes[p]!.gets.push(place);
    this.#next[p] = on;
    this.#nextAt[p] = this.#ground.now;
  }

  /** Another rule wants the tag that is there: it answers for it from now on, as long as its own days last. */
  #inherit(claims: readonly number[], owners: readonly number[], added: number): boolean {
    const { pairs } = this.#ground.book;
    const lasts = (p: number) => pairs[p]!.ends !== 'days' || added >= pairs[p]!.expiresBefore;
    const heir = claims.find(lasts);
    if (heir === undefined) {
      for (const p of claims) [this.#next[p], this.#nextAt[p]] = [off, 0];
      return false;
    }
    for (const p of owners) this.#nextAt[p] = 0;
    [this.#next[heir], this.#nextAt[heir]] = [on, added];
    return true;
  }
}
