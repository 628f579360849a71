import type { FriendFilter } from '../../../shared/contracts/friends.ts';
import type {
  Audience,
  AudienceHeads,
  BrokenRef,
  RuleCount,
  Sample,
  SegmentRule,
  SegmentSizes,
  SegmentTest,
} from '../../../shared/contracts/segments.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import { testsOf, walk } from '../../../shared/domain/segment-rule.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type Bitset, friendIndex } from '../friends/index.ts';
import { Evaluation, seenKey } from './evaluate.ts';
import { EventSums } from './event-sums.ts';
import type { SeenAsk } from './fact-load.ts';
import { factStore, type Needs, noNeeds } from './fact-store.ts';
import { inLayers, layersOf } from './layers.ts';
import { Inventory, requireWhole, rulesOf, type SavedSegment, savedSegments } from './segments.queries.ts';

const portraitFields = new Set(['gender', 'ageBand', 'incomeBand', 'tie', 'birthday', 'levelSince', 'source', 'interest']);
const chatFields = new Set(['lastIn', 'lastOut', 'firstChat', 'lastAsked', 'inCount', 'outCount', 'twoWayDays', 'askedCount']);
const orderFields = new Set(['firstOrder', 'lastOrder', 'orderCount', 'boughtCount', 'unpaidCount', 'paidFen']);

/** Every test of these rules, those of the segments they are made of too. */
export function testsIn(rules: readonly SegmentRule[], saved: ReadonlyMap<number, SegmentRule>): SegmentTest[] {
  const seen = new Set<number>();
  const within = (rule: SegmentRule): SegmentTest[] =>
    testsOf(rule).flatMap(({ leaf: { test } }) => {
      if (test.field !== 'segment') return [test];
      const fresh = test.segmentIds.filter((id) => saved.has(id) && !seen.has(id));
      for (const id of fresh) seen.add(id);
      return [test, ...fresh.flatMap((id) => within(saved.get(id)!))];
    });
  return rules.flatMap(within);
}

/** What has to be read before these tests can be made. */
export function needsOf(tests: readonly SegmentTest[], today: string): Needs {
  const needs = { ...noNeeds, products: new Set<number>(), seen: new Map() } as {
    -readonly [K in keyof Needs]: Needs[K];
  } & { products: Set<number>; seen: Map<string, SeenAsk> };
  const earlier = (known: number | null, withinDays: number | null) =>
    Math.min(known ?? Number.POSITIVE_INFINITY, withinDays === null ? 0 : startOfDay(today, 1 - withinDays));
  for (const test of tests) {
    if (portraitFields.has(test.field)) needs.portrait = true;
    else if (chatFields.has(test.field)) needs.chats = true;
    else if (test.field === 'points') needs.points = true;
    else if (orderFields.has(test.field)) needs.orders = true;
    else if (test.field === 'product') for (const id of test.productIds) needs.products.add(id);
    else if (test.field === 'touchCount') needs.touchesFrom = earlier(needs.touchesFrom, test.withinDays);
    else if (test.field === 'seenCount')
      needs.seen.set(seenKey(test), { from: startOfDay(today, 1 - test.withinDays), categories: [...test.categories].sort() });
  }
  return needs;
}

/** An evaluation of these rules with everything they need at hand; use it before the next await. */
export async function evaluationOf(ctx: HostContext, rules: readonly SegmentRule[], saved: readonly SavedSegment[]): Promise<Evaluation> {
  const today = dayOf(ctx.clock.now());
  const known = rulesOf(saved);
  const tests = testsIn(rules, known);
  const layers = tests.some(({ field }) => field === 'layer') ? await layersOf(ctx) : null;
  const facts = await factStore(ctx).get(needsOf(tests, today));
  const sums = new EventSums(facts, today, (await friendIndex(ctx)).shelf.columns.placeOf.length);
  await sums.prepare(tests);
  const index = await friendIndex(ctx);
  return new Evaluation({
    shelf: index.shelf,
    facts,
    sums,
    today,
    search: (text) => index.select({ text, archived: 'any' }),
    rules: known,
    layers,
  });
}

