import type { UndoAction, UndoReport, UndoState } from '../../../shared/contracts/undo.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ServiceContext } from '../context.ts';
import { asStorageError } from '../db/storage-error.ts';
import type { ChangeHint } from '../events.ts';
import { packRows, Recorder, type StepRows, type UndoStep, unpackRows } from './recorder.ts';

export type ActionDetails = UndoAction['details'];

export interface ActionMeta {
  /** `feature.verb` */
  kind: string;
  topics: Topic[];
  details?: ActionDetails;
  /** runs in the same transaction once the action has its id (null = nothing was recorded) */
  saved?(undoId: number | null): void;
}

/** Actions kept for undo; older ones are forgotten, but imports can always be taken back. */
const keptActions = 500;
const prunedEvery = 20;
/** Up to this many rows, and characters of JSON, an action carries its steps itself: its row stays well within a page. */
const inlineRows = 20;
const inlineLength = 1500;

interface ActionRow {
  id: number;
  at: number;
  kind: string;
  details: string;
  topics: string;
  state: 'done' | 'undone';
}

/**
 * One user action = one write transaction + one undo record + one announcement after commit.
 * @returns what `work` returned, and the id of the undo action (null when nothing was changed)
 */
export function act<T>(
  ctx: ServiceContext,
  meta: ActionMeta,
  work: (record: Recorder, details: ActionDetails) => T,
): { value: T; undoId: number | null } {
  const record = new Recorder(ctx.db, ctx.undoTables);
  const details: ActionDetails = { ...meta.details };
  const done = write(ctx, () => {
    const value = work(record, details);
    const undoId = record.isEmpty ? null : saveAction(ctx, meta, details, record.steps);
    meta.saved?.(undoId);
    return { value, undoId };
  });
  if (done.undoId !== null) ctx.announce({ topics: [...meta.topics, 'undo'], hint: mergeHints(record.hints) });
  return done;
}

/** One write transaction without an undo record (settings, drafts). Storage failures become typed errors. */
export function write<T>(ctx: ServiceContext, work: () => T): T {
  try {
    return ctx.db.transaction(work);
  } catch (error) {
    throw asStorageError(error);
  }
}

function saveAction(ctx: ServiceContext, meta: ActionMeta, details: ActionDetails, steps: UndoStep[]): number {
  // something new was done: what had been undone before can no longer be done again (an import's record stays: its history shows it)
  if (ctx.db.pluck("SELECT 1 FROM undo_actions WHERE state = 'undone' LIMIT 1").get() !== undefined) dropUndone(ctx);
  const inline = inlineSteps(steps);
  const id = Number(
    ctx.db
      .sql("INSERT INTO undo_actions (at, kind, details, topics, state, steps) VALUES (?, ?, ?, ?, 'done', ?)")
      .run(ctx.clock.now(), meta.kind, JSON.stringify(details), JSON.stringify(meta.topics), inline).lastInsertRowid,
  );
  if (inline === null) insertSteps(ctx, id, steps);
  // now and then is enough: taking away touches other pages than the new record does
  if (id % prunedEvery === 0) forgetOld(ctx, id - keptActions);
  return id;
}

function forgetOld(ctx: ServiceContext, last: number): void {
  const old = "SELECT id FROM undo_actions WHERE id <= ? AND kind <> 'imports.commit'";
  ctx.db.sql(`DELETE FROM undo_steps WHERE action_id IN (${old})`).run(last);
  ctx.db.sql(`DELETE FROM undo_actions WHERE id IN (${old})`).run(last);
}

function dropUndone(ctx: ServiceContext): void {
  // steps first and by hand: an import runs without cascades
  ctx.db.sql("DELETE FROM undo_steps WHERE action_id IN (SELECT id FROM undo_actions WHERE state = 'undone')").run();
  ctx.db.sql("DELETE FROM undo_actions WHERE state = 'undone' AND kind <> 'imports.commit'").run();
  ctx.db.sql("UPDATE undo_actions SET steps = NULL WHERE state = 'undone' AND steps IS NOT NULL").run();
}

/**
 * The steps as JSON for the action's own row, so that a small action is one page to write instead of two; null when they
 * are too much for that.
 */
function inlineSteps(steps: UndoStep[]): string | null {
  let count = 0;
  for (const { ids } of steps) count += ids?.length ?? 0;
  if (steps.length === 0 || count > inlineRows) return null;
  const text = JSON.stringify(steps.map(({ op, table, fixed, ids, rows }) => ({ op, table, fixed, ids: ids && Array.from(ids), rows })));
  return text.length > inlineLength ? null : text;
}

function insertSteps(ctx: ServiceContext, actionId: number, steps: UndoStep[]): void {
  const insert = ctx.db.sql('INSERT INTO undo_steps (action_id, place, op, table_name, fixed, ids, rows) VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const [place, step] of steps.entries()) {
    const ids = step.ids ? Buffer.from(step.ids.buffer, step.ids.byteOffset, step.ids.byteLength) : null;
    insert.run(actionId, place, step.op, step.table, JSON.stringify(step.fixed), ids, step.rows ? packRows(step.rows) : null);
  }
}

/** Keeps other steps of an action than it did, in the caller's transaction: for what must not be remembered. None = it can no longer be turned round. */
export function replaceSteps(ctx: ServiceContext, actionId: number, steps: UndoStep[]): void {
  ctx.db.sql('DELETE FROM undo_steps WHERE action_id = ?').run(actionId);
  const inline = inlineSteps(steps);
  ctx.db.sql('UPDATE undo_actions SET steps = ? WHERE id = ?').run(inline, actionId);
  if (inline === null) insertSteps(ctx, actionId, steps);
}

