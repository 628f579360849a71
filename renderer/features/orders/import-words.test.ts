import { expect, test } from 'vitest';
import type { OrderScan } from '../../../shared/contracts/orders-import.ts';
import { changeTexts, lostRows, reportFacts } from './import-words.ts';

const report = { kind: 'orders', read: 12, added: 9, changed: 0, same: 0, problem: 3, linked: 0, newProducts: 2, joined: 0 } as const;

test('a report says only what happened, and what it comes to', () => {
  expect(reportFacts(report).map(({ label, value }) => `${label} ${value}`)).toEqual([
    '新增 9 单',
    '读不了 3 行',
    '新商品 2 种',
    '一共读到 12 条',
  ]);
});

test("orders by hand that are the file's now are told apart from what changed", () => {
  const facts = reportFacts({ ...report, changed: 3, joined: 2 }).map(({ label, value }) => `${label} ${value}`);
  expect(facts).toEqual(expect.arrayContaining(['和你自己记的并成一单 2 单', '有变化，已更新 1 单']));
});

test('lost letters are asked about from one row in a thousand on', () => {
  const rows = (read: number, lostLetters?: number) =>
    lostRows({ warnings: lostLetters === undefined ? {} : { lostLetters }, counts: { read } as OrderScan['counts'] });
  expect([rows(500), rows(500, 1), rows(3000, 3), rows(3000, 4)]).toEqual([0, 1, 0, 4]);
});

test('a bill is counted in movements', () => {
  const facts = reportFacts({ ...report, kind: 'bill', read: 1200, added: 0, same: 1200, problem: 0, newProducts: 0 });
  expect(facts.map(({ label, value }) => `${label} ${value}`)).toEqual(['本来就有 1,200 笔', '一共读到 1,200 条']);
});

test('a change is said in her words, the state once, what the program keeps for itself not at all', () => {
  const told = changeTexts({
    refund_fen: ['0', '5800'],
    status: ['1', '5'],
    status_text: ['已支付', '已退款'],
    receiver: ['', '陈青柠'],
    phone_key: ['', '1380000'],
    extra: ['{}', '{"房号":"502"}'],
    goods: ['脐橙 ×1', '脐橙 ×2'],
  });
  expect(told).toEqual(['商品 脐橙 ×1 → 脐橙 ×2', '退款 ¥0.00 → ¥58.00', '状态 已支付 → 已退款', '收货人 空着 → 陈青柠', '其他几列有变化']);
  expect(changeTexts({ status: ['0', '1'] })).toEqual(['状态 没付 → 已付']);
});
