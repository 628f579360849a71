import { expect, it } from 'vitest';
import { conversion, countOn, emptyFunnel, funnelRowsSentence, funnelSentence, reached } from './funnel.ts';

const row = (added: number, stayed: number, bought: number, again: number, spread: number | null = null) => ({
  ...{ added, stayed, bought, again, spread },
});

it('counts everybody on the steps that she reached', () => {
  const people = [
    { isEffective: true, purchases: 0, hasBrought: true },
    { isEffective: false, purchases: 0, hasBrought: false },
    { isEffective: false, purchases: 1, hasBrought: false },
    { isEffective: true, purchases: 7, hasBrought: false },
    { isEffective: true, purchases: 2, hasBrought: true },
  ];
  const [told, without] = [emptyFunnel(true), emptyFunnel(false)];
  for (const one of people) for (const funnel of [told, without]) countOn(funnel, reached(one));
  expect(told).toEqual(row(5, 4, 3, 2, 1));
  // where nobody wrote down who brought whom, nobody brought somebody is not known
  expect(without).toEqual(row(5, 4, 3, 2));
});

it('tells what share came on, and nothing of nobody', () => {
  expect(conversion(row(40, 20, 5, 0), 'added')).toBeNull();
  expect(conversion(row(40, 20, 5, 0), 'bought')).toBe(0.25);
  expect(conversion(row(40, 0, 0, 0), 'bought')).toBeNull();
  expect(conversion(row(40, 20, 5, 1), 'spread')).toBeNull();
  expect(conversion(row(40, 20, 5, 4, 1), 'spread')).toBe(0.25);
});

it('says in one sentence where most were lost', () => {
  expect(funnelSentence(row(0, 0, 0, 0), '11月')).toBe('11月没有新加的好友。');
  expect(funnelSentence(row(19, 9, 1, 0), '11月')).toBe('11月加了 19 位，还在的 9，买过的 1，又来买的 0。人太少，看不出比例。');
  expect(funnelSentence(row(1000, 500, 40, 30), '11月')).toBe(
    '11月加了 1,000 位，还在的 500，买过的 40，又来买的 30。掉得最多的一步是成交：前一步的 8.0% 走到了这里。',
  );
  expect(funnelSentence(row(1000, 500, 400, 300, 6), '11月')).toBe(
    '11月加了 1,000 位，还在的 500，买过的 400，又来买的 300，又带人来的 6。掉得最多的一步是裂变：前一步的 2.0% 走到了这里。',
  );
  // three who bought say nothing of who comes again
  expect(funnelSentence(row(188, 172, 3, 0), '11月')).toContain('掉得最多的一步是成交');
});

it('says in one sentence which rows buy most and least, of those with enough people', () => {
  const of = (...rows: [string, number, number][]) =>
    funnelRowsSentence(rows.map(([name, added, bought]) => ({ name, row: row(added, added, bought, 0) })));
  expect(of(['抖音', 40, 10], ['小红书', 20, 1], ['地推', 19, 19])).toBe(
    '买过的比例，最高的是「抖音」25%（40 位里 10 位），最低的是「小红书」5.0%（20 位里 1 位）。',
  );
  expect(of(['抖音', 40, 10], ['小红书', 20, 5], ['地推', 19, 19])).toBe('满 20 位的 2 行，买过的比例都一样：25%。');
  expect(of(['抖音', 40, 0], ['小红书', 20, 0], ['地推', 19, 19])).toBe('满 20 位的 2 行里，还没有人买过。');
});
