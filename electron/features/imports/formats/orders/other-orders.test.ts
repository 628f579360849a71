import { describe, expect, it } from 'vitest';
import { inlineRows, writeWorkbook } from '../../../../../tests/fixtures/contacts/zip-writer.ts';
import { china, home, line, order } from '../../../../../tests/fixtures/orders/expected.ts';
import { readOrderFile, readSample } from '../../../../../tests/fixtures/orders/read.ts';
import * as samples from '../../../../../tests/fixtures/orders/samples.ts';

describe('other tables', () => {
  it('reads a table of an unknown program by its words and says how sure it is', async () => {
    const found = (await readOrderFile(samples.weidian.path, samples.weidian.bytes))!;
    expect(found.source).toMatchObject({ format: 'otherOrders', tool: '其他订单表', unknownColumns: ['快递公司', '快递单号', '分销商'] });
    expect(found.source.columns.map(({ header, field, confidence }) => [header, field, confidence])).toEqual(
      expect.arrayContaining([
        ['商品型号', 'spec', 0.9],
        ['分销商', 'extra', 0.5],
      ]),
    );
    expect(found.records).toEqual([
      order(2, {
        key: { orderNo: '80001' },
        buyer: home,
        orderedAt: china('2026-03-09 08:00:00'),
        paidAt: china('2026-03-09 08:01:00'),
        precision: 'minute',
        status: 'done',
        statusText: '已完成',
        lines: [line(2, '赣南脐橙', '10斤装', 2, { priceFen: 3000 })],
        amountFen: 6600,
        extra: { 运费: '6.00', 快递公司: '某某快递', 快递单号: 'SF1', 分销商: '小王' },
      }),
    ]);
  });

  it('reads all sheets that have the same header, as kept by the month, each row with its sheet', async () => {
    const header = ['跟团号', '昵称', '商品', '数量', '实付金额'];
    const march = [header, ['1', '青柠', '脐橙', '2', '58'], ['2', '老周', '脐橙', '1', '29'], ['合计', '', '', '3', '87']];
    // its first row goes on with nothing: the order before it stands in another sheet
    const april = [['四月的团'], header, ['', '', '草莓', '1', ''], ['1', '豆豆妈', '草莓', '1', '9.9'], ['合计', '', '', '1', '9.9']];
    const others = [['备忘'], ['月底盘点']];
    const sheets = { 三月: inlineRows(march), 四月: inlineRows(april), 备忘: inlineRows(others) };
    const { source, records, control, problems, notes } = (await readOrderFile('一年.xlsx', writeWorkbook({ sheets })))!;
    expect(source.sheet).toBe('三月、四月');
    expect(records.map(({ buyer, amountFen }) => [buyer.nickname, amountFen])).toEqual([
      ['青柠', 5800],
      ['老周', 2900],
      ['豆豆妈', 990],
    ]);
    expect(problems).toMatchObject([{ sheet: '四月', line: 3, problem: 'orderMissing' }]);
    // the sums of one sheet are not those of both
    expect([control, notes]).toEqual([[], 2]);
  });

  it('follows a template, also where no header is known', async () => {
    const bytes = Buffer.from('谁,买了啥,几份,钱\n青柠,脐橙,2,58\n老周,草莓,1,9.9\n');
    expect(await readOrderFile('表.csv', bytes)).toBeNull();
    const found = await readOrderFile('表.csv', bytes, { template: { 谁: 'nickname', 买了啥: 'product', 几份: 'quantity', 钱: 'amount' } });
    expect(found!.records).toEqual([
      order(2, { buyer: { nickname: '青柠' }, lines: [line(2, '脐橙', '', 2)], amountFen: 5800 }),
      order(3, { buyer: { nickname: '老周' }, lines: [line(3, '草莓', '', 1)], amountFen: 990 }),
    ]);
    const won = await readOrderFile(samples.ktt.path, samples.ktt.bytes, { template: { 团长备注: 'ignore', 团员备注: 'extra' } });
    expect(won!.records[0]).toMatchObject({ note: '', sellerNote: '', extra: { 团员备注: '放门口谢谢' } });
  });
});

