import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { billDirections, orderProblemKinds, orderStatuses, orderWarnings } from '../../../../../shared/domain/order-record.ts';
import { AppError } from '../../../../../shared/errors.ts';
import { billSamples } from '../../../../../tests/fixtures/orders/bills.ts';
import { memoryFile, readBillFile, readOrderFile } from '../../../../../tests/fixtures/orders/read.ts';
import { orderSamples } from '../../../../../tests/fixtures/orders/samples.ts';
import { readHead } from '../chats/chat-head.ts';
import { openOrderFile } from './order-table.ts';
import { orderCell } from './order-values.ts';
import { joinIndex } from './qianniu.ts';
import { recogniseOrderFile } from './recognise.ts';

const rounds = Number(process.env.FUZZ_ROUNDS ?? 50);
const all = { ...orderSamples, ...billSamples };
const names = Object.keys(all);

/** Park–Miller: the same run every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % Math.max(1, below);
  };
}

const pieces = [
  '"',
  ',',
  '\n',
  '\r\n',
  '\t',
  ';',
  '\0',
  '=',
  '"",',
  '\uFEFF',
  '-',
  '——',
  '￥',
  '(',
  '(((((((',
  '+',
  '9'.repeat(40),
  '7.43E+18',
  '合计',
  '<c>',
  '订单号',
];

function mutated(bytes: Buffer, next: (below: number) => number, round: number): Buffer {
  const isZip = bytes[0] === 0x50;
  switch (round % (isZip ? 3 : 6)) {
    case 0: {
      const copy = Buffer.from(bytes);
      for (let i = next(4) + 1; i > 0; i--) copy[next(copy.length)]! ^= 1 << next(8);
      return copy;
    }
    case 1:
      return bytes.subarray(0, next(bytes.length + 1));
    case 2: {
      const other = all[names[next(names.length)]!]!.bytes;
      return Buffer.concat([bytes.subarray(0, next(bytes.length)), other.subarray(next(other.length))]);
    }
    case 3: {
      let text = iconv.decode(bytes, bytes.toString('utf8').includes('\uFFFD') ? 'gb18030' : 'utf8');
      for (let i = next(6) + 1; i > 0; i--) {
        const at = next(text.length + 1);
        text = text.slice(0, at) + pieces[next(pieces.length)]! + text.slice(at + next(3));
      }
      return Buffer.from(text);
    }
    case 4: {
      const encodings = ['utf8', 'gb18030', 'utf16-le', 'utf16-be', 'big5', 'latin1'];
      return iconv.encode(iconv.decode(bytes, encodings[next(6)]!), encodings[next(6)]!);
    }
    default: {
      const from = next(bytes.length);
      return Buffer.concat([bytes, ...Array<Buffer>(next(20)).fill(bytes.subarray(from, from + next(300)))]);
    }
  }
}

const isFen = (value: number | null) => expect(value === null || (Number.isSafeInteger(value) && value >= 0)).toBe(true);

/** Rows below the header that say something: each is in a record, a problem, or a sum or remark below the table. */
async function dataRows(path: string, bytes: Buffer, at: { sheet: string | null; headerLine: number; joins: boolean }): Promise<number> {
  const opened = await openOrderFile(memoryFile(path, bytes));
  let count = 0;
  const main = opened.tables.find((one) => one.sheet === at.sheet)!;
  // sheets of goods and deliveries add rows of their own, unless one of them is all there is
  const joins = at.joins && joinIndex(main) === null;
  for (const table of opened.tables) {
    const join = joins && table !== main ? joinIndex(table) : null;
    const headerLine = table === main ? at.headerLine : join && table.head[join.index]!.line;
    if (headerLine === null) continue;
    for await (const { rows } of table.rows()) {
      for (const row of rows) if (row.line > headerLine && (row.problem || row.cells.some((cell) => orderCell(cell) !== ''))) count++;
    }
  }
  opened.close();
  return count;
}

async function read(path: string, bytes: Buffer): Promise<string> {
  const file = memoryFile(path, bytes);
  const recognised = await recogniseOrderFile(file, await readHead(file));
  const orders = await readOrderFile(path, bytes);
  const bill = orders ? null : await readBillFile(path, bytes);
  if (recognised && !orders) expect(bill).not.toBeNull();
  for (const record of orders?.records ?? []) {
    for (const money of [record.amountFen, record.paidFen, record.refundFen]) isFen(money);
    for (const line of record.lines) for (const money of [line.priceFen, line.amountFen, line.refundFen]) isFen(money);
    expect(orderStatuses).toContain(record.status);
    for (const warning of record.warnings) expect(orderWarnings).toContain(warning);
    if (record.buyer.phoneUsable) expect(record.buyer.phone).toMatch(/^\+?\d{8,15}$/);
    expect(record.key.orderNo ?? '').not.toMatch(/^\d\.\d+E\+\d+$/);
  }
  for (const record of bill?.records ?? []) {
    isFen(record.amountFen);
    isFen(record.refundFen);
    expect(billDirections).toContain(record.direction);
    expect(Number.isSafeInteger(record.at)).toBe(true);
  }
  const found = orders ?? bill;
  if (!found) return 'none';
  for (const { problem, text } of found.problems) {
    expect(orderProblemKinds).toContain(problem);
    expect(text.length).toBeLessThanOrEqual(80);
  }
  const { sheet, headerLine } = found.source;
  const read = orders ? orders.records.reduce((sum, record) => sum + record.rowCount, 0) : (bill?.records.length ?? 0);
  const rows = await dataRows(path, bytes, { sheet, headerLine, joins: ['qianniu', 'taobao'].includes(found.source.format) });
  expect(read + found.problems.length + found.notes).toBe(rows);
  return 'read';
}

describe('damaged files of orders and bills', () => {
  it.each(names)('%s is read, explained or refused', async (name) => {
    const { path, bytes } = all[name]!;
    const next = random(names.indexOf(name) + 11);
    const outcomes = new Set<string>([await read(path, bytes)]);
    for (let round = 0; round < rounds; round++) {
      const damaged = mutated(bytes, next, round);
      try {
        outcomes.add(await read(path, damaged));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.category).toBe('file');
        outcomes.add(error.kind);
      }
    }
    expect(outcomes).toContain('read');
  });

  it('reads long cells without going over them again and again', async () => {
    const header = '跟团号,下单人,商品,订单金额,收货人,联系电话';
    for (const cell of [
      '('.repeat(200_000),
      `${' '.repeat(200_000)}x`,
      'a+'.repeat(100_000),
      '；'.repeat(100_000),
      '1'.repeat(200_000),
      '张['.repeat(80_000),
    ]) {
      const bytes = Buffer.from(`${header}\n1,${cell},${cell},${cell},${cell},${cell}\n`);
      expect((await readOrderFile('长.csv', bytes))!.records.length).toBe(1);
    }
  });
});
