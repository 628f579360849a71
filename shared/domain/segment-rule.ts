import type { FriendFilter } from '../contracts/friends.ts';
import type { BrokenRef, SegmentGroup, SegmentLeaf, SegmentNode, SegmentRule, SegmentTest } from '../contracts/segments.ts';

export const isGroup = (node: SegmentNode): node is SegmentGroup => 'items' in node;

/** A rule that asks nothing yet. Its root holds no item: complete it before it is sent anywhere. */
export const emptyRule = (): SegmentRule => ({ archived: 'no', root: { not: false, all: true, items: [] } });

/** A rule of one group whose every test has to hold. */
export const allOf = (...tests: SegmentTest[]): SegmentRule => ({
  archived: 'no',
  root: { not: false, all: true, items: tests.map((test) => ({ not: false, test })) },
});

/** Every node below the root with its path: '0' = first item, '0.2' = third item of that group; the root itself is ''. */
export function walk(rule: SegmentRule, visit: (node: SegmentNode, path: string) => void): void {
  const into = (node: SegmentNode, path: string) => {
    visit(node, path);
    if (isGroup(node)) for (const [at, item] of node.items.entries()) into(item, path === '' ? String(at) : `${path}.${at}`);
  };
  into(rule.root, '');
}

/** All tests of a rule, in the order of the screen. */
export function testsOf(rule: SegmentRule): { path: string; leaf: SegmentLeaf }[] {
  const found: { path: string; leaf: SegmentLeaf }[] = [];
  walk(rule, (node, path) => {
    if (!isGroup(node)) found.push({ path, leaf: node });
  });
  return found;
}

/** What a test names by id: each has to be in the book for the test to mean anything. */
function refsOfTest(test: SegmentTest): { what: BrokenRef['what']; ids: number[] } | null {
  switch (test.field) {
    case 'tags':
      return { what: 'tag', ids: test.tagIds };
    case 'segment':
      return { what: 'segment', ids: test.segmentIds };
    case 'product':
      return { what: 'product', ids: test.productIds };
    case 'channel':
      return { what: 'channel', ids: test.values.filter((id) => id !== null) };
    case 'account':
      return { what: 'account', ids: test.values };
    case 'importBatch':
      return { what: 'batch', ids: [test.batchId] };
    default:
      return null;
  }
}

/** Everything a rule names by id, with the place where it does. */
export function refsOf(rule: SegmentRule): BrokenRef[] {
  return testsOf(rule).flatMap(({ path, leaf }) => {
    const refs = refsOfTest(leaf.test);
    return refs ? refs.ids.map((id) => ({ what: refs.what, id, path })) : [];
  });
}

/** Ids of the segments that a rule is made of, each once. */
export const segmentsIn = (rule: SegmentRule): number[] => [
  ...new Set(
    refsOf(rule)
      .filter(({ what }) => what === 'segment')
      .map(({ id }) => id),
  ),
];

/**
 * Whether segment `id` with this rule would be made of itself.
 * @param rules rules of all saved segments by id; that of `id` does not matter
 * @returns the id of the segment in `rule` through which it comes back, or null
 */
export function loopThrough(id: number, rule: SegmentRule, rules: ReadonlyMap<number, SegmentRule>): number | null {
  const seen = new Set<number>();
  const reaches = (from: number): boolean => {
    if (from === id) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    const inner = rules.get(from);
    return inner !== undefined && segmentsIn(inner).some(reaches);
  };
  return segmentsIn(rule).find(reaches) ?? null;
}

/**
 * A filter of the friends list as a rule, so that it can be kept as a segment. Its "in the last n days" counts back n × 24 h;
 * a rule counts local days.
 */
export function ruleOfFilter(filter: FriendFilter): SegmentRule {
  const tests: SegmentTest[] = [];
  if (filter.text) tests.push({ field: 'text', text: filter.text.slice(0, 100) });
  for (const mode of ['any', 'all', 'none'] as const) {
    const tagIds = filter.tags?.[mode];
    if (tagIds?.length) tests.push({ field: 'tags', mode, tagIds });
  }
  if (filter.levels?.length) tests.push({ field: 'level', values: filter.levels });
  if (filter.accountIds?.length) tests.push({ field: 'account', values: filter.accountIds });
  if (filter.channelIds?.length) tests.push({ field: 'channel', values: filter.channelIds });
  if (filter.statuses?.length) tests.push({ field: 'status', values: filter.statuses });
  const contact = filter.lastContact;
  if (contact?.kind === 'before') tests.push({ field: 'lastContact', when: { ...contact, orNever: false } });
  else if (contact) tests.push({ field: 'lastContact', when: contact });
  if (filter.importBatchId) tests.push({ field: 'importBatch', batchId: filter.importBatchId });
  if (filter.segmentIds?.length) tests.push({ field: 'segment', segmentIds: filter.segmentIds });
  if (filter.layers?.length) tests.push({ field: 'layer', values: filter.layers });
  return { ...allOf(...tests), archived: filter.archived ?? 'no' };
}

/** Tags that became one: what named one of `fromIds` names `intoId`, once. */
export interface MergedTags {
  fromIds: readonly number[];
  intoId: number;
}

/** Ids of tags with the merged ones replaced; the list itself when it names none of them. */
export function idsAfterMerge(tagIds: number[], { fromIds, intoId }: MergedTags): number[] {
  if (!tagIds.some((id) => fromIds.includes(id))) return tagIds;
  return [...new Set(tagIds.map((id) => (fromIds.includes(id) ? intoId : id)))];
}

/** The rule with the merged tags replaced; the rule itself when it names none of them. */
export function ruleAfterMerge(rule: SegmentRule, merged: MergedTags): SegmentRule {
  const into = (group: SegmentGroup): SegmentGroup => {
    const items = group.items.map((item): SegmentNode => {
      if (isGroup(item)) return into(item);
      if (item.test.field !== 'tags') return item;
      const tagIds = idsAfterMerge(item.test.tagIds, merged);
      return tagIds === item.test.tagIds ? item : { ...item, test: { ...item.test, tagIds } };
    });
    return items.every((item, at) => item === group.items[at]) ? group : { ...group, items };
  };
  const root = into(rule.root);
  return root === rule.root ? rule : { ...rule, root };
}
