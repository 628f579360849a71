import type { BuyerPage, ImportRowPage, OrderImportReport, OrderScan, OrderTwins } from '../../../../shared/contracts/orders-import.ts';
import { headerSignature } from '../../../../shared/domain/contact-columns.ts';
import { billFields, orderFields } from '../../../../shared/domain/order-fields.ts';
import { orderProblemWords } from '../../../../shared/domain/order-problems.ts';
import type { BillRecord, ControlFact, OrderProblem, OrderRecord } from '../../../../shared/domain/order-record.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ServiceContext } from '../../../platform/context.ts';
import type { JobControl } from '../../../platform/jobs/command.ts';
import { write } from '../../../platform/undo/undo-log.ts';
import {
  type Answers,
  commitOrders,
  commitPayments,
  type Decisions,
  goodsText,
  type ImportBatchHooks,
  type OrderPlan,
  orderStore,
  type PaymentPlan,
  type PlannedOrder,
  type PlannedPayment,
  type PlanTotals,
  planOrders,
  planPayments,
  type RecordStore,
  toBuyerRow,
  twinsOf,
} from '../../orders/index.ts';
import { openOrders } from '../formats/orders/open-orders.ts';
import type { BillSource, OrderSource } from '../formats/orders/order-source.ts';
import type { StoredReport } from '../imports.queries.ts';
import { type UnreadList, writeProblems } from '../problem-file.ts';
import { findEntry } from '../queue/queue.ts';
import type { QueueFile } from '../queue/queue-file.ts';
import { lastPart } from '../queue/recognise.ts';
import { keepUnread } from '../unread-rows.ts';

/** header → field of an order or of a bill */
type Mapping = Record<string, string>;
export interface ItemTask {
  queueId: string;
  itemId: string;
}
export interface ScanTask extends ItemTask {
  accountId: number;
  mapping: Record<string, string> | null;
}

interface Scanned {
  source: OrderSource | BillSource;
  orders: RecordStore<OrderRecord>;
  payments: BillRecord[];
  problems: OrderProblem[];
  control: ControlFact[];
  /** of its header; null = nothing is remembered for it */
  signature: string | null;
  mapping: Mapping | null;
  plan: OrderPlan | PaymentPlan;
  /** state of the book that the plan was made for */
  stamp: string;
}

/** What was read of items, newest last: lives in the worker's memory from scan to commit. */
const scans = new Map<string, Scanned>();
const keptScans = 3;
const keyOf = ({ queueId, itemId }: ItemTask): string => `${queueId}:${itemId}`;
const reportedProblems = 200;

/** Reads an item whole and compares it with the book; writes nothing. @throws AppError `sessionGone`, `notFound`, category `file`, `cancelled` */
export async function scanOrders(ctx: ServiceContext, task: ScanTask, control: JobControl): Promise<OrderScan> {
  if (ctx.db.pluck('SELECT 1 FROM accounts WHERE id = ?').get(task.accountId) === undefined)
    throw new AppError('notFound', { what: 'account' });
  const { file } = findEntry(task.queueId, task.itemId);
  const read = await readItem(ctx, file, task.mapping, control);
  const scanned = { ...read, plan: planOf(ctx, read, task.accountId, control), stamp: stampOf(ctx) };
  scans.delete(keyOf(task));
  scans.set(keyOf(task), scanned);
  while (scans.size > keptScans) scans.delete(scans.keys().next().value!);
  return describe(scanned);
}

type Read = Omit<Scanned, 'plan' | 'stamp'>;

async function readItem(ctx: ServiceContext, file: QueueFile, told: Mapping | null, control: JobControl): Promise<Read> {
  const now = ctx.clock.now();
  const open = async (template: Mapping | null) => {
    const opened = await openOrders(file, { template, now });
    if (!opened) throw new AppError('fileNotUnderstood', { name: lastPart(file.label), what: 'text' });
    return opened;
  };
  let opened = await open(told);
  let mapping = told;
  const signature = headerSignature(opened.source.columns.map(({ header }) => header));
  const remembered = told ? null : rememberedMapping(ctx, signature);
  if (remembered) {
    opened.close();
    opened = await open(remembered);
    mapping = remembered;
  }
  const { source } = opened;
  try {
    const orders = orderStore();
    const payments: BillRecord[] = [];
    const problems: OrderProblem[] = [];
    let facts: ControlFact[] = [];
    for await (const batch of source.rows()) {
      control.checkCancelled();
      control.progress('read', batch.bytesRead, file.size);
      for (const record of batch.records) {
        if ('buyer' in record) orders.push(record);
        else payments.push(record);
      }
      for (const problem of batch.problems) problems.push(problem);
      facts = batch.control ?? facts;
    }
    return { source, orders, payments, problems, control: facts, signature, mapping };
  } finally {
    opened.close();
  }
}

