import { describe, expect, it } from 'vitest';
import { type SegmentRule, segmentRule } from '../../../shared/contracts/segments.ts';
import { allOf, emptyRule } from '../../../shared/domain/segment-rule.ts';
import { fields } from './fields.ts';
import { complete, groupOf, isComplete, leafOf, withAdded, withNode, withoutNode, withPatch } from './rule-edit.ts';

const level = leafOf({ field: 'level', values: [4] });
const open = leafOf({ field: 'tags', mode: 'any', tagIds: [] });

describe('editing a rule', () => {
  it('adds, changes and takes out by path', () => {
    let rule = withAdded(emptyRule(), '', level);
    rule = withAdded(rule, '', groupOf(level));
    rule = withAdded(rule, '1', open);
    rule = withNode(rule, '1.1', (node) => ({ ...node, not: true }));
    expect(rule.root.items[1]).toEqual({ not: false, all: false, items: [level, { ...open, not: true }] });
    expect(withoutNode(rule, '1.0').root.items[1]).toEqual({ not: false, all: false, items: [{ ...open, not: true }] });
    expect(withoutNode(rule, '0').root.items).toHaveLength(1);
    expect(withNode(rule, '', (root) => ({ ...root, not: true })).root.not).toBe(true);
  });

  it('leaves out what is not filled in, and knows where the rest stood', () => {
    const draft: SegmentRule = {
      archived: 'no',
      root: { not: false, all: true, items: [open, groupOf(open), groupOf(open, level), level] },
    };
    const { rule, pathOf, open: left } = complete(draft);
    expect(rule!.root.items).toEqual([groupOf(level), level]);
    expect(segmentRule.safeParse(rule).success).toBe(true);
    expect(Object.fromEntries(pathOf)).toEqual({ '': '', '0': '2', '0.0': '2.1', '1': '3' });
    expect(left).toBe(3);
    expect(complete(emptyRule()).rule).toBeNull();
  });

  it('knows a test that asks nothing, or turns round its ends, as not filled in', () => {
    expect(isComplete({ field: 'inCount', min: null, max: null })).toBe(false);
    expect(isComplete({ field: 'inCount', min: 3, max: 2 })).toBe(false);
    expect(isComplete({ field: 'addedAt', when: { kind: 'between', fromOn: null, toOn: null } })).toBe(false);
    expect(isComplete({ field: 'addedAt', when: { kind: 'between', fromOn: '2026-02-01', toOn: '2026-01-01' } })).toBe(false);
    expect(isComplete({ field: 'region', text: ' ' })).toBe(false);
    expect(new Set(fields.map(({ field }) => field)).size).toBe(fields.length);
    for (const { field, blank } of fields) expect(blank().field).toBe(field);
  });
});

describe('changing parts of a condition', () => {
  const rule = allOf(
    { field: 'lastContact', when: { kind: 'before', days: 30, orNever: false } },
    { field: 'orderCount', min: 1, max: null, withinDays: null },
  );
  const tests = (changed: typeof rule) => changed.root.items.map((item) => 'test' in item && item.test);

  it('keeps what another field changed at the same moment', () => {
    const days = withPatch(rule, '0', 'lastContact', { when: { kind: 'before', days: 60 } });
    const both = withPatch(days, '0', 'lastContact', { when: { kind: 'before', orNever: true } });
    expect(tests(both)[0]).toEqual({ field: 'lastContact', when: { kind: 'before', days: 60, orNever: true } });
    const bounds = withPatch(withPatch(rule, '1', 'orderCount', { min: 3 }), '1', 'orderCount', { withinDays: 90 });
    expect(tests(bounds)[1]).toEqual({ field: 'orderCount', min: 3, max: null, withinDays: 90 });
  });

  it('takes another kind of moment whole, and leaves another condition that stands there by now alone', () => {
    const within = withPatch(rule, '0', 'lastContact', { when: { kind: 'within', days: 7 } });
    expect(tests(within)[0]).toEqual({ field: 'lastContact', when: { kind: 'within', days: 7 } });
    expect(withPatch(rule, '1', 'lastContact', { when: { kind: 'ever' } })).toEqual(rule);
  });
});
