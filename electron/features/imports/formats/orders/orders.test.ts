import { describe, expect, it } from 'vitest';
import type { OrderLine, OrderRecord } from '../../../../../shared/domain/order-record.ts';
import { inlineRows, writeWorkbook } from '../../../../../tests/fixtures/contacts/zip-writer.ts';
import { readOrderFile } from '../../../../../tests/fixtures/orders/read.ts';
import * as samples from '../../../../../tests/fixtures/orders/samples.ts';

const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const line = (at: number, product: string, spec: string, quantity: number | null, more: Partial<OrderLine> = {}): OrderLine => ({
  line: at,
  product,
  spec,
  quantity,
  priceFen: null,
  amountFen: null,
  refundFen: null,
  ...more,
});

type Told = Partial<Omit<OrderRecord, 'key' | 'buyer'>> & { key?: Partial<OrderRecord['key']>; buyer?: Partial<OrderRecord['buyer']> };
const order = (at: number, { key, buyer, ...more }: Told): OrderRecord => ({
  line: at,
  rowCount: 1,
  key: { orderNo: null, groupBuyTitle: null, sequence: null, ...key },
  buyer: { nickname: '', receiver: '', phone: '', phoneUsable: false, wxid: null, address: '', ...buyer },
  orderedAt: null,
  paidAt: null,
  precision: 'second',
  status: 'unknown',
  statusText: '',
  lines: [],
  amountFen: 0,
  paidFen: null,
  refundFen: 0,
  pickup: null,
  note: '',
  sellerNote: '',
  extra: {},
  warnings: [],
  ...more,
});

async function read({ path, bytes }: samples.OrderSample) {
  const found = await readOrderFile(path, bytes);
  if (!found) throw new Error(`${path} was not recognised`);
  const { format, tool, grain, title, headerLine, unknownColumns, encoding, sheet } = found.source;
  return { ...found, source: { format, tool, grain, title, headerLine, unknownColumns, encoding, sheet } };
}

const qingning = { receiver: '陈青柠', phone: '13811110001', phoneUsable: true };
const home = { ...qingning, address: '浙江省杭州市西湖区示例路1号' };
const zhou = { receiver: '周先生', phone: '13811110002', phoneUsable: true };
const oranges = [line(2, '赣南脐橙', '10斤装', 2), line(2, '砂糖橘', '5斤装', 1)];

const kttOrders = [
  order(2, {
    key: { groupBuyTitle: '赣南脐橙第3团', sequence: '1' },
    // a privacy number is somebody else's next month
    buyer: { nickname: '青柠', receiver: '陈青柠', phone: '13811110001-4365', address: '浙江省杭州市西湖区示例路1号3幢502' },
    paidAt: china('2026-03-09 08:02:11'),
    status: 'paid',
    statusText: '已支付',
    lines: oranges,
    amountFen: 15100,
    note: '放门口谢谢',
    sellerNote: '老客户',
  }),
  order(3, {
    key: { groupBuyTitle: '赣南脐橙第3团', sequence: '2' },
    buyer: { nickname: '老周', ...zhou },
    paidAt: china('2026-03-09 08:05:40'),
    status: 'refunded',
    statusText: '已退款',
    lines: [line(3, '赣南脐橙', '10斤装', 1)],
    amountFen: 5800,
    refundFen: 5800,
    pickup: '3号楼自提点',
  }),
  order(4, {
    key: { groupBuyTitle: '赣南脐橙第3团', sequence: '3' },
    buyer: { nickname: '豆豆妈+1', receiver: '豆豆妈', phone: '138****0003', address: '江苏省南京市示例街2号' },
    paidAt: china('2026-03-09 08:06:00'),
    status: 'partlyRefunded',
    statusText: '已发货',
    lines: [line(4, '橙子C++礼盒', '大(带票)', 3)],
    amountFen: 17400,
    refundFen: 5800,
  }),
];

