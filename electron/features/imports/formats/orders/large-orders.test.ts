import { expect, it } from 'vitest';
import { readOrderFile } from '../../../../../tests/fixtures/orders/read.ts';

const header = '订单编号,买家昵称,商品名称,数量,订单金额,下单时间,收货地址,备注';
const long = '一个很长的地址'.repeat(14);
/** every hundredth with a line end and quotes in a cell, every thousandth with quotes that nobody closed */
function row(n: number): string {
  const note = n % 1000 === 0 ? '"没有合上的引号" 之后还有字' : n % 100 === 0 ? '"放门口\n说""谢谢"""' : '';
  return `S${String(n).padStart(9, '0')},买家${n % 700},脐橙,${1 + (n % 3)},${(9.9 * (1 + (n % 3))).toFixed(2)},2026-03-09 08:00:00,${long}${n},${note}`;
}
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i));
const file = (lines: string[]) => Buffer.from(`\uFEFF${[header, ...lines].join('\r\n')}\r\n`);

it('a text too large to be held is read piece by piece, the same as in parts', async () => {
  const [half, all] = [13_000, 26_000];
  const whole = file(rows(0, all));
  expect(whole.length).toBeGreaterThan(8 * 1024 * 1024);
  const streamed = (await readOrderFile('表.csv', whole))!;
  const parts = [(await readOrderFile('表.csv', file(rows(0, half))))!, (await readOrderFile('表.csv', file(rows(half, all))))!];
  const plain = ({ line: _, lines, ...record }: (typeof streamed.records)[number]) => ({
    ...record,
    lines: lines.map((one) => ({ ...one, line: 0 })),
  });
  const apart = parts.flatMap(({ records }) => records);
  expect(streamed.records).toHaveLength(apart.length);
  const other = streamed.records.findIndex((record, i) => JSON.stringify(plain(record)) !== JSON.stringify(plain(apart[i]!)));
  expect(other).toBe(-1);
  expect(streamed.problems.map(({ problem }) => problem)).toEqual(Array(26).fill('brokenQuotes'));
  expect(parts.flatMap(({ problems }) => problems)).toHaveLength(26);
  expect(streamed.records.length + streamed.problems.length).toBe(all);
  // the lines of the file are counted over all pieces: one row in a hundred has two
  const last = streamed.records.at(-1)!;
  expect(last.line).toBe(1 + all + all / 100 - all / 1000);
  expect(streamed.source).toMatchObject({ encoding: 'utf-8-bom', headerLine: 1 });
});
