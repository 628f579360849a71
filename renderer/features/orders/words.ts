import type { OrderSums } from '../../../shared/contracts/orders.ts';
import type { CandidateReason } from '../../../shared/contracts/orders-buyers.ts';
import type { OrderStatus } from '../../../shared/domain/order-record.ts';
import type { SolitaireProblem } from '../../../shared/domain/solitaire.ts';
import { count } from '../../lib/format.ts';

export { orderStatusWords as statusWords, platformWords } from '../../../shared/domain/words.ts';

/** What a status asks of her: owed money stands out, what came back is quiet. */
export const statusTone: Record<OrderStatus, 'warn' | 'good' | 'quiet'> = {
  unpaid: 'warn',
  paid: 'good',
  shipped: 'good',
  done: 'good',
  partlyRefunded: 'quiet',
  refunded: 'quiet',
  cancelled: 'quiet',
  unknown: 'quiet',
};

/** What stands in no sum beside it; '' = nothing. */
export const oddText = ({ odd }: Pick<OrderSums, 'odd'>): string => (odd > 0 ? `；${count(odd)} 单数目不对，没算进金额` : '');

/** Why somebody is taken or proposed for an order. */
export const reasonWords: Record<CandidateReason, string> = {
  wxid: '微信号相同',
  phone: '手机号相同',
  remembered: '上次你认过',
  hand: '你选的',
  sender: '接龙是这位发的',
  remark: '备注名相同',
  groupName: '群昵称相同',
  nickname: '昵称相同',
  alias: '微信号相同',
  similar: '名字相近',
  bare: '去掉表情和标点后相同',
  placeless: '去掉楼号后相同',
  part: '名字互相包含',
  oneApart: '只差一个字',
};

/** Why a line of a 接龙 is no order, or what to look at in one that is. */
export const solitaireProblemWords: Record<SolitaireProblem['problem'], string> = {
  empty: '只有序号，后面没有写字，没有记成订单',
  afterEnd: '写在接龙结束之后，没有记成订单；要记的话，挪进接龙里再粘贴一次',
  repeatedNumber: '序号和上面的一样，两行都记了',
  gap: '前面的序号跳过了，可能有人退出，也可能没复制全',
  otherPrice: '这里有价钱没算进去（运费、几份一起的价、前后写得不一样），请核对上面的价钱',
};

/** '2', '2.5' without noughts behind the point. */
export const amountOf = (quantity: number): string => String(Math.round(quantity * 1000) / 1000);
