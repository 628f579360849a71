import type { z } from 'zod';
import type { FriendFilter } from '../../../shared/contracts/friends.ts';
import type { Board, flowInput, LevelChange, LevelFlow } from '../../../shared/contracts/trust.ts';
import { boardColumns, type LevelMove, type Standing, standingOver, tallyFlow } from '../../../shared/domain/trust.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { friendIndex, knownFilter } from '../friends/index.ts';

export type FlowPeriod = z.infer<typeof flowInput>;

/** The path of one friend on the ladder, newest first. */
export function readHistory(ctx: ServiceContext, friendId: number): LevelChange[] {
  return ctx.db
    .sql(
      `SELECT id, friend_id AS friendId, from_level AS fromLevel, to_level AS toLevel, at, reason, author
       FROM level_changes WHERE friend_id = ? ORDER BY at DESC, id DESC`,
    )
    .all(friendId) as LevelChange[];
}

/** How many friends stand on each level, and their share of all six. */
export async function readBoard(ctx: HostContext, filter: FriendFilter): Promise<Board> {
  const known = await knownFilter(ctx, filter);
  const facets = (await friendIndex(ctx)).facets(known);
  return { total: facets.total, columns: boardColumns(facets.levels) };
}

/**
 * Flow over [fromAt, toAt), ms UTC. Friends who did not move since `fromAt` are counted by the level they hold now,
 * so that the cost follows those who moved. Archived friends are left out.
 */
export function readFlow(ctx: ServiceContext, period: FlowPeriod): LevelFlow {
  return tallyFlow(standingCounts(ctx, period));
}

/** Ids of the friends behind one number of the flow, ascending; `from` null = joined, `from` = `to`: stayed. */
export function readFlowPeople(ctx: ServiceContext, period: FlowPeriod, from: number | null, to: number): number[] {
  const moved = movers(ctx, period);
  const people = [...moved].filter(([, { start, end }]) => start === from && end === to).map(([id]) => id);
  if (from !== to) return people;
  const resting = ctx.db
    .pluck(`SELECT id FROM friends WHERE trust_level = ? AND ${inScope} ORDER BY id`)
    .all(to, period.accountId, period.accountId) as number[];
  return [...people, ...resting.filter((id) => !moved.has(id))].sort((a, b) => a - b);
}

/** Number of moves a flow has to look at: decides where it is computed. */
export function flowWeight(ctx: ServiceContext, fromAt: number): number {
  return ctx.db.pluck('SELECT count(*) FROM level_changes WHERE at >= ?').get(fromAt) as number;
}

const inScope = 'archived_at IS NULL AND (? IS NULL OR account_id = ?)';

function standingCounts(ctx: ServiceContext, period: FlowPeriod): [Standing, number][] {
  const counts = new Map<string, [Standing, number]>();
  const add = (standing: Standing, count: number) => {
    const key = `${standing.start}-${standing.end}`;
    const entry = counts.get(key);
    if (entry) entry[1] += count;
    else counts.set(key, [standing, count]);
  };
  const moved = movers(ctx, period);
  const now = ctx.db
    .arrays(`SELECT trust_level, count(*) FROM friends WHERE ${inScope} GROUP BY trust_level`)
    .all(period.accountId, period.accountId) as [number, number][];
  for (const [level, count] of now) add({ start: level, end: level }, count);
  for (const { current, ...standing } of moved.values()) {
    add({ start: current, end: current }, -1);
    add(standing, 1);
  }
  return [...counts.values()];
}

type Mover = Standing & { current: number };

/** Friends with a move at or after `fromAt`, by id ascending: where they stood at both edges, and where they stand now. */
function movers(ctx: ServiceContext, { fromAt, toAt, accountId }: FlowPeriod): Map<number, Mover> {
  const found = new Map<number, Mover>();
  const rows = ctx.db
    .arrays(
      `SELECT c.friend_id, c.at, c.to_level, f.trust_level FROM friends f JOIN level_changes c ON c.friend_id = f.id
       WHERE f.id IN (SELECT friend_id FROM level_changes WHERE at >= ?) AND f.archived_at IS NULL AND (? IS NULL OR f.account_id = ?)
       ORDER BY f.id, c.at, c.id`,
    )
    .iterate(fromAt, accountId, accountId) as IterableIterator<[number, number, number, number]>;
  let friendId = 0;
  let current = 0;
  let moves: LevelMove[] = [];
  const close = () => {
    if (friendId > 0) found.set(friendId, { ...standingOver(moves, fromAt, toAt), current });
  };
  for (const [id, at, to, level] of rows) {
    if (id !== friendId) {
      close();
      friendId = id;
      current = level;
      moves = [];
    }
    moves.push({ at, to });
  }
  close();
  return found;
}