function rememberedMapping({ db }: ServiceContext, signature: string): Mapping | null {
  const stored = db.pluck('SELECT mapping FROM order_templates WHERE header_signature = ?').get(signature) as string | undefined;
  return stored === undefined ? null : (JSON.parse(stored) as Mapping);
}

function planOf(
  ctx: ServiceContext,
  { source, orders, payments, problems }: Read,
  accountId: number,
  control: JobControl,
): OrderPlan | PaymentPlan {
  const tick = (done: number) => {
    control.checkCancelled();
    control.progress('match', done, orders.length + payments.length);
  };
  return source.kind === 'orders'
    ? planOrders(ctx, accountId, source.format, orders, problems, tick)
    : planPayments(ctx, accountId, source.format, payments, problems, tick);
}

const rowsOf = (plan: OrderPlan | PaymentPlan) => (plan.kind === 'orders' ? plan.orders : plan.payments);

function totalsOf({ payments }: PaymentPlan): Omit<PlanTotals, 'addedFen' | 'addedLines'> {
  const totals: Omit<PlanTotals, 'addedFen' | 'addedLines'> = { lines: 0, amountFen: 0, paidFen: 0, refundFen: 0, warnings: {} };
  for (const { record } of payments) {
    totals.amountFen += record.amountFen;
    totals.paidFen += record.amountFen;
    totals.refundFen += record.refundFen;
    for (const warning of record.warnings) totals.warnings[warning] = (totals.warnings[warning] ?? 0) + 1;
  }
  return totals;
}

function describe({ source, plan, problems, control }: Scanned): OrderScan {
  const rows = rowsOf(plan);
  const count = (fate: string) => rows.filter((row) => row.fate === fate).length;
  const matched = (match: string) => plan.buyers.filter((buyer) => buyer.match === match).length;
  const { lines, amountFen, paidFen, refundFen, warnings } = plan.kind === 'orders' ? plan.totals : totalsOf(plan);
  const { format, tool, title, encoding, sheet, headerLine, columns, unknownColumns } = source;
  return {
    ...{ kind: source.kind, format, tool, title, encoding, sheet, headerLine, unknownColumns },
    columns: columns.map((column) => ({ ...column })),
    fields: [...(source.kind === 'orders' ? orderFields : billFields)],
    counts: {
      read: rows.length + problems.length,
      added: count('added'),
      changed: count('changed'),
      same: count('same'),
      problem: problems.length,
      lines,
    },
    sums: { amountFen, paidFen, refundFen },
    control: control.map((fact) => ({ ...fact })),
    matches: { certain: matched('certain'), doubtful: matched('doubtful'), none: matched('none') },
    warnings,
    problems: problems.slice(0, reportedProblems),
  };
}

function find(task: ItemTask): Scanned {
  findEntry(task.queueId, task.itemId);
  const scanned = scans.get(keyOf(task));
  if (!scanned) throw new AppError('sessionGone');
  return scanned;
}

/** Rows of a scanned item that would be new or changed. @throws AppError `sessionGone` */
export function waitingOrders(task: ItemTask): number {
  const rows = rowsOf(find(task).plan) as (PlannedOrder | PlannedPayment)[];
  return rows.filter(({ fate }) => fate !== 'same').length;
}

interface Page {
  offset: number;
  limit: number;
}

/** Who bought, most orders first. */
export function buyerPageOf(task: ItemTask & Page & { match: 'certain' | 'doubtful' | 'none' | null }): BuyerPage {
  const { plan } = find(task);
  const chosen = plan.buyers.filter(({ match }) => task.match === null || match === task.match);
  const sorted = chosen.sort((a, b) => b.orders - a.orders || b.amountFen - a.amountFen);
  return { total: sorted.length, rows: sorted.slice(task.offset, task.offset + task.limit).map(toBuyerRow) };
}

/** Orders that may be one with an order by hand. @throws AppError `sessionGone` */
export function twinPageOf(ctx: ServiceContext, { answers, ...task }: ItemTask & { answers: Answers }): OrderTwins {
  const { plan } = find(task);
  return plan.kind === 'orders' ? twinsOf(ctx, plan, answers) : { total: 0, rows: [] };
}

const recordOf = (plan: OrderPlan | PaymentPlan, row: PlannedOrder | PlannedPayment): OrderRecord | BillRecord =>
  'record' in row ? row.record : (plan as OrderPlan).records.get(row.place);

