import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTags } from './contact-values.ts';
import { tagReader } from './tag-cells.ts';

it('reads any cell as readTags does, also one it has seen before', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '老客户',
      ' 宝妈',
      '3号楼 ',
      '',
      '-',
      "'引",
      'a  b',
      '团\t购',
      '团\r购',
      '很长的标签'.repeat(8),
      '😀',
      '\ud83d',
      '客\ue000',
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.integer({ min: 0, max: 9000 }).map((n) => `标签${n}`),
  );
  const sign = fc.oneof({ weight: 8, arbitrary: fc.constant('、') }, fc.constantFrom('，', ',', ';', '；', '|', '｜', '/', '\n', ' | '));
  const cell = fc.array(fc.tuple(piece, sign), { maxLength: 60 }).map((parts) => parts.flat().slice(0, -1).join(''));
  for (const join of ['any', 'dot', 'comma', 'pipe', 'blank', 'line'] as const) {
    const read = tagReader(join);
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (cells) => {
        for (const one of [...cells, ...cells]) expect(read(one)).toEqual(readTags(one, join));
      }),
      { seed: 20261122, numRuns: 100 },
    );
  }
});

it('goes on when there are more tags than it keeps', () => {
  const read = tagReader('any');
  for (let i = 0; i < 6000; i++) expect(read(`标签${i}、标签${i + 1}`)).toEqual([`标签${i}`, `标签${i + 1}`]);
  expect(read('标签7、标签5999、标签7')).toEqual(['标签7', '标签5999']);
});
