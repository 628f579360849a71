import type { ChangeReport } from '../../../shared/contracts/common.ts';
import type { LevelAuthor, LevelFlow } from '../../../shared/contracts/trust.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import { withoutIndexes } from '../../platform/db/bulk-insert.ts';
import { defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import { fillChosen, type Recorder } from '../../platform/undo/recorder.ts';
import { act, loadSteps } from '../../platform/undo/undo-log.ts';
import { type FlowPeriod, readFlow, readFlowPeople } from './trust.queries.ts';

export interface SetLevelInput {
  friendIds: Uint32Array;
  level: number;
  reason: string;
}

/**
 * Moves friends to a level by the seller's own judgement; who stands there already keeps time and history.
 * @throws AppError `nothingSelected`
 */
export const setLevelCommand = defineCommand<SetLevelInput, ChangeReport>({
  name: 'trust.setLevel',
  writes: true,
  heavy: ({ friendIds }) => friendIds.length > heavyRows,
  run(ctx, { friendIds, level, reason }) {
    if (friendIds.length === 0) throw new AppError('nothingSelected');
    const { value, undoId } = act(ctx, { kind: 'trust.setLevel', topics: ['trust', 'friends'], details: { level } }, (record, details) => {
      const changed = moveTo(ctx, record, { friendIds, level, at: ctx.clock.now(), reason, author: 'manual' }).length;
      const unchanged = friendIds.length - changed;
      Object.assign(details, { changed, unchanged });
      return { changed, unchanged };
    });
    return { ...value, undoId };
  },
});

/**
 * Writes the reason on the moves that one action of trust.setLevel made: their history keeps its one entry each.
 * An action of its own: taken back, it takes away the reason and leaves the move.
 * @param undoId what trust.setLevel answered
 * @returns `changed` = moves that carry another reason now
 * @throws AppError `notFound` when that action is none of trust.setLevel, or was taken back since
 */
export const explainCommand = defineCommand<{ undoId: number; reason: string; weight: number }, ChangeReport>({
  name: 'trust.explain',
  writes: true,
  heavy: ({ weight }) => weight > heavyRows,
  run(ctx, { undoId: moveId, reason }) {
    const { value, undoId } = act(ctx, { kind: 'trust.explain', topics: ['trust', 'friends'], details: { reason } }, (record, details) => {
      const moves = movesOf(ctx, moveId);
      const changed = record.update('level_changes', moves, { reason }).length;
      details.count = changed;
      return { changed, unchanged: moves.length - changed };
    });
    return { ...value, undoId };
  },
});

function movesOf(ctx: ServiceContext, actionId: number): number[] {
  const isMove = ctx.db.pluck("SELECT 1 FROM undo_actions WHERE id = ? AND kind = 'trust.setLevel' AND state = 'done'").get(actionId);
  const ids = isMove
    ? loadSteps(ctx, actionId).flatMap((step) => (step.table === 'level_changes' && step.ids ? Array.from(step.ids) : []))
    : [];
  if (ids.length === 0) throw new AppError('notFound', { what: 'undo' });
  return ids;
}

/** Flow between levels; see readFlow. */
export const flowCommand = defineCommand<{ period: FlowPeriod; weight: number }, LevelFlow>({
  name: 'trust.flow',
  writes: false,
  heavy: ({ weight }) => weight > heavyRows,
  run: (ctx, { period }) => readFlow(ctx, period),
});

/** The people behind one number of the flow; see readFlowPeople. */
export const flowPeopleCommand = defineCommand<{ period: FlowPeriod; from: number | null; to: number; weight: number }, number[]>({
  name: 'trust.flowPeople',
  writes: false,
  heavy: ({ weight }) => weight > heavyRows,
  run: (ctx, { period, from, to }) => readFlowPeople(ctx, period, from, to),
});

/** Indexes of the history: one friend's is found without them as well, only not at once. */
const resting = ['level_changes_friend', 'level_changes_at'];

/** On 'friends.created': the ladder of every new friend starts with the level she came with. */
export function recordFirstLevel(
  ctx: ServiceContext,
  record: Recorder,
  { ids, at, author, mayRest }: DomainEvents['friends.created'],
): void {
  if (ids.length === 0) return;
  const [first, last] = [ids[0]!, ids.at(-1)!];
  const values = [at, '', author];
  const note = () => {
    if (last - first === ids.length - 1) insertChanges(ctx, record, 'NULL', 'trust_level', [...values, first, last], 'BETWEEN ? AND ?');
    else {
      fillChosen(ctx.db, ids);
      insertChanges(ctx, record, 'NULL', 'trust_level', values);
    }
  };
  withoutIndexes(ctx.db, 'level_changes', ids.length, note, mayRest ? resting : []);
}

/**
 * Levels that an imported file gives to friends already in the book; who stands there already is left alone, and of
 * several levels for one friend the last counts. New friends need none of this: recordFirstLevel notes theirs.
 * @param at ms UTC, now when left out
 * @returns ids of the friends who moved
 */
export function recordImportedLevels(
  ctx: ServiceContext,
  record: Recorder,
  levels: readonly { id: number; level: number }[],
  at: number = ctx.clock.now(),
): number[] {
  const byLevel = new Map<number, number[]>();
  for (const [id, level] of new Map(levels.map(({ id, level }) => [id, level]))) {
    const ids = byLevel.get(level);
    if (ids) ids.push(id);
    else byLevel.set(level, [id]);
  }
  return [...byLevel].flatMap(([level, friendIds]) => moveTo(ctx, record, { friendIds, level, at, reason: '', author: 'import' }));
}

export interface Move {
  friendIds: ArrayLike<number>;
  level: number;
  /** ms UTC */
  at: number;
  reason: string;
  author: LevelAuthor;
}

/** Moves friends inside the caller's action; who stands there already is left alone. @returns ids of those who moved */
export function moveTo(ctx: ServiceContext, record: Recorder, { friendIds, level, at, reason, author }: Move): number[] {
  fillChosen(ctx.db, friendIds);
  const moving = ctx.db
    .pluck('SELECT id FROM friends WHERE id IN (SELECT id FROM temp.chosen) AND trust_level <> ?')
    .all(level) as number[];
  if (moving.length === 0) return moving;
  // history first: it takes the old level from the row
  fillChosen(ctx.db, moving);
  insertChanges(ctx, record, 'trust_level', '?', [level, at, reason, author]);
  // where the clock was set back, a move is as late as the one before it: the last entry of a history says the level
  const early = ctx.db
    .arrays('SELECT id, trust_since_at FROM friends WHERE id IN (SELECT id FROM temp.chosen) AND trust_since_at > ?')
    .all(at);
  const since = new Map(early as [number, number][]);
  const onTime = since.size === 0 ? moving : moving.filter((id) => !since.has(id));
  record.update('friends', onTime, { trust_level: level, trust_since_at: at }, ['trust_level']);
  const rows = Array.from(since, ([id, last]) => ({ id, values: [level, last] }));
  record.updateEach('friends', ['trust_level', 'trust_since_at'], rows);
  return moving;
}

const chosen = 'IN (SELECT id FROM temp.chosen)';

/** One history row for each friend whose id is `who`; `values`: level when it is a parameter, time, reason, author, and what `who` asks for. */
function insertChanges(ctx: ServiceContext, record: Recorder, from: string, to: string, values: (number | string)[], who = chosen): void {
  const { changes, lastInsertRowid } = ctx.db
    .sql(
      `INSERT INTO level_changes (friend_id, from_level, to_level, at, reason, author)
       SELECT id, ${from}, ${to}, max(?, trust_since_at), ?, ? FROM friends WHERE id ${who} ORDER BY id`,
    )
    .run(...values);
  // AUTOINCREMENT within one statement of the only writer: the ids follow each other
  const first = Number(lastInsertRowid) - changes + 1;
  record.inserted(
    'level_changes',
    Uint32Array.from({ length: changes }, (_, i) => first + i),
  );
}
