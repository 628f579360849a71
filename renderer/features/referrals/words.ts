import type { ReferralState } from '../../../shared/domain/referrals.ts';

export const stateWords: Record<ReferralState, string> = {
  valid: '有效',
  waiting: '还没满天数',
  gone: '已经走了',
  notNew: '不是新人',
  samePerson: '是同一个人',
  circle: '绕了一圈',
};

/** When somebody who was brought counts, in one sentence. */
export const ruleText = (stayDays: number): string =>
  `比带来的人晚来、以前没有别的号在簿子里、不是同一个人、加上满 ${stayDays} 天还在（没删你、没拉黑、没流失），才算有效。`;
