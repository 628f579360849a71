import type { DryRun, TagRule, TagRuleInput, TagRuleList, TagRulePreview, TagRun } from '../../../shared/contracts/tag-rules.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { carryingCommand, tryRulesCommand } from './run.service.ts';
import { exclusiveGroups, type SavedRule, savedRules } from './saved-rules.ts';
import { askRules } from './tasks.ts';

/** Runs that the page shows. */
const shownRuns = 20;
/** People of a preview, and of each rule of a dry run. */
const shownPeople = 20;
const shownInDryRun = 5;

/** The rules with who meets them now and what they did. */
export async function listTagRules(ctx: HostContext): Promise<TagRuleList> {
  const rules = savedRules(ctx);
  const asked = await askRules(ctx, rules);
  const runs = readRuns(ctx);
  const carrying = new Map(rules.length > 0 ? await ctx.execute(carryingCommand, null) : []);
  const lastOf = (id: number): TagRule['last'] => {
    for (const { at, rules: done } of runs) {
      const own = done.find(({ ruleId }) => ruleId === id);
      if (own) return { at, added: own.added, removed: own.removed };
    }
    return null;
  };
  return {
    rules: rules.map((rule, at) => ({
      ...rule,
      trouble: asked[at]!.trouble,
      members: asked[at]!.members,
      carrying: carrying.get(rule.id) ?? 0,
      last: lastOf(rule.id),
    })),
    exclusiveGroupIds: [...exclusiveGroups(ctx)],
    runs: runs.slice(0, shownRuns),
  };
}

/** Runs, the newest first. */
function readRuns({ db }: ServiceContext): TagRun[] {
  const rows = db
    .sql(
      `SELECT r.id, r.at, author, done, CASE a.state WHEN 'done' THEN undo_id END AS undoId
       FROM tag_rule_runs r LEFT JOIN undo_actions a ON a.id = undo_id AND a.kind = 'tagRules.run' ORDER BY r.id DESC`,
    )
    .all() as (Pick<TagRun, 'id' | 'at' | 'author' | 'undoId'> & { done: string })[];
  return rows.map(({ done, ...row }) => {
    const rules = JSON.parse(done) as TagRun['rules'];
    const sum = (key: 'added' | 'removed') => rules.reduce((total, one) => total + one[key], 0);
    return { ...row, rules, added: sum('added'), removed: sum('removed') };
  });
}

/** What would be, were a rule saved so and run. @throws AppError `notFound` */
export async function previewTagRule(
  ctx: HostContext,
  { id, values }: { id: number | null; values: TagRuleInput },
): Promise<TagRulePreview> {
  const saved = savedRules(ctx);
  if (id !== null && !saved.some((rule) => rule.id === id)) throw new AppError('notFound', { what: 'tagRule' });
  // a new one has a number that no rule has
  const draft: SavedRule = { id: id ?? 0, isOn: true, ...values };
  const rules = id === null ? [...saved, draft] : saved.map((rule) => (rule.id === id ? draft : rule));
  const asked = await askRules(ctx, rules, draft.id);
  const { trouble, members, of } = asked.find(({ task }) => task.id === draft.id)!;
  if (trouble) return { trouble, members, of, outcome: null, others: [] };
  const tasks = asked.map(({ task }) => task);
  const outcomes = await ctx.execute(tryRulesCommand, { tasks, now: ctx.clock.now(), shown: shownPeople });
  return {
    trouble: null,
    members,
    of,
    outcome: outcomes.find(({ ruleId }) => ruleId === draft.id)!,
    others: outcomes.filter(({ ruleId, gets, loses }) => ruleId !== draft.id && gets.count + loses.count > 0),
  };
}

/** What the rules would do now. */
export async function tryTagRules(ctx: HostContext): Promise<DryRun> {
  const asked = await askRules(ctx);
  const tasks = asked.map(({ task }) => task);
  const outcomes = await ctx.execute(tryRulesCommand, { tasks, now: ctx.clock.now(), shown: shownInDryRun });
  return {
    rules: outcomes.filter(({ gets, loses, handHolds, yields }) => gets.count + loses.count + handHolds + yields > 0),
    added: outcomes.reduce((sum, { gets }) => sum + gets.count, 0),
    removed: outcomes.reduce((sum, { loses }) => sum + loses.count, 0),
  };
}
