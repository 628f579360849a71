import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { blendedCycle, median, ownCycle, repurchaseStep, supplyDays } from './repurchase.ts';

it('reckons the worked example', () => {
  const own = ownCycle([0, 30, 70, 71]);
  const supply = supplyDays([{ unitDays: 20, cycleDays: null, quantity: 2 }]);
  expect([own, supply, blendedCycle(own, supply)]).toEqual([30, 40, 35]);
  const due = 71 + 35;
  const told = [98, 99, 102, 103, 105, 106, 112, 113, 141, 142].map((day) => repurchaseStep(day - due, 35));
  expect(told).toEqual([null, 'soon7', 'soon7', 'soon3', 'soon3', 'due', 'due', 'late', 'late', 'lost']);
});

test('two days with an order are no rhythm, however many orders they hold', () => {
  expect(ownCycle([5, 5, 5, 9, 9])).toBeNull();
  expect(ownCycle([])).toBeNull();
});

test('what runs out first counts, and a card that says nothing says nothing', () => {
  expect(supplyDays([{ unitDays: null, cycleDays: null, quantity: 3 }])).toBeNull();
  const lines = [
    { unitDays: 10, cycleDays: 90, quantity: 3 },
    { unitDays: null, cycleDays: 45, quantity: 9 },
    { unitDays: 50, cycleDays: null, quantity: null },
  ];
  expect(supplyDays(lines)).toBe(30);
  expect([blendedCycle(null, null), blendedCycle(12, null), blendedCycle(null, 0.2)]).toEqual([null, 12, 1]);
});

it('finds the median as a sorted row does, and a rhythm that does not depend on the order of orders', () => {
  const days = fc.array(fc.nat(2000), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(days, fc.nat(50), (list, shift) => {
      const middle = median(list);
      // half of them lie on either side
      expect(list.filter((one) => one < middle).length * 2).toBeLessThanOrEqual(list.length);
      expect(list.filter((one) => one > middle).length * 2).toBeLessThanOrEqual(list.length);
      expect(ownCycle([...list].reverse())).toEqual(ownCycle(list));
      expect(ownCycle(list.map((one) => one + shift))).toEqual(ownCycle(list));
    }),
  );
});