/** Forgets an action with all it did, in the caller's transaction. */
export function forgetAction(ctx: ServiceContext, actionId: number): void {
  ctx.db.sql('DELETE FROM undo_steps WHERE action_id = ?').run(actionId);
  ctx.db.sql('DELETE FROM undo_actions WHERE id = ?').run(actionId);
}

/** The steps of an action, in the order they were done. */
export function loadSteps(ctx: ServiceContext, actionId: number): UndoStep[] {
  const inline = ctx.db.pluck('SELECT steps FROM undo_actions WHERE id = ?').get(actionId) as string | null | undefined;
  if (inline) {
    const steps = JSON.parse(inline) as (Omit<UndoStep, 'ids'> & { ids: number[] | null })[];
    return steps.map(({ ids, ...step }) => ({ ...step, ids: ids && Uint32Array.from(ids) }));
  }
  const rows = ctx.db.sql('SELECT op, table_name, fixed, ids, rows FROM undo_steps WHERE action_id = ? ORDER BY place').all(actionId) as {
    op: UndoStep['op'];
    table_name: string;
    fixed: string;
    ids: Buffer | null;
    rows: Buffer | null;
  }[];
  return rows.map((row) => ({
    op: row.op,
    table: row.table_name,
    fixed: JSON.parse(row.fixed) as UndoStep['fixed'],
    ids: row.ids ? new Uint32Array(Uint8Array.from(row.ids).buffer) : null,
    rows: row.rows ? (unpackRows(row.rows) as StepRows) : null,
  }));
}

/**
 * Takes an action back (`undone`) or does it again (`done`), whichever it is not. Values that were changed again since
 * stay as they are and are counted in `kept`.
 * @throws AppError `notFound`, `alreadyUndone`, `stillInUse` (something made later hangs on what would go)
 */
export function turnRound(ctx: ServiceContext, actionId: number, to: 'undone' | 'done'): UndoReport {
  const record = new Recorder(ctx.db, ctx.undoTables);
  const action = write(ctx, () => {
    const row = ctx.db.sql('SELECT * FROM undo_actions WHERE id = ?').get(actionId) as ActionRow | undefined;
    if (!row) throw new AppError('notFound', { what: 'undo' });
    if (row.state === to) throw new AppError('alreadyUndone');
    const steps = loadSteps(ctx, actionId);
    // an undone import after which something new was done: only its history is left
    if (steps.length === 0 && to === 'done') throw new AppError('notFound', { what: 'undo' });
    record.revert(steps);
    ctx.db.sql('DELETE FROM undo_steps WHERE action_id = ?').run(actionId);
    const inline = inlineSteps(record.steps);
    ctx.db.sql('UPDATE undo_actions SET state = ?, turned_at = ?, steps = ? WHERE id = ?').run(to, ctx.clock.now(), inline, actionId);
    if (inline === null) insertSteps(ctx, actionId, record.steps);
    return { ...row, state: to };
  });
  ctx.announce({ topics: [...(JSON.parse(action.topics) as Topic[]), 'undo'], hint: mergeHints(record.hints) });
  return { action: toContract(action), kept: record.kept };
}

/** What Ctrl+Z and Ctrl+Shift+Z would do now. */
export function readUndoState(ctx: ServiceContext): UndoState {
  const undo = ctx.db.sql("SELECT * FROM undo_actions WHERE state = 'done' ORDER BY id DESC LIMIT 1").get() as ActionRow | undefined;
  const redo = ctx.db
    .sql(
      "SELECT * FROM undo_actions WHERE state = 'undone' AND id > ? AND (steps IS NOT NULL OR EXISTS (SELECT 1 FROM undo_steps WHERE action_id = undo_actions.id)) ORDER BY id LIMIT 1",
    )
    .get(undo?.id ?? 0) as ActionRow | undefined;
  return { undo: undo ? toContract(undo) : null, redo: redo ? toContract(redo) : null };
}

/** What changing one list of packed ids costs, in rows changed. */
const packedWeight = 100;

/** Number of rows a big action holds, to decide whether taking it back is heavy work; 0 = it is small. */
export function actionWeight(ctx: ServiceContext, actionId: number): number {
  const rows = ctx.db
    .arrays('SELECT table_name, coalesce(sum(length(ids)), 0) / 4 FROM undo_steps WHERE action_id = ? GROUP BY 1')
    .all(actionId);
  return (rows as [string, number][]).reduce(
    (sum, [table, count]) => sum + count * (ctx.undoTables.get(table)?.packed ? packedWeight : 1),
    0,
  );
}

function toContract(row: ActionRow): UndoAction {
  return { id: row.id, at: row.at, kind: row.kind, details: JSON.parse(row.details) as ActionDetails, state: row.state };
}

/** One hint out of many; a missing list of ids means "any". */
export function mergeHints(hints: ChangeHint[]): ChangeHint {
  const friendIds = new Set<number>();
  const tagIds = new Set<number>();
  const contentIds = new Set<number>();
  for (const hint of hints) {
    for (let i = 0; i < (hint.friendIds?.length ?? 0); i++) friendIds.add(hint.friendIds![i]!);
    for (const id of hint.tagIds ?? []) tagIds.add(id);
    for (const id of hint.contentIds ?? []) contentIds.add(id);
  }
  return { friendIds: Uint32Array.from(friendIds), tagIds: [...tagIds], contentIds: [...contentIds] };
}
