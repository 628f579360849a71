import type { BillField, MappedColumn } from '../../../../../shared/domain/order-fields.ts';
import type { BillFormatName } from '../../../../../shared/domain/order-headers.ts';
import type { BillDirection, BillRecord, OrderProblem, OrderProblemKind, OrderWarning } from '../../../../../shared/domain/order-record.ts';
import type { TableRow } from '../table-row.ts';
import { BillNotes, type BillSums, compareFacts, factsOfMerchantFooter, factsOfNotes, noSums, type PrintedFact } from './bill-facts.ts';
import type { Batch } from './order-source.ts';
import type { OrderTable } from './order-table.ts';
import { hasLostLetters, orderCell, readFen, readId, readOrderTime } from './order-values.ts';
import { problemOf, type RowCheck } from './row-checks.ts';

/** What is needed to read the movements of one bill. */
export interface BillPlan {
  format: BillFormatName;
  table: OrderTable;
  headerLine: number;
  columns: readonly MappedColumn<BillField>[];
  check: RowCheck;
  /** ms UTC; later times are out of range */
  latest: number;
}

const batchRows = 500;

/** Reads a bill; its last batch compares the sums that the file prints with what was read. Throws as `OrderTable.rows`. */
export async function* readBill(plan: BillPlan, bytes: number): AsyncGenerator<Batch<BillRecord>> {
  const mapper = new BillMapper(plan);
  const sums = noSums();
  const before = plan.table.head.filter((row) => row.line < plan.headerLine);
  const notes = new BillNotes(plan.table.head.find((row) => row.line === plan.headerLine)?.cells ?? []);
  let records: BillRecord[] = [];
  let problems: OrderProblem[] = [];
  let unread = 0;
  let told = 0;
  for await (const { rows, bytesRead } of plan.table.rows()) {
    for (const row of rows) {
      if (row.line <= plan.headerLine) continue;
      if (!row.problem && row.cells.every((cell) => orderCell(cell) === '')) continue;
      const read = plan.check(row) ?? mapper.read(row);
      if (typeof read !== 'string') {
        records.push(read.record);
        count(sums, read);
      } else if (!notes.take(row, mapper.saysMovement(row))) {
        problems.push(problemOf(plan.table.sheet, row, read));
        unread++;
      }
      if (records.length + problems.length >= batchRows) {
        yield { records, problems, notes: notes.rows.length - told, bytesRead };
        [records, problems, told] = [[], [], notes.rows.length];
      }
    }
  }
  const printed: PrintedFact[] = [...factsOfNotes(before), ...factsOfNotes(notes.rows), ...factsOfMerchantFooter(notes.rows)];
  yield { records, problems, notes: notes.rows.length - told, bytesRead: bytes, control: compareFacts(printed, sums, unread) };
}

function count(sums: BillSums, { record, rawAmountFen, rawRefundFen }: ReadBill): void {
  sums.rows++;
  sums[record.direction].count++;
  sums[record.direction].fen += record.amountFen;
  sums.rawAmountFen += rawAmountFen;
  sums.rawRefundFen += rawRefundFen;
}

interface ReadBill {
  record: BillRecord;
  rawAmountFen: number;
  rawRefundFen: number;
}

class BillMapper {
  readonly #place = new Map<BillField, number>();
  readonly #extras: readonly MappedColumn<BillField>[];
  readonly #plan: BillPlan;

  constructor(plan: BillPlan) {
    this.#plan = plan;
    for (const { field, index } of plan.columns) if (!this.#place.has(field)) this.#place.set(field, index);
    const besides: readonly BillField[] = ['extra', 'method', 'refundId', 'createdAt'];
    this.#extras = plan.columns.filter((column) => besides.includes(column.field));
  }

  #cell(row: TableRow, field: BillField): string {
    const place = this.#place.get(field);
    return place === undefined ? '' : orderCell(row.cells[place]);
  }

