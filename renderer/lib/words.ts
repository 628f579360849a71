import type { TagColor } from '../../shared/contracts/common.ts';
import type { ContentCategory } from '../../shared/contracts/content.ts';

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

export {
  ageWords,
  domainWords,
  genderWords,
  incomeWords,
  roleWords,
  standingWords,
  statusWords,
  tieWords,
  touchpointWords,
} from '../../shared/domain/words.ts';

/** Colours of the kinds of content; the name always stands with the colour. */
export const categoryColors: Record<ContentCategory, TagColor> = {
  science: 'blue',
  tips: 'teal',
  review: 'purple',
  case: 'amber',
  life: 'green',
  interaction: 'pink',
  offer: 'red',
};

/** '4 真实客户' */
export function levelText(level: number): string {
  return `${level} ${levelWords[level] ?? ''}`;
}

/** What stands on a friend's card, by the contract's words. */
export const fieldWords: Record<string, string> = {
  accountId: '我的微信号',
  channelId: '渠道',
  nickname: '昵称',
  remark: '备注名',
  wxid: '微信 ID',
  alias: '微信号',
  phone: '手机',
  gender: '性别',
  region: '地区',
  address: '地址',
  birthday: '生日',
  ageBand: '年龄',
  incomeBand: '收入',
  interests: '兴趣',
  tie: '关系',
  signature: '个性签名',
  description: '描述',
  sourceText: '来源',
  addedAt: '添加时间',
};

/** The name of a column of her file: of two with one name the second is kept as 「备注#2」. */
export const columnTitle = (header: string): string => header.replace(/#(\d+)$/, '（第 $1 个）');
