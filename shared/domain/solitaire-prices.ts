import { bareName, foldName, plainSigns, quantityUnits } from './solitaire-text.ts';

export interface SolitaireProduct {
  name: string;
  /** price of one, in 分 */
  price: number;
  unit: string;
  /** the price is for several of this unit ('10元3斤'): what one of them costs is not said */
  several?: string;
}

/** What a line above a 接龙 says of prices. */
export interface ReadPrices {
  products: SolitaireProduct[];
  /** a price stands there that is nothing's, or not that of one: she has to look */
  left: boolean;
}

const amounts = '\\d+(?:\\.\\d+)?|[半两二三四五六七八九十百]+';
// '3/9' is a day, '10/2斤' a price
const price = new RegExp(
  [
    '[¥￥]\\s*(?<sign>\\d+(?:\\.\\d{1,2})?)(?:\\s*元)?',
    '(?<yuan>\\d+(?:\\.\\d{1,2})?)\\s*(?:元|rmb)',
    `(?<kuai>\\d+)\\s*块(?:钱|(?<jiao>\\d)(?![\\d.]|\\s*(?:${quantityUnits})))?`,
    `(?<bare>\\d+(?:\\.\\d{1,2})?)(?=\\s*/(?!\\s*\\d+(?!\\d|\\.\\d|\\s*(?:${quantityUnits}))))`,
  ].join('|'),
  'gi',
);
const one = `(?:每|(?<![\\d.])[一1](?![\\d.]))`;
// '小份28元/大份50元' are two
const perOne = new RegExp(`^\\s*(?:/\\s*${one}?|${one})\\s*(${quantityUnits}|[a-z]{2,})(?!\\s*[¥￥]?\\s*\\d+(?:\\.\\d+)?\\s*[元块])`, 'i');
const perSeveral = new RegExp(`^\\s*[/每]?\\s*(?:${amounts})\\s*(${quantityUnits})(?![装起以]|\\s*/)`, 'i');
const oneBefore = new RegExp(`${one}\\s*(${quantityUnits})$`, 'i');
const size = new RegExp(`(?<![\\d.])(?:${amounts})\\s*(?<unit>${quantityUnits})(?<packed>装)?$|[特大中小]份$`, 'i');
const mark =
  /^\s*(?:[-*•·●▪◦]\s*|[\u2460-\u2473\u24EA]\s*|\d{1,3}\s*\uFE0F?\u20E3\s*|\p{Extended_Pictographic}\uFE0F?\s*|\d{1,3}\s*[.、)]\s*(?!\d))+/u;
const between = /^[\s,;，；、。.|+/~)）\]】-]+(?:(?:起送?|包邮|以上|左右)[\s,;，；、。]+)?/;
const sayingPrice = /(?:价格|单价|团购价|拼团价|特价|现价|只要|仅需|仅|[\s:：,，=¥￥—-])+$/;
const otherwise = '(?:原价|市场价|超市价?|专柜价?|零售价|门市价|官网价?|官方价?|旗舰店|平时|外面)(?:卖|要)?';
const former = new RegExp(`${otherwise}$`);
const formerPrice = new RegExp(`${otherwise}\\s*[¥￥]?\\s*\\d+(?:\\.\\d+)?`);
const noGoods =
  /^(?:再?满|立?减|返|送|省|一?共|合计|总价|人均|每人|会员价?|单买|差价|收)$|(?:运费|邮费|快递费?|配送费?|打包费|起送价?|定金|押金|红包|优惠券|代金券|[已付转]了?)$/;

/** Names and prices of a line above the list: '1️⃣ 脐橙 58/箱', '苹果10元/斤 梨8元/斤'. What cannot be told is left, never guessed. */
export function readPrices(line: string): ReadPrices {
  const plain = plainSigns(line);
  const products: SolitaireProduct[] = [];
  let left = false;
  let from = 0;
  let struck = '';
  for (const match of plain.matchAll(price)) {
    if (match.index < from) continue;
    const words = wordsBefore(plain.slice(from, match.index), from === 0);
    const end = match.index + match[0].length;
    const single = perOne.exec(plain.slice(end));
    const several = single ? null : perSeveral.exec(plain.slice(end));
    from = end + ((single ?? several)?.[0].length ?? 0);
    if (former.test(words)) {
      struck = words.replace(former, '').replace(sayingPrice, '');
      continue;
    }
    const named = nameOf(words || struck, products.at(-1));
    struck = '';
    left ||= named === null;
    if (named === null) continue;
    const unit = single?.[1] ?? named.unit;
    const lot = unit === '' ? (several?.[1] ?? named.several) : undefined;
    left ||= lot !== undefined;
    for (const name of named.names) products.push({ name, price: fenOf(match), unit, ...(lot === undefined ? {} : { several: lot }) });
  }
  const first = products[0];
  // '水果团:苹果10元 梨8元': the words before the first are not its name
  if (first && products.length > 1) first.name = (first.name.split(/[:：]/).findLast((part) => bareName(part) !== '') ?? '').trim();
  return { products, left };
}

/** What stands between two prices, without signs and the words that only say that a price follows. */
const wordsBefore = (text: string, isFirst: boolean): string =>
  (isFirst ? text : text.replace(between, '')).replace(formerPrice, ' ').replace(mark, '').replace(sayingPrice, '');

function fenOf({ groups = {} }: RegExpExecArray): number {
  const { sign, yuan, kuai, jiao, bare } = groups;
  return Math.round(Number(sign ?? yuan ?? bare ?? `${kuai}.${jiao ?? 0}`) * 100);
}

/** What the words before a price name; null = nothing that is sold. `last` = what was named before in the line. */
function nameOf(words: string, last: SolitaireProduct | undefined): { names: string[]; unit: string; several?: string } | null {
  const unit = oneBefore.exec(words)?.[1] ?? '';
  const text = words.replace(oneBefore, '').trim();
  const bare = bareName(text);
  if (bare === '' || noGoods.test(bare)) return null;
  const sized = size.exec(text);
  const several = sized?.groups?.packed === undefined ? sized?.groups?.unit : undefined;
  const lot = several === undefined ? {} : { several };
  if (sized?.index === 0) {
    // '脐橙 5斤装28元 10斤装50元' is another size of the same; '脐橙58元 两箱110元' says what two cost
    if (several !== undefined && !(last && size.test(last.name))) return null;
    const base = last?.name.replace(size, '').trim() ?? '';
    return { names: [`${base} ${text}`.trim()], unit, ...lot };
  }
  const each = /[各都均]$/.test(text);
  const names = each ? text.slice(0, -1).split(/[、,，/]+|(?<=\p{L}{2})[和及]/u) : [text];
  return { names: names.map((name) => name.trim()).filter((name) => bareName(name) !== ''), unit, ...lot };
}

/** Each product once, as it is named first; `doubtful` = places of lines with a price that was left, or another one than before. */
export function joinPrices(lines: readonly ReadPrices[]): { products: SolitaireProduct[]; doubtful: number[] } {
  const products = new Map<string, SolitaireProduct>();
  const doubtful = lines.flatMap((line, at) => {
    const differs = line.products.map((product) => {
      const key = foldName(product.name);
      const known = products.get(key) ?? product;
      products.set(key, known);
      return known.price !== product.price;
    });
    return line.left || differs.includes(true) ? [at] : [];
  });
  return { products: [...products.values()], doubtful };
}
