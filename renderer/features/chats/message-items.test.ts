import { expect, test } from 'vitest';
import type { Message } from '../../../shared/contracts/chats.ts';
import { cutTo, placesOf } from './mark.ts';
import { itemsOf, placeOf } from './message-items.ts';
import { dayHeading, messageMoment, messageTime, shortWhen, spanOfDays } from './when.ts';

const noon = new Date(2026, 10, 20, 12).getTime();
const message = (id: number, more: Partial<Message> = {}): Message => ({
  id,
  at: noon + id * 60_000,
  precision: 'second',
  direction: 'in',
  kind: 'text',
  text: '好',
  talkerId: null,
  talkerName: null,
  ...more,
});

test('messages of one person within five minutes stand together', () => {
  const rows = [message(1), message(2), message(8), message(9, { direction: 'out' }), message(10, { direction: 'out', talkerId: 3 })];
  expect(itemsOf(rows, true).map(({ head }) => head)).toEqual([true, false, true, true, true]);
});

test('each day has its heading, the first of a run only when nothing is above it', () => {
  const rows = [message(1), message(2, { at: noon + 86_400_000 })];
  expect(itemsOf(rows, true).map(({ dayAt }) => dayAt !== null)).toEqual([false, true]);
  expect(itemsOf(rows, false).map(({ dayAt }) => dayAt !== null)).toEqual([true, true]);
});

test('the place of a message is found, and that of one that is not there is the next', () => {
  const items = itemsOf([message(2), message(4), message(6)], false);
  expect([1, 2, 3, 4, 6, 9].map((id) => placeOf(items, id))).toEqual([0, 0, 1, 1, 2, 2]);
});

test('a time is never told more exactly than it is known', () => {
  const at = new Date(2026, 2, 8, 20, 31, 5).getTime();
  expect(messageTime(at, 'day')).toBe('');
  expect(messageMoment(at, 'day')).toBe('2026年3月8日 周日，文件里没有写几点');
  expect(messageMoment(at, 'minute')).toBe('2026年3月8日 周日 20:31（只精确到分钟）');
  expect(messageMoment(at, 'second')).toBe('2026年3月8日 周日 20:31:05');
  expect(shortWhen(noon, 'day', noon)).toBe('今天');
  expect(shortWhen(noon, 'second', noon)).toBe('12:00');
  expect(dayHeading(noon, noon)).toBe('今天 11月20日 周五');
});

test('a span of days says the year where it would be misread', () => {
  const may = (year: number) => new Date(year, 4, 2, 9).getTime();
  expect(spanOfDays(may(2024), may(2026), noon)).toBe('2024年5月2日 到今年5月2日');
  expect(spanOfDays(may(2024), may(2025), noon)).toBe('2024年5月2日 到 2025年5月2日');
  expect(spanOfDays(may(2026), noon, noon)).toBe('5月2日 到 11月20日');
  expect(spanOfDays(noon, noon + 60_000, noon)).toBe('11月20日');
});

test('an excerpt is cut so that what was found can be seen', () => {
  expect(cutTo('今天天气真好，要不要一起去果园摘橘子', [[16, 1]], 5)).toEqual({ text: '…去果园摘橘子', places: [[5, 1]] });
  expect(cutTo('摘橘子', [[1, 1]], 5)).toEqual({ text: '摘橘子', places: [[1, 1]] });
  expect(cutTo('一二三😀四五六七', [[5, 1]], 2)).toEqual({ text: '…四五六七', places: [[1, 1]] });
});

test('every place of the words is marked, A–Z and a–z alike, nothing else folded', () => {
  expect(placesOf('ABab', 'ab')).toEqual([
    [0, 2],
    [2, 2],
  ]);
  expect(placesOf('哈哈哈哈', '哈哈')).toEqual([
    [0, 2],
    [2, 2],
  ]);
  expect(placesOf('É', 'é')).toEqual([]);
  expect(placesOf('好', '')).toEqual([]);
});
