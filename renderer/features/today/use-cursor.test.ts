import { expect, test } from 'vitest';
import type { TodayItem } from './agenda.ts';
import { heir } from './use-cursor.ts';

const walk = (...kinds: TodayItem['kind'][]) => kinds.map((kind, at) => ({ kind, key: `${kind}-${at}` }) as TodayItem);

test('a post that is done hands its keys to the next post, then to the one before', () => {
  expect(heir(walk('overdue', 'post', 'birthday', 'done'), 1, 'post')).toBe(1);
  expect(heir(walk('overdue', 'birthday', 'done'), 1, 'post')).toBe(0);
});

test('after the last post no birthday takes the keys', () => {
  expect(heir(walk('birthday', 'birthday', 'done'), 0, 'post')).toBe(-1);
  expect(heir(walk('post', 'birthday'), 2, 'done')).toBe(-1);
});
