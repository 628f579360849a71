import { expect, test } from 'vitest';
import { isSelected, noSelection, selectedCount, toggled, toWire, withIds } from './store.ts';

test('ticking twice leaves nothing ticked', () => {
  const once = toggled(noSelection, 3);
  expect(isSelected(once, 3)).toBe(true);
  expect(selectedCount(toggled(once, 3), 10)).toBe(0);
});

test('in a selection of everybody, unticking one leaves out exactly that one', () => {
  const all = { by: 'filter' as const, filter: { levels: [4] }, except: new Set<number>() };
  const but = toggled(all, 7);
  expect(selectedCount(but, 8214)).toBe(8213);
  expect(isSelected(but, 7)).toBe(false);
  expect(toWire(but)).toEqual({ by: 'filter', filter: { levels: [4] }, except: [7] });
  expect(selectedCount(withIds(but, [6, 7]), 8214)).toBe(8214);
});

test('a range adds to what was ticked before', () => {
  expect(toWire(withIds(toggled(noSelection, 1), [2, 3]))).toEqual({ by: 'ids', ids: [1, 2, 3] });
});
