import { expect, it } from 'vitest';
import { qrParts, qrPath } from './qr.ts';

it('keeps every letter, cuts none in two, and no part is too much for a phone', () => {
  const text = `${'丑橘到了，甜得很😀\n'.repeat(90)}完`;
  const parts = qrParts(text);
  expect(parts.join('')).toBe(text);
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(800);
    expect(part.isWellFormed()).toBe(true);
  }
  expect(qrParts('')).toEqual([]);
  expect(qrParts('你好')).toEqual(['你好']);
});

it('draws Chinese with a quiet border', () => {
  const { path, size } = qrPath('王姐，丑橘到了');
  expect(size).toBeGreaterThan(25);
  const xs = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  expect(Math.min(...xs)).toBe(3);
  expect(Math.max(...xs)).toBe(size - 4);
});
