import type { ServiceContext } from '../../platform/context.ts';
import type { UndoStep } from '../../platform/undo/recorder.ts';
import { loadSteps } from '../../platform/undo/undo-log.ts';

/** Ids of demo rows that are gone, by table: removed just now or deleted by the seller before. */
type GoneIds = Map<string, Set<number>>;

/** Which table a column points to, where it stands in for the row's own id. */
const owners: Record<string, string> = {
  friend_id: 'friends',
  by_friend_id: 'friends',
  post_id: 'posts',
  tag_id: 'tags',
  content_id: 'contents',
};

/**
 * Forgets actions that were about demo rows alone: taking them back would do nothing, or bring back a tag without its
 * people. Actions that also touched the seller's own things stay, and so do imports, which their history shows.
 * Called when the rows of `tables` are deleted and demo_rows still lists them.
 */
export function forgetDemoActions(ctx: ServiceContext, tables: string[]): void {
  const gone: GoneIds = new Map(tables.map((table) => [table, goneIds(ctx, table)]));
  const actions = ctx.db.pluck("SELECT id FROM undo_actions WHERE kind <> 'imports.commit'").all() as number[];
  for (const id of actions) {
    const steps = loadSteps(ctx, id);
    if (steps.length > 0 && steps.every((step) => isVoid(ctx, step, gone))) ctx.db.sql('DELETE FROM undo_actions WHERE id = ?').run(id);
  }
}

const goneIds = (ctx: ServiceContext, table: string) =>
  new Set(
    ctx.db.pluck(`SELECT row_id FROM demo_rows WHERE table_name = ? AND row_id NOT IN (SELECT id FROM "${table}")`).all(table) as number[],
  );

function isVoid(ctx: ServiceContext, step: UndoStep, gone: GoneIds): boolean {
  const { key = 'id', packed } = ctx.undoTables.get(step.table) ?? {};
  const ids = [...(step.ids ?? [])];
  if (step.op !== 'deleted')
    return (
      ctx.db
        .pluck(`SELECT 1 FROM "${packed?.within ?? step.table}" WHERE "${key}" IN (SELECT value FROM json_each(?))`)
        .get(JSON.stringify(ids)) === undefined
    );
  const areGone = (table: string, values: unknown[]) => values.every((value) => gone.get(table)?.has(value as number) === true);
  if (areGone(owners[key] ?? step.table, ids)) return true;
  return (step.rows?.columns ?? []).some((column, at) => {
    const owner = owners[column];
    return (
      owner !== undefined &&
      areGone(
        owner,
        step.rows!.rows.map((row) => row[at]),
      )
    );
  });
}
