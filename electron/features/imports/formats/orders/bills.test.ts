import { describe, expect, it } from 'vitest';
import type { BillRecord } from '../../../../../shared/domain/order-record.ts';
import * as samples from '../../../../../tests/fixtures/orders/bills.ts';
import { memoryFile, readBillFile } from '../../../../../tests/fixtures/orders/read.ts';
import { orderSamples } from '../../../../../tests/fixtures/orders/samples.ts';
import { readHead } from '../chats/chat-head.ts';
import { recogniseOrderFile } from './recognise.ts';

const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const bill = (line: number, time: string, more: Partial<BillRecord>): BillRecord => ({
  line,
  at: china(`2026-03-09 ${time}`),
  precision: 'second',
  kindText: '',
  direction: 'neutral',
  counterparty: '',
  counterpartyId: null,
  goods: '',
  amountFen: 0,
  refundFen: 0,
  statusText: '',
  transactionId: null,
  merchantOrderNo: null,
  note: '',
  isCustomerPayment: false,
  extra: {},
  warnings: [],
  ...more,
});

async function read(path: string, bytes: Buffer) {
  const found = await readBillFile(path, bytes);
  if (!found) throw new Error(`${path} was not recognised`);
  return found;
}

/** Records of every layout of a WeChat bill whose header stands in row `header`. */
const wechat = (header: number): BillRecord[] => [
  bill(header + 1, '12:00:00', {
    kindText: '商户消费',
    direction: 'out',
    counterparty: '某某快递',
    goods: '寄件费',
    amountFen: 1200,
    refundFen: 1200,
    statusText: '已全额退款',
    transactionId: '4200000000202603090000000004',
    merchantOrderNo: '202603090001',
    note: '已退款(￥12.00)',
    extra: { 支付方式: '零钱' },
  }),
  bill(header + 2, '11:00:00', {
    kindText: '零钱提现',
    counterparty: '某某银行',
    amountFen: 50_000,
    statusText: '提现已到账',
    transactionId: '1000000000202603090000000009',
    note: '服务费0.50',
    extra: { 支付方式: '某某银行(0001)' },
  }),
  bill(header + 3, '09:00:00', {
    kindText: '微信红包',
    direction: 'in',
    counterparty: '青柠',
    amountFen: 880,
    statusText: '已存入零钱',
    transactionId: '1000039801260309000000000003',
    isCustomerPayment: true,
  }),
  bill(header + 4, '08:10:44', {
    kindText: '二维码收款',
    direction: 'in',
    counterparty: '微风',
    goods: '收款方备注:二维码收款付款方留言:3号楼',
    amountFen: 105_855,
    statusText: '已收钱',
    transactionId: '100010750126030900000000000002',
    isCustomerPayment: true,
    extra: { 支付方式: '零钱' },
  }),
  bill(header + 5, '08:03:12', {
    kindText: '转账',
    direction: 'in',
    counterparty: '李姐-3号楼',
    goods: '转账备注:两箱',
    amountFen: 11_600,
    refundFen: 1600,
    statusText: '已退款(￥16.00)',
    transactionId: '1000050001202603090000000000001',
    merchantOrderNo: '1000050001000000000000000001',
    isCustomerPayment: true,
    extra: { 支付方式: '零钱' },
  }),
  bill(header + 6, '08:01:00', {
    kindText: '微信红包-退款',
    direction: 'in',
    amountFen: 3600,
    statusText: '已存入零钱',
    transactionId: '1000039801260309000000000005',
  }),
];
const fact = (what: string, line: number, count: number, amountFen: number | null, counted = amountFen) => ({
  what,
  line,
  count,
  amountFen,
  countedCount: count,
  countedFen: counted,
  agrees: true,
});
const wechatControl = [
  fact('rows', 7, 6, null, 173_135),
  fact('income', 8, 4, 121_935),
  fact('expense', 9, 1, 1200),
  fact('neutral', 10, 1, 50_000),
];

