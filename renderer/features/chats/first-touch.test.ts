import { expect, test } from 'vitest';
import type { Contact, FirstMessage, FriendChatStats } from '../../../shared/contracts/chats.ts';
import { contactText, firstTouchText } from './first-touch.ts';

const today = new Date(2026, 10, 22).getTime();
const at = new Date(2026, 2, 8, 20).getTime();
const message = (id: number, more: object = {}): FirstMessage => ({
  messageId: id,
  conversationId: 1,
  at: at + id * 60_000,
  precision: 'second',
  kind: 'text',
  text: '你好',
  ...more,
});
const stats = (more: Partial<NonNullable<FriendChatStats>>): NonNullable<FriendChatStats> => ({
  firstAt: at,
  lastInAt: at,
  lastOutAt: at,
  inCount: 1,
  outCount: 1,
  twoWayDays: 1,
  askedCount: 0,
  lastAskedAt: null,
  firstIn: message(1),
  firstOut: message(3),
  openedBy: 'in',
  answeredAfterMs: 120_000,
  ...more,
});

test('how it began, as far as the file knew', () => {
  expect(firstTouchText(stats({}), today)).toBe('3月8日，对方先开口，我 2 分钟后回');
  expect(firstTouchText(stats({ firstOut: null, answeredAfterMs: null }), today)).toBe('3月8日，对方先开口，我一直没回');
  expect(firstTouchText(stats({ firstIn: null, openedBy: 'out', answeredAfterMs: null }), today)).toBe('3月8日，我先开口，对方一直没回');
  expect(firstTouchText(stats({ openedBy: null, answeredAfterMs: null }), today)).toBe('3月8日');
  expect(firstTouchText(stats({ firstOut: message(3, { precision: 'day' }) }), today)).toBe('3月8日，对方先开口');
  const ends = [10_000, 59 * 60_000, 23 * 3_600_000, 40 * 3_600_000].map((answeredAfterMs) =>
    firstTouchText(stats({ answeredAfterMs }), today),
  );
  expect(ends.map((text) => text?.split('，')[2])).toEqual(['我 1 分钟内回', '我 59 分钟后回', '我 23 小时后回', '我 2 天后回']);
  expect(firstTouchText(stats({ firstIn: null, firstOut: null }), today)).toBeNull();
});

test('a contact says who began and who did not answer', () => {
  const contact = (more: Partial<Contact>): Contact => ({
    messageId: 1,
    conversationId: 1,
    fromAt: at,
    toAt: at,
    precision: 'second',
    openedBy: 'out',
    inCount: 2,
    outCount: 1200,
    ...more,
  });
  expect(contactText(contact({}))).toBe('我先开口，对方 2 条，我 1,200 条');
  expect(contactText(contact({ openedBy: null }))).toBe('对方 2 条，我 1,200 条');
  expect(contactText(contact({ inCount: 0 }))).toBe('我发去 1,200 条，对方没回');
  expect(contactText(contact({ outCount: 0, openedBy: 'in' }))).toBe('对方发来 2 条，我没回');
});
