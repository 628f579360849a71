import { describe, expect, it } from 'vitest';
import { columnNames, describeOrderColumns } from '../../../../../shared/domain/order-columns.ts';
import { readGoods } from './goods-text.ts';
import { refundOf, statusOf, statusOfRows } from './order-status.ts';
import { joinAddress, orderCell, readFen, readId, readOrderPhone, readOrderTime, readQuantity } from './order-values.ts';

describe('readFen', () => {
  it('reads amounts by their digits', () => {
    const amounts: Record<string, number | null> = {
      '28.16': 2816,
      '¥1,234.50': 123_450,
      '￥12': 1200,
      '12.00元': 1200,
      '28.160000000000001': 2816,
      '28.159999999999999': 2816,
      '1.005': 101,
      '.5': 50,
      '-3.20': -320,
      '(3.20)': -320,
      '0.57000': 57,
      '999999999999.99': 99_999_999_999_999,
      '': null,
      一元: null,
      '1E+3': null,
      '1.2.3': null,
      '-': null,
    };
    for (const [text, fen] of Object.entries(amounts)) expect([text, readFen(text)]).toEqual([text, fen]);
  });

  it('gives back every amount of two digits exactly', () => {
    for (let fen = 0; fen < 200_000; fen += 7) {
      expect(readFen((fen / 100).toFixed(2))).toBe(fen);
      expect(readFen(String(fen / 100))).toBe(fen);
    }
  });
});

describe('readOrderPhone', () => {
  it('never trusts masked, virtual or encrypted numbers', () => {
    for (const text of [
      '138****0001',
      '13811110001-4365',
      '13811110001转1234',
      '138…转1234',
      '##4f2k##',
      '13800000000',
      '11111111111',
      '1.38E+10',
      '',
    ]) {
      expect([text, readOrderPhone(text).usable]).toEqual([text, false]);
    }
    expect(readOrderPhone('+86 138-1111-0001')).toEqual({ text: '13811110001', usable: true });
  });
});

describe('readGoods', () => {
  it('takes the quantity behind the last sign and the last parentheses', () => {
    expect(readGoods('赣南脐橙(10斤装)+2\n砂糖橘（5斤装）×1\nC++入门(第2版)(精装)*3份')).toEqual([
      { product: '赣南脐橙', spec: '10斤装', quantity: 2 },
      { product: '砂糖橘', spec: '5斤装', quantity: 1 },
      { product: 'C++入门(第2版)', spec: '精装', quantity: 3 },
    ]);
    expect(readGoods('草莓 x2;橙子 x1')).toEqual([
      { product: '草莓', spec: '', quantity: 2 },
      { product: '橙子', spec: '', quantity: 1 },
    ]);
    expect(readGoods('iPhone X2\n没有数量;也不切开')).toEqual([
      { product: 'iPhone X2', spec: '', quantity: null },
      { product: '没有数量;也不切开', spec: '', quantity: null },
    ]);
  });
});

describe('states', () => {
  it('knows the words of the platforms', () => {
    const words = {
      等待买家付款: 'unpaid',
      '买家已付款,等待卖家发货': 'paid',
      '卖家已发货,等待买家确认': 'shipped',
      交易成功: 'done',
      交易关闭: 'cancelled',
      退款成功: 'refunded',
      部分退款: 'partlyRefunded',
      待发货: 'paid',
      已完成: 'done',
      别的: 'unknown',
    };
    for (const [text, status] of Object.entries(words)) expect([text, statusOf(text)]).toEqual([text, status]);
    expect(['无售后或售后取消', '退款中', '退款关闭', '退款完成', '部分退款'].map(refundOf)).toEqual([
      'none',
      'none',
      'none',
      'all',
      'part',
    ]);
    expect(statusOfRows(['done', 'shipped', 'refunded'])).toBe('shipped');
    expect(statusOfRows(['refunded', 'cancelled'])).toBe('refunded');
  });
});

describe('cells', () => {
  it('are cleaned of what spreadsheets put around them', () => {
    expect(['="31000"', "'13811110001", '\tE1\t', '——', '`wx0', '"a"', '=1+1', ' '].map(orderCell)).toEqual([
      '31000',
      '13811110001',
      'E1',
      '',
      'wx0',
      'a',
      '=1+1',
      '',
    ]);
    expect(readId('7.43E+18')).toEqual({ id: null, damaged: true });
    expect(readId('3100000000000000001')).toEqual({ id: '3100000000000000001', damaged: false });
    expect(['2', 'x3', '1.5', '3份', '一箱', '-1'].map(readQuantity)).toEqual([2, 3, 1.5, 3, null, null]);
  });

  it('tell their time as exactly as it stands there', () => {
    const at = Date.parse('2026-03-09T08:02:00+08:00');
    expect(readOrderTime('2026/3/9 8:02')).toEqual({ at, precision: 'minute', problem: null });
    expect(readOrderTime('2026-03-09 08:02:00')).toEqual({ at, precision: 'second', problem: null });
    expect(readOrderTime('2026-03-09')).toMatchObject({ precision: 'day' });
    expect(readOrderTime('2009-03-09')).toEqual({ at: null, precision: 'second', problem: 'timeOutOfRange' });
    expect(readOrderTime('2026-03-09 08:02:00', at - 1)).toMatchObject({ problem: 'timeOutOfRange' });
    expect(readOrderTime('0000-00-00 00:00:00')).toEqual({ at: null, precision: 'second', problem: null });
  });

  it('join an address without saying a part twice', () => {
    expect(joinAddress(['上海市', '上海市', '浦东新区'], '示例路9号')).toBe('上海市浦东新区示例路9号');
    expect(joinAddress(['浙江省', '杭州市', '西湖区'], '浙江省杭州市西湖区示例路1号')).toBe('浙江省杭州市西湖区示例路1号');
    expect(joinAddress(['浙江省', '杭州市', '西湖区'], '杭州市西湖区示例路1号')).toBe('浙江省杭州市西湖区示例路1号');
    expect(joinAddress(['', '', ''], '')).toBe('');
  });
});

describe('columns', () => {
  it('are told by name: the second of a name by its number, the first of a field wins', () => {
    expect(columnNames(['分销员', ' 分销员\t', '', '金额（元）', '__proto__'])).toEqual(['分销员', '分销员#2', '列 3', '金额(元)', '列 5']);
    const rows = [['1', '13811110001', '5', '2']];
    const columns = describeOrderColumns(['订单编号', '客户手机号码', '商品成本价', '下单数量'], rows, null, { 商品成本价: 'price' });
    expect(columns.map(({ field, by, confidence }) => [field, by, confidence])).toEqual([
      ['orderNo', 'header', 0.9],
      ['phone', 'header', 0.6],
      ['price', 'template', 1],
      ['quantity', 'header', 0.9],
    ]);
  });
});