describe('快团团', () => {
  it('reads orders with their goods, privacy numbers and refunds', async () => {
    const { source, records, problems, control } = await read(samples.ktt);
    const sheet = { encoding: null, sheet: 'Sheet1', headerLine: 1 };
    expect(source).toEqual({ format: 'ktt', tool: '快团团', grain: 'order', title: '赣南脐橙第3团', unknownColumns: [], ...sheet });
    expect(records).toEqual(kttOrders);
    expect([problems, control]).toEqual([[], []]);
  });

  it('keeps the questions of the 团长 and takes title and number of the order', async () => {
    const { source, records } = await read(samples.kttCustom);
    expect(source.unknownColumns).toEqual(['房号', '要不要发票']);
    expect(records).toEqual([
      { ...kttOrders[0], key: { orderNo: '260309-101', groupBuyTitle: '脐橙团', sequence: '1' }, extra: { 房号: '502', 要不要发票: '要' } },
      { ...kttOrders[1], key: { orderNo: '260309-102', groupBuyTitle: '草莓团', sequence: '2' } },
    ]);
  });

  it('puts goods lines together by 跟团号 only when the buyer is the same', async () => {
    const { source, records } = await read(samples.kttGoods);
    expect(source).toMatchObject({ format: 'kttGoods', grain: 'goods', unknownColumns: ['商品成本价', '快递公司', '快递单号'] });
    const key = { groupBuyTitle: '脐橙团发货单', sequence: '1' };
    expect(records).toEqual([
      order(2, {
        rowCount: 2,
        key,
        buyer: home,
        lines: [line(2, '赣南脐橙', '10斤装', 2), line(3, '砂糖橘', '5斤装', 1)],
        extra: { 商品成本价: '40.00\n20.00', 快递公司: '某某快递', 快递单号: 'SF0001\nSF0002' },
        warnings: ['noAmount'],
      }),
      order(4, {
        key: { ...key, sequence: '2' },
        buyer: { ...zhou, address: '上海市浦东新区示例路9号' },
        lines: [line(4, '赣南脐橙', '10斤装', 1)],
        extra: { 商品成本价: '40.00' },
        warnings: ['noAmount'],
      }),
      order(5, {
        key,
        buyer: { receiver: '吴女士', phone: '13811110009', phoneUsable: true, address: '另一团的1号' },
        lines: [line(5, '草莓', '', 1)],
        extra: { 商品成本价: '9.90' },
        warnings: ['noAmount'],
      }),
    ]);
  });

  it('reads the list of a community', async () => {
    const { records } = await read(samples.kttCommunity);
    const key = { groupBuyTitle: '小区团', sequence: '1' };
    const [warnings, extra] = [['noAmount' as const], { 房号: '502', 楼号: '3', 弄号: '18' }];
    expect(records).toEqual([
      order(2, { key, buyer: { nickname: '青柠', ...qingning }, lines: [line(2, '', '', 2)], extra, warnings }),
      order(3, { key: { ...key, sequence: '2' }, buyer: { nickname: '老周', ...zhou }, lines: [line(3, '', '', 1)], warnings }),
    ]);
  });
});

describe('微信小店', () => {
  it('takes amounts of the order once and refunds by line', async () => {
    const { source, records } = await read(samples.wechatShop);
    expect(source).toMatchObject({ format: 'wechatShop', grain: 'goods', headerLine: 2, encoding: 'utf-8-bom', title: null });
    const priced = (priceFen: number, amountFen: number, refundFen: number | null) => ({ priceFen, amountFen, refundFen });
    expect(records).toEqual([
      order(3, {
        rowCount: 2,
        key: { orderNo: '3720000000000000001' },
        buyer: home,
        orderedAt: china('2026-03-09 08:00:01'),
        paidAt: china('2026-03-09 08:00:30'),
        status: 'partlyRefunded',
        statusText: '已发货',
        lines: [line(3, '赣南脐橙', '10斤装', 2, priced(3000, 6000, 0)), line(4, '砂糖橘', '5斤装', 1, priced(3000, 3000, 3000))],
        amountFen: 9500,
        paidFen: 9500,
        refundFen: 3000,
        note: '快点',
        sellerNote: '好',
        extra: {
          商品总价: '100.00',
          订单实际收款金额: '94.05',
          订单运费: '5.00',
          交易单号: '4200000000202603090000000001',
          带货方式: '短视频',
          带货账号昵称: '橙子铺',
          'SKU编码(自定义)': 'CZ-10\nSTJ-5',
          '商品价格(单件)': '35.00\n30.00',
          商品售后: '退款完成',
        },
      }),
      order(5, {
        key: { orderNo: '3720000000000000002' },
        buyer: { receiver: '周先生', phone: '138****0002', address: '浙江省杭州市西湖区示例路2号' },
        orderedAt: china('2026-03-09 09:00:00'),
        paidAt: china('2026-03-09 09:00:10'),
        status: 'paid',
        statusText: '待发货',
        lines: [line(5, '赣南脐橙', '10斤装', 1, priced(5800, 5800, null))],
        amountFen: 5800,
        paidFen: 5800,
        extra: {
          商品总价: '58.00',
          订单实际收款金额: '57.42',
          订单运费: '0.00',
          交易单号: '4200000000202603090000000002',
          'SKU编码(自定义)': 'CZ-10',
          '商品价格(单件)': '58.00',
        },
      }),
    ]);
  });
});