/** Counts a rule and each part of it; a broken one is told, not thrown. */
export async function countRule(ctx: HostContext, rule: SegmentRule): Promise<RuleCount> {
  const saved = savedSegments(ctx);
  const broken = new Inventory(ctx, rulesOf(saved)).broken(rule);
  const evaluation = await evaluationOf(ctx, [rule], saved);
  const base = evaluation.base(rule);
  const counts: RuleCount['counts'] = {};
  const tell = (path: string, bits: Bitset) => {
    if (path !== '') counts[path] = bits.sizeWith(base);
  };
  if (broken.length === 0) return { total: evaluation.members(rule, tell).size(), of: base.size(), counts, broken };
  walk(rule, (node, path) => {
    const isLame = broken.some((ref) => ref.path === path || ref.path.startsWith(`${path}.`));
    if (path === '') return;
    if (isLame) counts[path] = null;
    else tell(path, evaluation.node(node));
  });
  return { total: null, of: base.size(), counts, broken };
}

/** How many are in each saved segment now. */
export async function countSegments(ctx: HostContext): Promise<SegmentSizes> {
  const saved = savedSegments(ctx);
  const inventory = new Inventory(ctx, rulesOf(saved));
  const whole = saved.filter(({ id }) => inventory.has('segment', id));
  const evaluation = await evaluationOf(
    ctx,
    whole.map(({ rule }) => rule!),
    saved,
  );
  return saved.flatMap(({ id, rule }) => {
    if (rule === null) return [];
    return { id, size: inventory.has('segment', id) ? evaluation.segment(id).size() : null };
  });
}

/** Ids of those who are in one of the segments, ascending. @throws AppError `brokenSegment` */
export async function membersOf(ctx: HostContext, segmentIds: readonly number[]): Promise<Uint32Array> {
  const saved = savedSegments(ctx);
  const byId = new Map(saved.map((segment) => [segment.id, segment]));
  const inventory = new Inventory(ctx, rulesOf(saved));
  const rules = segmentIds.map((id) => {
    const segment = byId.get(id);
    if (!segment?.rule) throw new AppError('brokenSegment', { what: 'segment', id });
    requireWhole(inventory, segment.rule, segment.name);
    return segment.rule;
  });
  const evaluation = await evaluationOf(ctx, rules, saved);
  const bits = segmentIds.map((id) => evaluation.segment(id)).reduce((sum, next) => sum.or(next), evaluation.nobody());
  return evaluation.ids(bits);
}

/** Ids of those who are in one of the segments and in one of the layers, as far as there are such, ascending. @throws AppError `brokenSegment` */
export async function amongFilter(
  ctx: HostContext,
  { segmentIds = [], layers = [] }: Pick<FriendFilter, 'segmentIds' | 'layers'>,
): Promise<Uint32Array> {
  const members = segmentIds.length > 0 ? await membersOf(ctx, segmentIds) : null;
  if (layers.length === 0) return members!;
  const within = inLayers(await layersOf(ctx), layers);
  if (members === null) return within;
  const both = new Set(members);
  return within.filter((id) => both.has(id));
}

/** Friends in a rule, those met last first. @throws AppError `brokenSegment` */
export async function sampleOf(ctx: HostContext, rule: SegmentRule, offset: number, limit: number): Promise<Sample> {
  const saved = savedSegments(ctx);
  requireWhole(new Inventory(ctx, rulesOf(saved)), rule);
  const evaluation = await evaluationOf(ctx, [rule], saved);
  const among = evaluation.ids(evaluation.members(rule));
  const index = await friendIndex(ctx);
  const ids = index.view({ archived: 'any', among }, { key: 'lastContactAt', direction: 'desc' });
  const read = ctx.db.sql(
    `SELECT friends.id, CASE remark WHEN '' THEN nickname ELSE remark END AS name, account_id AS accountId, trust_level AS trustLevel,
       last_contact_at AS lastContactAt
     FROM json_each(?) AS wanted CROSS JOIN friends ON friends.id = wanted.value ORDER BY wanted.key`,
  );
  const rows = read.all(JSON.stringify(Array.from(ids.subarray(offset, offset + limit)))) as Sample['rows'];
  return { total: ids.length, rows };
}

