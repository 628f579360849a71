import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lowerCase, TextMap } from './text-map.ts';

it('holds what a Map would, also what is asked for and set in turn', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.constantFrom('', 'a', 'b', 'wxid_1', 'wxid_2'));
  const step = fc.tuple(text, fc.option(fc.nat()));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const map = new TextMap<number>();
      const plain = new Map<string, number>();
      for (const [key, value] of steps) {
        expect(map.get(key)).toBe(plain.get(key));
        if (value === null) continue;
        map.set(key, value);
        plain.set(key, value);
      }
      for (const [key, value] of plain) expect(map.get(key)).toBe(value);
    }),
    { seed: 20261122 },
  );
});

it('grows', () => {
  const map = new TextMap<number>();
  for (let i = 0; i < 30_000; i++) map.set(`wxid_${i.toString(36)}`, i);
  for (let i = 0; i < 30_000; i++) expect(map.get(`wxid_${i.toString(36)}`)).toBe(i);
  expect(map.get('wxid_')).toBeUndefined();
});

it('lowers as the language does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(lowerCase(text)).toBe(text.toLowerCase());
    }),
  );
  expect(lowerCase('ÄB_c1İ')).toBe('ÄB_c1İ'.toLowerCase());
});
