import type { RuleOutcome, SomePeople, TagRuleEnds } from '../../../shared/contracts/tag-rules.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { decide, type Pair, type PairChange, type RuleBook, type TagColumn } from './decide.ts';
import { exclusiveGroups, tagRows } from './saved-rules.ts';

/** A rule with those who meet its condition, ascending; null = it does not act now. */
export interface RuleTask {
  id: number;
  name: string;
  tagIds: number[];
  ends: TagRuleEnds;
  days: number | null;
  members: Uint32Array | null;
}

/** What would be done, with the friends by their places. */
export interface Decided {
  /** ids of all friends, ascending */
  friends: Uint32Array;
  book: RuleBook;
  changes: PairChange[];
}

/** Works out what these rules would do now. */
export function decideAll(ctx: ServiceContext, tasks: readonly RuleTask[], now: number): Decided {
  const friends = Uint32Array.from(ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[]);
  const placeOf = new Int32Array((friends.at(-1) ?? 0) + 1).fill(-1);
  for (let place = 0; place < friends.length; place++) placeOf[friends[place]!] = place;
  const pairs = readPairs(ctx, tasks, { placeOf, count: friends.length, today: dayOf(now) });
  const book = { count: friends.length, pairs, tags: readTags(ctx, pairs, placeOf, friends.length) };
  return { friends, book, changes: decide(book, now) };
}

interface Places {
  placeOf: Int32Array;
  count: number;
  today: string;
}

/** The pairs of the rules in their order, behind them what rules gave that are gone or name other tags by now. */
function readPairs({ db }: ServiceContext, tasks: readonly RuleTask[], { placeOf, count, today }: Places): Pair[] {
  const rows = db.arrays('SELECT friend_id, at, state FROM tag_rule_given WHERE rule_id = ? AND tag_id = ?');
  const make = (ruleId: number, tagId: number, ends: TagRuleEnds, days: number | null, members: Uint8Array | null): Pair => {
    const [at, state] = [new Float64Array(count), new Uint8Array(count)];
    for (const [friendId, givenAt, given] of rows.all(ruleId, tagId) as [number, number, number][]) {
      const place = placeOf[friendId] ?? -1;
      if (place >= 0) [at[place], state[place]] = [givenAt, given];
    }
    const expiresBefore = days === null ? 0 : startOfDay(today, 1 - days);
    return { ruleId, tagId, isLive: members !== null, members: members ?? nobody, ends, expiresBefore, at, state };
  };
  const nobody = new Uint8Array(count);
  const pairs = tasks.flatMap(({ id, tagIds, ends, days, members }) => {
    const bits = members && bitsOf(members, placeOf, count);
    return tagIds.map((tagId) => make(id, tagId, ends, days, bits));
  });
  const known = new Set(pairs.map(({ ruleId, tagId }) => `${ruleId} ${tagId}`));
  const given = db.arrays('SELECT DISTINCT rule_id, tag_id FROM tag_rule_given ORDER BY 1, 2').all() as [number, number][];
  for (const [ruleId, tagId] of given) if (!known.has(`${ruleId} ${tagId}`)) pairs.push(make(ruleId, tagId, 'stays', null, null));
  return pairs;
}

function bitsOf(ids: Uint32Array, placeOf: Int32Array, count: number): Uint8Array {
  const bits = new Uint8Array(count);
  for (const id of ids) {
    const place = placeOf[id] ?? -1;
    if (place >= 0) bits[place] = 1;
  }
  return bits;
}

/** Who carries the tags of the pairs, and the others of groups of which there is only one. */
function readTags(ctx: ServiceContext, pairs: readonly Pair[], placeOf: Int32Array, count: number): TagColumn[] {
  const exclusive = exclusiveGroups(ctx);
  const rows = tagRows(ctx);
  const groupOf = (tagId: number) => {
    const groupId = rows.get(tagId)?.groupId ?? 0;
    return exclusive.has(groupId) ? groupId : 0;
  };
  const wanted = new Set(pairs.map(({ tagId }) => tagId));
  const groups = new Set([...wanted].map(groupOf).filter((id) => id !== 0));
  for (const { id } of rows.values()) if (groups.has(groupOf(id))) wanted.add(id);
  const read = ctx.db.arrays('SELECT friend_id, added_at FROM friend_tags WHERE tag_id = ?');
  return [...wanted].map((tagId) => {
    const added = new Float64Array(count).fill(-1);
    for (const [friendId, at] of read.all(tagId) as [number, number][]) added[placeOf[friendId]!] = at;
    return { tagId, groupId: groupOf(tagId), added };
  });
}

/** What each rule would do, with the first people; rules that do nothing at all too. */
export function outcomesOf(
  ctx: ServiceContext,
  tasks: readonly RuleTask[],
  { friends, book, changes }: Decided,
  shown: number,
): RuleOutcome[] {
  const nameOf = ctx.db.pluck("SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?");
  const people = (places: number[]): SomePeople => ({
    count: places.length,
    rows: places.slice(0, shown).map((place) => ({ id: friends[place]!, name: String(nameOf.get(friends[place]!)) })),
  });
  return tasks.map(({ id: ruleId, name }) => {
    const own = changes.filter((_, p) => book.pairs[p]!.ruleId === ruleId);
    const sum = (of: (change: PairChange) => number) => own.reduce((total, change) => total + of(change), 0);
    return {
      ruleId,
      name,
      gets: people(own.flatMap(({ gets }) => gets)),
      loses: people(own.flatMap(({ loses }) => loses)),
      already: sum(({ already }) => already),
      handHolds: sum(({ handHolds }) => handHolds),
      yields: sum(({ yields }) => yields),
      declined: sum(({ declined }) => declined),
    };
  });
}
