import type { TagColor } from '../../../shared/contracts/common.ts';
import type { CompareKey, MixReport } from '../../../shared/contracts/insights.ts';
import type { MixClass, MixLimits } from '../../../shared/domain/content-mix.ts';
import type { ResultCounts } from '../../../shared/domain/post-results.ts';
import { categoryWords, contentFormWords, publishChannelWords } from '../../../shared/domain/words.ts';
import { percent, weekdayText } from '../../lib/format.ts';

export const mixWords: Record<MixClass, string> = { life: '生活', expertise: '专业', proof: '口碑', interaction: '互动', offer: '促销' };
export const mixColors: Record<MixClass, TagColor> = {
  life: 'green',
  expertise: 'blue',
  proof: 'amber',
  interaction: 'pink',
  offer: 'red',
};

export const verdictWords: Record<MixReport['verdict'], string> = {
  tooFew: '内容还太少，看不出来',
  living: '像个活人',
  cold: '像个货架',
};

/** 11月25日 周三 */
export function dayWords(on: string): string {
  const date = new Date(`${on}T12:00`);
  return `${date.getMonth() + 1}月${date.getDate()}日 ${weekdayText(date.getTime())}`;
}

/** What is wrong, and why it matters, in one sentence. */
export function warningText(warning: MixReport['warnings'][number], limits: MixLimits): string {
  switch (warning.kind) {
    case 'manyOffers':
      return `促销占了 ${percent(warning.share)}，超过 ${percent(limits.offerShare)} 就容易被屏蔽`;
    case 'offersInRow':
      return `${dayWords(warning.on)}前后连着 ${warning.count} 条促销，中间隔一条别的`;
    case 'crowdedDay':
      return `${dayWords(warning.on)}有 ${warning.count} 条，一天超过 ${limits.postsPerDay} 条像刷屏`;
    case 'silence':
      return warning.fromOn === warning.toOn
        ? `${dayWords(warning.fromOn)}没有内容`
        : `${dayWords(warning.fromOn)}到${dayWords(warning.toOn)}，${warning.days} 天没有内容`;
  }
}

export const compareWords: Record<CompareKey, string> = {
  category: '类别',
  hour: '几点发',
  form: '形式',
  channel: '渠道',
  account: '微信号',
};

/** What a reaction counts, in words. */
export const weightsText = ({ likes, comments, privates, deals }: ResultCounts): string =>
  `一个赞 ${likes} 分，一条评论 ${comments} 分，一个私信 ${privates} 分，一单 ${deals} 分`;

/** The name of a group of a comparison. */
export function groupName(by: CompareKey, key: string, accounts: ReadonlyMap<number, { name: string }>): string {
  if (by === 'account') return accounts.get(Number(key))?.name ?? '';
  const words: Record<string, string> = { ...categoryWords, ...contentFormWords, ...publishChannelWords };
  // 'text' is a form only, and no category has its name
  return by === 'hour' ? `${Number(key)} 点` : (words[key] ?? key);
}

export const groupVerdicts = { better: '明显更好', worse: '明显更差', same: '看不出差别', tooFew: '太少，还不好说' } as const;
