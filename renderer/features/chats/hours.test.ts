import { expect, test } from 'vitest';
import type { ActiveHours } from '../../../shared/contracts/search.ts';
import { busiestSpan, enoughToDraw, hoursBasis, hoursSentence, hoursZone, shade, spokenHour } from './hours.ts';

const cellsAt = (...places: [weekday: number, hour: number, value: number][]) => {
  const cells = new Array<number>(168).fill(0);
  for (const [weekday, hour, value] of places) cells[weekday * 24 + hour] = value;
  return cells;
};
const told = (cells: number[], more: Partial<ActiveHours> = {}): ActiveHours => ({
  cells,
  messages: 50,
  friends: 1,
  fromAt: new Date(2026, 2, 8).getTime(),
  toAt: new Date(2026, 9, 1).getTime(),
  bestOf: 50,
  best: [{ weekday: 4, hour: 20, share: 0.2 }],
  from: 'friend',
  ...more,
});

test('hours as people say them', () => {
  expect([0, 3, 7, 10, 12, 15, 20, 24].map(spokenHour)).toEqual([
    '半夜 12 点',
    '凌晨 3 点',
    '早上 7 点',
    '上午 10 点',
    '中午 12 点',
    '下午 3 点',
    '晚上 8 点',
    '半夜 12 点',
  ]);
});

test('the span that holds more than half is said to be the usual one', () => {
  const clear = told(cellsAt([4, 20, 5], [1, 21, 4], [2, 9, 3]));
  expect(hoursSentence(clear, 'friend')).toBe('多半在晚上 8 点到 10 点回你，周五最多。');
  expect(hoursSentence({ ...clear, from: 'segment' }, 'segment')).toBe('多半在晚上 8 点到 10 点说话，周五最多。');
  expect(hoursSentence(told(cellsAt([4, 20, 9], [2, 9, 3])), 'friend')).toBe('多半在晚上 8 点到 9 点回你，周五最多。');
});

test('scattered hours are not called usual', () => {
  const cells = cellsAt(...Array.from({ length: 12 }, (_, at): [number, number, number] => [at % 7, at * 2, at === 10 ? 2 : 1]));
  expect(hoursSentence(told(cells), 'friend')).toMatch(/回得最多.*但别的时候也回。$/);
});

test('a span may go over midnight', () => {
  const span = busiestSpan(cellsAt([0, 23, 5], [0, 0, 5]));
  expect(span).toMatchObject({ from: 23, to: 1 });
});

test('too few messages are told by everybody, none at all by nobody', () => {
  const few = told(cellsAt([4, 20, 1]), { messages: 3, from: 'everybody', bestOf: 1234 });
  expect(hoursSentence(few, 'friend')).toBe(
    '消息还不多（3 条），看不出什么时候回话多。按所有好友的 1,234 条看，周五晚上 8 点到 9 点最容易等到回话。',
  );
  expect(enoughToDraw(few)).toBe(false);
  expect(hoursSentence({ ...few, best: [] }, 'friend')).toBe('消息还不多（3 条），看不出什么时候回话多。');
  expect(hoursSentence(told(cellsAt(), { best: [], messages: 0, from: 'everybody' }), 'friend')).toBe('对方还没写过消息。');
  expect(hoursSentence(told(cellsAt(), { best: [], messages: 0, from: 'everybody' }), 'segment')).toBe('这些人还没有写来的消息。');
  expect(busiestSpan(cellsAt())).toBeNull();
});

test('the basis names how many, whose, and when', () => {
  const today = new Date(2026, 10, 22).getTime();
  expect(hoursBasis(told(cellsAt()), 'friend', today)).toBe('按对方在 3月8日 到 10月1日 写的 50 条消息算，越近的越算数');
  expect(hoursBasis(told(cellsAt(), { messages: 2345, friends: 12 }), 'segment', today)).toBe(
    '按其中 12 位在 3月8日 到 10月1日 写的 2,345 条消息算，越近的越算数',
  );
  expect(hoursBasis(told(cellsAt(), { fromAt: null, toAt: null }), 'friend', today)).toBeNull();
});

test('hours of China are called so only where the clock shows others', () => {
  const home = process.env.TZ;
  expect(hoursZone()).toBeNull();
  process.env.TZ = 'Europe/Berlin';
  expect(hoursZone()).toBe('钟点都是北京时间');
  process.env.TZ = home;
});

test('a cell with anything in it is never drawn as empty', () => {
  expect([0, 0.001, 0.5, 1].map((value) => shade(value, 1))).toEqual([0, 1, 3, 5]);
});
