import type { SaveSolitaireInput, SolitaireLineRow, SolitaireList } from '../../../shared/contracts/orders-solitaire.ts';
import { type SolitaireTotal, totals } from '../../../shared/domain/solitaire.ts';
import type { SolitaireItem } from '../../../shared/domain/solitaire-items.ts';
import { plainSigns } from '../../../shared/domain/solitaire-text.ts';

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
