import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode.ts';

/** All signs of two bytes in an encoding, by the ranges of both. */
function signs(encoding: string, [from, to]: [number, number], ranges: [number, number][]): string[] {
  const found: string[] = [];
  for (let lead = from; lead <= to; lead++)
    for (const [low, high] of ranges)
      for (let trail = low; trail <= high; trail++) {
        const sign = iconv.decode(Buffer.from([lead, trail]), encoding);
        if (sign.length === 1 && sign !== '\uFFFD') found.push(sign);
      }
  return found;
}

const gbTrails: [number, number][] = [
  [0x40, 0x7e],
  [0x80, 0xfe],
];
const upper: [number, number][] = [[0xa1, 0xfe]];
const traditional = signs('big5', [0xa4, 0xc6], [[0x40, 0x7e], ...upper]);
const alphabets = {
  'the usual signs': signs('gb18030', [0xb0, 0xd7], upper),
  'rare names': signs('gb18030', [0xd8, 0xf7], upper),
  'all of GBK': [...signs('gb18030', [0x81, 0xa0], gbTrails), ...signs('gb18030', [0xaa, 0xf7], gbTrails)],
  'traditional names': traditional.filter((sign) => iconv.encode(sign, 'gb18030').length === 2),
  kana: signs('gb18030', [0xa4, 0xa5], upper),
  'Greek, Russian and signs': signs('gb18030', [0xa1, 0xa9], upper),
  emoji: [...'🌸😊🍊🐱❤️'],
};
const listOf = (alphabet: readonly string[], fewest: number) =>
  fc
    .array(fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 4 }), { minLength: fewest, maxLength: 60 })
    .map((names) => names.map((name, at) => `${name.join('')},gk_${at}\n`).join(''));

describe('Big5', () => {
  it.each(Object.entries(alphabets))('is not seen in GB18030 lists of %s', (_, alphabet) => {
    fc.assert(
      fc.property(listOf(alphabet, 1), (text) => {
        expect(decodeText(iconv.encode(text, 'gb18030')).encoding).not.toBe('big5');
      }),
      { numRuns: 300 },
    );
  });

  it('is recognised in lists of traditional names', () => {
    fc.assert(
      fc.property(listOf(traditional, 30), (text) => {
        expect(decodeText(iconv.encode(text, 'big5'))).toEqual({ text, encoding: 'big5', badLines: new Set() });
      }),
      { numRuns: 100 },
    );
  });

  it('is recognised in a list as a shop of Taiwan has it, and one broken word costs its line', () => {
    const taiwan = '備註,微信號,電話\n陳大文,chen_big5,13500005555\n黃先生,huang_big5,13500006666\n林小姐住在三樓靠近電梯那一間\n';
    expect(decodeText(iconv.encode(taiwan, 'big5'))).toEqual({ text: taiwan, encoding: 'big5', badLines: new Set() });
    const same = decodeText(iconv.encode(taiwan, 'gb18030'));
    expect(same).toEqual({ text: taiwan, encoding: 'gb18030', badLines: new Set() });
  });
});
