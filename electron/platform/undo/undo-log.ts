import type { UndoAction, UndoReport, UndoState } from '../../../shared/contracts/undo.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ServiceContext } from '../context.ts';
import { asStorageError } from '../db/storage-error.ts';
import type { ChangeHint } from '../events.ts';
import { type Turn, UsedWhole } from './in-use.ts';
import { Recorder, type StepRows, type UndoStep } from './recorder.ts';
import { packRows, unpackRows } from './steps.ts';

export type ActionDetails = UndoAction['details'];

export interface ActionMeta {
  /** `feature.verb` */
  kind: string;
  topics: Topic[];
  details?: ActionDetails;
  /** runs in the same transaction once the action has its id (null = nothing was recorded) */
  saved?(undoId: number | null): void;
}

/*
 * The line of actions: Ctrl+Z takes back the newest that is done, Ctrl+Shift+Z does the oldest undone one behind it again, and something
 * new drops those. An import outlives that: its history takes it back and brings it back at any later time. Either is an action of its own
 * (turnAsAction), so Ctrl+Z takes that back too, and an import taken back stands `aside` of the line, with its steps.
 */

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
  state: 'done' | 'undone' | 'aside';
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
  // something new was done: what had been undone before can no longer be done again
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
  // an import that was taken back so long ago can only be imported again
  const aside = ctx.db.pluck("SELECT id FROM undo_actions WHERE id <= ? AND state = 'aside'").all(last) as number[];
  if (aside.length === 0) return;
  const turned = new Set(turningActions(ctx).map(({ turns }) => turns));
  for (const id of aside) if (!turned.has(id)) dropSteps(ctx, id);
}

function dropUndone(ctx: ServiceContext): void {
  ctx.db.sql("UPDATE undo_actions SET state = 'aside' WHERE state = 'undone' AND kind = 'imports.commit'").run();
  // steps first and by hand: an import runs without cascades
  ctx.db.sql("DELETE FROM undo_steps WHERE action_id IN (SELECT id FROM undo_actions WHERE state = 'undone')").run();
  ctx.db.sql("DELETE FROM undo_actions WHERE state = 'undone'").run();
}

