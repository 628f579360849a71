import { describe, expect, it } from 'vitest';
import { fold, friendTexts, phoneDigits } from './friend-texts.ts';

const texts = (remark: string, more: Partial<Parameters<typeof friendTexts>[0]> = {}) =>
  friendTexts({ nickname: '', remark, wxid: null, alias: null, phone: null, ...more });
const finds = (remark: string, term: string) => texts(remark).searchText.includes(fold(term));

describe('what search looks through', () => {
  it.each([
    ['单姐', 'shan'],
    ['单姐', 'sj'],
    ['曾先生', 'zeng'],
    ['解小姐', 'xie'],
    ['仇总', 'qiu'],
    ['朴姐', 'piao'],
    ['查理', 'zha'],
    ['尉迟', 'yuchi'],
    ['重庆火锅', 'chongqing'],
    ['重庆火锅', 'cqhg'],
    ['长沙银行', 'changshayinhang'],
    ['吕布', 'lv'],
    ['ＡＢＣ', 'abc'],
    ['１２３', '123'],
    ['李姐-3号楼', 'lijie-3haolou'],
    ['Zoë', 'ZOË'],
  ])('finds %s by %s', (name, term) => {
    expect(finds(name, term)).toBe(true);
  });

  it.each([
    ['🌸单姐', 'shanjie'],
    ['A单姐', 'shan'],
    ['A 曾先生', 'zeng'],
    ['3号楼单姐', 'hao'],
    ['乐乐妈妈', 'lele'],
    ['乐乐妈妈', 'llmm'],
    ['单单', 'dandan'],
    ['朝阳区店', 'chaoyang'],
    ['朝阳区）银行', 'yinhang'],
    ['单姐 长沙银行', 'changshayinhang'],
    ['重庆〇一店', 'chongqinglingyi'],
  ])('finds %s by %s, whatever stands before the name and whichever way it is read', (name, term) => {
    expect(finds(name, term)).toBe(true);
  });

  it('never cuts an emoji in two: every text survives UTF-8', () => {
    for (const name of ['🌸小雨', '👨‍👩‍👧重家', '𠮷野家', 'é🎉e', '🇨🇳中国'])
      for (const text of [texts(name).searchText, texts(name).sortName]) expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  });

  it('holds wxid, alias and phone, and the digits of a phone written with signs', () => {
    const { searchText } = texts('甲', { nickname: '乙', wxid: 'WXID_a', alias: 'Al-1', phone: '+86 138-0000-0001' });
    for (const term of ['甲', 'yi', 'wxid_a', 'al-1', '13800000001', '+86 138']) expect(searchText).toContain(term);
  });
});

describe('what the list is ordered by', () => {
  it('is the reading of the shown name; signs and emojis before it do not count, names without letters come last', () => {
    const names = ['张三', '🌸阿美', '…', '单姐', '-王五-', 'Bob', '１号'];
    const order = [...names].sort((a, b) => Buffer.compare(Buffer.from(texts(a).sortName), Buffer.from(texts(b).sortName)));
    expect(order).toEqual(['１号', '🌸阿美', 'Bob', '单姐', '-王五-', '张三', '…']);
    expect(friendTexts({ nickname: '乙', remark: '', wxid: null, alias: null, phone: null }).sortName).toBe('yi');
  });
});

describe('phone numbers for matching', () => {
  it.each([
    ['13800000001', '13800000001'],
    ['+86 138 0000 0001', '13800000001'],
    ['0086-13800000001', '13800000001'],
    ['（0571）8888-7777', '057188887777'],
    ['+1 415 555 0100', '14155550100'],
    ['138****0001', null],
    ['13800000001转123', null],
    ['微信同号', null],
    ['123', null],
    ['', null],
    [null, null],
  ])('reads %s as %s', (phone, digits) => {
    expect(phoneDigits(phone)).toBe(digits);
  });
});
