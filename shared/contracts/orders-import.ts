/**
 * Order files and bills on their way in: `importQueue.open` names items of kind 'orders' and 'bill'; `orderImport.scan` reads one
 * against the book (as often as the mapping changes), `orderImport.buyers` asks about doubtful people, `orderImport.commit` writes.
 * Progress events carry the queue's id.
 */
import { z } from 'zod';
import { billFields, orderFields } from '../domain/order-fields.ts';
import { orderProblemKinds, orderWarnings } from '../domain/order-record.ts';
import { moment, rowId } from './common.ts';
import { exportFile } from './friends.ts';
import { buyerCandidate, buyerMatches } from './orders-buyers.ts';

const fen = z.int();
const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) };

/** header → field; wins over what the program knows, and is remembered for files with the same header */
const mapping = z.record(z.string().max(400), z.enum([...new Set([...orderFields, ...billFields])] as [string, ...string[]]));
const item = { queueId: z.string(), itemId: z.string() };
/** scan m → orderScan. @throws `sessionGone`, `notFound`, and what the file is refused for */
export const orderScanInput = z.object({ ...item, accountId: rowId, mapping: mapping.nullable() });
export const orderScan = z.object({
  kind: z.enum(['orders', 'bill']),
  format: z.string(),
  tool: z.string(),
  title: z.string().nullable(),
  encoding: z.string().nullable(),
  sheet: z.string().nullable(),
  headerLine: z.int(),
  columns: z.array(
    z.object({
      index: z.int(),
      header: z.string(),
      field: z.string(),
      by: z.enum(['template', 'header', 'content', 'none']),
      confidence: z.number(),
      samples: z.array(z.string()),
    }),
  ),
  unknownColumns: z.array(z.string()),
  /** what a column may be */
  fields: z.array(z.string()),
  /** read = added + changed + same + problem; orders or movements of money, and rows that are none */
  counts: z.object({ read: z.int(), added: z.int(), changed: z.int(), same: z.int(), problem: z.int(), lines: z.int() }),
  /** over all that was read */
  sums: z.object({ amountFen: fen, paidFen: fen, refundFen: fen }),
  /** sums that the file prints, beside what its rows come to */
  control: z.array(
    z.object({
      what: z.enum(['rows', 'income', 'expense', 'neutral', 'orderAmount', 'paid', 'refund']),
      line: z.int(),
      count: z.int().nullable(),
      amountFen: fen.nullable(),
      countedCount: z.int(),
      countedFen: fen,
      agrees: z.boolean(),
    }),
  ),
  /** buyers, each once; of a bill those who paid her. Payments are never linked without an answer: `certain` is 0 for a bill */
  matches: z.object({ certain: z.int(), doubtful: z.int(), none: z.int() }),
  warnings: z.partialRecord(z.enum(orderWarnings), z.int()),
  /** the first 200 */
  problems: z.array(z.object({ sheet: z.string().nullable(), line: z.int(), problem: z.enum(orderProblemKinds), text: z.string() })),
});
export type OrderScan = z.infer<typeof orderScan>;

/** buyers q → buyerPage, most orders first; of the newest scan of the item */
export const buyersInput = z.object({ ...item, match: z.enum(buyerMatches).nullable(), ...page });
export const buyerRow = z.object({
  /** what `answers` are made by */
  key: z.string(),
  name: z.string(),
  receiver: z.string(),
  phone: z.string(),
  orders: z.int(),
  amountFen: fen,
  match: z.enum(buyerMatches),
  /** best first, at most 5; with 'certain' the first is taken unless she answers otherwise */
  candidates: z.array(buyerCandidate),
});
export type BuyerRow = z.infer<typeof buyerRow>;
export const buyerPage = z.object({ total: z.int(), rows: z.array(buyerRow) });
export type BuyerPage = z.infer<typeof buyerPage>;

export const fates = ['added', 'changed', 'same'] as const;
/** rows q → what would happen to each order or payment of the newest scan; warned = those with warnings, whatever happens to them */
export const importRowsInput = z.object({ ...item, fate: z.enum([...fates, 'warned']).nullable(), ...page });
export const importRow = z.object({
  /** row of the file */
  line: z.int(),
  fate: z.enum(fates),
  name: z.string(),
  key: z.string(),
  at: moment.nullable(),
  amountFen: fen,
  goods: z.string(),
  status: z.string(),
  warnings: z.array(z.enum(orderWarnings)),
  /** column of the book, or goods → [in the book, in the file] */
  changes: z.record(z.string(), z.tuple([z.string(), z.string()])),
});
export type ImportRow = z.infer<typeof importRow>;
export const importRowPage = z.object({ total: z.int(), rows: z.array(importRow) });
export type ImportRowPage = z.infer<typeof importRowPage>;

const answers = z.record(z.string(), rowId.nullable());
/**
 * twins q → orderTwins: new orders of the newest scan that may be one with an order by hand, of the same friend, amount and day; the
 * first 200. With her answers about buyers, for they say whose an order is.
 */
export const twinsInput = z.object({ ...item, answers });
export const orderTwins = z.object({
  total: z.int(),
  rows: z.array(
    z.object({
      /** what `sameAs` is made by */
      place: z.int(),
      /** the order by hand */
      orderId: rowId,
      friendName: z.string(),
      amountFen: fen,
      fileAt: moment,
      fileGoods: z.string(),
      handGoods: z.string(),
      handNote: z.string(),
    }),
  ),
});
export type OrderTwins = z.infer<typeof orderTwins>;

/**
 * commit m → orderCommitReport; answers by buyer key, null = nobody. What she answers is remembered. `sameAs`: place of a twin → the
 * order by hand that it is, which then goes on as the file's; twins that are not named there become orders of their own.
 */
export const orderCommitInput = z.object({ ...item, accountId: rowId, answers, sameAs: z.record(z.string(), rowId).optional() });
/** read = added + changed + same + problem */
export const orderImportReport = z.object({
  batchId: rowId,
  kind: z.enum(['orders', 'bill']),
  fileName: z.string(),
  tool: z.string(),
  read: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  problem: z.int(),
  lines: z.int(),
  /** of what was added */
  addedFen: fen,
  /** orders or payments of this file that are somebody's of the book now */
  linked: z.int(),
  newProducts: z.int(),
  /** of `changed`: orders by hand that are the file's now */
  joined: z.int(),
  problems: z.array(z.object({ sheet: z.string().nullable(), line: z.int(), problem: z.enum(orderProblemKinds), text: z.string() })),
});
export type OrderImportReport = z.infer<typeof orderImportReport>;
/** and the list of all rows that were not read, to save; null = every row was */
export const orderCommitReport = orderImportReport.extend({ problemsFile: exportFile.nullable() });
export type OrderCommitReport = z.infer<typeof orderCommitReport>;
/** problemsFile m → exportFile: all rows that the newest scan of the item could not read */
export const orderProblemsInput = z.object(item);

/** What taking an import of orders, of a bill or of a 接龙 back does. */
export const orderUndoFacts = z.object({
  /** orders or payments that go, and what they cost together */
  removed: z.int(),
  amountFen: fen,
  /** brought by it, but contained in another import too: they stay */
  kept: z.int(),
  /** changed by it: they become what they were */
  restored: z.int(),
  /** of those that go: she has worked on them since */
  workedOn: z.int(),
});
export type OrderUndoFacts = z.infer<typeof orderUndoFacts>;
