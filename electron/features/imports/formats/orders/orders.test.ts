import { describe, expect, it } from 'vitest';
import { china, home, line, order, qingning, zhou } from '../../../../../tests/fixtures/orders/expected.ts';
import { readSample } from '../../../../../tests/fixtures/orders/read.ts';
import * as samples from '../../../../../tests/fixtures/orders/samples.ts';

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
    const { source, records, problems, control } = await readSample(samples.ktt);
    const sheet = { encoding: null, sheet: 'Sheet1', headerLine: 1 };
    expect(source).toEqual({ format: 'ktt', tool: '快团团', grain: 'order', title: '赣南脐橙第3团', unknownColumns: [], ...sheet });
    expect(records).toEqual(kttOrders);
    expect([problems, control]).toEqual([[], []]);
  });

  it('keeps the questions of the 团长 and takes title and number of the order', async () => {
    const { source, records } = await readSample(samples.kttCustom);
    expect(source.unknownColumns).toEqual(['房号', '要不要发票']);
    expect(records).toEqual([
      { ...kttOrders[0], key: { orderNo: '260309-101', groupBuyTitle: '脐橙团', sequence: '1' }, extra: { 房号: '502', 要不要发票: '要' } },
      { ...kttOrders[1], key: { orderNo: '260309-102', groupBuyTitle: '草莓团', sequence: '2' } },
    ]);
  });

  it('puts goods lines together by 跟团号 only when the buyer is the same', async () => {
    const { source, records } = await readSample(samples.kttGoods);
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
    const { records } = await readSample(samples.kttCommunity);
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
    const { source, records } = await readSample(samples.wechatShop);
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
    const { source, records } = await readSample(samples.youzan);
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
    const { source, records } = await readSample(samples.youzanGoods);
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
    const { source, records, control } = await readSample(samples.qunjielong);
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
    const { records } = await readSample(samples.qunjielongDetail);
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