describe('微信支付 bill', () => {
  it.each([
    ['A', samples.wechatA, 17],
    ['A′, TAB outside of the quotes', samples.wechatA2, 17],
    ['B, times as dates of Excel', samples.wechatB, 17],
    ['B saved again, times as numbers, behind another sheet', samples.wechatResaved, 17],
    ['C, amounts as numbers, header in row 18', samples.wechatC, 18],
  ])('reads layout %s', async (_, { path, bytes }, header) => {
    const { source, records, problems, control } = await read(path, bytes);
    expect(source).toMatchObject({
      kind: 'bill',
      format: 'wechatBill',
      tool: '微信支付账单',
      title: '橙子铺',
      headerLine: header,
      unknownColumns: [],
    });
    expect(records).toEqual(wechat(header));
    expect(problems).toEqual([]);
    expect(control).toEqual(wechatControl);
  });

  it('reads the bill of a merchant with its sums', async () => {
    const { source, records, control } = await read(samples.merchant.path, samples.merchant.bytes);
    expect(source).toMatchObject({ format: 'wechatMerchantBill', headerLine: 1 });
    const both = {
      kindText: 'JSAPI',
      counterpartyId: 'oDemo0001',
      goods: '赣南脐橙',
      transactionId: '4200000000202603090000000001',
      merchantOrderNo: '3720000000000000001',
    };
    const extra = {
      公众账号ID: 'wx0000000000000001',
      商户号: '1600000001',
      特约商户号: '0',
      付款银行: 'OTHERS',
      货币种类: 'CNY',
      代金券金额: '0.00',
    };
    expect(records).toEqual([
      bill(2, '08:00:30', {
        ...both,
        direction: 'in',
        amountFen: 9500,
        statusText: 'SUCCESS',
        isCustomerPayment: true,
        extra: {
          ...extra,
          微信退款单号: '0',
          商户退款单号: '0',
          充值券退款金额: '0.00',
          手续费: '0.57000',
          费率: '0.60%',
          订单金额: '95.00',
          申请退款金额: '0.00',
        },
      }),
      bill(3, '08:00:30', {
        ...both,
        at: china('2026-03-10 08:00:30'),
        direction: 'out',
        amountFen: 3000,
        statusText: 'REFUND',
        extra: {
          ...extra,
          微信退款单号: '50300000000000001',
          商户退款单号: 'R1',
          充值券退款金额: '0.00',
          退款类型: 'ORIGINAL',
          退款状态: 'SUCCESS',
          手续费: '-0.18000',
          费率: '0.60%',
          订单金额: '0.00',
          申请退款金额: '30.00',
        },
      }),
    ]);
    expect(control.map(({ what, count, amountFen, agrees }) => [what, count, amountFen, agrees])).toEqual([
      ['rows', 2, null, true],
      ['orderAmount', null, 9500, true],
      ['refund', null, 3000, true],
    ]);
  });
});

const alipayRecords = [
  bill(26, '08:21:04', {
    kindText: '转账红包',
    direction: 'in',
    counterparty: '*姐',
    counterpartyId: 'li***@example.com',
    goods: '橙子两箱',
    amountFen: 11_600,
    statusText: '交易成功',
    transactionId: '20260309200040011100000000000001',
    isCustomerPayment: true,
    extra: { '收/付款方式': '余额' },
  }),
  bill(27, '09:00:00', {
    kindText: '退款',
    counterparty: '某某包装',
    counterpartyId: 'pack***@example.com',
    goods: '退款-纸箱',
    amountFen: 2000,
    refundFen: 2000,
    statusText: '退款成功',
    transactionId: '20260309200040011100000000000002',
    merchantOrderNo: 'T1',
    extra: { '收/付款方式': '余额' },
  }),
  bill(28, '10:00:00', {
    kindText: '日用百货',
    direction: 'out',
    counterparty: '某某包装',
    counterpartyId: 'pack***@example.com',
    goods: '纸箱,大号',
    amountFen: 3050,
    statusText: '交易成功',
    transactionId: '20260309200040011100000000000003',
    merchantOrderNo: 'T1',
    extra: { '收/付款方式': '余额' },
  }),
  bill(29, '11:00:00', {
    kindText: '日用百货',
    direction: 'out',
    counterparty: '某某胶带',
    counterpartyId: 'tape***@example.com',
    goods: '胶带',
    amountFen: 2000,
    refundFen: 2000,
    statusText: '退款成功',
    transactionId: '20260309200040011100000000000004',
    merchantOrderNo: 'T2',
    extra: { '收/付款方式': '余额' },
  }),
];