describe('有赞', () => {
  it('reads orders; both 分销员 are kept', async () => {
    const { source, records } = await read(samples.youzan);
    expect(source).toMatchObject({ format: 'youzan', tool: '有赞', grain: 'order' });
    const shop = { 销售渠道: '网店', 归属店铺: '橙子铺', 订单类型: '普通订单', 商品金额合计: '58.00', 商品种类数: '1' };
    expect(records).toEqual([
      order(2, {
        key: { orderNo: 'E20260309080000000000001' },
        buyer: { nickname: '青柠', ...home },
        orderedAt: china('2026-03-09 08:00:00'),
        paidAt: china('2026-03-09 08:00:20'),
        status: 'done',
        statusText: '交易完成',
        lines: [line(2, '赣南脐橙', '', null)],
        amountFen: 6400,
        paidFen: 6400,
        extra: { ...shop, 运费: '6.00', 分销员: '小王', '分销员#2': '老李', 分销员手机号: '13811110008', 买家手机号: '13811110007' },
      }),
      order(3, {
        key: { orderNo: 'E20260309080000000000002' },
        buyer: { nickname: '老周', receiver: '老周' },
        orderedAt: china('2026-03-09 09:00:00'),
        status: 'cancelled',
        statusText: '交易关闭',
        lines: [line(3, '赣南脐橙', '', null)],
        amountFen: 5800,
        paidFen: 0,
        extra: { ...shop, 运费: '0.00' },
      }),
    ]);
  });

  it('reads goods lines in GB18030, also where those of an order stand apart', async () => {
    const { source, records } = await read(samples.youzanGoods);
    expect(source).toMatchObject({ format: 'youzanGoods', grain: 'goods', encoding: 'gb18030' });
    expect(records).toEqual([
      order(3, {
        key: { orderNo: 'E2' },
        buyer: { ...zhou, receiver: '老周' },
        status: 'paid',
        statusText: '待发货',
        lines: [line(3, '草莓', '', 1, { priceFen: 990, amountFen: 990 })],
        amountFen: 990,
        extra: { 商品金额小计: '9.90', '店铺优惠(分摊)': '0.00' },
      }),
      order(2, {
        rowCount: 2,
        key: { orderNo: 'E1' },
        buyer: home,
        status: 'partlyRefunded',
        statusText: '已发货 / 待发货',
        lines: [
          line(2, '赣南脐橙', '10斤装', 2, { priceFen: 3000, amountFen: 5500, refundFen: 0 }),
          line(4, '砂糖橘', '5斤装', 1, { priceFen: 3000, amountFen: 3000, refundFen: 3000 }),
        ],
        amountFen: 8500,
        refundFen: 3000,
        extra: { 商品金额小计: '60.00\n30.00', '店铺优惠(分摊)': '5.00\n0.00', 商品退款状态: '退款成功' },
      }),
    ]);
  });
});

