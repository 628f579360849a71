import type { Proof, RuleRate, Suggestion } from '../../../shared/contracts/suggestions.ts';
import type { RuleMode, TrustNumbers, TrustRule } from '../../../shared/domain/trust-suggestions.ts';
import { trustRuleWords } from '../../../shared/domain/words.ts';
import { count, fullTime, money, percent, spokenDay } from '../../lib/format.ts';
import { levelText, statusWords, touchpointWords } from '../../lib/words.ts';

export const modeWords: Record<RuleMode, string> = { off: '关', ask: '先问我', auto: '自动' };

/** Each rule as a sentence, with the numbers as they are now. */
export const ruleSentences: Record<TrustRule, (n: TrustNumbers, tags: string) => string> = {
  replied: () => '知道从哪来的（有渠道或来源），也回过话：升到 2 精准流量。',
  asked: () => '私聊里问过价格或产品（哪些词算，在设置里改）：升到 3 潜在客户。',
  tried: () => '下过「试用」商品的单：升到 3 潜在客户。',
  talks: (n) => `最近 ${n.talkWindow} 天里有 ${n.talkDays} 天两边都说过话：升到 3 潜在客户。`,
  firstPaid: () => '有一单付了款，没退完：升到 4 真实客户。',
  paidTwice: (n) => `在 ${n.loyalOrders} 个不同的日子下过单：升到 5 忠诚客户。`,
  paidTalks: (n) => `买过一单，从第一次到最近一次有来有往隔了 ${n.loyalDays} 天以上：升到 5 忠诚客户。`,
  speaks: (n, tags) => `买过 ${n.fanOrders} 单以上，还带来过有效的新好友，或者带着${tags || '（还没选）'}这样的标签：升到 6 铁粉客户。`,
  silent: (n) =>
    `沉默的天数超过自己节奏的 ${n.silenceTimes} 倍，而且不少于 ${n.silentDays} 天：降一级。有来有往满 ${n.rhythmDays} 天才算有节奏。`,
  lost: () => '标为已流失、已删我或拉黑：降到 1 泛流量。',
  own: () => '在你选的人群里：升或降到你定的等级。几条都符合，取最高的。',
};

/** 「付过款，还有 1 条理由」 */
export function reasonText({ rule, rules }: Pick<Suggestion, 'rule' | 'rules'>): string {
  const more = rules.length - 1;
  return `${trustRuleWords[rule]}${more > 0 ? `，还有 ${count(more)} 条理由` : ''}`;
}

export const wayText = ({ fromLevel, toLevel }: Pick<Suggestion, 'fromLevel' | 'toLevel'>): string =>
  `${toLevel > fromLevel ? '升' : '降'}到 ${levelText(toLevel)}`;

const dayOf = (on: string): number => Date.parse(`${on}T00:00:00`);

/** A proof in words: what it is, what it says, when. */
export function proofWords(proof: Proof): { what: string; words: string; when: string; exact?: string } {
  switch (proof.kind) {
    case 'message':
      return { what: '说过', words: proof.words || '（图片或表情）', when: spokenDay(proof.at), exact: fullTime(proof.at) };
    case 'day':
      return { what: '聊过', words: '两边都说了话', when: spokenDay(dayOf(proof.on)), exact: proof.on };
    case 'order':
      return {
        what: '下单',
        words: `${proof.goods || '商品'} ${money(proof.amountFen)}`,
        when: spokenDay(proof.at),
        exact: fullTime(proof.at),
      };
    case 'touch':
      return {
        what: touchpointWords[proof.touchpoint],
        words: proof.words || '找过我',
        when: spokenDay(proof.at),
        exact: fullTime(proof.at),
      };
    case 'tag':
      return { what: '标签', words: proof.name, when: spokenDay(dayOf(proof.on)), exact: proof.on };
    case 'brought':
      return { what: '带来', words: `${proof.name}，算有效了`, when: spokenDay(dayOf(proof.on)), exact: proof.on };
    case 'segment':
      return { what: '人群', words: proof.name, when: '' };
    case 'source':
      return { what: '来源', words: proof.words, when: '' };
    case 'status':
      return { what: '状态', words: statusWords[proof.status], when: '' };
  }
}

/** From so many answers on a rate says something. */
const fewestAnswers = 5;

/** How often she took what a rule proposed, with how many answers that is. */
export function rateText({ accepted, never }: RuleRate): string {
  const decided = accepted + never;
  if (decided === 0) return '还没有回答过';
  const share = `采纳 ${count(accepted)} / ${count(decided)}`;
  return decided < fewestAnswers ? `${share}，太少，先别下结论` : `${share}（${percent(accepted / decided)}）`;
}
