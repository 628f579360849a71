import { describe, expect, it } from 'vitest';
import { china, line, order, qingning } from '../../../../../tests/fixtures/orders/expected.ts';
import { readSample } from '../../../../../tests/fixtures/orders/read.ts';
import * as samples from '../../../../../tests/fixtures/orders/samples.ts';

describe('拼多多', () => {
  it('takes the day from the number where no time stands, and says when a refund is assumed', async () => {
    const { source, records } = await readSample(samples.pinduoduo);
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
    const { source, records } = await readSample(samples.taobao);
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
    const { source, records, problems } = await readSample(samples.qianniu);
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
