/** The ladder has six levels, 1 泛流量 … 6 铁粉客户 (product.md, "The trust ladder"). */
export const levelCount = 6;

/** One move: `at` ms UTC, `to` the level from then on. Moves of one friend come in order of time. */
export interface LevelMove {
  at: number;
  to: number;
}

/** Level at the start and at the end of a period; null = was not in the book yet. */
export interface Standing {
  start: number | null;
  end: number | null;
}

/** Same shape as `levelFlow` of the contracts. */
export interface Flow {
  start: number[];
  end: number[];
  joined: number[];
  moves: { from: number; to: number; count: number }[];
  ups: number;
  downs: number;
}

/** Level just before `moment`: the last move before it decides; null when there was none. */
export function levelBefore(moves: readonly LevelMove[], moment: number): number | null {
  let level: number | null = null;
  for (const move of moves) {
    if (move.at >= moment) break;
    level = move.to;
  }
  return level;
}

/** Where one friend stood at the edges of [fromAt, toAt). */
export function standingOver(moves: readonly LevelMove[], fromAt: number, toAt: number): Standing {
  return { start: levelBefore(moves, fromAt), end: levelBefore(moves, toAt) };
}

/**
 * Sums standings up. Net moves only: who went up and came back counts as stayed. It holds for every level X that
 * start(X) = stayed + moved on, and end(X) = stayed + moved in + joined.
 * @param standings [standing, how many friends have it]
 */
export function tallyFlow(standings: Iterable<readonly [Standing, number]>): Flow {
  const zeros = () => new Array<number>(levelCount).fill(0);
  const flow: Flow = { start: zeros(), end: zeros(), joined: zeros(), moves: [], ups: 0, downs: 0 };
  const moves = new Map<number, number>();
  for (const [{ start, end }, count] of standings) {
    if (end === null) continue;
    flow.end[end - 1]! += count;
    if (start === null) {
      flow.joined[end - 1]! += count;
      continue;
    }
    flow.start[start - 1]! += count;
    if (start === end) continue;
    const key = start * 10 + end;
    moves.set(key, (moves.get(key) ?? 0) + count);
    if (end > start) flow.ups += count;
    else flow.downs += count;
  }
  flow.moves = [...moves]
    .sort(([a], [b]) => a - b)
    .filter(([, count]) => count !== 0)
    .map(([key, count]) => ({ from: Math.floor(key / 10), to: key % 10, count }));
  return flow;
}

/** Counts and shares (0…1, 0 in an empty book) of the six levels. @param counts level → friends */
export function boardColumns(counts: Record<string, number>): { level: number; count: number; share: number }[] {
  const levels = Array.from({ length: levelCount }, (_, i) => i + 1);
  const total = levels.reduce((sum, level) => sum + (counts[level] ?? 0), 0);
  return levels.map((level) => {
    const count = counts[level] ?? 0;
    return { level, count, share: total === 0 ? 0 : count / total };
  });
}
