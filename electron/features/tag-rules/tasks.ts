import { everyoneFrom, type RuleTrouble, type TagRuleInput } from '../../../shared/contracts/tag-rules.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { membersOfRule } from '../segments/index.ts';
import type { RuleTask } from './run.ts';
import { type SavedRule, savedRules, troublesOf } from './saved-rules.ts';

export interface Asked {
  task: RuleTask;
  trouble: RuleTrouble | null;
  /** who meets the condition; null = it cannot be asked */
  members: number | null;
  of: number;
}

/**
 * Asks the condition of each rule, one after the other so that the host's thread is free in between. A rule that is off or in trouble goes
 * along without members: what it gave stays.
 */
export async function askRules(
  ctx: HostContext,
  rules: readonly SavedRule[] = savedRules(ctx),
  asIfOn: number | null = null,
): Promise<Asked[]> {
  const troubles = troublesOf(ctx, rules, asIfOn);
  const asked: Asked[] = [];
  for (const [at, rule] of rules.entries()) {
    const acts = rule.isOn || rule.id === asIfOn;
    asked.push(await askOne(ctx, rule, acts, troubles[at]!));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return asked;
}

async function askOne(ctx: HostContext, rule: SavedRule, acts: boolean, known: RuleTrouble | null): Promise<Asked> {
  const { id, name, tagIds, ends, days } = rule;
  const task = (members: Uint32Array | null): RuleTask => ({ id, name, tagIds, ends, days, members });
  if (known?.why === 'tagGone' || known?.why === 'conditionGone') return { task: task(null), trouble: known, members: null, of: 0 };
  try {
    const { ids, of } = await membersOfRule(ctx, rule.rule);
    const isEverybody = !rule.forEveryone && of >= everyoneFrom && ids.length === of;
    const trouble = known ?? (isEverybody ? { why: 'everyone' as const, count: of } : null);
    return { task: task(acts && trouble === null ? ids : null), trouble, members: ids.length, of };
  } catch (error) {
    // what it names was deleted in this very moment
    if (!(error instanceof AppError && error.kind === 'brokenSegment')) throw error;
    return { task: task(null), trouble: { why: 'conditionGone', what: 'segment' }, members: null, of: 0 };
  }
}

/** @throws AppError `tagRuleUnfit` when everybody meets the condition and she did not say that it is meant so */
export async function requireNotEverybody(ctx: HostContext, values: TagRuleInput): Promise<void> {
  const { trouble } = await askOne(ctx, { id: 0, isOn: true, ...values }, true, null);
  if (trouble?.why === 'everyone') throw new AppError('tagRuleUnfit', trouble);
}
