import type { HandOrderBeside, SaveSolitaireInput, SolitaireLineRow, SolitaireList } from '../../../shared/contracts/orders-solitaire.ts';
import { type SolitaireTotal, totals } from '../../../shared/domain/solitaire.ts';
import type { SolitaireItem } from '../../../shared/domain/solitaire-items.ts';
import { plainSigns } from '../../../shared/domain/solitaire-text.ts';
import { solitaireTwins } from '../../../shared/domain/solitaire-twins.ts';

/** What she said about lines, by their keys: whose one is, what it really orders. */
export type Answers = SaveSolitaireInput['answers'];
type Product = SolitaireList['products'][number];
type List = Pick<SolitaireList, 'lines' | 'products'>;

export const priceKey = ({ product, unit }: Pick<Product, 'product' | 'unit'>): string => `${product} / ${unit}`;

/** What a line orders: as she put it right, else as it was read. */
export const itemsFor = ({ key, items }: Pick<SolitaireLineRow, 'key' | 'items'>, answers: Answers): SolitaireItem[] =>
  answers[key]?.items ?? items;

const standing = ({ lines }: List): SolitaireLineRow[] => lines.filter(({ withdrawnAt }) => withdrawnAt === null);

/** Everything that wants a price: what was read, and what she wrote herself, at the price of the same goods. */
export function productsFor(list: List, answers: Answers): Product[] {
  const products = new Map(list.products.map((one) => [priceKey(one), one]));
  for (const line of standing(list))
    for (const { product, unit } of answers[line.key]?.items ?? []) {
      const key = priceKey({ product, unit });
      if (products.has(key)) continue;
      const like = list.products.find((one) => one.product === product && (one.unit === '' || unit === ''));
      products.set(key, { product, unit, priceFen: like?.priceFen ?? null });
    }
  return [...products.values()];
}

/** Her price in 分, else the one of the text; null = none, or no number. */
export function priceOf(typed: string | undefined, named: number | null): number | null {
  if (typed === undefined || typed.trim() === '') return named;
  const value = Number(typed.replaceAll(/[¥￥元\s]/g, ''));
  return Number.isFinite(value) && value >= 0 ? Math.round(value * 100) : null;
}

/** The prices that are known; `typed` by priceKey, in 元. */
export function pricesGiven(list: List, answers: Answers, typed: Readonly<Record<string, string>>): SaveSolitaireInput['prices'] {
  return productsFor(list, answers).flatMap((product) => {
    const priceFen = priceOf(typed[priceKey(product)], product.priceFen);
    return priceFen === null ? [] : [{ product: product.product, unit: product.unit, priceFen }];
  });
}

/** Whose a line is: by her word, else who is certain; null = nobody yet. */
export function friendOf(
  { key, match, candidates }: Pick<SolitaireLineRow, 'key' | 'match' | 'candidates'>,
  answers: Answers,
): number | null {
  const said = answers[key]?.friendId;
  return said === undefined ? (match === 'certain' && candidates[0]?.friendId) || null : said;
}

/** Line by key → the order she wrote down herself that it may be. */
export function twinsOf(
  list: List & Pick<SolitaireList, 'byHand'>,
  answers: Answers,
  typed: Readonly<Record<string, string>>,
): Map<string, HandOrderBeside> {
  const prices = new Map(pricesGiven(list, answers, typed).map((price) => [priceKey(price), price.priceFen]));
  const entries = standing(list)
    .filter(({ orderId }) => orderId === null)
    .map((line) => {
      const items = itemsFor(line, answers);
      const amountFen = items.reduce((sum, item) => sum + Math.round(item.quantity * (prices.get(priceKey(item)) ?? 0)), 0);
      const products = items.map(({ product }) => product);
      return { key: line.key, friendId: friendOf(line, answers), amountFen, joinedAt: line.joinedAt, products };
    });
  return solitaireTwins(entries, list.byHand);
}

/** What all lines that stand order together. */
export const totalsFor = (list: List, answers: Answers): SolitaireTotal[] =>
  totals(standing(list).map((line) => ({ items: itemsFor(line, answers), sure: line.sure })));

/** One thing of a line as it is typed. */
export interface ItemDraft {
  product: string;
  quantity: string;
  unit: string;
}

const most = 1_000_000;

/** What was typed, without rows that order nothing; null = a quantity is no number. */
export function itemsOf(drafts: readonly ItemDraft[]): SolitaireItem[] | null {
  const items = drafts.map(({ product, quantity, unit }) => {
    const typed = plainSigns(quantity).trim();
    return { product: product.trim(), unit: unit.trim(), quantity: /^\d*(?:\.\d{1,3})?$/.test(typed) ? Number(typed) : Number.NaN };
  });
  if (items.some(({ quantity }) => Number.isNaN(quantity) || quantity > most)) return null;
  return items.filter(({ quantity }) => quantity > 0);
}
