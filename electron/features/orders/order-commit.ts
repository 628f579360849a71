import type { OrderImportReport } from '../../../shared/contracts/orders-import.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { bulkInsert, nextId, withoutForeignKeys, withoutIndexes } from '../../platform/db/bulk-insert.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { platformOf, titleKey } from './identity.ts';
import { noteJoined } from './joined.ts';
import { linesOf, type NewLine } from './order-book.ts';
import { orderValues } from './order-merge.ts';
import { type Answers, friendFor, newLinesOf, type OrderPlan, type PlannedOrder } from './order-plan.ts';
import { joinTwins } from './twins.ts';

export interface Decisions {
  answers: Answers;
  /** place of a new order → the order by hand that it is (twins.ts) */
  sameAs?: Readonly<Record<string, number>> | undefined;
}

/** The import it happens in: its row belongs to the history of imports. All of it runs inside the transaction. */
export interface ImportBatchHooks {
  fileName: string;
  tool: string;
  /** @returns id of the new row */
  open(): number;
  close(report: OrderImportReport): void;
  saved(batchId: number, undoId: number | null): void;
}

export const reportedProblems = 200;

/**
 * Puts planned orders into the book: one transaction, one undo record. Law: read = added + changed + same + problem.
 * @throws AppError `cancelled` (nothing was changed), `notFound` (an answer names a friend who is not of this account)
 */
export function commitOrders(
  ctx: ServiceContext,
  read: OrderPlan,
  { answers, sameAs = {} }: Decisions,
  hooks: ImportBatchHooks,
  control: JobControl,
): OrderImportReport {
  const { plan, joined } = joinTwins(ctx, read, answers, sameAs);
  let report!: OrderImportReport;
  let batchId = 0;
  withoutForeignKeys(ctx.db, () =>
    act(
      ctx,
      {
        kind: 'imports.commit',
        topics: ['orders', 'friends', 'imports'],
        details: { file: hooks.fileName, what: 'orders' },
        saved: (undoId) => hooks.saved(batchId, undoId),
      },
      (record, details) => {
        checkAnswers(ctx, plan.accountId, answers);
        batchId = hooks.open();
        const now = ctx.clock.now();
        const books = { products: ensureProducts(ctx, plan.products, now), groupBuys: ensureGroupBuys(ctx, plan, now) };
        const added = addOrders(ctx, plan, books, answers, { batchId, now }, control);
        // before what changes: taken back, orders let go of goods and lists that only this import brought before those are looked for
        claim(ctx, record, 'order', plan.orders, batchId);
        changeOrders(ctx, record, plan, books, now, control);
        if (joined > 0) placeJoined(ctx, record, plan, books, now);
        const linked = linkKnown(record, plan.orders, answers, now);
        remember(ctx, record, plan.accountId, plan.buyers, answers, now);
        const count = (fate: string) => plan.orders.filter((order) => order.fate === fate).length;
        report = {
          ...{ batchId, kind: 'orders', fileName: hooks.fileName, tool: hooks.tool },
          read: plan.orders.length + plan.problems.length,
          added: count('added'),
          changed: count('changed'),
          same: count('same'),
          problem: plan.problems.length,
          lines: plan.totals.lines,
          addedFen: plan.totals.addedFen,
          linked: added.linked + linked,
          newProducts: books.products.made,
          joined,
          problems: plan.problems.slice(0, reportedProblems),
        };
        hooks.close(report);
        details.added = report.added;
        details.updated = report.changed;
        control.checkCancelled();
      },
    ),
  );
  return report;
}

/** @throws AppError `notFound` */
export function checkAnswers({ db }: ServiceContext, accountId: number, answers: Answers): void {
  const find = db.pluck('SELECT 1 FROM friends WHERE id = ? AND account_id = ?');
  for (const id of new Set(Object.values(answers)))
    if (id !== null && find.get(id, accountId) === undefined) throw new AppError('notFound', { what: 'friend' });
}

interface Ensured {
  ids: Map<string, number>;
  made: number;
}

/** Products are found by name and made when missing; they go with the last order that names them (orders.undo.ts). */
export function ensureProducts({ db }: ServiceContext, names: Iterable<string>, now: number): Ensured {
  const ids = new Map<string, number>();
  const find = db.pluck('SELECT id FROM products WHERE name_key = ?');
  const insert = db.sql('INSERT INTO products (name, name_key, created_at, updated_at) VALUES (?, ?, ?, ?)');
  let made = 0;
  for (const product of names) {
    const key = foldName(product);
    if (key === '' || ids.has(key)) continue;
    const known = find.get(key) as number | undefined;
    ids.set(key, known ?? Number(insert.run(product.trim(), key, now, now).lastInsertRowid));
    if (known === undefined) made++;
  }
  return { ids, made };
}

