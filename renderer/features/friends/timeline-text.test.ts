import { expect, test } from 'vitest';
import { timelineKinds } from '../../../shared/contracts/friends.ts';
import { timelineText } from './timeline-text.ts';

test('every kind has a sentence in Chinese, also when its details are missing', () => {
  for (const kind of timelineKinds) {
    const { title } = timelineText({ key: kind, at: 0, kind, details: {} });
    expect(title, kind).toMatch(/[一-龥]/);
    expect(title, kind).not.toMatch(/undefined|null|[a-z]{4,}/);
  }
});

test('a step down the ladder is told as one', () => {
  const item = { key: 'l', at: 0, kind: 'level' as const, details: { fromLevel: 4, toLevel: 3, reason: '很久没回', author: 'manual' } };
  expect(timelineText(item)).toEqual({ title: '降到「3 潜在客户」，之前是「4 真实客户」', body: '很久没回' });
  expect(timelineText({ ...item, details: { ...item.details, fromLevel: 3 } }).title).toBe('仍是「3 潜在客户」');
});

test('points that came and went are told with their reason', () => {
  const points = (details: object) => timelineText({ key: 'p', at: 0, kind: 'points', details: { ...details } });
  expect(points({ delta: 20, reason: '活动', author: 'manual' })).toEqual({ title: '积分 +20：活动' });
  expect(points({ delta: -1500, reason: '', author: 'import' })).toEqual({ title: '积分 −1,500（导入时）' });
});

test('the first talk says who began', () => {
  const first = (openedBy: 'in' | 'out' | null, answered: boolean) =>
    timelineText({ key: 'c', at: 0, kind: 'firstChat', details: { openedBy, answered } }).title;
  expect(first('in', true)).toBe('第一次聊天，对方先开口');
  expect(first('out', false)).toBe('第一次聊天，我先开口，对方一直没回');
  expect(first(null, true)).toBe('第一次聊天');
});
