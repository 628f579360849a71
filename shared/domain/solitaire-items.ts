import { bareName, foldName, placePattern, plainSigns, quantityUnits, readNumber } from './solitaire-text.ts';

export interface SolitaireItem {
  /** as the list names it; '' = the list has no product of this name to tell */
  product: string;
  quantity: number;
  /** '箱', '份'…; '' = none was written */
  unit: string;
}

export interface SolitaireProduct {
  name: string;
  /** price of one, in 分 */
  price: number;
  unit: string;
}

export interface ReadItems {
  items: SolitaireItem[];
  /** what is no quantity and no product: building, wishes; '' = nothing */
  note: string;
  sure: boolean;
  /** the entry says that it is taken back */
  withdrawn: boolean;
  /** labels before a quantity that are no known product; sure only when the list uses them more than once */
  labels: string[];
}

const withdrawal =
  /^[\s，,。.;；:：()（）~～-]*(?:取消|退出|退了|退掉|退单|退$|退(?=\s*[\d一两半])|退[!！。~]|不要|不订|不拼|不接|撤销|撤了|作废|划掉|弃)/;
const price = /(?:[¥￥]\s*(\d+(?:\.\d{1,2})?)|(\d+(?:\.\d{1,2})?)\s*(?:元|块钱?|rmb)|(\d+(?:\.\d{1,2})?)(?=\s*\/))/i;
const perUnit = new RegExp(`^\\s*(?:元|块钱?|rmb)?\\s*[/每一1]\\s*(${quantityUnits})`, 'i');
const mark =
  /^\s*(?:[-*•·●▪◦]\s*|[\u2460-\u2473\u24EA]\s*|\d{1,3}\s*\uFE0F?\u20E3\s*|\p{Extended_Pictographic}\uFE0F?\s*|\d{1,3}\s*[.、)]\s*(?!\d))+/u;

/** A line of the text above the list that names a product with its price: '1️⃣ 脐橙 58/箱'; null = no such line. */
export function readProduct(line: string): SolitaireProduct | null {
  const plain = plainSigns(line);
  const found = price.exec(plain);
  if (!found) return null;
  const yuan = Number(found[1] ?? found[2] ?? found[3]);
  const before = plain.slice(0, found.index).replace(mark, '');
  const name = before.replace(/(?:价格|单价|团购价|拼团价|特价|现价|只要|仅需|仅|[\s:：,，=¥￥—-])+$/, '').trim();
  if (bareName(name) === '') return null;
  const unit = perUnit.exec(plain.slice(found.index + found[0].length))?.[1] ?? '';
  return { name, price: Math.round(yuan * 100), unit };
}

const number = '\\d{1,5}(?:\\.\\d{1,3})?|[半零一二两俩三四五六七八九十百]+';
const quantity = new RegExp(
  `(?<sign>[xX*+]\\s*|各\\s*)?(?<number>${number})\\s*(?<half>个半(?![箱份斤]))?(?<unit>${quantityUnits})?(?<and>半(?!${quantityUnits}))?`,
  'gi',
);
// money, times, dates, phones, sizes: numbers that count nothing
const noise =
  /[¥￥]\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*(?:元|块钱|rmb)|1\d{10}|尾号\s*\d+|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}\s*点(?:半|\d{1,2}分?)?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|\d+(?:\.\d+)?\s*(?:斤|公斤|kg|克|g|个|只|枚|头|片|包|ml|毫升)装|\d+\s*(?:寸|码|楼|折|%)|\d{6,}/gi;
const verbs = /^(?:再|我|帮我|给我|麻烦|要|来|订|定|买|加|拿|预定|预订|接|拼|带|还要|和|及|、|,|，|;|；|\+|:|：|\s)+/;

interface Found {
  start: number;
  end: number;
  quantity: number;
  unit: string;
  each: boolean;
  clear: boolean;
}

function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (part) => '\uE001'.repeat(part.length));
}

function findQuantities(text: string, counts: (at: number) => boolean): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(quantity)) {
    const { sign = '', number: digits = '', unit = '', and, half } = match.groups ?? {};
    const value = readNumber(digits);
    const start = match.index;
    const end = start + match[0].length;
    const arabic = /^\d/.test(digits);
    const alone = /(^|[\s\uE001,，;；、])$/.test(text.slice(0, start)) && /^($|[\s\uE001,，;；、。.!])/.test(text.slice(end));
    if (value === null || value <= 0 || /[\d.]$/.test(text.slice(0, start)) || /^\.?\d/.test(text.slice(end))) continue;
    if (!arabic && !unit && !half && sign.trim() === '') continue;
    const bare = arabic && !unit && !half && sign.trim() === '';
    if (bare && !alone && !counts(start) && /^[\p{L}]/u.test(text.slice(end))) continue;
    found.push({
      start,
      end,
      quantity: Math.round((value + (and || half ? 0.5 : 0)) * 1000) / 1000,
      unit: unit || (half ? '个' : ''),
      each: sign.trim() === '各',
      clear: !bare || (value < 100 && (counts(start) || alone || /\p{L}\s*$/u.test(text.slice(0, start)))),
    });
  }
  const marked = found.filter((one, _, all) => one.unit !== '' || !all.some((other) => other.unit !== '') || counts(one.start));
  return marked.length > 0 ? marked : found;
}

