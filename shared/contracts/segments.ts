import { z } from 'zod';
import { day, line, moment, rowId } from './common.ts';
import { contentCategories } from './content.ts';
import { ageBands, friendStatuses, genders, incomeBands, ties, trustLevel } from './friends.ts';
import { layerCode, layerCodes } from './layers.ts';
import { touchKinds } from './touches.ts';

/**
 * Who may see a post or is meant by a send queue: everybody of the account, only those who are in one of the sets (可见), or everybody
 * but those (不可见). The sets add up (one tag or one level or one segment is enough). A deleted tag or segment is an error, never 'everybody'.
 */
export const audience = z.object({
  mode: z.enum(['all', 'only', 'except']),
  tagIds: z.array(rowId).max(200).default([]),
  levels: z.array(trustLevel).max(6).default([]),
  segmentIds: z.array(rowId).max(50).default([]),
});
export type Audience = z.infer<typeof audience>;
/** Everybody of the account. */
export const everybody: Audience = { mode: 'all', tagIds: [], levels: [], segmentIds: [] };

// ── the rule of a segment

const days = z.int().min(1).max(3650);
/** What is asked of a moment, by the seller's local days; today is the first of `days`. */
export const whenTest = z.discriminatedUnion('kind', [
  /** today or one of the `days` − 1 days before, or later than today */
  z.object({ kind: z.literal('within'), days }),
  /** `days` days ago or longer; `orNever`: those without a moment too */
  z.object({ kind: z.literal('before'), days, orNever: z.boolean() }),
  /** both ends included; null = open */
  z
    .object({ kind: z.literal('between'), fromOn: day.nullable(), toOn: day.nullable() })
    .refine(({ fromOn, toOn }) => fromOn !== null || toOn !== null, { path: ['fromOn'], message: 'empty' }),
  z.object({ kind: z.literal('ever') }),
  z.object({ kind: z.literal('never') }),
]);
export type WhenTest = z.infer<typeof whenTest>;

/** Both ends included; null = open. Money counts in 分. */
const amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable();
const bounds = { min: amount, max: amount };
/** Only what happened on the last so many local days, today included; null = ever. */
const withinDays = days.nullable();
const some = <T extends z.ZodType>(item: T, max: number) => z.array(item).min(1).max(max);

const choice = <F extends string, T extends readonly [string, ...string[]]>(field: F, values: T) =>
  z.object({ field: z.literal(field), values: some(z.enum(values).nullable(), 20) });
const when = <F extends string>(field: F) => z.object({ field: z.literal(field), when: whenTest });
const count = <F extends string>(field: F) => z.object({ field: z.literal(field), ...bounds });
const contains = <F extends string>(field: F) => z.object({ field: z.literal(field), text: line(100).min(1) });

