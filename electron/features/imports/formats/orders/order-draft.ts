import type { MappedColumn, OrderField } from '../../../../../shared/domain/order-fields.ts';
import type { OrderLine, OrderRecord, OrderStatus, OrderWarning } from '../../../../../shared/domain/order-record.ts';
import type { TableRow } from '../table-row.ts';
import { readGoods } from './goods-text.ts';
import { refundOf, statusOf, statusOfRows } from './order-status.ts';
import {
  coarser,
  hasLostLetters,
  joinAddress,
  orderCell,
  readFen,
  readId,
  readOrderPhone,
  readOrderTime,
  readQuantity,
} from './order-values.ts';

/** An order while its rows come in. */
export interface OrderDraft {
  record: OrderRecord;
  warnings: Set<OrderWarning>;
  statuses: { text: string; status: OrderStatus; refund: 'all' | 'part' | 'none'; amountFen: number | null }[];
  amount: number | null;
  refund: number | null;
  goodsAmount: number | null;
  freight: number | null;
}

export interface OrderKeyCells {
  orderNo: string | null;
  damaged: boolean;
  /** the rounded number, to see whether other rows have the same */
  damagedText: string;
  sequence: string | null;
}

type Phone = ReturnType<typeof readOrderPhone>;

/** Fields of the whole order that have no place in a record; kept beside it. */
const besides: readonly OrderField[] = ['extra', 'lineNo', 'goodsAmount', 'freight', 'refundStatus'];

/** Which of the phone columns counts: a mobile number, else one that can be used, else the first that is filled; -1 = none is. */
function bestOf(phones: readonly Phone[]): number {
  const tests = [(one: Phone) => one.usable && /^1\d{10}$/.test(one.text), (one: Phone) => one.usable, (one: Phone) => one.text !== ''];
  for (const test of tests) {
    const place = phones.findIndex(test);
    if (place >= 0) return place;
  }
  return -1;
}

/** Turns rows of one mapping into orders. */
export class OrderMapper {
  readonly hasOrderNo: boolean;
  readonly hasSequence: boolean;
  /** a row is one goods line, not a list of goods */
  readonly hasProduct: boolean;
  readonly #place = new Map<OrderField, number>();
  readonly #phones: { index: number; header: string }[] = [];
  readonly #extras: { index: number; header: string }[] = [];
  readonly #title: string | null;
  readonly #latest: number;