function ensureGroupBuys({ db }: ServiceContext, plan: OrderPlan, now: number): Map<string, number> {
  const ids = new Map<string, number>();
  const source = platformOf(plan.format);
  const find = db.pluck(
    "SELECT id FROM group_buys WHERE account_id = ? AND title_key = ? AND source <> 'solitaire' ORDER BY id DESC LIMIT 1",
  );
  for (const { title, at } of plan.groupBuys) {
    const key = titleKey(title);
    if (key === '' || ids.has(key)) continue;
    const known = find.get(plan.accountId, key) as number | undefined;
    const { lastInsertRowid } =
      known === undefined
        ? db
            .sql('INSERT INTO group_buys (account_id, title, title_key, day, source, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
            .run(plan.accountId, title, key, at === null ? null : localDay(at), source, now, now)
        : { lastInsertRowid: known };
    ids.set(key, Number(lastInsertRowid));
  }
  return ids;
}

interface Books {
  products: Ensured;
  groupBuys: Map<string, number>;
}

function addOrders(
  ctx: ServiceContext,
  plan: OrderPlan,
  { products, groupBuys }: Books,
  answers: Answers,
  { batchId, now }: { batchId: number; now: number },
  control: JobControl,
): { linked: number } {
  const added = plan.orders.filter(({ fate }) => fate === 'added');
  const first = nextId(ctx.db, 'orders');
  let linked = 0;
  const names = added[0] ? Object.keys(orderValues(plan.records.get(added[0].place), now)) : [];
  const rows = function* (): Generator<SqlValue[]> {
    for (const [i, order] of added.entries()) {
      if (i % 2000 === 0) {
        control.checkCancelled();
        control.progress('write', i, added.length);
      }
      order.orderId = first + i;
      const whose = friendFor(order.buyer, answers);
      if (whose && whose.id !== null) linked++;
      const record = plan.records.get(order.place);
      const groupBuyId = groupBuys.get(titleKey(record.key.groupBuyTitle ?? '')) ?? null;
      const own = [
        first + i,
        whose?.id ?? null,
        whose ? whose.by : null,
        platformOf(plan.format),
        order.identity,
        order.occurrence,
        groupBuyId,
      ];
      yield [...own, ...Object.values(orderValues(record, now))];
    }
  };
  const columns = ['id', 'friend_id', 'friend_by', 'source', 'identity', 'occurrence', 'group_buy_id', ...names];
  const same = { account_id: plan.accountId, import_batch_id: batchId, created_at: now, updated_at: now };
  if (added.length > 0) withoutIndexes(ctx.db, 'orders', added.length, () => bulkInsert(ctx.db, 'orders', columns, rows(), same));
  insertLines(ctx, withLines(plan, added), products, plan.totals.addedLines);
  // an order that stands twice in the file is one order
  const twice = new Map(added.map(({ identity, occurrence, orderId }) => [`${identity}\u0000${occurrence}`, orderId]));
  for (const order of plan.orders) order.orderId ??= twice.get(`${order.identity}\u0000${order.occurrence}`) ?? null;
  return { linked };
}

/** Orders with their goods, unpacked one after the other. */
function* withLines(plan: OrderPlan, orders: readonly PlannedOrder[]): Generator<{ orderId: number | null; lines: NewLine[] }> {
  for (const order of orders) yield { orderId: order.orderId, lines: newLinesOf(plan, order) };
}

/** `count` = how many lines there are, where they may be very many. @returns ids of the new lines */
export function insertLines(
  { db }: ServiceContext,
  orders: Iterable<{ orderId: number | null; lines: readonly NewLine[] }>,
  products: Ensured,
  count = 0,
): number[] {
  const first = nextId(db, 'order_lines');
  const ids: number[] = [];
  const rows = function* (): Generator<SqlValue[]> {
    for (const { orderId, lines } of orders)
      for (const [position, line] of lines.entries()) {
        const id = first + ids.length;
        ids.push(id);
        const { product, spec, quantityMilli, unit, priceFen, amountFen, refundFen } = line;
        yield [
          id,
          orderId,
          position,
          products.ids.get(foldName(product)) ?? null,
          product,
          spec,
          quantityMilli,
          unit,
          priceFen,
          amountFen,
          refundFen,
        ];
      }
  };
  const columns = [
    'id',
    'order_id',
    'position',
    'product_id',
    'product',
    'spec',
    'quantity_milli',
    'unit',
    'price_fen',
    'amount_fen',
    'refund_fen',
  ];
  withoutIndexes(db, 'order_lines', count, () => bulkInsert(db, 'order_lines', columns, rows()));
  return ids;
}

function changeOrders(ctx: ServiceContext, record: Recorder, plan: OrderPlan, { products }: Books, now: number, control: JobControl): void {
  const changed = plan.orders.filter(({ fate }) => fate === 'changed');
  updateAlike(
    record,
    'orders',
    changed.map(({ orderId, values }) => ({ id: orderId!, values: { ...values, updated_at: now } })),
  );
  control.checkCancelled();
  const replaced = changed.filter((order) => order.replaceLines);
  replaceLines(ctx, record, [...withLines(plan, replaced)], products);
}

/** Orders that were written by hand go by the file's name, and stand in its list, where others stand in it too: an empty one would outlive the import. */
function placeJoined({ db }: ServiceContext, record: Recorder, plan: OrderPlan, { groupBuys }: Books, now: number): void {
  const isUsed = db.pluck('SELECT 1 FROM orders WHERE group_buy_id = ? LIMIT 1');
  const titles = new Map<number, number[]>();
  for (const { orderId, place, hand, identity, occurrence } of plan.orders) {
    if (hand === undefined) continue;
    noteJoined(db, orderId!, hand, { source: platformOf(plan.format), identity, occurrence });
    const groupBuyId = groupBuys.get(titleKey(plan.records.get(place).key.groupBuyTitle ?? ''));
    if (groupBuyId !== undefined) titles.set(groupBuyId, [...(titles.get(groupBuyId) ?? []), orderId!]);
  }
  for (const [groupBuyId, ids] of titles) {
    if (isUsed.get(groupBuyId) !== undefined) record.update('orders', ids, { group_buy_id: groupBuyId });
    else db.sql('DELETE FROM group_buys WHERE id = ? AND created_at = ?').run(groupBuyId, now);
  }
}

/** One undo step for all rows that change in the same columns. */
export function updateAlike(record: Recorder, table: string, rows: readonly { id: number; values: Record<string, SqlValue> }[]): void {
  const alike = new Map<string, { id: number; values: SqlValue[] }[]>();
  for (const { id, values } of rows) {
    const columns = Object.keys(values).sort();
    const list = alike.get(columns.join());
    const row = { id, values: columns.map((column) => values[column]!) };
    if (list) list.push(row);
    else alike.set(columns.join(), [row]);
  }
  for (const [columns, list] of alike) record.updateEach(table, columns.split(','), list);
}

export function replaceLines(
  ctx: ServiceContext,
  record: Recorder,
  orders: readonly { orderId: number | null; lines: readonly NewLine[] }[],
  products: Ensured,
): void {
  if (orders.length === 0) return;
  record.remove(
    'order_lines',
    orders.flatMap(({ orderId }) => linesOf(ctx, orderId!).map(({ id }) => id)),
  );
  record.inserted('order_lines', insertLines(ctx, orders, products));
}

export function claim(
  { db }: ServiceContext,
  record: Recorder,
  what: 'order' | 'payment',
  planned: readonly { orderId: number | null }[],
  batchId: number,
): void {
  const ids = [...new Set(planned.flatMap(({ orderId }) => (orderId === null ? [] : [orderId])))].sort((a, b) => a - b);
  bulkInsert(
    db,
    `${what}_claims`,
    [`${what}_id`],
    ids.map((id) => [id]),
    { batch_id: batchId },
  );
  record.inserted(`${what}_claims`, ids, { batch_id: batchId });
}

/** Orders that were in the book without a friend, or that she has just decided on. @returns how many belong to somebody now */
function linkKnown(record: Recorder, orders: readonly PlannedOrder[], answers: Answers, now: number): number {
  const rows: { id: number; values: Record<string, SqlValue> }[] = [];
  for (const { orderId, fate, friendId, friendBy, buyer } of orders) {
    if (fate === 'added' || orderId === null) continue;
    const whose = friendFor(buyer, answers);
    // what she chose by hand only she changes
    if (!whose || (whose.by !== 'hand' && (friendId !== null || friendBy === 'hand')) || whose.id === friendId) continue;
    rows.push({ id: orderId, values: { friend_id: whose.id, friend_by: whose.by, updated_at: now } });
  }
  updateAlike(record, 'orders', rows);
  return rows.filter(({ values }) => values.friend_id !== null).length;
}

/** Keeps her answers for the next file; a name with another answer gets the newer one. */
export function remember(
  { db }: ServiceContext,
  record: Recorder,
  accountId: number,
  buyers: readonly { key: string; buyerKey: string }[],
  answers: Answers,
  now: number,
): void {
  const find = db.pluck('SELECT id FROM buyer_aliases WHERE account_id = ? AND buyer_key = ?');
  const insert = db.sql('INSERT INTO buyer_aliases (account_id, buyer_key, friend_id, created_at) VALUES (?, ?, ?, ?)');
  for (const { key, buyerKey } of buyers) {
    const answer = answers[key];
    if (answer === undefined || buyerKey === '') continue;
    const known = find.get(accountId, buyerKey) as number | undefined;
    if (known !== undefined) record.update('buyer_aliases', [known], { friend_id: answer });
    else record.inserted('buyer_aliases', [Number(insert.run(accountId, buyerKey, answer, now).lastInsertRowid)]);
  }
}