describe('群接龙', () => {
  it('reads a summary and compares the sum below it', async () => {
    const { source, records, control } = await read(samples.qunjielong);
    expect(source).toMatchObject({ format: 'qunjielong', title: '周五橙子接龙', grain: 'order' });
    const key = { groupBuyTitle: '周五橙子接龙', sequence: '1' };
    expect(records).toEqual([
      order(2, {
        key,
        buyer: { nickname: '青柠' },
        lines: [line(2, '赣南脐橙', '', 2), line(2, '砂糖橘', '', 1)],
        amountFen: 15100,
        extra: { 楼号: '3' },
      }),
      order(3, {
        key: { ...key, sequence: '2' },
        buyer: { nickname: '老周' },
        lines: [line(3, '赣南脐橙', '', 1)],
        amountFen: 5800,
        note: '晚点到',
      }),
    ]);
    expect(control).toEqual([
      { what: 'orderAmount', line: 4, count: null, amountFen: 20900, countedCount: 2, countedFen: 20900, agrees: true },
    ]);
  });

  it('fills merged cells down', async () => {
    const { records } = await read(samples.qunjielongDetail);
    const key = { groupBuyTitle: '接龙明细', sequence: '1' };
    expect(records).toEqual([
      order(2, {
        rowCount: 2,
        key,
        buyer: { ...qingning, address: '浙江省杭州市示例路1号' },
        orderedAt: china('2026-03-09 08:02:00'),
        precision: 'minute',
        lines: [line(2, '赣南脐橙', '10斤装', 2, { amountFen: 11600 }), line(3, '砂糖橘', '5斤装', 1, { amountFen: 3500 })],
        amountFen: 15100,
        extra: { 下单序号: '1', 商品编码: 'A1\nA2', 团长ID: 'T1' },
      }),
      order(4, {
        key: { ...key, sequence: '2' },
        buyer: zhou,
        orderedAt: china('2026-03-09 08:05:00'),
        precision: 'minute',
        lines: [line(4, '赣南脐橙', '10斤装', 1, { amountFen: 5800 })],
        amountFen: 5800,
        extra: { 下单序号: '2', 商品编码: 'A1', 团长ID: 'T1' },
      }),
    ]);
  });
});

describe('拼多多', () => {
  it('takes the day from the number where no time stands, and says when a refund is assumed', async () => {
    const { source, records } = await read(samples.pinduoduo);
    expect(source).toMatchObject({ format: 'pinduoduo', tool: '拼多多' });
    const goods = { 商品id: '1001', 样式ID: '2001', '平台优惠折扣(元)': '0.00', '多多支付立减金额(元)': '0.00', '邮费(元)': '0.00' };
    expect(records).toEqual([
      order(2, {
        key: { orderNo: '260517-607100000000001' },
        orderedAt: china('2026-05-17 10:00:00'),
        status: 'shipped',
        statusText: '已发货，待收货',
        lines: [line(2, '赣南脐橙 10斤', '10斤装', 2)],
        amountFen: 5800,
        paidFen: 5800,
        extra: {
          ...goods,
          '商品总价(元)': '60.00',
          '店铺优惠折扣(元)': '2.00',
          '商家实收金额(元)': '57.65',
          发货时间: '2026-05-17 20:00:00',
          售后状态: '无售后或售后取消',
          快递单号: 'YT0001',
          快递公司: '某某快递',
        },
      }),
      order(3, {
        key: { orderNo: '260518-607100000000002' },
        orderedAt: china('2026-05-18 00:00:00'),
        precision: 'day',
        status: 'refunded',
        statusText: '已取消',
        lines: [line(3, '赣南脐橙 10斤', '10斤装', 1)],
        amountFen: 3000,
        paidFen: 3000,
        refundFen: 3000,
        extra: { ...goods, '商品总价(元)': '30.00', '店铺优惠折扣(元)': '0.00', '商家实收金额(元)': '0.00', 售后状态: '退款成功' },
        warnings: ['refundAssumed'],
      }),
    ]);
  });
});

