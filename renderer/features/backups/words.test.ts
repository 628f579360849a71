import { expect, it } from 'vitest';
import { now } from '../../lib/now.ts';
import { standingOf } from './words.ts';

const day = 86_400_000;
const ago = (days: number) => now() - days * day;

it('is easy only where a fresh backup lies on another disk than the book', () => {
  const fresh = { age: 'ok', lastVerifiedAt: ago(0) } as const;
  expect(standingOf({ ...fresh, awayAge: 'ok', lastAwayAt: ago(2) })).toMatchObject({ age: 'ok', word: '放心' });
  expect(standingOf({ ...fresh, awayAge: 'never', lastAwayAt: null })).toMatchObject({ age: 'amber', word: '防不了硬盘坏' });
  const old = standingOf({ ...fresh, awayAge: 'red', lastAwayAt: ago(12) });
  expect(old).toMatchObject({ age: 'red', word: '防不了硬盘坏' });
  expect(old.text).toContain('12 天前');
});

it('says of an old one, or of none, just that', () => {
  expect(standingOf({ age: 'never', lastVerifiedAt: null, awayAge: 'never', lastAwayAt: null })).toMatchObject({ word: '没有备份' });
  const red = standingOf({ age: 'red', lastVerifiedAt: ago(9), awayAge: 'never', lastAwayAt: null });
  expect(red).toMatchObject({ age: 'red', word: '很久没备份' });
  expect(red.text).toContain('9 天前');
});
