import {
  type SegmentGroup,
  type SegmentNode,
  type SegmentRule,
  type SegmentTest,
  segmentTest,
  type WhenTest,
} from '../../../shared/contracts/segments.ts';
import { isGroup } from '../../../shared/domain/segment-rule.ts';

/*
 * Editing a rule by paths: '' = the root, '0.2' = third item of its first item. A draft may hold tests that are not filled in yet, and
 * empty groups; `complete` leaves them out.
 */

const steps = (path: string): number[] => (path === '' ? [] : path.split('.').map(Number));
export const childPath = (path: string, at: number): string => (path === '' ? String(at) : `${path}.${at}`);

function change(group: SegmentGroup, [at, ...rest]: number[], edit: (node: SegmentNode) => SegmentNode[]): SegmentGroup {
  const items = group.items.flatMap((item, i): SegmentNode[] => {
    if (i !== at) return [item];
    if (rest.length === 0) return edit(item);
    return isGroup(item) ? [change(item, rest, edit)] : [item];
  });
  return { ...group, items };
}

/** The rule with one of its nodes changed. */
export function withNode(rule: SegmentRule, path: string, edit: (node: SegmentNode) => SegmentNode): SegmentRule {
  const at = steps(path);
  if (at.length === 0) return { ...rule, root: edit(rule.root) as SegmentGroup };
  return { ...rule, root: change(rule.root, at, (node) => [edit(node)]) };
}

/** The rule without one of its nodes. */
export const withoutNode = (rule: SegmentRule, path: string): SegmentRule => ({ ...rule, root: change(rule.root, steps(path), () => []) });

/** The rule with a node behind the others of a group. */
export const withAdded = (rule: SegmentRule, path: string, node: SegmentNode): SegmentRule =>
  withNode(rule, path, (group) => (isGroup(group) ? { ...group, items: [...group.items, node] } : group));

export const leafOf = (test: SegmentTest): SegmentNode => ({ not: false, test });
export const groupOf = (...items: SegmentNode[]): SegmentNode => ({ not: false, all: false, items });

/** Some of what a test asks; of `when` parts too, as long as its kind stays. */
export type TestPatch<T extends SegmentTest = SegmentTest> = T extends SegmentTest
  ? Partial<Omit<T, 'field' | 'when'>> &
      (T extends { when: infer W } ? { when?: W extends { kind: infer K } ? { kind: K } & Partial<W> : never } : object)
  : never;

/** The rule with parts of one test changed; left as it is when another test stands there by now. */
export const withPatch = (rule: SegmentRule, path: string, field: SegmentTest['field'], patch: TestPatch): SegmentRule =>
  withNode(rule, path, (node) => {
    if (isGroup(node) || node.test.field !== field) return node;
    const test = { ...node.test, ...patch } as SegmentTest;
    const [before, part] = [node.test, patch] as { when?: WhenTest }[];
    if ('when' in test && before?.when && part?.when && before.when.kind === part.when.kind)
      test.when = { ...before.when, ...part.when } as WhenTest;
    return { not: node.not, test };
  });

/** Whether a test is filled in. */
export const isComplete = (test: SegmentTest): boolean =>
  segmentTest.safeParse(test).success && !('min' in test && test.min === null && test.max === null) && !backwards(test);

const backwards = (test: SegmentTest): boolean =>
  ('min' in test && test.min !== null && test.max !== null && test.min > test.max) ||
  ('when' in test &&
    test.when.kind === 'between' &&
    test.when.fromOn !== null &&
    test.when.toOn !== null &&
    test.when.fromOn > test.when.toOn);

export interface Completed {
  /** null = nothing is filled in yet */
  rule: SegmentRule | null;
  /** path in the completed rule → path in the draft */
  pathOf: ReadonlyMap<string, string>;
  /** tests that are left out because they are not filled in */
  open: number;
}

/** A draft without what is not filled in yet. */
export function complete(draft: SegmentRule): Completed {
  const pathOf = new Map<string, string>();
  let open = 0;
  const kept = (node: SegmentNode, from: string, to: string): SegmentNode | null => {
    if (!isGroup(node)) {
      if (!isComplete(node.test)) {
        open++;
        return null;
      }
      pathOf.set(to, from);
      return node;
    }
    const items: SegmentNode[] = [];
    for (const [at, item] of node.items.entries()) {
      const inner = kept(item, childPath(from, at), childPath(to, items.length));
      if (inner) items.push(inner);
    }
    if (items.length === 0) return null;
    pathOf.set(to, from);
    return { ...node, items };
  };
  const root = kept(draft.root, '', '');
  return { rule: root ? { ...draft, root: root as SegmentGroup } : null, pathOf, open };
}
