import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardColumns, type LevelMove, levelBefore, levelCount, standingOver, tallyFlow } from './trust.ts';

const level = fc.integer({ min: 1, max: levelCount });
const moment = fc.integer({ min: 0, max: 50 });
const path: fc.Arbitrary<LevelMove[]> = fc
  .array(fc.record({ at: moment, to: level }), { minLength: 1, maxLength: 8 })
  .map((moves) => moves.sort((a, b) => a.at - b.at));
const period = fc.tuple(moment, moment).map(([a, b]) => ({ fromAt: Math.min(a, b), toAt: Math.max(a, b) }));
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

describe('flow between levels', () => {
  it('keeps its books balanced: start = stayed + moved on, end = stayed + moved in + joined', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 40 }), period, (paths, { fromAt, toAt }) => {
        const standings = paths.map((moves) => standingOver(moves, fromAt, toAt));
        const flow = tallyFlow(standings.map((standing) => [standing, 1] as const));
        for (let x = 1; x <= levelCount; x++) {
          const stayed = standings.filter(({ start, end }) => start === x && end === x).length;
          const movedOn = sum(flow.moves.filter(({ from }) => from === x).map(({ count }) => count));
          const movedIn = sum(flow.moves.filter(({ to }) => to === x).map(({ count }) => count));
          expect(flow.start[x - 1]).toBe(stayed + movedOn);
          expect(flow.end[x - 1]).toBe(stayed + movedIn + flow.joined[x - 1]!);
        }
        expect(sum(flow.end)).toBe(sum(flow.start) + sum(flow.joined));
        expect(flow.ups + flow.downs).toBe(sum(flow.moves.map(({ count }) => count)));
        expect(flow.moves.every(({ from, to, count }) => from !== to && count > 0)).toBe(true);
      }),
    );
  });

  it('fits together: the end of one period is the start of the next', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 20 }), fc.tuple(moment, moment, moment), (paths, moments) => {
        const [a, b, c] = moments.sort((x, y) => x - y) as [number, number, number];
        const flow = (fromAt: number, toAt: number) => tallyFlow(paths.map((moves) => [standingOver(moves, fromAt, toAt), 1] as const));
        expect(flow(a, b).end).toEqual(flow(b, c).start);
        expect(flow(a, a)).toMatchObject({ moves: [], ups: 0, downs: 0, joined: [0, 0, 0, 0, 0, 0] });
      }),
    );
  });

  it('counts in bulk as it counts one by one, corrections included', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 30 }), (pairs) => {
        const single = pairs.map(([start, end]) => [{ start, end }, 1] as const);
        // everybody first counted as resting at the end, then corrected: what the query does
        const corrected = pairs.flatMap(([start, end]) => [
          [{ start: end, end }, 1] as const,
          [{ start: end, end }, -1] as const,
          [{ start, end }, 1] as const,
        ]);
        expect(tallyFlow(corrected)).toEqual(tallyFlow(single));
      }),
    );
  });

  it('takes a move at the very start of the period as within it, at the end as after it', () => {
    const moves = [
      { at: 10, to: 1 },
      { at: 20, to: 3 },
    ];
    expect(levelBefore(moves, 10)).toBeNull();
    expect(levelBefore(moves, 11)).toBe(1);
    expect(standingOver(moves, 10, 20)).toEqual({ start: null, end: 1 });
    expect(standingOver(moves, 20, 21)).toEqual({ start: 1, end: 3 });
  });

  it('lets the later of two moves in one moment decide', () => {
    expect(
      levelBefore(
        [
          { at: 10, to: 1 },
          { at: 10, to: 4 },
        ],
        11,
      ),
    ).toBe(4);
  });
});

describe('board columns', () => {
  it('have shares that add up to 1, or to 0 in an empty book', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6'), fc.nat(100_000)), (counts) => {
        const columns = boardColumns(counts);
        expect(columns.map((column) => column.level)).toEqual([1, 2, 3, 4, 5, 6]);
        const total = sum(Object.values(counts));
        expect(sum(columns.map((column) => column.count))).toBe(total);
        expect(sum(columns.map((column) => column.share))).toBeCloseTo(total === 0 ? 0 : 1, 9);
      }),
    );
  });
});
