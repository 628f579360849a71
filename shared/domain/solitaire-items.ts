import { bareName, foldName, placePattern, plainSigns, quantityUnits, readNumber } from './solitaire-text.ts';

export interface SolitaireItem {
  /** as the list names it; '' = the list has no product of this name to tell */
  product: string;
  quantity: number;
  /** '箱', '份'…; '' = none was written */
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
const number = '\\d{1,5}(?:\\.\\d{1,3})?|[半零一二两俩三四五六七八九十百]+';
const quantity = new RegExp(
  `(?<sign>[xX*+]\\s*|(?:各|每样|每种|每款|一样)\\s*)?(?<number>${number})\\s*(?<half>个半(?![箱份斤]))?(?<unit>${quantityUnits})?(?<and>半(?!${quantityUnits}))?`,
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
      each: /^[各每一]/.test(sign),
      clear: !bare || (value < 100 && (counts(start) || alone || /\p{L}\s*$/u.test(text.slice(0, start)))),
    });
  }
  const marked = found.filter((one, _, all) => one.unit !== '' || !all.some((other) => other.unit !== '') || counts(one.start));
  return marked.length > 0 ? marked : found;
}

interface Named {
  start: number;
  end: number;
  name: string;
  /** one of several things that the list has under one name and one price: '苹果/香梨' */
  part: boolean;
}

/** Places where a known product stands, longest names first, none over another. */
function findProducts(text: string, products: readonly string[]): Named[] {
  const folded = text.toLowerCase();
  const taken: Named[] = [];
  const keys = products.flatMap((name) => aliases(name, products).map((key) => ({ key, name })));
  for (const { key, name } of keys.sort((a, b) => b.key.length - a.key.length)) {
    const part = /[、/&]|.[和或及]/.test(name) && key !== plainSigns(name).toLowerCase();
    for (let at = folded.indexOf(key); at !== -1; at = folded.indexOf(key, at + key.length)) {
      const end = at + key.length;
      if (!taken.some((one) => at < one.end && end > one.start)) taken.push({ start: at, end, name, part });
    }
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** The whole name, and the words of it that no other product has: 脐橙 of '赣南脐橙 10斤装'. */
function aliases(name: string, products: readonly string[]): string[] {
  const whole = plainSigns(name).toLowerCase();
  const others = products.filter((other) => other !== name).map(foldName);
  const words = whole
    .split(/[\s()（）【】[\],，、/|-]+/)
    .filter((word) => bareName(word).length > 1 && (!/^\d/.test(word) || word.endsWith('装')));
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
  return assign({ plain, masked, found, named, only, products });
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

// what people write between a product and how much of it, and right behind it
const light = /麻烦|老板|团长|群主|[我帮给们要来订定买加拿留预接拼带还再和及了各都先另外也就只共一的个有是为是:：=,，、+\s]/g;
const politeness = /^(?:谢|辛苦|麻烦|已|付|转|自|放|送|到|明|今|后|周|哈|吧|哦|呀|啦|e?s$)/i;

/** Letters that touch a product are of another word: 苹果干 and 青苹果 are no 苹果, unless the list calls it so. */
function isOtherWord(masked: string, { start, end, name }: Named): boolean {
  const before = /\p{L}*$/u.exec(masked.slice(0, start))![0].replace(light, '');
  const behind = /^\p{L}*/u
    .exec(masked.slice(end))![0]
    .replace(light, '')
    .replace(/^[x*]$/i, '');
  const own = foldName(name);
  return !own.includes(foldName(before)) || !(own.includes(foldName(behind)) || politeness.test(behind));
}

interface Entry {
  plain: string;
  masked: string;
  found: Found[];
  named: Named[];
  only: string;
  products: readonly string[];
}

function assign({ plain, masked, found, named, only, products }: Entry): ReadItems {
  const items: SolitaireItem[] = [];
  const labels: string[] = [];
  const notes: string[] = [];
  const used = new Set<object>();
  // '2箱脐橙 1箱苹果': names stand behind their quantities when none stands before the first
  const start = found[0]!.start;
  const before = named.some((one) => one.end <= start) || lastWord(plain.slice(0, start), masked.slice(0, start)) !== '';
  const behind = named.length > 0 && !before;
  const counted = withoutQuantities(masked, found);
  let sure = !named.some((one) => one.part || isOtherWord(counted, one));
  found.forEach((one, index) => {
    const from = index === 0 ? 0 : found[index - 1]!.end;
    const to = found[index + 1]?.start ?? masked.length;
    const near = named.filter((name) => (behind ? name.start >= one.end && name.end <= to : name.start >= from && name.end <= one.start));
    const label = near.length > 0 ? '' : lastWord(plain.slice(from, one.start), masked.slice(from, one.start));
    const count = { quantity: one.quantity, unit: one.unit };
    for (const name of near) used.add(name);
    sure &&= one.clear && one.each === near.length > 1;
    if (near.length > 0) for (const { name } of near) items.push({ product: name, ...count });
    else if (label !== '' && only === '') {
      items.push({ product: label, ...count });
      labels.push(label);
      sure &&= products.length === 0;
    } else {
      // '每样一份' may mean all there are
      for (const product of one.each && products.length > 1 ? products : [only]) items.push({ product, ...count });
      sure &&= label === '' && (only !== '' || products.length === 0) && found.length === 1;
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

/** With blanks where quantities stand. */
function withoutQuantities(masked: string, found: readonly Found[]): string {
  let text = masked;
  for (const { start, end } of found) text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  return text;
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
