import { z } from 'zod';
import { line, moment, rowId } from './common.ts';
import { brokenParts, segmentRule } from './segments.ts';

/*
 * Rules that put tags on friends by themselves. What a friend gets follows from who meets the condition, in the order of the rules; a tag
 * that the seller put on by hand is hers: no rule takes it off.
 */

/** When a tag comes off again: never, once the condition no longer holds, or so many days after it was put on. */
export const tagRuleEnds = ['stays', 'while', 'days'] as const;
export type TagRuleEnds = (typeof tagRuleEnds)[number];

const fields = {
  rule: segmentRule,
  tagIds: z.array(rowId).min(1).max(10),
  ends: z.enum(tagRuleEnds),
  /** for `days`, and only for it */
  days: z.int().min(1).max(3650).nullable(),
  /** a condition that everybody meets is a mistake unless she says that it is meant so */
  forEveryone: z.boolean(),
};
/** What is kept of a rule beside its name. */
export const tagRuleBody = z.object(fields);
export type TagRuleBody = z.infer<typeof tagRuleBody>;
export const tagRuleInput = z
  .object({ name: line(40).min(1), ...fields })
  .refine(({ ends, days }) => (ends === 'days') === (days !== null), { path: ['days'] })
  .refine(({ tagIds }) => new Set(tagIds).size === tagIds.length, { path: ['tagIds'] });
export type TagRuleInput = z.infer<typeof tagRuleInput>;

/** Why a rule does nothing, or cannot be saved. */
export const ruleTrouble = z.discriminatedUnion('why', [
  z.object({ why: z.literal('tagGone') }),
  z.object({ why: z.literal('conditionGone'), what: z.enum(brokenParts) }),
  /** its condition asks for a tag that a rule puts on: it would come and go by itself */
  z.object({ why: z.literal('feedback'), tag: z.string(), by: z.string() }),
  /** it gives two tags of a group of which a friend has only one */
  z.object({ why: z.literal('twoOfGroup'), group: z.string(), tags: z.array(z.string()) }),
  z.object({ why: z.literal('everyone'), count: z.int() }),
]);
export type RuleTrouble = z.infer<typeof ruleTrouble>;
/** From so many friends on a condition that all of them meet is taken for a mistake. */
export const everyoneFrom = 10;

export const tagRule = z.object({
  id: rowId,
  name: z.string(),
  ...fields,
  isOn: z.boolean(),
  trouble: ruleTrouble.nullable(),
  /** who meets the condition now; null = it cannot be asked */
  members: z.int().nullable(),
  /** tags on friends that it put there */
  carrying: z.int(),
  /** what it did when it last did something */
  last: z.object({ at: moment, added: z.int(), removed: z.int() }).nullable(),
});
export type TagRule = z.infer<typeof tagRule>;

/** One run that changed something. */
export const tagRun = z.object({
  id: rowId,
  at: moment,
  author: z.enum(['manual', 'rule']),
  added: z.int(),
  removed: z.int(),
  /** what each rule did, by the names they had */
  rules: z.array(z.object({ ruleId: rowId, name: z.string(), added: z.int(), removed: z.int() })),
  /** null = it was taken back, or too much has happened since */
  undoId: rowId.nullable(),
});
export type TagRun = z.infer<typeof tagRun>;

/** tagRules.list q: rules in their order, groups of which a friend has only one, the newest runs */
export const tagRuleList = z.object({ rules: z.array(tagRule), exclusiveGroupIds: z.array(rowId), runs: z.array(tagRun) });
export type TagRuleList = z.infer<typeof tagRuleList>;

/** Some people of a number of them. */
const people = z.object({ count: z.int(), rows: z.array(z.object({ id: rowId, name: z.string() })) });
export type SomePeople = z.infer<typeof people>;
/** What a rule would do now. A friend who gets two tags counts twice. */
export const ruleOutcome = z.object({
  ruleId: z.int(),
  name: z.string(),
  gets: people,
  loses: people,
  /** who meets the condition and … */
  already: z.int(),
  /** … has another tag of the group by hand */
  handHolds: z.int(),
  /** … gets another tag of the group by a rule before it */
  yields: z.int(),
  /** … had it from this rule once, and it was taken off or taken back */
  declined: z.int(),
});
export type RuleOutcome = z.infer<typeof ruleOutcome>;

/** tagRules.preview q: what would be, were this rule saved so. `id` null = a new one, behind the others */
export const previewInput = z.object({ id: rowId.nullable(), values: tagRuleInput });
export const tagRulePreview = z.object({
  trouble: ruleTrouble.nullable(),
  members: z.int().nullable(),
  /** friends whom the condition could have found */
  of: z.int(),
  /** null = it could not run so */
  outcome: ruleOutcome.nullable(),
  /** what the other rules would do in the same run */
  others: z.array(ruleOutcome),
});
export type TagRulePreview = z.infer<typeof tagRulePreview>;
/** tagRules.dryRun q: what each rule would do now; those that do nothing at all are left out */
export const dryRun = z.object({ rules: z.array(ruleOutcome), added: z.int(), removed: z.int() });
export type DryRun = z.infer<typeof dryRun>;

/** tagRules.create m → saved · tagRules.update m → saved. @throws `tagRuleUnfit` with a ruleTrouble, `nameTaken`, `notFound` */
export const updateTagRuleInput = z.object({ id: rowId, values: tagRuleInput });
/** tagRules.setOn m → saved. @throws as update */
export const setOnInput = z.object({ id: rowId, on: z.boolean() });
/** tagRules.order m → saved (of the first): where two rules want one place, the earlier has it */
export const orderRulesInput = z.object({ ids: z.array(rowId).min(1).max(200) });
/** tagRules.setExclusive m → saved: whether a friend has only one tag of this group from rules */
export const setExclusiveInput = z.object({ groupId: rowId, on: z.boolean() });
/** tagRules.run m → ranRules */
export const ranRules = z.object({ added: z.int(), removed: z.int(), undoId: rowId.nullable() });
export type RanRules = z.infer<typeof ranRules>;
/** Rules of a book at most. */
export const mostTagRules = 200;
