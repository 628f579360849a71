import { billHeaderWords, otherBill } from './bill-words.ts';
import { normalizeHeader } from './contact-columns.ts';
import { type BillField, billFields, type MappedColumn, type OrderField, orderFields } from './order-fields.ts';
import {
  type BillProfile,
  billProfiles,
  fitsProfile,
  type OrderProfile,
  orderHeaderHints,
  orderHeaderWords,
  orderProfiles,
} from './order-headers.ts';

/** Where the header of an order file or bill stands, and what the file is. */
export type OrderHeader = { index: number; confidence: number } & (
  | { kind: 'bill'; profile: BillProfile }
  /** null = an order table of a program that is not known */
  | { kind: 'orders'; profile: OrderProfile | null }
);

/** Looks for the header of orders or a bill among the first 40 rows, by name and never by place; null = there is none. */
export function findOrderHeader(rows: readonly (readonly string[])[]): OrderHeader | null {
  for (let index = 0; index < Math.min(rows.length, 40); index++) {
    const there = headerSet(rows[index]!);
    if (there.size < 3) continue;
    const bill = billProfiles.find((profile) => fitsProfile(profile, there));
    if (bill) return { index, confidence: 1, kind: 'bill', profile: bill };
    const orders = orderProfiles.find((profile) => fitsProfile(profile, there));
    if (orders) return { index, confidence: 1, kind: 'orders', profile: orders };
  }
  return findUnknown(rows);
}

const headerSet = (cells: readonly string[]): ReadonlySet<string> =>
  new Set(
    cells
      .slice(0, 512)
      .map(normalizeHeader)
      .filter((word) => word !== ''),
  );

/** A bill of a program that is not known: a time, an amount, and who, which way or by which number the money went. */
function findUnknownBill(rows: readonly (readonly string[])[]): { index: number; known: number; told: boolean } | null {
  let best: { index: number; known: number; told: boolean } | null = null;
  for (let index = 0; index < Math.min(rows.length, 40); index++) {
    const fields = new Set([...headerSet(rows[index]!)].map((word) => billHeaderWords.get(word)));
    fields.delete(undefined);
    const bothWays = fields.has('income') && fields.has('expense');
    // orders have times, amounts and numbers, too; which way money went stands in bills only
    const told = bothWays || (fields.has('direction') && fields.has('amount'));
    const isBill = fields.has('at') && (told || (fields.has('amount') && (fields.has('counterparty') || fields.has('transactionId'))));
    if (isBill && fields.size >= 3 && fields.size > (best?.known ?? 0)) best = { index, known: fields.size, told };
  }
  return best;
}

const sureness = (known: number): number => Math.min(0.8, 0.3 + known * 0.06);

/** A table of a program that is not known needs an order's number, goods or an amount, and four words of orders in all. */
function findUnknown(rows: readonly (readonly string[])[]): OrderHeader | null {
  const bill = findUnknownBill(rows);
  const asBill = bill && ({ index: bill.index, confidence: sureness(bill.known), kind: 'bill', profile: otherBill } as const);
  if (bill?.told) return asBill;
  let best: { index: number; known: number } | null = null;
  for (let index = 0; index < Math.min(rows.length, 40); index++) {
    const fields = new Set([...headerSet(rows[index]!)].map((word) => (word === '商品' ? 'product' : orderHeaderWords.get(word))));
    fields.delete(undefined);
    const keyed =
      fields.has('orderNo') || fields.has('sequence') || (fields.has('orderedAt') && (fields.has('receiver') || fields.has('nickname')));
    const sells = ['product', 'goods', 'amount', 'paid'].some((field) => fields.has(field as OrderField));
    if (keyed && sells && fields.size >= 4 && fields.size > (best?.known ?? 0)) best = { index, known: fields.size };
  }
  return best ? { index: best.index, confidence: sureness(best.known), kind: 'orders', profile: null } : asBill;
}

