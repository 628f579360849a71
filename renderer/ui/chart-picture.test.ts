import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesOf } from './chart-picture.ts';

const widthOf = (text: string) => [...text].length;

it('cuts what a chart says into lines: numbers stay whole, no line begins with what closes the one before', () => {
  expect(linesOf('', 10, widthOf)).toEqual([]);
  expect(linesOf('加了 1,200 位', 6, widthOf)).toEqual(['加了 ', '1,200 ', '位']);
  expect(linesOf('一二三四，五六', 4, widthOf)).toEqual(['一二三四，', '五六']);
});

it('loses no character but blanks between lines', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, width) => {
      const bare = (all: string) => all.replace(/\s/g, '');
      expect(bare(linesOf(text, width, widthOf).join(''))).toBe(bare(text));
    }),
  );
});
