/*
 * Words that the advertising law forbids or that platforms punish (《广告法》第九条 and common practice). Hints, never a verdict: the list is
 * hers to edit, and common harmless words that merely contain one are left alone.
 */

export interface AdWord {
  word: string;
  why: 'absolute' | 'medical' | 'promise' | 'pressure' | 'own';
}

const words = (why: AdWord['why'], list: string): AdWord[] => list.split(' ').map((word) => ({ word, why }));

/** The list of the first day. */
export const defaultAdWords: readonly AdWord[] = [
  ...words(
    'absolute',
    '国家级 世界级 最高级 最佳 最好 最低 最便宜 最优 最强 最大 最新鲜 最先进 最安全 全网最 全国最 史上最 第一品牌 全网第一 全国第一 销量第一 排名第一 顶级 极品 极致 唯一 独一无二 绝无仅有 首选 万能 王牌 100% 百分之百 绝对 永久 国家认证 特供 专供 驰名商标',
  ),
  ...words('medical', '治疗 治愈 根治 疗效 药效 抗癌 防癌 降血压 降血糖 降三高 排毒 消炎 壮阳 丰胸 祛斑 速效 特效 无副作用 包治'),
  ...words('promise', '稳赚 保本 零风险 无风险 保证赚 躺赚 一定瘦 包瘦 假一赔万 永不反弹 无效退款'),
  ...words('pressure', '再不抢就没了 错过再等一年 最后一次机会 转发必得 不转不是'),
];

/** Contain a word of the list and mean nothing of the kind. */
const harmless = ['绝对值', '治疗师', '永久地址', '最大程度', '最好是', '最好先', '最好提前', '最好不要', '最好别', '消炎药盒'];

export interface AdWordHit extends AdWord {
  /** place in the text, UTF-16 units */
  start: number;
  end: number;
}

/** Where words of the list stand, by place; of words that overlap only the longest, and each place once. */
export function findAdWords(text: string, list: readonly AdWord[]): AdWordHit[] {
  const folded = foldWidth(text);
  const spared = harmless.flatMap((word) => occurrences(folded, word));
  const hits = list
    .flatMap((entry) => (entry.word === '' ? [] : occurrences(folded, foldWidth(entry.word)).map((place) => ({ ...entry, ...place }))))
    .filter(({ start, end }) => !spared.some((place) => place.start <= start && end <= place.end))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: AdWordHit[] = [];
  for (const hit of hits) if (hit.start >= (kept.at(-1)?.end ?? 0)) kept.push(hit);
  return kept;
}

/** Full-width letters, digits and signs as half-width ones, capitals as small: as long as the text itself. */
const foldWidth = (text: string) =>
  text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[A-Z]/g, (char) => char.toLowerCase());

function occurrences(text: string, word: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) found.push({ start, end: start + word.length });
  return found;
}

/** Words of her own list, with the reason where the list of the first day knows one. */
export function adWordsOf(list: readonly string[]): AdWord[] {
  const known = new Map(defaultAdWords.map((entry) => [entry.word, entry.why]));
  return list.map((word) => ({ word, why: known.get(word) ?? 'own' }));
}
