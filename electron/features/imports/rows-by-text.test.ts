import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lowerCase, RowsByText } from './rows-by-text.ts';

it('holds what a Map would, also what is asked for and set in turn', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.constantFrom('', 'a', 'b', 'wxid_1', 'wxid_2'));
  const step = fc.tuple(text, fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const rows = new RowsByText((row) => steps[row]![0]);
      const plain = new Map<string, number>();
      for (const [row, [key, isSet]] of steps.entries()) {
        expect(rows.get(key)).toBe(plain.get(key) ?? -1);
        if (!isSet) continue;
        rows.set(key, row);
        plain.set(key, row);
      }
      for (const [key, row] of plain) expect(rows.get(key)).toBe(row);
    }),
    { seed: 20261122 },
  );
});

it('grows', () => {
  const textOf = (row: number) => `wxid_${row.toString(36)}`;
  const rows = new RowsByText(textOf);
  for (let row = 0; row < 30_000; row++) rows.set(textOf(row), row);
  for (let row = 0; row < 30_000; row++) expect(rows.get(textOf(row))).toBe(row);
  expect(rows.get('wxid_')).toBe(-1);
});

it('tells texts with the same hash apart', () => {
  // found by trying: two ids whose hashes meet
  const texts = ['wxid_68224', 'wxid_80632'];
  const rows = new RowsByText((row) => texts[row]!);
  rows.set(texts[0]!, 0);
  expect(rows.get(texts[1]!)).toBe(-1);
  rows.set(texts[1]!, 1);
  expect(texts.map((text) => rows.get(text))).toEqual([0, 1]);
});

it('lowers as the language does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(lowerCase(text)).toBe(text.toLowerCase());
    }),
  );
  expect(lowerCase('ÄB_c1İ')).toBe('ÄB_c1İ'.toLowerCase());
});
