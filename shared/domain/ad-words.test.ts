import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultAdWords, findAdWords } from './ad-words.ts';

const wordsOf = (text: string) => findAdWords(text, defaultAdWords).map(({ start, end }) => text.slice(start, end));

describe('advertising-law words', () => {
  it('finds them, the longest first, full-width too', () => {
    expect(wordsOf('全网最低价，１００％正品，绝对放心')).toEqual(['全网最', '１００％', '绝对']);
    expect(wordsOf('这是最好的，也是唯一')).toEqual(['最好', '唯一']);
  });

  it('leaves everyday words alone', () => {
    expect(wordsOf('最近第一次做，最后还剩三箱，最好提前一天说，最好是自提')).toEqual([]);
  });

  it('gives places that do not overlap and hold a word of the list', () => {
    const piece = fc.oneof(fc.constantFrom(...defaultAdWords.map(({ word }) => word)), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let before = 0;
        for (const { start, end, word } of findAdWords(text, defaultAdWords)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end - start).toBe(word.length);
          before = end;
        }
      }),
    );
  });

  it('bears an empty word and an empty list', () => {
    expect(findAdWords('最好', [])).toEqual([]);
    expect(findAdWords('最好', [{ word: '', why: 'absolute' }])).toEqual([]);
  });
});