  /** Whether a row that cannot be read names a time or an amount where the others do: then it is no remark. */
  saysMovement(row: TableRow): boolean {
    const dated = (['at', 'createdAt'] as const).some((field) => /^\d{4}\D/.test(this.#cell(row, field)));
    return dated || (['amount', 'income', 'expense'] as const).some((field) => readFen(this.#cell(row, field)) !== null);
  }

  read(row: TableRow): ReadBill | OrderProblemKind {
    const time = this.#cell(row, 'at') || this.#cell(row, 'createdAt');
    if (time === '') return 'noTime';
    const { at, precision, problem } = readOrderTime(time, this.#plan.latest);
    if (at === null) return problem ?? 'noTime';
    const money = this.#money(row);
    if (money.fen === null) return 'noAmount';
    const warnings = new Set<OrderWarning>();
    const transaction = readId(this.#cell(row, 'transactionId'));
    const merchantNo = readId(this.#cell(row, 'merchantOrderNo'));
    if (transaction.damaged || merchantNo.damaged) warnings.add('damagedId');
    if (hasLostLetters(row.cells)) warnings.add('lostLetters');
    const told = this.#cell(row, 'refund');
    const column = told === '' ? null : readFen(told);
    if (told !== '' && column === null) warnings.add('badMoney');
    const texts = {
      kind: this.#cell(row, 'kind'),
      status: this.#cell(row, 'status'),
      note: this.#cell(row, 'note'),
      goods: this.#cell(row, 'goods'),
    };
    const amounts = this.#amounts(texts, Math.abs(money.fen), Math.abs(column ?? 0), money.refundFen);
    const direction = this.#direction(row, texts.status, money.fen);
    const record: BillRecord = {
      line: row.line,
      at,
      precision,
      kindText: texts.kind,
      direction,
      counterparty: this.#cell(row, 'counterparty'),
      counterpartyId: readId(this.#cell(row, 'counterpartyId')).id,
      goods: texts.goods,
      ...amounts,
      statusText: texts.status,
      transactionId: transaction.id,
      merchantOrderNo: merchantNo.id,
      note: texts.note,
      isCustomerPayment: direction === 'in' && isPayment(this.#plan.format, texts),
      extra: this.#extra(row),
      warnings: [...warnings],
    };
    return { record, rawAmountFen: Math.abs(money.fen), rawRefundFen: Math.abs(column ?? 0) };
  }

  /** The amount, or the one of both columns that is filled: what went is below nought. */
  #money(row: TableRow): ReturnType<typeof readAmount> {
    const one = readAmount(this.#cell(row, 'amount'));
    if (one.fen !== null) return one;
    const [income, expense] = [readFen(this.#cell(row, 'income')) ?? 0, readFen(this.#cell(row, 'expense')) ?? 0];
    // a row with both, or with neither, cannot be one movement
    if ((income === 0) === (expense === 0)) return one;
    return { fen: income || -Math.abs(expense), refundFen: null };
  }

  #direction(row: TableRow, status: string, fen: number): BillDirection {
    // a merchant bill has no such column: what was paid came in, what was refunded went out
    if (this.#plan.format === 'wechatMerchantBill') {
      return /REFUND/i.test(status) ? 'out' : /^(SUCCESS|买家已支付|支付成功)$/i.test(status) ? 'in' : 'neutral';
    }
    const text = this.#cell(row, 'direction');
    if (this.#plan.format === 'otherBill') return otherDirection(text, fen);
    return text === '收入' || text === '已收入' ? 'in' : text === '支出' || text === '已支出' ? 'out' : 'neutral';
  }

  #amounts(
    texts: { status: string; note: string },
    amountFen: number,
    refundColumn: number,
    refundInAmount: number | 'all' | null,
  ): { amountFen: number; refundFen: number } {
    if (this.#plan.format === 'wechatMerchantBill') {
      return /REFUND/i.test(texts.status) ? { amountFen: refundColumn || amountFen, refundFen: 0 } : { amountFen, refundFen: 0 };
    }
    const said = refundInAmount ?? refundInWords(texts.status) ?? (/退款/.test(texts.status) ? refundInWords(texts.note) : null);
    const refundFen = refundColumn > 0 ? refundColumn : said === 'all' ? amountFen : (said ?? 0);
    return { amountFen, refundFen };
  }

  #extra(row: TableRow): Record<string, string> {
    const extra: Record<string, string> = {};
    for (const { index, header, field } of this.#extras) {
      const text = orderCell(row.cells[index]);
      if (text !== '' && !(field === 'createdAt' && this.#cell(row, 'at') === '')) extra[header] = text;
    }
    return extra;
  }
}

/** Which way money went in a bill of nobody knows whom: by its words, else by the sign of the amount. */
function otherDirection(text: string, fen: number): BillDirection {
  if (/^(收|已收|入|进|贷|转入|存入|\+)/.test(text)) return fen < 0 ? 'out' : 'in';
  if (/^(支|已支|出|付|借|转出|取出|-)/.test(text)) return 'out';
  if (text !== '') return 'neutral';
  return fen < 0 ? 'out' : 'in';
}

/** 131.77(已退款89.84) · 10.00(已全额退款) · ¥28.16 */
function readAmount(text: string): { fen: number | null; refundFen: number | 'all' | null } {
  const parts = /^([^()]*)\(([^()]*)\)$/.exec(text.slice(0, 100).replaceAll('（', '(').replaceAll('）', ')'));
  if (!parts || !/退/.test(parts[2]!)) return { fen: readFen(text), refundFen: null };
  return { fen: readFen(parts[1]!.trim()), refundFen: refundInWords(parts[2]!) };
}

/** 已全额退款, 对方已退还, 退款成功 → 'all'; 已退款(￥12.00) → 1200; null = nothing about money that went back. */
function refundInWords(text: string): number | 'all' | null {
  const part = /已退款?\s*[((]?\s*[￥¥]?\s*(\d[\d,]*(?:\.\d{1,2})?)/.exec(text);
  if (part) return readFen(part[1]!);
  return /已全额退|对方已退还|已退还|退款成功|全额退款/.test(text) ? 'all' : null;
}

/** Kinds by which customers pay a seller (import notes §3.8); money of her own and refunds she gets are none of them. */
function isPayment(format: BillFormatName, { kind, status, goods }: { kind: string; status: string; goods: string }): boolean {
  if (/退款|退还|提现|充值|零钱通|理财|信用卡|还款|利息|收益/.test(kind) || /^退款/.test(goods)) return false;
  switch (format) {
    case 'wechatBill':
      return /^(转账|微信转账|二维码收款|微信红包|群收款|经营收款|经营账户收款)/.test(kind);
    case 'wechatMerchantBill':
    case 'otherBill':
      return true;
    case 'alipayBill':
    case 'alipayWebBill':
      return !/交易关闭|失败/.test(status) && /转账|红包|收款|收钱|商业|经营|即时到账|担保交易/.test(`${kind} ${goods}`);
    case 'jdBill':
      return false;
  }
}