describe('damage', () => {
  it('leaves out ids that Excel has rounded, and dates keep their minute', async () => {
    const { records, problems } = await readSample(samples.damagedIds);
    expect(records.map(({ key, warnings, precision, amountFen }) => ({ key, warnings, precision, amountFen }))).toEqual([
      { key: { orderNo: null, groupBuyTitle: null, sequence: null }, warnings: ['damagedId'], precision: 'minute', amountFen: 6400 },
      { key: { orderNo: null, groupBuyTitle: null, sequence: null }, warnings: ['damagedId'], precision: 'minute', amountFen: 3000 },
    ]);
    expect(records[0]!.buyer).toMatchObject({ phone: '1.38111E+10', phoneUsable: false });
    expect(problems).toEqual([]);
  });

  it('refuses goods lines whose orders cannot be told apart any more', async () => {
    const { records, problems } = await readSample(samples.damagedGoods);
    expect(records).toEqual([]);
    expect(problems.map(({ line: at, problem }) => [at, problem])).toEqual([
      [2, 'damagedId'],
      [3, 'damagedId'],
    ]);
  });

  it('explains rows that cannot be read and keeps the others', async () => {
    const header = '订单编号,买家会员名,买家应付货款,总金额,订单状态,收货人姓名,联系手机,订单创建时间,宝贝标题,宝贝总数量';
    const sound = '1,青柠,58,58,交易成功,陈青柠,13811110001,2026-03-09 08:00:00,脐橙,1';
    const rows = [
      sound,
      '2,老周,58,58,交易成功,周先生,13811110002,2026-03-09 08:00:00,脐橙,带逗号,1',
      '3,老吴,58',
      '4,"老李,58,58,交易成功,李,13811110004,2026-03-09 08:00:00,脐橙,1',
      ',,9,9,交易成功,,,,,',
      '5,老郑,abc,-3,某种状态,郑,13811110005,明天,脐橙,一箱,',
      '6,老王,58,58,交易成功,王,13811110006,2009-03-09 08:00:00,脐橙,1',
    ];
    const found = (await readOrderFile('单.csv', Buffer.from([header, ...rows].join('\n'))))!;
    expect(found.problems.map(({ line: at, problem }) => [at, problem])).toEqual([
      [3, 'tooManyCells'],
      [4, 'tooFewCells'],
      [5, 'brokenQuotes'],
      [6, 'noOrder'],
    ]);
    expect(found.records.map(({ key, warnings }) => [key.orderNo, warnings])).toEqual([
      ['1', []],
      ['5', ['badTime', 'badQuantity', 'badMoney', 'noAmount']],
      ['6', ['badTime']],
    ]);
  });

  it('notices sums that do not add up and rows that disagree', async () => {
    const rows = [
      ['订单号', '商品名称', '数量', '商品金额', '订单总金额', '收货人', '下单时间'],
      ['A1', '脐橙', '1', '30.00', '58.00', '青柠', '2026-03-09 08:00:00'],
      ['A1', '草莓', '1', '9.00', '59.00', '青柠', '2026-03-09 08:00:00'],
      ['A2', '草莓', '1', '9.00', '9.00', '老周', '2027-03-09 08:00:00'],
    ];
    const bytes = writeWorkbook({ sheets: { 一: inlineRows(rows) } });
    const found = (await readOrderFile('单.xlsx', bytes, { now: china('2026-04-01 00:00:00') }))!;
    expect(found.records.map(({ warnings, amountFen, orderedAt }) => ({ warnings, amountFen, known: orderedAt !== null }))).toEqual([
      { warnings: ['rowsDisagree', 'sumDiffers'], amountFen: 5800, known: true },
      { warnings: ['badTime'], amountFen: 900, known: false },
    ]);
  });

  it('is no order table when it is something else', async () => {
    for (const text of ['昵称,微信号,标签,手机号\n青柠,qn,老客户,13811110001', '时间,发送人,内容\n2026-03-09,青柠,在吗', '青柠\n老周']) {
      expect(await readOrderFile('x.csv', Buffer.from(text))).toBeNull();
    }
  });
});
