/** Products: what is sold, with the card she keeps of each. Money is integer 分. */
import { z } from 'zod';
import { mostFen, productKinds } from '../domain/hand-order.ts';
import { line, moment, rowId } from './common.ts';

const price = z.int().min(0).max(mostFen).nullable();
const days = z.int().min(1).max(3650).nullable();
const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) };

/** The card. null = she has not said. */
export const productCard = z.object({
  name: line(200).min(1),
  kind: z.enum(productKinds).nullable(),
  /** of one, as it is sold */
  priceFen: price,
  costFen: price,
  /** days that one of it lasts a customer */
  unitDays: days,
  /** days after which it is bought again, however much was bought */
  cycleDays: days,
});
export type ProductCard = z.infer<typeof productCard>;

/** products.list q, most ordered first; archived ones only when asked for */
export const productListInput = z.object({ search: line(200), archived: z.boolean().optional(), ...page });
export const product = productCard.extend({
  id: rowId,
  name: z.string(),
  archivedAt: moment.nullable(),
  orderCount: z.int(),
  quantity: z.number(),
  amountFen: z.int(),
});
export type Product = z.infer<typeof product>;
export const productPage = z.object({ total: z.int(), rows: z.array(product) });
export type ProductPage = z.infer<typeof productPage>;

/** products.complete q: what she may mean, the last sold first. `priceFen`: of the card, else what it was last sold for. */
export const completeInput = z.object({ text: line(200) });
export const completions = z.array(z.object({ id: rowId, name: z.string(), unit: z.string(), priceFen: z.int().nullable() }));
export type Completion = z.infer<typeof completions>[number];

/** products.create m, products.update m → saved. @throws `nameTaken` {name} */
export const updateProductInput = z.object({ id: rowId, card: productCard });
/** products.archive m → changeReport. What is archived is not proposed any more; orders keep it. */
export const archiveProductsInput = z.object({ ids: z.array(rowId).min(1).max(1000), archived: z.boolean() });
