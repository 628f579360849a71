import { expect, test } from 'vitest';
import { fitText } from './fit-text.ts';

/** Chinese 12 px, everything else 6 */
const widthOf = (sign: string) => (sign > '\u2e80' || sign === '…' ? 12 : 6);

test('what fits stays as it is, to the last pixel', () => {
  expect(fitText('新到脐橙', 48, widthOf)).toBe('新到脐橙');
  expect(fitText('', 0, widthOf)).toBe('');
});

test('what does not fit ends with …, which has its room too', () => {
  expect(fitText('新到脐橙', 47, widthOf)).toBe('新到…');
  expect(fitText('新到脐橙', 36, widthOf)).toBe('新到…');
  expect(fitText('新到脐橙', 35, widthOf)).toBe('新…');
  expect(fitText('39.9 五斤装', 40, widthOf)).toBe('39.9…');
  expect(fitText('新到', 11, widthOf)).toBe('…');
});

test('a sign of several parts is never torn', () => {
  const family = '👨‍👩‍👧';
  const wide = (sign: string) => (sign === family ? 16 : widthOf(sign));
  expect(fitText(`${family}的一天`, 40, wide)).toBe(`${family}的…`);
  expect(fitText(`一天${family}`, 39, wide)).toBe('一天…');
});