function dropSteps(ctx: ServiceContext, actionId: number): void {
  ctx.db.sql('DELETE FROM undo_steps WHERE action_id = ?').run(actionId);
  ctx.db.sql('UPDATE undo_actions SET steps = NULL WHERE id = ? AND steps IS NOT NULL').run(actionId);
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

function keepSteps(ctx: ServiceContext, actionId: number, steps: UndoStep[]): void {
  dropSteps(ctx, actionId);
  const inline = inlineSteps(steps);
  if (inline === null) insertSteps(ctx, actionId, steps);
  else ctx.db.sql('UPDATE undo_actions SET steps = ? WHERE id = ?').run(inline, actionId);
}

/** Keeps other steps of an action than it did, in the caller's transaction: for what must not be remembered. None = it can no longer be turned round. */
export function replaceSteps(ctx: ServiceContext, actionId: number, steps: UndoStep[]): void {
  keepSteps(ctx, actionId, steps);
  if (steps.length === 0) for (const { id, turns } of turningActions(ctx)) if (turns === actionId) forgetAction(ctx, id);
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
 * Takes an action back (`undone`) or does it again (`done`), whichever it is not. What others changed or came to use since stays as it
 * is and is counted in `kept`.
 * @throws AppError `notFound`, `alreadyUndone`, `stillInUse` (something made later hangs on what would go)
 */
export function turnRound(ctx: ServiceContext, actionId: number, to: 'undone' | 'done'): UndoReport {
  return announced(
    ctx,
    turning(ctx, (whole) => {
      const row = findAction(ctx, actionId);
      const isThere = to === 'done' ? row.state === 'done' : row.state !== 'done';
      if (isThere) throw new AppError('alreadyUndone');
      // out of the line: only a history brings it back
      if (to === 'done' && row.state === 'aside') throw new AppError('notFound', { what: 'undo' });
      return turn(ctx, row, to, whole);
    }),
  );
}

/**
 * Takes an action back or brings it back as an action of its own, the newest of all; the action itself stands aside of the line meanwhile.
 * @returns the new action
 * @throws AppError as turnRound
 */
export function turnAsAction(ctx: ServiceContext, kind: string, actionId: number, to: 'aside' | 'done'): UndoReport {
  return announced(
    ctx,
    turning(ctx, (whole) => {
      const row = findAction(ctx, actionId);
      if ((row.state === 'done') === (to === 'done')) throw new AppError('alreadyUndone');
      const turned = turn(ctx, row, to, whole);
      const step: UndoStep = { op: 'turned', table: 'undo_actions', fixed: { to }, ids: Uint32Array.of(actionId), rows: null };
      const id = saveAction(ctx, { kind, topics: JSON.parse(row.topics) as Topic[] }, JSON.parse(row.details) as ActionDetails, [step]);
      return { ...turned, row: findAction(ctx, id) };
    }),
  );
}

interface Turned {
  row: ActionRow;
  record: Recorder;
}

function turn(ctx: ServiceContext, row: ActionRow, to: ActionRow['state'], whole: Turn['whole']): Turned {
  const steps = loadSteps(ctx, row.id);
  const [first] = steps;
  // the history of an import is all that is left
  if (!first && to === 'done') throw new AppError('notFound', { what: 'undo' });
  const setState = () => ctx.db.sql('UPDATE undo_actions SET state = ?, turned_at = ? WHERE id = ?').run(to, ctx.clock.now(), row.id);
  if (first?.op === 'turned') {
    const other = findAction(ctx, first.ids![0]!);
    const wanted = (to === 'done') === (first.fixed['to'] === 'done') ? 'done' : 'aside';
    if ((other.state === 'done') === (wanted === 'done')) throw new AppError('alreadyUndone');
    const { record } = turn(ctx, other, wanted, whole);
    setState();
    return { row: { ...row, state: to }, record };
  }
  const record = new Recorder(ctx.db, ctx.undoTables);
  record.revert(steps, { keepsUsed: to !== 'done' && mayBeUsed(ctx, row), since: row.at, whole });
  keepSteps(ctx, row.id, record.steps);
  setState();
  return { row: { ...row, state: to }, record };
}

/**
 * Of the newest action nothing else can have come to use what it made but chats, which find their friend again. Imports outlive actions
 * that came after them and are forgotten.
 */
const mayBeUsed = (ctx: ServiceContext, { id, kind }: ActionRow): boolean =>
  kind === 'imports.commit' || ctx.db.pluck("SELECT 1 FROM undo_actions WHERE id > ? AND state = 'done' LIMIT 1").get(id) !== undefined;

/** One write transaction, begun again with the rows it turned out to have to leave whole. */
function turning(ctx: ServiceContext, work: (whole: Turn['whole']) => Turned): Turned {
  const whole: Turn['whole'] = new Map();
  for (;;)
    try {
      return write(ctx, () => work(whole));
    } catch (error) {
      if (!(error instanceof UsedWhole)) throw error;
      whole.set(error.table, new Set([...(whole.get(error.table) ?? []), ...error.ids]));
    }
}

function announced(ctx: ServiceContext, { row, record }: Turned): UndoReport {
  ctx.announce({ topics: [...(JSON.parse(row.topics) as Topic[]), 'undo'], hint: mergeHints(record.hints) });
  return { action: toContract(row), kept: record.kept };
}

function findAction(ctx: ServiceContext, actionId: number): ActionRow {
  const row = ctx.db.sql('SELECT * FROM undo_actions WHERE id = ?').get(actionId) as ActionRow | undefined;
  if (!row) throw new AppError('notFound', { what: 'undo' });
  return row;
}

/** Actions that turned another one round. */
function turningActions(ctx: ServiceContext): { id: number; turns: number }[] {
  return ctx.db
    .sql(
      `SELECT id, json_extract(steps, '$[0].ids[0]') AS turns FROM undo_actions
       WHERE kind IN ('imports.undo', 'imports.redo') AND json_extract(steps, '$[0].op') = 'turned'`,
    )
    .all() as { id: number; turns: number }[];
}

/** What Ctrl+Z and Ctrl+Shift+Z would do now. */
export function readUndoState(ctx: ServiceContext): UndoState {
  const undo = ctx.db.sql("SELECT * FROM undo_actions WHERE state = 'done' ORDER BY id DESC LIMIT 1").get() as ActionRow | undefined;
  const redo = ctx.db
    .sql(`SELECT * FROM undo_actions WHERE state = 'undone' AND id > ? AND ${hasSteps} ORDER BY id LIMIT 1`)
    .get(undo?.id ?? 0) as ActionRow | undefined;
  return { undo: undo ? toContract(undo) : null, redo: redo ? toContract(redo) : null };
}

/** SQL over undo_actions: whether an action that was taken back can be brought back. */
export const hasSteps = '(undo_actions.steps IS NOT NULL OR EXISTS (SELECT 1 FROM undo_steps WHERE action_id = undo_actions.id))';

/** What changing one list of packed ids costs, in rows changed. */
const packedWeight = 100;

/** Number of rows a big action holds, to decide whether taking it back is heavy work; 0 = it is small. */
export function actionWeight(ctx: ServiceContext, actionId: number): number {
  const turned = turningActions(ctx).find(({ id }) => id === actionId);
  if (turned) return actionWeight(ctx, turned.turns);
  const rows = ctx.db
    .arrays('SELECT table_name, coalesce(sum(length(ids)), 0) / 4 FROM undo_steps WHERE action_id = ? GROUP BY 1')
    .all(actionId);
  return (rows as [string, number][]).reduce(
    (sum, [table, count]) => sum + count * (ctx.undoTables.get(table)?.packed ? packedWeight : 1),
    0,
  );
}

function toContract(row: ActionRow): UndoAction {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    details: JSON.parse(row.details) as ActionDetails,
    state: row.state === 'done' ? 'done' : 'undone',
  };
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
  return {
    friendIds: Uint32Array.from(friendIds),
    tagIds: [...tagIds],
    contentIds: [...contentIds],
    orderIds: namedIn(hints, 'orderIds'),
    touchIds: namedIn(hints, 'touchIds'),
    aboutIds: namedIn(hints, 'aboutIds'),
  };
}

/** All that hints name, each once. */
function namedIn(hints: readonly ChangeHint[], key: 'orderIds' | 'touchIds' | 'aboutIds'): number[] | 'many' {
  const ids = new Set<number>();
  for (const { [key]: named } of hints) {
    if (named === 'many') return 'many';
    for (const id of named ?? []) ids.add(id);
  }
  return [...ids];
}