/** One thing that is asked of a friend. Lists are alternatives; `null` in a list = not filled in. */
export const segmentTest = z.discriminatedUnion('field', [
  // portrait
  choice('gender', genders),
  choice('ageBand', ageBands),
  choice('incomeBand', incomeBands),
  choice('tie', ties),
  contains('region'),
  contains('source'),
  /** what the search field of the friends list finds */
  contains('text'),
  z.object({ field: z.literal('interest'), values: some(line(40).min(1), 40) }),
  /** a lunar birthday counts by the solar day it is kept on this year */
  z.object({
    field: z.literal('birthday'),
    when: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('month'), month: z.int().min(1).max(12) }),
      z.object({ kind: z.literal('thisMonth') }),
      z.object({ kind: z.literal('nextMonth') }),
      /** today and the days after it */
      z.object({ kind: z.literal('coming'), days: z.int().min(1).max(366) }),
      z.object({ kind: z.literal('unknown') }),
    ]),
  }),
  // what the seller has put down
  z.object({ field: z.literal('tags'), mode: z.enum(['any', 'all', 'none']), tagIds: some(rowId, 200) }),
  z.object({ field: z.literal('level'), values: some(trustLevel, 6) }),
  when('levelSince'),
  z.object({ field: z.literal('account'), values: some(rowId, 200) }),
  z.object({ field: z.literal('channel'), values: some(rowId.nullable(), 200) }),
  z.object({ field: z.literal('status'), values: some(z.enum(friendStatuses), 4) }),
  z.object({ field: z.literal('importBatch'), batchId: rowId }),
  /** what the movements of points add up to; 0 where there is none */
  count('points'),
  when('addedAt'),
  when('createdAt'),
  // chats
  when('lastContact'),
  when('lastIn'),
  when('lastOut'),
  when('firstChat'),
  when('lastAsked'),
  count('inCount'),
  count('outCount'),
  count('twoWayDays'),
  count('askedCount'),
  // orders; cancelled ones never count. Of a day = of the day it was placed, else paid, else brought in
  when('firstOrder'),
  when('lastOrder'),
  z.object({ field: z.literal('orderCount'), ...bounds, withinDays }),
  /** orders that were paid and not refunded wholly */
  z.object({ field: z.literal('boughtCount'), ...bounds, withinDays }),
  /** paid minus refunded */
  z.object({ field: z.literal('paidFen'), ...bounds, withinDays }),
  z.object({ field: z.literal('unpaidCount'), ...bounds }),
  /** any of them, in an order that was neither cancelled nor refunded wholly */
  z.object({ field: z.literal('product'), productIds: some(rowId, 100), withinDays }),
  // what reached her
  z.object({
    field: z.literal('touchCount'),
    /** empty = of any kind */
    kinds: z.array(z.enum(touchKinds)).max(touchKinds.length),
    direction: z.enum(['in', 'out', 'any']),
    ...bounds,
    withinDays,
  }),
  /** posts marked as posted that she could see; empty = of any category */
  z.object({
    field: z.literal('seenCount'),
    categories: z.array(z.enum(contentCategories)).max(contentCategories.length),
    ...bounds,
    withinDays: days,
  }),
  /** in one of these layers, as they are reckoned now */
  z.object({ field: z.literal('layer'), values: some(layerCode, layerCodes.length) }),
  /** in one of these */
  z.object({ field: z.literal('segment'), segmentIds: some(rowId, 50) }),
]);
export type SegmentTest = z.infer<typeof segmentTest>;
export type SegmentField = SegmentTest['field'];
export type TestOf<F extends SegmentField> = Extract<SegmentTest, { field: F }>;

/** A test, or a group of them; `not` turns what it says into its opposite. */
export interface SegmentGroup {
  not: boolean;
  all: boolean;
  items: SegmentNode[];
}
export interface SegmentLeaf {
  not: boolean;
  test: SegmentTest;
}
export type SegmentNode = SegmentGroup | SegmentLeaf;

const leaf: z.ZodType<SegmentLeaf> = z.object({ not: z.boolean(), test: segmentTest });
/** How deep groups may stand in one another, and how many tests a rule may hold. */
export const deepest = 5;
export const mostTests = 60;
const groupOf = (inner: z.ZodType<SegmentNode>): z.ZodType<SegmentGroup> =>
  z.object({ not: z.boolean(), all: z.boolean(), items: some(inner, mostTests) });
let nodes: z.ZodType<SegmentNode> = leaf;
for (let depth = 1; depth < deepest; depth++) nodes = z.union([leaf, groupOf(nodes)]);

const isGroupNode = (node: SegmentNode): node is SegmentGroup => 'items' in node;
const testsIn = (node: SegmentNode): number => (isGroupNode(node) ? node.items.reduce((sum, item) => sum + testsIn(item), 0) : 1);

/** Who belongs to a segment: `root` holds (all = every item, else any of them). Archived friends only when it says so. */
export const segmentRule = z
  .object({ archived: z.enum(['no', 'only', 'any']), root: groupOf(nodes) })
  .refine(({ root }) => testsIn(root) <= mostTests, { path: ['root'], message: 'tooMany' });
export type SegmentRule = z.infer<typeof segmentRule>;

// ── saved segments

/** What a rule names and the book no longer has. */
export const brokenParts = ['tag', 'segment', 'product', 'channel', 'account', 'batch'] as const;
export const brokenRef = z.object({
  what: z.enum(brokenParts),
  id: rowId,
  /** place of the test in the rule: '0.2' = third item of the first group; '' = of the audience itself */
  path: z.string(),
});
export type BrokenRef = z.infer<typeof brokenRef>;