describe('淘宝', () => {
  it('reads the list of orders in GBK', async () => {
    const { source, records } = await read(samples.taobao);
    expect(source).toMatchObject({ format: 'taobao', tool: '淘宝', encoding: 'gb18030', grain: 'order' });
    const points = {
      买家支付积分: '0',
      返点积分: '0',
      买家实际支付积分: '0',
      运送方式: '快递',
      宝贝种类: '1',
      店铺Id: '0',
      店铺名称: '橙子铺',
    };
    expect(records).toEqual([
      order(2, {
        key: { orderNo: '3100000000000000001' },
        buyer: { nickname: '青柠tb', ...qingning, address: '浙江省 杭州市 西湖区 示例路1号' },
        orderedAt: china('2026-03-09 08:00:00'),
        paidAt: china('2026-03-09 08:00:20'),
        status: 'paid',
        statusText: '买家已付款,等待卖家发货',
        lines: [line(2, '赣南脐橙10斤', '', 2)],
        amountFen: 6400,
        paidFen: 6400,
        note: '快点',
        extra: { ...points, 买家支付宝账号: 'qn***@example.com', 买家应付货款: '58.00', 买家应付邮费: '6.00' },
      }),
      order(3, {
        key: { orderNo: '3100000000000000002' },
        buyer: { nickname: '老周tb', receiver: '老周', phone: '13811110002', phoneUsable: true, address: '上海市 示例路2号' },
        orderedAt: china('2026-03-09 09:00:00'),
        status: 'cancelled',
        statusText: '交易关闭',
        lines: [line(3, '砂糖橘5斤', '', 1)],
        amountFen: 3000,
        paidFen: 0,
        extra: {
          ...points,
          买家支付宝账号: 'lz***@example.com',
          买家应付货款: '30.00',
          买家应付邮费: '0.00',
          订单关闭原因: '买家不想要了',
          联系电话: '021-88880000',
        },
      }),
    ]);
  });

  it('joins the three sheets of 千牛 by order no.', async () => {
    const { source, records, problems } = await read(samples.qianniu);
    expect(source).toMatchObject({ sheet: '订单报表', grain: 'order' });
    expect(['taobao', 'qianniu']).toContain(source.format);
    expect(records).toEqual([
      order(2, {
        // one row of the orders, two of goods, two of deliveries
        rowCount: 5,
        key: { orderNo: '3100000000000000001' },
        buyer: { nickname: '青柠tb', ...qingning, address: '示例路1号' },
        orderedAt: china('2026-03-09 08:00:00'),
        paidAt: china('2026-03-09 08:00:20'),
        status: 'done',
        statusText: '交易成功',
        lines: [line(2, '橙子T恤', '颜色分类:红;尺码:M', 1, { amountFen: 3500 }), line(3, '赣南脐橙', '', 2, { amountFen: 6000 })],
        amountFen: 10000,
        paidFen: 10000,
        extra: {
          买家应付货款: '95.00',
          买家应付邮费: '5.00',
          子订单编号: '3100000000000000011\n3100000000000000012',
          商家编码: 'TX-1\nCZ-1',
          物流公司: '某某快递',
          物流单号: 'SF0001\nSF0002',
        },
      }),
      order(3, {
        rowCount: 2,
        key: { orderNo: '3100000000000000002' },
        buyer: { nickname: '老周tb', receiver: '老周', phone: '13811110002-1234', address: '示例路2号' },
        orderedAt: china('2026-03-09 09:00:00'),
        paidAt: china('2026-03-09 09:00:20'),
        status: 'partlyRefunded',
        statusText: '卖家已发货，等待买家确认',
        lines: [line(4, '砂糖橘', '', 1, { amountFen: 3000 })],
        amountFen: 3000,
        paidFen: 3000,
        refundFen: 1000,
        extra: { 买家应付货款: '30.00', 买家应付邮费: '0.00', 子订单编号: '3100000000000000002', 商家编码: 'STJ' },
      }),
    ]);
    expect(problems).toEqual([
      {
        sheet: '销售明细',
        line: 5,
        problem: 'orderMissing',
        text: '3100000000000000099 3100000000000000009 没有订单的商品 X 1 1.00 交易成功',
      },
    ]);
  });
});

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
    const { records, problems } = await read(samples.damagedIds);
    expect(records.map(({ key, warnings, precision, amountFen }) => ({ key, warnings, precision, amountFen }))).toEqual([
      { key: { orderNo: null, groupBuyTitle: null, sequence: null }, warnings: ['damagedId'], precision: 'minute', amountFen: 6400 },
      { key: { orderNo: null, groupBuyTitle: null, sequence: null }, warnings: ['damagedId'], precision: 'minute', amountFen: 3000 },
    ]);
    expect(records[0]!.buyer).toMatchObject({ phone: '1.38111E+10', phoneUsable: false });
    expect(problems).toEqual([]);
  });

  it('refuses goods lines whose orders cannot be told apart any more', async () => {
    const { records, problems } = await read(samples.damagedGoods);
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