/** What would happen to each row. */
export function rowPageOf(task: ItemTask & Page & { fate: 'added' | 'changed' | 'same' | 'warned' | null }): ImportRowPage {
  const { plan } = find(task);
  const chosen = (rowsOf(plan) as (PlannedOrder | PlannedPayment)[]).filter((row) =>
    task.fate === 'warned' ? recordOf(plan, row).warnings.length > 0 : task.fate === null || row.fate === task.fate,
  );
  const rows = chosen.slice(task.offset, task.offset + task.limit).map((row) => {
    const { fate, changes } = row;
    const record = recordOf(plan, row);
    const order = 'buyer' in record ? record : null;
    const bill = 'counterparty' in record ? record : null;
    return {
      ...{ line: record.line, fate, changes, amountFen: record.amountFen, warnings: record.warnings },
      name: order ? order.buyer.nickname || order.buyer.receiver : (bill?.counterparty ?? ''),
      key: (order ? (order.key.orderNo ?? order.key.sequence) : bill?.transactionId) ?? '',
      at: order ? (order.orderedAt ?? order.paidAt) : (bill?.at ?? null),
      goods: order ? goodsText(order.lines.map((line) => ({ ...line, unit: '' }))) : (bill?.goods ?? ''),
      status: record.statusText,
    };
  });
  return { total: chosen.length, rows };
}

/** Writes a list of all rows of an item that cannot be read. @throws AppError `sessionGone`, `diskFull` */
export function writeOrderProblems(task: ItemTask, path: string): UnreadList {
  const { problems } = find(task);
  const file = lastPart(findEntry(task.queueId, task.itemId).item.path);
  const rows = problems.map(({ sheet, line, problem, text }) => ({
    file: sheet === null ? file : `${file}（${sheet}）`,
    line,
    reason: orderProblemWords[problem],
    text,
  }));
  return writeProblems(path, rows);
}

/** Brings a scanned item into the book; what could not be read is listed at `problemsPath` before. @throws AppError `sessionGone`, `fileEmpty` (nothing of it can be read), `cancelled`, `notFound` */
export async function commitScanned(
  ctx: ServiceContext,
  task: ItemTask & Decisions & { accountId: number; problemsPath: string },
  control: JobControl,
): Promise<OrderImportReport> {
  const scanned = find(task);
  if (scanned.orders.length + scanned.payments.length === 0) throw new AppError('fileEmpty', { what: 'headerOnly' });
  const isOld = scanned.stamp !== stampOf(ctx) || scanned.plan.accountId !== task.accountId;
  const plan = isOld ? planOf(ctx, scanned, task.accountId, control) : scanned.plan;
  const unread = scanned.problems.length > 0 ? writeOrderProblems(task, task.problemsPath) : null;
  const fileName = lastPart(findEntry(task.queueId, task.itemId).item.path);
  const hooks = batchHooks(ctx, { fileName, tool: scanned.source.tool, accountId: task.accountId, unread });
  const report =
    plan.kind === 'orders' ? commitOrders(ctx, plan, task, hooks, control) : commitPayments(ctx, plan, task.answers, hooks, control);
  if (scanned.signature !== null && scanned.mapping)
    write(ctx, () => {
      ctx.db
        .sql(
          'INSERT INTO order_templates (header_signature, mapping, used_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at',
        )
        .run(scanned.signature, JSON.stringify(scanned.mapping), ctx.clock.now());
    });
  scans.delete(keyOf(task));
  ctx.announce({ topics: ['imports'], hint: {} });
  return report;
}

interface NewBatch {
  fileName: string;
  tool: string;
  accountId: number;
  unread: UnreadList | null;
}

function batchHooks(ctx: ServiceContext, { fileName, tool, accountId, unread }: NewBatch): ImportBatchHooks {
  const { db, clock } = ctx;
  return {
    fileName,
    tool,
    open: () =>
      Number(
        db
          .sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES (?, ?, '', ?)")
          .run(fileName, accountId, clock.now()).lastInsertRowid,
      ),
    close(report) {
      db.sql('UPDATE import_batches SET report = ? WHERE id = ?').run(JSON.stringify(stored(report)), report.batchId);
      if (unread) keepUnread(ctx, report.batchId, unread);
    },
    saved: (batchId, undoId) => db.sql('UPDATE import_batches SET undo_action_id = ? WHERE id = ?').run(undoId, batchId),
  };
}

/** The same figures in the words of all imports. */
function stored({ kind, batchId, fileName, read, added, changed, same, problem }: OrderImportReport): StoredReport {
  const counts = { rows: read, added, updated: changed, same, repeated: 0, leftOut: 0, skipped: 0, unreadable: problem, tagsCreated: 0 };
  return { kind: kind === 'bill' ? 'bills' : 'orders', batchId, fileName, ...counts, problems: [] };
}

/** Changes whenever any connection has written to the book. */
const stampOf = ({ db }: ServiceContext): string =>
  `${db.raw.pragma('data_version', { simple: true })}:${db.pluck('SELECT total_changes()').get()}`;