/** Places where a known product stands, longest names first, none over another. */
function findProducts(text: string, products: readonly string[]): { start: number; end: number; name: string }[] {
  const folded = text.toLowerCase();
  const taken: { start: number; end: number; name: string }[] = [];
  const keys = products.flatMap((name) => aliases(name, products).map((key) => ({ key, name })));
  for (const { key, name } of keys.sort((a, b) => b.key.length - a.key.length)) {
    for (let at = folded.indexOf(key); at !== -1; at = folded.indexOf(key, at + key.length)) {
      const end = at + key.length;
      if (!taken.some((one) => at < one.end && end > one.start)) taken.push({ start: at, end, name });
    }
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** The whole name, and the words of it that no other product has: 脐橙 of '赣南脐橙 10斤装'. */
function aliases(name: string, products: readonly string[]): string[] {
  const whole = plainSigns(name).toLowerCase();
  const others = products.filter((other) => other !== name).map(foldName);
  const words = whole.split(/[\s()（）【】[\],，、/|-]+/).filter((word) => bareName(word).length > 1 && !/^\d/.test(word));
  const tails = words.flatMap((word) => (/^\p{Script=Han}{3,6}$/u.test(word) ? [word.slice(-2)] : []));
  return [whole, ...[...words, ...tails].filter((word) => !others.some((other) => other.includes(word)))];
}

/**
 * What somebody ordered, read from the words behind the name. `products`: names from the text above the list; with exactly one, a
 * quantity without a name means that one. Nothing is guessed silently: a missing quantity is 1 and not sure.
 */
export function readItems(rest: string, products: readonly string[]): ReadItems {
  const plain = plainSigns(rest).replace(/(\d)\uFE0F?\u20E3/g, '$1');
  if (withdrawal.test(plain)) return { items: [], note: rest.trim(), sure: !/\d/.test(plain), withdrawn: !/\d/.test(plain), labels: [] };
  const named = findProducts(plain, products);
  let masked = plain;
  for (const { start, end } of named) masked = masked.slice(0, start) + '\uE002'.repeat(end - start) + masked.slice(end);
  masked = blank(blank(masked, noise), placePattern());
  const follows = (at: number) => /\uE002[\s:：]*$/.test(masked.slice(0, at));
  const found = findQuantities(masked, follows);
  const only = products.length === 1 ? products[0]! : '';
  if (found.length === 0) return withoutQuantity(plain, masked, named, only);
  return assign(plain, masked, found, named, only, products.length > 0);
}

function withoutQuantity(plain: string, masked: string, named: { name: string }[], only: string): ReadItems {
  const names = [...new Set(named.map(({ name }) => name))];
  const items = (names.length > 0 ? names : [only]).map((product) => ({ product, quantity: 1, unit: '' }));
  return { items, note: tidy(keep(plain, masked)), sure: false, withdrawn: false, labels: [] };
}

/** Characters of `plain` that are not taken (\uE002) by a product. */
function keep(plain: string, masked: string): string {
  return [...Array(masked.length).keys()].map((at) => (masked[at] === '\uE002' ? ' ' : plain[at])).join('');
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s,，;；、:：。+]+|[\s,，;；、:：+]+$/g, '')
    .trim();
}

function assign(
  plain: string,
  masked: string,
  found: Found[],
  named: { start: number; end: number; name: string }[],
  only: string,
  listed: boolean,
): ReadItems {
  const items: SolitaireItem[] = [];
  const labels: string[] = [];
  const notes: string[] = [];
  const used = new Set<object>();
  let sure = true;
  // '2箱脐橙 1箱苹果': names stand behind their quantities when none stands before the first
  const start = found[0]!.start;
  const before = named.some((one) => one.end <= start) || lastWord(plain.slice(0, start), masked.slice(0, start)) !== '';
  const behind = named.length > 0 && !before;
  found.forEach((one, index) => {
    const from = index === 0 ? 0 : found[index - 1]!.end;
    const to = found[index + 1]?.start ?? masked.length;
    const near = named.filter((name) => (behind ? name.start >= one.end && name.end <= to : name.start >= from && name.end <= one.start));
    const label = near.length > 0 ? '' : lastWord(plain.slice(from, one.start), masked.slice(from, one.start));
    const count = { quantity: one.quantity, unit: one.unit };
    for (const name of near) used.add(name);
    sure &&= one.clear && (near.length < 2 || one.each);
    if (near.length > 0) for (const { name } of near) items.push({ product: name, ...count });
    else if (label !== '' && only === '') {
      items.push({ product: label, ...count });
      labels.push(label);
      sure &&= !listed;
    } else {
      items.push({ product: only, ...count });
      sure &&= label === '' && (only !== '' || !listed) && found.length === 1;
    }
    const gap = keep(plain.slice(from, one.start), masked.slice(from, one.start));
    const cut = label !== '' && only === '' ? gap.lastIndexOf(label) : gap.length;
    notes.push(tidy((gap.slice(0, cut) + gap.slice(cut + label.length)).replace(verbs, ' ')));
  });
  const end = found.at(-1)!.end;
  notes.push(keep(plain.slice(end), masked.slice(end)));
  const unused = named.filter((name) => !used.has(name));
  for (const { name } of unused) if (!items.some((item) => item.product === name)) items.push({ product: name, quantity: 1, unit: '' });
  const note = tidy(notes.join(' '));
  return { items, note, sure: sure && unused.length === 0, withdrawn: false, labels };
}

/** The word right before a quantity, when it can name a product. */
function lastWord(plain: string, masked: string): string {
  const open = masked.lastIndexOf('\uE001') + 1;
  const word =
    plain
      .slice(open)
      .replace(verbs, ' ')
      .trim()
      .split(/[\s,，;；、。+]+/)
      .at(-1) ?? '';
  const name = word.replace(/(?:再要|要|来|订|定|买|加|拿|各|:|：|=|-)+$/, '');
  return /^(?:自提|送货|送到|到付|已付|已转|已款|发票|带发票|一共|共|合计|总共|地址|电话|群里|转账)$/.test(name) || !/\p{L}/u.test(name)
    ? ''
    : name;
}