  /** `title` = of the list, when its rows do not say; `latest` = ms UTC, no order is later. */
  constructor(columns: readonly MappedColumn<OrderField>[], title: string | null, latest: number) {
    for (const { field, index, header } of columns) {
      if (field === 'phone') this.#phones.push({ index, header });
      if (besides.includes(field)) this.#extras.push({ index, header });
      if (!this.#place.has(field)) this.#place.set(field, index);
    }
    const goods = columns.find((column) => column.field === 'goods');
    if (goods && this.#place.has('product')) this.#extras.push(goods);
    this.hasOrderNo = this.#place.has('orderNo');
    this.hasSequence = this.#place.has('sequence');
    this.hasProduct = this.#place.has('product') || (!goods && this.#place.has('quantity'));
    this.#title = title;
    this.#latest = latest;
  }

  cell(row: TableRow, field: OrderField): string {
    const place = this.#place.get(field);
    return place === undefined ? '' : orderCell(row.cells[place]);
  }

  key(row: TableRow): OrderKeyCells {
    const text = this.cell(row, 'orderNo');
    const { id, damaged } = readId(text);
    return { orderNo: id, damaged, damagedText: damaged ? text : '', sequence: this.cell(row, 'sequence').replace(/\.0$/, '') || null };
  }

  /** What a row of a list says of its buyer: goods lines of the same number belong together only when it is the same. */
  buyerMark(row: TableRow): string {
    const phones = this.#phones.map(({ index }) => orderCell(row.cells[index]));
    const fields = (['groupBuyTitle', 'nickname', 'receiver', 'orderedAt', 'paidAt', 'amount'] as const).map((field) =>
      this.cell(row, field),
    );
    return [...fields, ...phones].join('\u001F');
  }

  /** A row under an order that carries goods only: merged cells, or cells that were not repeated. */
  continues(row: TableRow): boolean {
    const blank = (['orderNo', 'sequence', 'nickname', 'receiver', 'amount', 'paid', 'orderedAt', 'paidAt'] as const).every(
      (field) => this.cell(row, field) === '',
    );
    return blank && this.#phones.every(({ index }) => orderCell(row.cells[index]) === '') && this.#saysGoods(row);
  }

  /** Whether a row says anything that an order is made of. */
  saysOrder(row: TableRow): boolean {
    const { orderNo, damaged, sequence } = this.key(row);
    return orderNo !== null || damaged || sequence !== null || this.cell(row, 'nickname') !== '' || this.cell(row, 'receiver') !== '';
  }

  #saysGoods(row: TableRow): boolean {
    return this.cell(row, 'product') !== '' || this.cell(row, 'goods') !== '' || this.cell(row, 'quantity') !== '';
  }

  start(row: TableRow): OrderDraft {
    const warnings = new Set<OrderWarning>();
    const { orderNo, damaged, sequence } = this.key(row);
    if (damaged) warnings.add('damagedId');
    const draft: OrderDraft = {
      record: {
        line: row.line,
        rowCount: 0,
        key: { orderNo, groupBuyTitle: this.cell(row, 'groupBuyTitle') || (this.hasSequence ? this.#title : null), sequence },
        buyer: this.#buyer(row),
        ...this.#times(row, orderNo, warnings),
        status: 'unknown',
        statusText: '',
        lines: [],
        amountFen: 0,
        paidFen: null,
        refundFen: 0,
        pickup: this.cell(row, 'pickup') || null,
        note: this.cell(row, 'note'),
        sellerNote: this.cell(row, 'sellerNote'),
        extra: this.#extra(row),
        warnings: [],
      },
      warnings,
      statuses: [],
      amount: null,
      refund: null,
      goodsAmount: null,
      freight: null,
    };
    return this.add(draft, row);
  }

  /** Takes one more row of the order; amounts of the whole order count once. */
  add(draft: OrderDraft, row: TableRow): OrderDraft {
    const { record } = draft;
    record.rowCount++;
    if (row.problem === 'formulaCell') draft.warnings.add('badMoney');
    if (hasLostLetters(row.cells)) draft.warnings.add('lostLetters');
    const lines = this.#lines(draft, row);
    record.lines.push(...lines);
    draft.amount = this.#once(draft, row, 'amount', draft.amount);
    record.paidFen = this.#once(draft, row, 'paid', record.paidFen);
    draft.refund = this.#once(draft, row, 'refund', draft.refund);
    draft.goodsAmount = this.#once(draft, row, 'goodsAmount', draft.goodsAmount);
    draft.freight = this.#once(draft, row, 'freight', draft.freight);
    const text = this.cell(row, 'status');
    const refund = refundOf(this.cell(row, 'refundStatus') || text);
    const amounts = lines.map((line) => line.amountFen);
    const amountFen = amounts.length > 0 && amounts.every((one) => one !== null) ? amounts.reduce((sum, one) => sum + one, 0) : null;
    draft.statuses.push({ text, status: statusOf(text), refund, amountFen });
    if (record.rowCount > 1) this.#later(record, row);
    return draft;
  }

  /** What a later row says of the order where the first says nothing. */
  #later(record: OrderRecord, row: TableRow): void {
    record.pickup ??= this.cell(row, 'pickup') || null;
    const note = this.cell(row, 'note');
    if (note !== '' && !record.note.split('\n').includes(note)) record.note = record.note === '' ? note : `${record.note}\n${note}`;
    if (record.sellerNote === '') record.sellerNote = this.cell(row, 'sellerNote');
    addExtra(record.extra, this.#extra(row));
  }

  #once(draft: OrderDraft, row: TableRow, field: OrderField, before: number | null): number | null {
    const found = this.#money(draft.warnings, row, field);
    if (found === null) return before;
    if (before !== null && before !== found) draft.warnings.add('rowsDisagree');
    return before ?? found;
  }

  #money(warnings: Set<OrderWarning>, row: TableRow, field: OrderField): number | null {
    const text = this.cell(row, field);
    if (text === '') return null;
    const fen = readFen(text);
    if (fen !== null && (field === 'refund' || field === 'lineRefund')) return Math.abs(fen);
    if (fen !== null && fen >= 0) return fen;
    warnings.add('badMoney');
    return null;
  }

  #buyer(row: TableRow): OrderRecord['buyer'] {
    const told = this.cell(row, 'receiver');
    // 张三[4365]: the number is a privacy number and this its extension
    const extension = /^(.*)\s*[[［](\d{3,6})[\]］]$/.exec(told);
    const phones = this.#readPhones(row);
    const phone = phones[bestOf(phones)] ?? { text: '', usable: false };
    const address = joinAddress(
      [this.cell(row, 'province'), this.cell(row, 'city'), this.cell(row, 'district')],
      this.cell(row, 'address'),
    );
    return {
      nickname: this.cell(row, 'nickname'),
      receiver: extension ? extension[1]!.trim() : told,
      phone: extension && phone.text !== '' ? `${phone.text}-${extension[2]}` : phone.text,
      phoneUsable: phone.usable && !extension,
      wxid: readId(this.cell(row, 'wxid')).id,
      address,
    };
  }