export const segmentInput = z.object({ name: line(40).min(1), note: line(500), rule: segmentRule });
export type SegmentInput = z.infer<typeof segmentInput>;
export const segment = segmentInput.extend({
  id: rowId,
  /** empty = whole */
  broken: z.array(brokenRef),
  /** names of segments that are made of this one */
  usedBy: z.array(z.string()),
  /** how many were in it on days it was counted, oldest first */
  sizes: z.array(z.object({ on: day, size: z.int() })),
  createdAt: moment,
  updatedAt: moment,
});
export type Segment = z.infer<typeof segment>;
/** segments.list q void → segmentList, by name · segments.create m segmentInput → saved · segments.update m → saved · segments.delete m {id} → saved */
export const segmentList = z.array(segment);
export const updateSegmentInput = z.object({ id: rowId, values: segmentInput });
/** segments.sizes q void → how many are in each now; null = broken */
export const segmentSizes = z.array(z.object({ id: rowId, size: z.int().nullable() }));
export type SegmentSizes = z.infer<typeof segmentSizes>;

// ── trying a rule out

/** segments.count q {rule} → ruleCount. Never throws over a broken rule: that is part of the answer. */
export const ruleCount = z.object({
  /** null = broken */
  total: z.int().nullable(),
  /** friends of the book that the rule could have found (archived as it says) */
  of: z.int(),
  /** how many each test or group finds alone, by its path ('0', '0.1'), `not` applied; null = broken */
  counts: z.record(z.string(), z.int().nullable()),
  broken: z.array(brokenRef),
});
export type RuleCount = z.infer<typeof ruleCount>;
export const ruleInput = z.object({ rule: segmentRule });

/** segments.sample q {rule, offset, limit} → sample: friends in it, those met last first */
export const sampleInput = z.object({ rule: segmentRule, offset: z.int().min(0), limit: z.int().min(1).max(100) });
export const sample = z.object({
  total: z.int(),
  rows: z.array(z.object({ id: rowId, name: z.string(), accountId: rowId, trustLevel, lastContactAt: moment.nullable() })),
});
export type Sample = z.infer<typeof sample>;

/** What was found of a friend where a test looked. */
export const found = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('when'), at: moment }),
  z.object({ kind: z.literal('number'), number: z.number() }),
  z.object({ kind: z.literal('money'), fen: z.int() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** names or codes, as the field has them */
  z.object({ kind: z.literal('list'), items: z.array(z.string()) }),
  z.object({ kind: z.literal('day'), month: z.int(), day: z.int(), lunar: z.boolean() }),
]);
export type Found = z.infer<typeof found>;

/** segments.explain q {rule, friendId} → explanation: why she is in, or not. @throws `brokenSegment`, `notFound` */
export const explainInput = z.object({ rule: segmentRule, friendId: rowId });
export const explanation = z.object({
  in: z.boolean(),
  /** false = she is archived and the rule leaves those out (or the other way round) */
  archivedFits: z.boolean(),
  nodes: z.record(z.string(), z.object({ met: z.boolean(), found: found.nullable() })),
});
export type Explanation = z.infer<typeof explanation>;

// ── audiences

/** segments.audienceCount q → audienceHeads. `accountIds` empty = all accounts. */
export const audienceInput = z.object({ audience, accountIds: z.array(rowId).max(200) });
export const audienceHeads = z.object({
  /** null = broken: it names a tag or segment that is gone */
  heads: z.int().nullable(),
  /** friends of the accounts who could be meant: not archived, status normal */
  of: z.int(),
  accounts: z.array(z.object({ accountId: rowId, heads: z.int() })),
  /** friends of the accounts in each set of the audience, taken alone */
  sets: z.array(z.object({ what: z.enum(['tag', 'level', 'segment']), id: rowId, heads: z.int().nullable() })),
  broken: z.array(brokenRef),
});
export type AudienceHeads = z.infer<typeof audienceHeads>;
