import type { AccountRole, ChannelDomain } from '../../../shared/contracts/accounts.ts';

/** What a role means for the way she speaks there: 品类法则 and ABC法则. */
export const roleMeanings: Record<AccountRole, string> = {
  category: '只讲一类货，想买的人一看就懂',
  A: '专家：讲专业、给方案，让人信服',
  B: '助理：日常沟通、发货、售后',
  C: '满意的客户：用真实体验说话',
};

/** Where the three domains lie. */
export const domainMeanings: Record<ChannelDomain, string> = {
  public: '平台上的陌生人',
  private: '能反复联系到的人',
  offline: '面对面认识的人',
};
