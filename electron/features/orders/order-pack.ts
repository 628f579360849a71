import type { OrderLine, OrderRecord } from '../../../shared/domain/order-record.ts';
import { type Packing, RecordStore } from './record-store.ts';

/** places of an order before its lines, and of a line */
const ownPlaces = 24;
const linePlaces = 7;

/** Values without their names, which would be most of an order: half the bytes, half the time. */
const packing: Packing<OrderRecord> = {
  pack(order) {
    const { key, buyer, lines } = order;
    const values: unknown[] = [
      order.line,
      order.rowCount,
      key.orderNo,
      key.groupBuyTitle,
      key.sequence,
      buyer.nickname,
      buyer.receiver,
      buyer.phone,
      buyer.phoneUsable,
      buyer.wxid,
      buyer.address,
      order.orderedAt,
      order.paidAt,
      order.precision,
      order.status,
      order.statusText,
      order.amountFen,
      order.paidFen,
      order.refundFen,
      order.pickup,
      order.note,
      order.sellerNote,
      order.extra,
      order.warnings,
    ];
    for (const { line, product, spec, quantity, priceFen, amountFen, refundFen } of lines)
      values.push(line, product, spec, quantity, priceFen, amountFen, refundFen);
    return values;
  },
  unpack(values) {
    const at = values as never[];
    const lines: OrderLine[] = [];
    for (let i = ownPlaces; i < at.length; i += linePlaces) {
      const [line, product, spec, quantity] = [at[i]!, at[i + 1]!, at[i + 2]!, at[i + 3]!];
      lines.push({ line, product, spec, quantity, priceFen: at[i + 4]!, amountFen: at[i + 5]!, refundFen: at[i + 6]! });
    }
    return {
      line: at[0]!,
      rowCount: at[1]!,
      key: { orderNo: at[2]!, groupBuyTitle: at[3]!, sequence: at[4]! },
      buyer: { nickname: at[5]!, receiver: at[6]!, phone: at[7]!, phoneUsable: at[8]!, wxid: at[9]!, address: at[10]! },
      orderedAt: at[11]!,
      paidAt: at[12]!,
      precision: at[13]!,
      status: at[14]!,
      statusText: at[15]!,
      lines,
      amountFen: at[16]!,
      paidFen: at[17]!,
      refundFen: at[18]!,
      pickup: at[19]!,
      note: at[20]!,
      sellerNote: at[21]!,
      extra: at[22]!,
      warnings: at[23]!,
    };
  },
};

/** Orders that were read, in little memory. */
export const orderStore = (orders: Iterable<OrderRecord> = []): RecordStore<OrderRecord> => RecordStore.of(orders, packing);
