import type { AccountRole, ChannelDomain, Standing } from '../../shared/contracts/accounts.ts';
import type { AgeBand, FriendStatus, Gender, IncomeBand, Tie } from '../../shared/contracts/friends.ts';
import type { Touchpoint } from '../../shared/contracts/touches.ts';

/** The words on the screen for the codes of the contracts, in one place. */
export const levelWords = ['', '泛流量', '精准流量', '潜在客户', '真实客户', '忠诚客户', '铁粉客户'] as const;
export const levels = [1, 2, 3, 4, 5, 6] as const;
/** what each level says about a friend */
export const levelMeanings = [
  '',
  '加上了，还没有更多',
  '对得上人，开始了解',
  '问过、比较过、试过',
  '付过一次钱',
  '会回来再买',
  '替你说话，带人来',
] as const;

export const statusWords: Record<FriendStatus, string> = { normal: '正常', deletedMe: '已删我', blocked: '拉黑', lost: '已流失' };
export const genderWords: Record<Gender, string> = { female: '女', male: '男' };
export const ageWords: Record<AgeBand, string> = {
  under18: '18 岁以下',
  '18-24': '18–24 岁',
  '25-34': '25–34 岁',
  '35-44': '35–44 岁',
  '45-54': '45–54 岁',
  '55-64': '55–64 岁',
  '65plus': '65 岁以上',
};
export const incomeWords: Record<IncomeBand, string> = { low: '较低', middle: '中等', good: '较高', high: '高' };
export const tieWords: Record<Tie, string> = { strong: '强关系', weak: '弱关系' };
export const touchpointWords: Record<Touchpoint, string> = {
  private: '私聊',
  group: '群里',
  moments: '朋友圈',
  phone: '电话',
  visit: '到店见面',
  birthday: '生日祝福',
};
export const roleWords: Record<AccountRole, string> = { category: '品类号', A: 'A 专家号', B: 'B 助理号', C: 'C 客户号' };
export const standingWords: Record<Standing, string> = { normal: '正常', limited: '受限', banned: '封禁' };
export const domainWords: Record<ChannelDomain, string> = { public: '公域', private: '私域', offline: '线下' };

/** '4 真实客户' */
export function levelText(level: number): string {
  return `${level} ${levelWords[level] ?? ''}`;
}
