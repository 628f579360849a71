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
