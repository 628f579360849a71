import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRested, neverUsed, reuseOf } from './reuse.ts';
import { localDay } from './wall-time.ts';

const day = 86_400_000;
const usage = fc.record({
  planned: fc.nat(5),
  posted: fc.nat(5),
  lastPostedAt: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 })),
  lastPlannedAt: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 })),
});
const rule = fc.record({ evergreen: fc.boolean(), cooldownDays: fc.nat(400), maxUses: fc.option(fc.integer({ min: 1, max: 8 })) });

test('an evergreen piece is free again on the day it says, and not before', () => {
  fc.assert(
    fc.property(rule, usage, fc.integer({ min: 0, max: 4_000_000_000_000 }), (how, used, now) => {
      const all = { ...neverUsed, ...used };
      const { state, freeOn } = reuseOf(how, all, localDay(now));
      expect(freeOn !== null).toBe(state === 'resting');
      if (freeOn === null) return;
      expect(freeOn > localDay(now)).toBe(true);
      expect(reuseOf(how, all, freeOn).state).toBe('free');
    }),
  );
});

test('never used, once, resting, spent', () => {
  const at = new Date(2026, 5, 1, 20).getTime();
  const once = { ...neverUsed, posted: 1, lastPostedAt: at };
  const evergreen = { evergreen: true, cooldownDays: 60, maxUses: 2 };
  expect(reuseOf(evergreen, neverUsed, '2026-06-01').state).toBe('unused');
  expect(reuseOf({ ...evergreen, evergreen: false }, once, '2030-01-01').state).toBe('used');
  expect(reuseOf(evergreen, once, '2026-07-30')).toEqual({ state: 'resting', freeOn: '2026-07-31' });
  expect(reuseOf(evergreen, once, '2026-07-31')).toEqual({ state: 'free', freeOn: null });
  expect(reuseOf(evergreen, { ...once, planned: 1, lastPlannedAt: at + 90 * day }, '2026-12-31').state).toBe('spent');
});

test('the card and the filler count the same days: used at 20:00, free at any hour of the day that the card names', () => {
  const use = new Date(2026, 5, 1, 20, 0).getTime();
  const evergreen = { evergreen: true, cooldownDays: 7, maxUses: null };
  const { freeOn } = reuseOf(evergreen, { ...neverUsed, posted: 1, lastPostedAt: use }, '2026-06-02');
  const at = (on: string, hours: number) => new Date(`${on}T00:00`).setHours(hours);
  expect(isRested(use, at(freeOn!, 0), evergreen.cooldownDays)).toBe(true);
  expect(isRested(use, at(freeOn!, 19), evergreen.cooldownDays)).toBe(true);
  expect(isRested(at(freeOn!, 19), use, evergreen.cooldownDays)).toBe(true);
  expect(isRested(use, at(freeOn!, -1), evergreen.cooldownDays)).toBe(false);
});