// ── audiences

/** What an audience names and the book does not have. */
function brokenIn(audience: Audience, inventory: Inventory): BrokenRef[] {
  const refs: BrokenRef[] = [
    ...audience.tagIds.map((id) => ({ what: 'tag' as const, id, path: '' })),
    ...audience.segmentIds.map((id) => ({ what: 'segment' as const, id, path: '' })),
  ];
  return refs.filter(({ what, id }) => !inventory.has(what, id));
}

interface LookedAt {
  evaluation: Evaluation;
  /** who could be meant: friends of the accounts, not archived, status normal */
  base: Bitset;
  broken: BrokenRef[];
}

async function lookAt(ctx: HostContext, audience: Audience, accountIds: readonly number[]): Promise<LookedAt> {
  const saved = savedSegments(ctx);
  const byId = rulesOf(saved);
  const broken = brokenIn(audience, new Inventory(ctx, byId));
  const rules = audience.segmentIds.flatMap((id) => byId.get(id) ?? []);
  const evaluation = await evaluationOf(ctx, rules, saved);
  const base = evaluation.reachable(accountIds);
  return { evaluation, base, broken };
}

const setsOf = ({ tagIds, levels, segmentIds }: Audience): AudienceHeads['sets'] => [
  ...tagIds.map((id) => ({ what: 'tag' as const, id, heads: 0 })),
  ...levels.map((id) => ({ what: 'level' as const, id, heads: 0 })),
  ...segmentIds.map((id) => ({ what: 'segment' as const, id, heads: 0 })),
];

function setBits(evaluation: Evaluation, { what, id }: AudienceHeads['sets'][number]): Bitset {
  if (what === 'segment') return evaluation.segment(id);
  const test: SegmentTest = what === 'tag' ? { field: 'tags', mode: 'any', tagIds: [id] } : { field: 'level', values: [id] };
  return evaluation.node({ not: false, test });
}

function heads(evaluation: Evaluation, base: Bitset, audience: Audience): Bitset {
  if (audience.mode === 'all') return base;
  const meant = setsOf(audience)
    .map((set) => setBits(evaluation, set))
    .reduce((sum, next) => sum.or(next), evaluation.nobody());
  return audience.mode === 'only' ? meant.and(base) : base.andNot(meant);
}

/**
 * Friends of the accounts (none given = all of them) whom the audience means, ascending: not archived, status normal.
 * @throws AppError `brokenAudience` {what, id} when it names a tag or segment that is gone: never everybody
 */
export async function audienceIds(ctx: HostContext, audience: Audience, accountIds: readonly number[]): Promise<Uint32Array> {
  const { evaluation, base, broken } = await lookAt(ctx, audience, accountIds);
  const [first] = broken;
  if (first) throw new AppError('brokenAudience', { what: first.what, id: first.id });
  return evaluation.ids(heads(evaluation, base, audience));
}

/** The same as numbers for the screen; what is broken is told, not thrown. */
export async function audienceHeads(ctx: HostContext, audience: Audience, accountIds: readonly number[]): Promise<AudienceHeads> {
  const { evaluation, base, broken } = await lookAt(ctx, audience, accountIds);
  const isBroken = (what: string, id: number) => broken.some((ref) => ref.what === what && ref.id === id);
  const of = base.size();
  const sets = setsOf(audience).map((set) => ({
    ...set,
    heads: isBroken(set.what, set.id) ? null : setBits(evaluation, set).sizeWith(base),
  }));
  if (broken.length > 0) return { heads: null, of, accounts: [], sets, broken };
  const meant = heads(evaluation, base, audience);
  return { heads: meant.size(), of, accounts: evaluation.perAccount(meant), sets, broken };
}
