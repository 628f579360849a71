import type { BrokenRef, SegmentRule } from '../../../shared/contracts/segments.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { evaluationOf, testsIn } from './counting.ts';
import { Inventory, requireWhole, rulesOf, savedSegments } from './segments.queries.ts';

/** For features that keep rules of their own. */

/** Ids of those a rule means, ascending, and how many it could have meant. @throws AppError `brokenSegment` */
export async function membersOfRule(ctx: HostContext, rule: SegmentRule): Promise<{ ids: Uint32Array; of: number }> {
  const saved = savedSegments(ctx);
  requireWhole(new Inventory(ctx, rulesOf(saved)), rule);
  const evaluation = await evaluationOf(ctx, [rule], saved);
  return { ids: evaluation.ids(evaluation.members(rule)), of: evaluation.base(rule).size() };
}

/** What rules name and the book does not have, and the tags they ask for, those of the segments they are made of too. */
export function namedByRules(ctx: ServiceContext, rules: readonly SegmentRule[]): { broken: BrokenRef[]; tagIds: Set<number> }[] {
  const known = rulesOf(savedSegments(ctx));
  const inventory = new Inventory(ctx, known);
  return rules.map((rule) => ({
    broken: inventory.broken(rule),
    tagIds: new Set(testsIn([rule], known).flatMap((test) => (test.field === 'tags' ? test.tagIds : []))),
  }));
}
