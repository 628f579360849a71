import type { HoldingPlace } from '../../../shared/contracts/backups.ts';
import type { ErasedKind, ErasePreview } from '../../../shared/contracts/erasure.ts';
import { count, dateText } from '../../lib/format.ts';

const kindWords: Record<ErasedKind, (many: string) => string> = {
  messages: (many) => `私聊消息 ${many} 条`,
  groupMessages: (many) => `群里说的话 ${many} 条`,
  orders: (many) => `订单 ${many} 笔`,
  payments: (many) => `收付款 ${many} 笔`,
  notes: (many) => `笔记 ${many} 条`,
  touches: (many) => `联系记录 ${many} 条`,
  tags: (many) => `标签 ${many} 个`,
  levelChanges: (many) => `信任等级的变化 ${many} 次`,
  points: (many) => `积分记录 ${many} 条`,
  sendItems: (many) => `群发名单里 ${many} 处`,
  reAdds: (many) => `封号后加回的记录 ${many} 条`,
  followUps: (many) => `跟进 ${many} 条`,
  promises: (many) => `答应的事 ${many} 件`,
  referrals: (many) => `谁带来谁的记录 ${many} 条`,
  suggestions: (many) => `对升降级建议的回答 ${many} 个`,
};
/** Stay in the books without the person. */
const money: readonly ErasedKind[] = ['orders', 'payments'];

/** What goes with the person's own row. */
export const goingText = ({ counts }: ErasePreview): string =>
  ['资料', ...counts.filter(({ kind }) => !money.includes(kind)).map((one) => kindWords[one.kind](count(one.count)))].join('、');

/** What stays without the person; '' = nothing. */
export const stayingText = ({ counts }: ErasePreview): string =>
  counts
    .filter(({ kind }) => money.includes(kind))
    .map((one) => kindWords[one.kind](count(one.count)))
    .join('、');

/** Where somebody still is, and until when. */
export function placeText({ kind, folder, count: many, until }: HoldingPlace): string {
  if (kind === 'target')
    return `${folder}：还在 ${count(many)} 份备份里，${until === null ? '要等你自己删掉' : `照常每天备份，最后一份 ${dateText(until)} 清掉`}`;
  if (kind === 'undo') return `恢复之前留下的簿子 ${count(many)} 份，留到 ${until === null ? '你自己删掉' : dateText(until)}`;
  if (kind === 'snapshot')
    return `更新之前留下的簿子 ${count(many)} 份，${until === null ? '要等你自己删掉（数据文件夹里的 snapshots）' : `留到 ${dateText(until)}`}`;
  return `修复时挪开的簿子 ${count(many)} 份，要等你自己删掉（数据文件夹里 damaged 开头的）`;
}
