import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../tests/helpers/random-actions.ts';
import { isGarbled, isTextGarbled } from './garbled.ts';

const list = (names: readonly string[]) => ['备注,微信号', ...names.map((name, at) => `${name},wx_${at}`)].join('\n');
const names = ['张三', '李小姐', '豆豆妈', '3号楼王姐', '欧阳娜娜'];

describe('isGarbled', () => {
  it.each([
    ['UTF-8 that was opened as GBK', (text: string) => iconv.decode(Buffer.from(text), 'gb18030')],
    ['the same, with ? for what was lost', (text: string) => iconv.decode(Buffer.from(text), 'gb18030').replaceAll('\uFFFD', '?')],
    ['UTF-8 that was opened as Western', (text: string) => iconv.decode(Buffer.from(text), 'windows-1252')],
    ['GBK that was opened as Western', (text: string) => iconv.decode(iconv.encode(text, 'gb18030'), 'latin1')],
  ])('sees %s', (_, damage) => {
    expect(isGarbled(damage(list(names)))).toBe(true);
    expect(isGarbled(damage(list(names.slice(0, 2))))).toBe(true);
  });

  it('sees U+FFFD that was written into a list, but lets some nicknames have it', () => {
    expect(isGarbled(list(['\uFFFD\uFFFD', '李\uFFFD']))).toBe(true);
    expect(isGarbled(list(['开心\uFFFD', '李姐']))).toBe(false);
    // a line that is not read anyway
    expect(isTextGarbled(list(['\uFFFD\uFFFD\uFFFD', '李姐']), new Set([2]))).toBe(false);
  });

  it.each([
    ['Chinese', names],
    ['the famous words that GBK writes as UTF-8 does', ['联通', '移动', '联想', '公司']],
    ['emoji and signs', ['🌸小雨🌸', '❤️🍊🍊', '℡①②③', 'ღ ツ ღ', '꧁༺龍༻꧂', '👨‍👩‍👧一家']],
    ['rare names', ['龘靐齉', '㛃㵘', '𠮷野家', '喆堃', '赟翀']],
    ['traditional Chinese', ['陳大文', '黃先生', '鍾無艷']],
    ['Japanese', ['さくら', 'ヤマダ', '田中さん', 'ゆき♪']],
    ['Korean, Russian, Thai, Arabic', ['김민수', 'Наташа', 'สวัสดี', 'محمد']],
    ['names of the West', ['José', 'Zoë Müller', 'Ángel', 'Renée', 'Ørsted Åse', 'Ænima', 'Çağlar', 'ÀÉÎÕÜ']],
    ['digits and letters', ['Lily', 'A00-3栋', '138****0001']],
  ])('leaves %s alone', (_, sound) => {
    expect(isGarbled(list(sound))).toBe(false);
    expect(isGarbled(sound.join('\n'))).toBe(false);
  });

  it('leaves random lists of the usual and of rare signs alone', () => {
    const pick = randomFrom(2);
    const sign = (lead: number, rows: number) => iconv.decode(Buffer.from([lead + pick(rows), 0xa1 + pick(94)]), 'gb18030');
    for (let round = 0; round < 2000; round++) {
      const [lead, rows] = round % 2 === 0 ? [0xb0, 39] : [0xd8, 31];
      const some = Array.from({ length: 1 + pick(30) }, () => Array.from({ length: 1 + pick(4) }, () => sign(lead!, rows!)).join(''));
      expect(isGarbled(some.join('\n'))).toBe(false);
    }
  });
});
