import fc from 'fast-check';
import { expect, it } from 'vitest';
import { figureText, figureWords, readFigure } from './figures.ts';
import { daysIn, periodOf, periodText, piecesOf } from './periods.ts';
import { churnDay, linesOf, moveCount, movesOn, poolIns, poolOuts, poolParts, poolRow, poolSentence, poolStates } from './pool.ts';

it('balances like a statement of a bank, whatever anybody did', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: moveCount, maxLength: moveCount }), (moves) => {
      // nobody who was there is absent later: she would have left the book
      const lived = moves.map((many, move) => (move % poolStates.length === 0 && move > 0 ? 0 : many));
      const row = poolRow(lived);
      expect(row.opening + row.came - row.went).toBe(row.closing);
      expect(poolIns.reduce((sum, part) => sum + row[part], 0)).toBe(row.came);
      expect(poolOuts.reduce((sum, part) => sum + row[part], 0)).toBe(row.went);
      for (const part of poolParts) {
        const isOn = movesOn(part);
        expect(row[part]).toBe(lived.reduce((sum, many, move) => sum + (isOn[move] === 1 ? many : 0), 0));
      }
    }),
  );
});

it('puts each way on its lines', () => {
  expect(linesOf('absent', 'absent')).toEqual([]);
  expect(linesOf('absent', 'effective')).toEqual(['all', 'came', 'new', 'closing']);
  expect(linesOf('absent', 'deletedMe')).toEqual(['all', 'came', 'new', 'went', 'deletedMe']);
  expect(linesOf('effective', 'effective')).toEqual(['all', 'opening', 'closing']);
  expect(linesOf('effective', 'silent')).toEqual(['all', 'opening', 'went', 'silent']);
  expect(linesOf('silent', 'effective')).toEqual(['all', 'came', 'woke', 'closing']);
  expect(linesOf('blocked', 'effective')).toEqual(['all', 'came', 'back', 'closing']);
  // who was not counted before is not counted as leaving
  expect(linesOf('silent', 'blocked')).toEqual(['all']);
});

it('takes the longest of nine of ten pauses for silence, within its bounds', () => {
  const pauses = (...told: [days: number, many: number][]) => {
    const counts = new Uint32Array(182);
    for (const [days, many] of told) counts[days] = many;
    return counts;
  };
  expect(churnDay(pauses())).toBe(180);
  expect(churnDay(pauses([40, 9], [90, 1]))).toBe(40);
  expect(churnDay(pauses([40, 8], [90, 2]))).toBe(90);
  expect(churnDay(pauses([3, 100]))).toBe(30);
  expect(churnDay(pauses([181, 100]))).toBe(180);
});

it('says in one sentence what a statement says', () => {
  const row = { ...poolRow(new Uint32Array(moveCount)) };
  expect(poolSentence(row, '11月')).toBe('11月还没有好友。');
  const grown = {
    ...row,
    opening: 1000,
    came: 45,
    new: 40,
    back: 2,
    woke: 3,
    went: 15,
    silent: 10,
    deletedMe: 5,
    closing: 1030,
    all: 1200,
  };
  expect(poolSentence(grown, '11月')).toBe(
    '11月有效好友从 1,000 到 1,030，多了 30 位：进来 45，出去 15，走得最多的是「很久没动静」10 位。好友总数写着 1,200，其中 170 位已经走了或很久没动静。',
  );
  expect(poolSentence({ ...row, opening: 3, closing: 2, went: 1, blocked: 1, all: 3 }, '11月')).toContain('少了 1 位：进来 0，出去 1');
  expect(poolSentence({ ...row, opening: 3, closing: 3, all: 3 }, '11月')).toMatch(/不多不少.*人还太少，看个大概。$/);
});

it('knows the periods by name, and cuts them into months or weeks without a day lost', () => {
  expect(periodOf('thisMonth', '2026-11-09')).toEqual({ fromOn: '2026-11-01', toOn: '2026-11-09' });
  expect(periodOf('lastMonth', '2026-01-31')).toEqual({ fromOn: '2025-12-01', toOn: '2025-12-31' });
  expect(periodOf('quarter', '2026-11-09')).toEqual({ fromOn: '2026-10-01', toOn: '2026-11-09' });
  expect(periodOf('year', '2026-11-09')).toEqual({ fromOn: '2026-01-01', toOn: '2026-11-09' });
  // the ninth is a Monday
  expect(piecesOf({ fromOn: '2026-11-06', toOn: '2026-11-16' })).toEqual([
    { fromOn: '2026-11-06', toOn: '2026-11-08' },
    { fromOn: '2026-11-09', toOn: '2026-11-15' },
    { fromOn: '2026-11-16', toOn: '2026-11-16' },
  ]);
  expect(piecesOf({ fromOn: '2026-01-15', toOn: '2026-03-31' }).map(({ toOn }) => toOn)).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
  ]);
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, (a, b) => {
      const period = a < b ? { fromOn: a, toOn: b } : { fromOn: b, toOn: a };
      const pieces = piecesOf(period);
      expect(pieces.reduce((sum, piece) => sum + daysIn(piece), 0)).toBe(daysIn(period));
      expect([pieces[0]!.fromOn, pieces.at(-1)!.toOn]).toEqual([period.fromOn, period.toOn]);
    }),
  );
});

it('names a period as people do', () => {
  expect(periodText({ fromOn: '2026-11-01', toOn: '2026-11-30' }, '2026-12-09')).toBe('11月');
  expect(periodText({ fromOn: '2025-11-01', toOn: '2025-11-30' }, '2026-12-09')).toBe('2025年11月');
  expect(periodText({ fromOn: '2026-11-02', toOn: '2026-11-08' }, '2026-12-09')).toBe('11月2日到8日');
  expect(periodText({ fromOn: '2025-12-02', toOn: '2026-01-08' }, '2026-12-09')).toBe('2025年12月2日到2026年1月8日');
  expect(periodText({ fromOn: '2026-11-02', toOn: '2026-11-02' }, '2026-12-09')).toBe('11月2日');
});

it('writes a number as a text and reads it back; another text names none', () => {
  const figure = { of: 'pool', part: 'new', fromOn: '2026-10-01', toOn: '2026-10-31', accountId: 1, channelId: 0 } as const;
  expect(figureText(figure)).toBe('pool.new.2026-10-01.2026-10-31.a1.c0');
  expect(readFigure(figureText(figure))).toEqual(figure);
  expect(readFigure('pool.new.2026-10-01.2026-10-31')).toEqual({ ...figure, accountId: null, channelId: null });
  expect(figureWords(figure)).toBe('新加的');
  for (const text of [
    '',
    'pool',
    'pool.toString.2026-10-01.2026-10-31',
    'pool.new.2026-10-31.2026-10-01',
    'pool.new.2026-13-01.2026-13-02',
  ])
    expect(readFigure(text)).toBeNull();
});
