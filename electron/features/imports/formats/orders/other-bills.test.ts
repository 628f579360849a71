import { expect, it } from 'vitest';
import { memoryFile, readBillFile } from '../../../../../tests/fixtures/orders/read.ts';
import { readHead } from '../chats/chat-head.ts';
import { recogniseOrderFile } from './recognise.ts';

const text = (...rows: string[]) => Buffer.from(`${rows.join('\n')}\n`);
const china = (day: string): number => Date.parse(`${day.replace(' ', 'T')}+08:00`);

const funds = text(
  '流水单号,记账时间,动帐类型,收支类型,收支金额,账户余额,详情',
  'L0001,2026-03-09 08:00:00,订单收款,收入,58.00,100.00,脐橙',
  'L0002,2026-03-09 09:00:00,技术服务费,支出,1.20,98.80,',
);
const bank = text(
  '某某银行交易明细,,,,,',
  '交易日期,摘要,收入金额,支出金额,余额,对方户名',
  '2026-03-09,转账汇款,"1,160.00",,2000.00,李姐',
  '2026-03-10,网上支付,,30.50,1969.50,某某包装',
  '2026-03-11,错的一行,1.00,1.00,1969.50,某某包装',
);
const receipts = text('到账时间,付款人,实收金额,备注', '2026-03-09 08:00:00,青柠,58.00,3号楼', '2026-03-09 09:00:00,老周,-58.00,退款');

it.each([
  [
    'funds of a shop',
    funds,
    [
      ['in', 5800, '', 'L0001'],
      ['out', 120, '', 'L0002'],
    ],
    0,
  ],
  [
    'a bank, with two columns of money',
    bank,
    [
      ['in', 116_000, '李姐', null],
      ['out', 3050, '某某包装', null],
    ],
    1,
  ],
  [
    'receipts with a sign',
    receipts,
    [
      ['in', 5800, '青柠', null],
      ['out', 5800, '老周', null],
    ],
    0,
  ],
] as const)('reads %s without knowing whose bill it is', async (_, bytes, rows, problems) => {
  const file = memoryFile('流水.csv', bytes);
  expect(await recogniseOrderFile(file, await readHead(file))).toMatchObject({ kind: 'bill', format: 'otherBill' });
  const found = (await readBillFile('流水.csv', bytes))!;
  expect(found.source).toMatchObject({ kind: 'bill', format: 'otherBill', tool: '其他账单' });
  expect(found.records.map((one) => [one.direction, one.amountFen, one.counterparty, one.transactionId])).toEqual(rows);
  expect(found.problems).toHaveLength(problems);
  expect(found.records[0]!.at).toBe(china(bytes === bank ? '2026-03-09 00:00:00' : '2026-03-09 08:00:00'));
});

it('follows her mapping, which wins over the words', async () => {
  const bytes = text('时间,谁,金额,收/支,说了啥', '2026-03-09 08:00:00,青柠,58.00,收入,3号楼');
  const told = { 谁: 'counterparty', 说了啥: 'note', 金额: 'amount' };
  const found = (await readBillFile('表.csv', bytes, { template: told }))!;
  expect(found.source.columns.map(({ field, by }) => [field, by])).toEqual([
    ['at', 'header'],
    ['counterparty', 'template'],
    ['amount', 'template'],
    ['direction', 'header'],
    ['note', 'template'],
  ]);
  expect(found.records).toMatchObject([{ counterparty: '青柠', note: '3号楼', direction: 'in', isCustomerPayment: true }]);
});

it('stays away from orders and from lists of people', async () => {
  for (const bytes of [
    text('订单号,下单时间,商品名称,数量,金额,收货人', 'S1,2026-03-09 08:00:00,脐橙,2,58.00,青柠'),
    text('昵称,备注,手机号,添加时间', '青柠,3号楼,13811110001,2026-03-09'),
  ]) {
    const file = memoryFile('表.csv', bytes);
    expect((await recogniseOrderFile(file, await readHead(file)))?.kind).not.toBe('bill');
  }
});

it('counts sums and remarks below the rows, and takes no damaged movement for one', async () => {
  const movement = '2026-03-09 08:00:00,转账,李姐,两箱,收入,58.00,零钱,已收钱,T1,M1,/';
  const bytes = text(
    '交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注',
    movement,
    '----------------,,,,,,,,,,',
    '共4笔记录,,,,,,,,,,',
    '一句说明,,,,,,,,,,',
    // below the sums too: a time without money, money without a time, neither but as full as the others
    '2026-03-09 09:00:00,转账,青柠,,,,,,,,',
    '昨天,,,,,12.00,,,,,',
    '昨天,转账,青柠,一箱,收入,很多,零钱,已收钱,T4,M4,/',
    '交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注',
    movement.replace('T1', 'T5'),
  );
  const found = (await readBillFile('两份账单.csv', bytes))!;
  expect(found.records.map(({ line }) => line)).toEqual([2, 10]);
  expect(found.problems.map(({ line, problem }) => [line, problem])).toEqual([
    [6, 'noAmount'],
    [7, 'badTime'],
    [8, 'badTime'],
  ]);
  expect(found.notes).toBe(4);
  expect(found.control).toMatchObject([{ what: 'rows', count: 4, countedCount: 5, agrees: false }]);
});