/** Names of columns: cleaned, with `#2` for the second of the same name; an empty one is `列 3`. */
export function columnNames(headers: readonly string[]): string[] {
  const times = new Map<string, number>();
  return headers.map((header, index) => {
    const clean = header.replace(/[\s\u00A0\u200B-\u200F\u2060\uFEFF]+/g, ' ').replace(/^[ '`"]+|[ '`"]+$/g, '');
    const told = clean.replaceAll('（', '(').replaceAll('）', ')').slice(0, 200);
    const name = told === '' || told === '__proto__' ? `列 ${index + 1}` : told;
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    return count > 1 ? `${name}#${count}` : name;
  });
}

/** Header → field of an order; fields of bills say nothing here. */
export type OrderTemplate = Readonly<Record<string, string>>;

const severalOrder: ReadonlySet<OrderField> = new Set(['phone', 'extra', 'ignore']);

/**
 * The columns of an order table and the field of each: told by `template` (by header, `分销员#2` for the second), by the platform, by
 * the general words, by a part of the header, or by what stands in the column; the rest is `extra`. `rows` = some of the data rows.
 */
export function describeOrderColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  profile: OrderProfile | null,
  template: OrderTemplate | null = null,
): MappedColumn<OrderField>[] {
  const names = columnNames(headers);
  const there = headerSet(headers);
  const told = new Map(Object.entries(template ?? {}).map(([header, field]) => [normalizeHeader(header), field]));
  const columns = names.map((header, index): MappedColumn<OrderField> => {
    const base = { index, header, samples: samplesOf(rows, index) };
    const fixed = orderFields.find((field) => field === told.get(normalizeHeader(header)));
    if (fixed) return { ...base, field: fixed, by: 'template', confidence: 1 };
    const word = normalizeHeader(headers[index]!);
    const own = profile?.fields?.[word];
    if (own) return { ...base, field: own, by: 'header', confidence: 1 };
    const known = word === '商品' ? goodsOrProduct(there) : orderHeaderWords.get(word);
    if (known) return { ...base, field: known, by: 'header', confidence: profile ? 1 : 0.9 };
    // what a known platform calls by a name of its own, or a 团长 asks her buyers, is no field of an order
    const hint = profile ? null : (orderHeaderHints.find(([pattern]) => pattern.test(word))?.[1] ?? null);
    if (hint && hint !== 'extra') return { ...base, field: hint, by: 'header', confidence: 0.6 };
    return { ...base, field: 'extra', by: 'none', confidence: hint || profile ? 1 : 0.5 };
  });
  keepFirst(columns, severalOrder);
  if (!profile) guessByContent(columns);
  return columns;
}

const goodsOrProduct = (there: ReadonlySet<string>): OrderField =>
  there.has('数量') || there.has('规格') || there.has('商品数量') ? 'product' : 'goods';

/** The columns of a bill: told by `template`, else by its profile; the rest is `extra`. */
export function describeBillColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  profile: BillProfile,
  template: Readonly<Record<string, string>> | null = null,
): MappedColumn<BillField>[] {
  const told = new Map(Object.entries(template ?? {}).map(([header, field]) => [normalizeHeader(header), field]));
  const sure = profile === otherBill ? 0.8 : 1;
  const columns = columnNames(headers).map((header, index): MappedColumn<BillField> => {
    const base = { index, header, samples: samplesOf(rows, index) };
    const fixed = billFields.find((field) => field === told.get(normalizeHeader(header)));
    if (fixed) return { ...base, field: fixed, by: 'template', confidence: 1 };
    const field = profile.fields[normalizeHeader(headers[index]!)];
    return field ? { ...base, field, by: 'header', confidence: sure } : { ...base, field: 'extra', by: 'none', confidence: sure };
  });
  keepFirst(columns, new Set<BillField>(['extra', 'ignore']));
  return columns;
}

function samplesOf(rows: readonly (readonly string[])[], index: number): string[] {
  const found: string[] = [];
  for (const row of rows) {
    const text = (row[index] ?? '').trim();
    if (text !== '' && !/^[/\-—]+$/.test(text)) found.push(text.slice(0, 80));
    if (found.length >= 5) break;
  }
  return found;
}

/** A field that can stand once goes to the column told by a template, else to the surest and first; the others are kept beside. */
function keepFirst<Field extends string>(columns: MappedColumn<Field>[], several: ReadonlySet<Field>): void {
  const rank = (column: MappedColumn<Field>) => (column.by === 'template' ? 2 : column.confidence);
  const taken = new Map<Field, MappedColumn<Field>>();
  for (const column of [...columns].sort((one, other) => rank(other) - rank(one) || one.index - other.index)) {
    if (several.has(column.field)) continue;
    if (!taken.has(column.field)) taken.set(column.field, column);
    else Object.assign(column, { field: 'extra', by: 'none', confidence: 0.5 });
  }
}

/** Signs of a column whose header says nothing: a mobile number, an order number. Suggestions with little confidence. */
function guessByContent(columns: MappedColumn<OrderField>[]): void {
  const missing = (field: OrderField) => !columns.some((column) => column.field === field);
  const all = (column: MappedColumn<OrderField>, pattern: RegExp) =>
    column.samples.length >= 2 && column.samples.every((text) => pattern.test(text));
  for (const column of columns) {
    if (column.by !== 'none') continue;
    if (missing('phone') && all(column, /^'?1[3-9]\d{9}$/)) Object.assign(column, { field: 'phone', by: 'content', confidence: 0.5 });
    else if (missing('orderedAt') && missing('paidAt') && all(column, /^\d{4}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d{2}/)) {
      Object.assign(column, { field: 'orderedAt', by: 'content', confidence: 0.4 });
    }
  }
}