  #readPhones(row: TableRow): Phone[] {
    return this.#phones.map(({ index }) => readOrderPhone(orderCell(row.cells[index])));
  }

  #times(row: TableRow, orderNo: string | null, warnings: Set<OrderWarning>): Pick<OrderRecord, 'orderedAt' | 'paidAt' | 'precision'> {
    const ordered = readOrderTime(this.cell(row, 'orderedAt'), this.#latest);
    const paid = readOrderTime(this.cell(row, 'paidAt'), this.#latest);
    if (ordered.problem || paid.problem) warnings.add('badTime');
    // 拼多多: the number begins with the day, 260517-6071…
    const prefix = /^(\d\d)(\d\d)(\d\d)-\d{6,}$/.exec(orderNo ?? '');
    if (ordered.at === null && paid.at === null && prefix) {
      const day = readOrderTime(`20${prefix[1]}-${prefix[2]}-${prefix[3]}`, this.#latest);
      if (day.at !== null) return { orderedAt: day.at, paidAt: null, precision: 'day' };
    }
    return { orderedAt: ordered.at, paidAt: paid.at, precision: coarser(ordered.precision, paid.precision) };
  }

  #lines(draft: OrderDraft, row: TableRow): OrderLine[] {
    const amounts = () => ({
      priceFen: this.#money(draft.warnings, row, 'price'),
      amountFen: this.#money(draft.warnings, row, 'lineAmount'),
      refundFen: this.#money(draft.warnings, row, 'lineRefund'),
    });
    const count = this.cell(row, 'quantity');
    const quantity = count === '' ? null : readQuantity(count);
    if (count !== '' && quantity === null) draft.warnings.add('badQuantity');
    const product = this.cell(row, 'product');
    const { line } = row;
    if (product !== '' || (count !== '' && !this.#place.has('goods'))) {
      return [{ line, product, spec: this.cell(row, 'spec'), quantity, ...amounts() }];
    }
    const place = this.#place.get('goods');
    const entries = place === undefined ? [] : readGoods(row.cells[place] ?? '').filter((entry) => orderCell(entry.product) !== '');
    const nothing = { priceFen: null, amountFen: null, refundFen: null };
    if (entries.length === 1) {
      const entry = entries[0]!;
      return [{ line, ...entry, spec: entry.spec || this.cell(row, 'spec'), quantity: entry.quantity ?? quantity, ...amounts() }];
    }
    return entries.map((entry) => ({ line, ...entry, ...nothing }));
  }

  #extra(row: TableRow): Record<string, string> {
    const extra: Record<string, string> = {};
    const best = this.#phones.length > 1 ? bestOf(this.#readPhones(row)) : 0;
    for (const { index, header } of [...this.#extras, ...this.#phones.filter((_, place) => place !== best)]) {
      const text = orderCell(row.cells[index]);
      if (text !== '') extra[header] = text;
    }
    return extra;
  }
}

/** Adds what later rows say; different words of the same column stand one below the other. */
export function addExtra(extra: Record<string, string>, more: Readonly<Record<string, string>>): void {
  for (const [header, value] of Object.entries(more)) {
    const before = extra[header];
    if (before === undefined) extra[header] = value;
    else if (!before.split('\n').includes(value)) extra[header] = `${before}\n${value}`;
  }
}

/** The order of all its rows. */
export function finishOrder(draft: OrderDraft): OrderRecord {
  const { record, warnings } = draft;
  const sums = record.lines.map((line) => line.amountFen);
  const lineSum = sums.length > 0 && sums.every((sum) => sum !== null) ? sums.reduce((sum, one) => sum + one, 0) : null;
  const freight = draft.freight ?? 0;
  const ofGoods = draft.goodsAmount ?? lineSum;
  const amount = draft.amount ?? record.paidFen ?? (ofGoods === null ? null : ofGoods + freight);
  if (amount === null) warnings.add('noAmount');
  record.amountFen = amount ?? 0;
  const totals = [draft.amount, record.paidFen].flatMap((total) => (total === null ? [] : [total, total - freight]));
  if (draft.goodsAmount !== null) totals.push(draft.goodsAmount);
  if (lineSum !== null && totals.length > 0 && !totals.includes(lineSum)) warnings.add('sumDiffers');
  record.refundFen = refundedFen(draft);
  const texts = [...new Set(draft.statuses.map((one) => one.text).filter((text) => text !== ''))];
  record.statusText = texts.join(' / ');
  record.status = statusAfter(draft);
  record.warnings = [...warnings];
  return record;
}

/** By the order, else by its lines, else what the words say; where they leave the sum open it is all there was, and said so. */
function refundedFen({ record, statuses, refund, warnings }: OrderDraft): number {
  if (refund !== null) return refund;
  const lines = record.lines.filter((line) => line.refundFen !== null);
  if (lines.length > 0) return lines.reduce((sum, line) => sum + line.refundFen!, 0);
  const back = statuses.filter((one) => one.refund === 'all');
  if (back.length === 0) return 0;
  if (back.length === statuses.length) {
    if (record.amountFen > 0) warnings.add('refundAssumed');
    return record.paidFen ?? record.amountFen;
  }
  if (back.some((one) => one.amountFen === null)) return 0;
  warnings.add('refundAssumed');
  return back.reduce((sum, one) => sum + one.amountFen!, 0);
}

function statusAfter({ record, statuses }: OrderDraft): OrderStatus {
  const told = statusOfRows(statuses.map((one) => one.status));
  const paid = record.paidFen ?? record.amountFen;
  if (record.refundFen > 0) return record.refundFen >= paid ? 'refunded' : 'partlyRefunded';
  if (statuses.every((one) => one.refund === 'all')) return 'refunded';
  if (statuses.some((one) => one.refund !== 'none')) return 'partlyRefunded';
  const said = record.statusText !== '';
  return told === 'unknown' && !said && (record.paidAt !== null || (record.paidFen ?? 0) > 0) ? 'paid' : told;
}
