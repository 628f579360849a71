import { expect, test } from 'vitest';
import type { LevelFlow } from '../../../shared/contracts/trust.ts';
import { flowSentence, layoutFlow, movesOf } from './flow-layout.ts';
import { periodOf } from './periods.ts';

const flow: LevelFlow = {
  start: [300, 120, 60, 30, 10, 5],
  end: [310, 118, 60, 34, 11, 6],
  joined: [14, 0, 0, 0, 0, 0],
  moves: [
    { from: 1, to: 2, count: 4 },
    { from: 2, to: 4, count: 6 },
    { from: 4, to: 5, count: 2 },
    { from: 5, to: 6, count: 1 },
  ],
  ups: 13,
  downs: 0,
};

test('everybody is drawn exactly once on each side', () => {
  const { left, right } = layoutFlow(flow, 400);
  expect(left.filter((node) => node.level !== null).map((node) => node.count)).toEqual([...flow.start].reverse());
  expect(left.at(-1)).toMatchObject({ level: null, count: 14 });
  expect(right.map((node) => node.count)).toEqual([...flow.end].reverse());
});

test('bands fill their bars without a gap and bars never overlap', () => {
  const { left, right, links } = layoutFlow(flow, 400);
  for (const node of left) {
    const mine = links.filter((link) => link.from === node.level);
    expect(mine.reduce((sum, link) => sum + link.thickness, 0)).toBeCloseTo(node.height);
  }
  for (const side of [left, right])
    for (const [at, node] of side.entries())
      expect(node.y).toBeGreaterThanOrEqual(at === 0 ? 0 : (side[at - 1]?.y ?? 0) + (side[at - 1]?.height ?? 0));
});

test('one person among thousands can still be pointed at', () => {
  const many = { ...flow, start: [90_000, 120, 60, 30, 10, 5] };
  expect(Math.min(...layoutFlow(many, 400).links.map((link) => link.thickness))).toBeGreaterThanOrEqual(3);
});

test('an empty book has a layout too', () => {
  const none: LevelFlow = { start: [0, 0, 0, 0, 0, 0], end: [0, 0, 0, 0, 0, 0], joined: [0, 0, 0, 0, 0, 0], moves: [], ups: 0, downs: 0 };
  expect(layoutFlow(none, 400).links).toEqual([]);
  expect(movesOf(none)).toEqual([]);
});

test('the sentence says what happened and nothing else', () => {
  expect(flowSentence({ ...flow, downs: 4 }, '近 30 天')).toBe('近 30 天，13 位往上走，4 位往下，另有 14 位新加入。');
  expect(flowSentence({ ...flow, ups: 0, joined: [0, 0, 0, 0, 0, 0] }, '今年')).toBe('今年，没有人换过等级。');
  expect(flowSentence({ ...flow, ups: 0 }, '今年')).toBe('今年，14 位新加入。');
});

test('periods are whole local days with today in them', () => {
  const now = new Date(2026, 10, 22, 15, 30).getTime();
  const month = periodOf('d30', now, null);
  expect(month.toAt).toBe(new Date(2026, 10, 23).getTime());
  expect(month.fromAt).toBe(new Date(2026, 9, 24).getTime());
  expect(periodOf('year', now, null).fromAt).toBe(new Date(2026, 0, 1).getTime());
  const custom = periodOf('custom', now, [new Date(2026, 2, 1, 9).getTime(), new Date(2026, 2, 8, 9).getTime()]);
  expect([custom.fromAt, custom.toAt, custom.label]).toEqual([
    new Date(2026, 2, 1).getTime(),
    new Date(2026, 2, 9).getTime(),
    '3月1日–3月8日',
  ]);
});
