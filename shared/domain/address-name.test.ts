import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressName } from './address-name.ts';

test.each([
  ['张姐', '', '张姐'],
  ['A张姐-面霜 3号楼', '小雨', '张姐'],
  ['AA 王阿姨（二单元）', '', '王阿姨'],
  ['01李哥买过鸡蛋', '', '李哥'],
  ['★李雷', '', '李雷'],
  ['', '小雨☔', '小雨'],
  ['', 'Lily🌸 代购', 'Lily'],
  ['陈美丽 老客户', '', '陈美丽'],
  ['欧阳老师', '', '欧阳老师'],
  ['2栋501', '雨天', '雨天'],
  ['', '。', null],
  ['', '人生若只如初见', null],
  ['', '🌹🌹', null],
  ['', '', null],
])('%s / %s → %s', (remark, nickname, name) => {
  expect(addressName(remark, nickname)).toBe(name);
});

test('whatever is written, a name is a short word without signs, or there is none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), (remark, nickname) => {
      const name = addressName(remark, nickname);
      if (name !== null) expect(name).toMatch(/^[\p{Script=Han}A-Za-z]{1,12}$/u);
    }),
  );
});