describe('支付宝 bill', () => {
  it('reads padded cells and the older 其他', async () => {
    const { source, records, control } = await read(samples.alipayPadded.path, samples.alipayPadded.bytes);
    expect(source).toMatchObject({ format: 'alipayBill', title: '橙子铺', headerLine: 25, encoding: 'gb18030', unknownColumns: [] });
    expect(records).toEqual(alipayRecords);
    expect(control).toEqual([
      fact('rows', 8, 4, null, 18_650),
      fact('income', 9, 1, 11_600),
      fact('expense', 10, 2, 5050),
      fact('neutral', 11, 1, 2000),
    ]);
  });

  it('says when the printed number of rows is another', async () => {
    const { records, control } = await read(samples.alipay.path, samples.alipay.bytes);
    expect(records).toEqual(alipayRecords);
    expect(control.filter((one) => !one.agrees)).toEqual([
      { what: 'rows', line: 8, count: 5, amountFen: null, countedCount: 4, countedFen: 18_650, agrees: false },
    ]);
  });

  it('reads what Excel has saved again, without the rounded ids', async () => {
    const { records, problems } = await read(samples.alipayResaved.path, samples.alipayResaved.bytes);
    expect(records).toEqual([
      { ...alipayRecords[0], at: china('2026-03-09 08:21:00'), precision: 'minute', transactionId: null, warnings: ['damagedId'] },
    ]);
    expect(problems).toEqual([]);
  });

  it('reads the bill of the web site down to its footer', async () => {
    const { source, records, problems, control } = await read(samples.alipayWeb.path, samples.alipayWeb.bytes);
    expect(source).toMatchObject({ format: 'alipayWebBill', title: 'demo@example.com', headerLine: 5 });
    expect(records).toEqual([
      bill(6, '08:00:10', {
        kindText: '即时到账交易',
        direction: 'in',
        counterparty: '李姐',
        goods: '橙子两箱',
        amountFen: 11_600,
        refundFen: 1600,
        statusText: '交易成功',
        transactionId: '2026030922001400000000000001',
        merchantOrderNo: 'T100',
        isCustomerPayment: true,
        extra: {
          交易创建时间: '2026-03-09 08:00:00',
          最近修改时间: '2026-03-09 08:00:10',
          交易来源地: '其他（包括阿里巴巴和外部商家）',
          '服务费(元)': '0.00',
          资金状态: '已收入',
        },
      }),
      bill(7, '09:00:00', {
        kindText: '支付宝担保交易',
        counterparty: '某某包装',
        goods: '纸箱',
        amountFen: 3050,
        statusText: '交易关闭',
        transactionId: '2026030922001400000000000002',
        merchantOrderNo: 'T101',
        extra: { 最近修改时间: '2026-03-09 09:00:10', 交易来源地: '支付宝网站', '服务费(元)': '0.00' },
      }),
    ]);
    expect(problems).toEqual([]);
    expect(control).toEqual([fact('rows', 9, 2, null, 14_650), fact('income', 10, 1, 11_600), fact('expense', 12, 0, 0)]);
  });
});

describe('京东 bill', () => {
  it('takes refunds out of the amount', async () => {
    const { source, records } = await read(samples.jd.path, samples.jd.bytes);
    expect(source).toMatchObject({ format: 'jdBill', title: '橙子铺', headerLine: 5 });
    const both = { kindText: '日用', counterparty: '京东平台商户', statusText: '交易成功', extra: { '收/付款方式': '京东支付' } };
    expect(records).toEqual([
      bill(6, '08:00:00', {
        ...both,
        direction: 'out',
        goods: '纸箱',
        amountFen: 13_177,
        refundFen: 8984,
        transactionId: '29000000000001',
        merchantOrderNo: '30000000000001',
      }),
      bill(7, '09:00:00', {
        ...both,
        goods: '胶带',
        amountFen: 1000,
        refundFen: 1000,
        transactionId: '29000000000002',
        merchantOrderNo: '30000000000002',
      }),
    ]);
  });
});

describe('damaged bills', () => {
  it('explains rows without time or amount, and rows that are cut', async () => {
    const header = '交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注';
    const sound = '2026-03-09 08:00:00,转账,青柠,/,收入,¥1.00,零钱,已存入零钱,1000,/,/';
    const rows = [
      sound,
      sound.replace('2026-03-09 08:00:00', ''),
      sound.replace('¥1.00', '一元'),
      sound.replace('2026', '2009'),
      sound.replace('2026', '2033'),
      '2026-03-09 08:00:00,转账,青',
    ];
    const found = (await readBillFile('账单.csv', Buffer.from(['共7笔记录', header, ...rows].join('\n')), {
      now: china('2026-04-01 00:00:00'),
    }))!;
    expect(found.records.map((record) => record.line)).toEqual([3]);
    expect(found.problems.map(({ line, problem }) => [line, problem])).toEqual([
      [4, 'noTime'],
      [5, 'noAmount'],
      [6, 'timeOutOfRange'],
      [7, 'timeOutOfRange'],
      [8, 'tooFewCells'],
    ]);
    expect(found.control).toEqual([{ what: 'rows', line: 1, count: 7, amountFen: null, countedCount: 6, countedFen: 100, agrees: false }]);
  });
});

describe('recogniseOrderFile', () => {
  const all = { ...orderSamples, ...samples.billSamples };
  it.each(Object.keys(all))('tells %s by content', async (name) => {
    const { path, bytes } = all[name]!;
    const file = memoryFile(path, bytes);
    const found = await recogniseOrderFile(file, await readHead(file));
    expect(found).toMatchObject({ kind: name in orderSamples ? 'orders' : 'bill', confidence: name === 'weidian' ? 0.8 : 1 });
  });
});
