import { expect, test } from 'vitest';
import { reportFacts } from './import-words.ts';

const report = { kind: 'orders', read: 12, added: 9, changed: 0, same: 0, problem: 3, linked: 0, newProducts: 2 } as const;

test('a report says only what happened, and what it comes to', () => {
  expect(reportFacts(report).map(({ label, value }) => `${label} ${value}`)).toEqual([
    '新增 9 单',
    '读不了 3 行',
    '新商品 2 种',
    '一共读到 12 条',
  ]);
});

test('a bill is counted in movements', () => {
  const facts = reportFacts({ ...report, kind: 'bill', read: 1200, added: 0, same: 1200, problem: 0, newProducts: 0 });
  expect(facts.map(({ label, value }) => `${label} ${value}`)).toEqual(['本来就有 1,200 笔', '一共读到 1,200 条']);
});
