import type { ContactField, ImportReport, Inspection, Preview, PreviewRow, RowVerdict } from '../../../shared/contracts/imports.ts';
import type { UndoReport } from '../../../shared/contracts/undo.ts';
import { AppError } from '../../../shared/errors.ts';
import { withoutForeignKeys } from '../../platform/db/bulk-insert.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { turnRoundCommand } from '../../platform/undo/commands.ts';
import { actionWeight, write } from '../../platform/undo/undo-log.ts';
import { commitPlan, type Decisions } from './commit.ts';
import { currentPlan, discard, type InspectTask, inspect, inspectAgain, preview, previewRows } from './sessions.ts';

const inWorker = () => true;

/** Sessions live in the worker, so every step of the wizard runs there. */
export const inspectCommand = defineCommand<InspectTask, Inspection>({
  name: 'imports.inspect',
  writes: false,
  heavy: inWorker,
  run: inspect,
});

export const inspectAgainCommand = defineCommand<Parameters<typeof inspectAgain>[1], Inspection>({
  name: 'imports.reinspect',
  writes: false,
  heavy: inWorker,
  run: inspectAgain,
});

export const previewCommand = defineCommand<Parameters<typeof preview>[1], Preview>({
  name: 'imports.preview',
  writes: false,
  heavy: inWorker,
  run: preview,
});

export const previewRowsCommand = defineCommand<
  { sessionId: string; verdict: RowVerdict | null; offset: number; limit: number },
  { total: number; rows: PreviewRow[] }
>({
  name: 'imports.previewRows',
  writes: false,
  heavy: inWorker,
  run: (_, task) => previewRows(task),
});

export const discardCommand = defineCommand<{ sessionId: string }, null>({
  name: 'imports.discard',
  writes: false,
  heavy: inWorker,
  run: (_, { sessionId }) => {
    discard(sessionId);
    return null;
  },
});

export const commitCommand = defineCommand<Decisions & { sessionId: string }, ImportReport>({
  name: 'imports.commit',
  writes: true,
  heavy: inWorker,
  run: (ctx, { sessionId, ...decisions }, control) => {
    const { plan, fileName, signature } = currentPlan(ctx, sessionId, control);
    const report = withoutForeignKeys(ctx.db, () => commitPlan(ctx, plan, fileName, decisions, control));
    write(ctx, () => {
      ctx.db
        .sql(
          'INSERT INTO column_mappings (header_signature, fields, used_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET fields = excluded.fields, used_at = excluded.used_at',
        )
        .run(signature, JSON.stringify(plan.fields satisfies ContactField[]), ctx.clock.now());
    });
    discard(sessionId);
    return report;
  },
});

export const importsCommands: AnyCommand[] = [
  inspectCommand,
  inspectAgainCommand,
  previewCommand,
  previewRowsCommand,
  discardCommand,
  commitCommand,
];

/** Takes exactly one import back. @throws AppError `notFound`, `alreadyUndone`, `stillInUse` */
export function undoBatch(ctx: HostContext, batchId: number): Promise<UndoReport> {
  const actionId = ctx.db.pluck('SELECT undo_action_id FROM import_batches WHERE id = ?').get(batchId) as number | null | undefined;
  if (actionId === undefined || actionId === null) throw new AppError('notFound', { what: 'importBatch' });
  return ctx.execute(turnRoundCommand, { id: actionId, to: 'undone', weight: actionWeight(ctx, actionId) });
}
