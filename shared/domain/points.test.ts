import { expect, test } from 'vitest';
import { readPoints } from './points.ts';

test.each([
  ['1200', 1200],
  ['1,200', 1200],
  ['1，200', 1200],
  ['1200.0', 1200],
  ['1,234,567.00', 1_234_567],
  [' 120 分', 120],
  ['８８积分', 88],
  ['0', 0],
  ['-0', 0],
  ['-50', -50],
  ['−50', -50],
  ['+5', 5],
  ['100000000', 100_000_000],
])('%s is %d points', (written, points) => {
  expect(readPoints(written)).toBe(points);
});

test.each(['', '分', '12.5', '1,20', '12,00', '1e3', '一百', '120 元', '12 34x', '100000001', '9'.repeat(40), 'NaN', '--5', '1.2.0'])(
  '%s is no number of points',
  (written) => {
    expect(readPoints(written)).toBeNull();
  },
);
