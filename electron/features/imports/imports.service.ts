import type { UndoChatsReport } from '../../../shared/contracts/chats.ts';
import type {
  ContactField,
  ImportReport,
  Inspection,
  Preview,
  PreviewRow,
  RowVerdict,
  UndoBatchReport,
} from '../../../shared/contracts/imports.ts';
import type { UndoReport } from '../../../shared/contracts/undo.ts';
import { contactProblemText } from '../../../shared/domain/contact-problems.ts';
import { AppError } from '../../../shared/errors.ts';
import { withoutForeignKeys } from '../../platform/db/bulk-insert.ts';
import { indexesAwake, wakeIndexesCommand } from '../../platform/db/resting-indexes.ts';
import { detachSideFiles } from '../../platform/db/side-files.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { turnAsActionCommand } from '../../platform/undo/commands.ts';
import { actionWeight, write } from '../../platform/undo/undo-log.ts';
import { undoChatBatch } from '../chats/index.ts';
import { sizeCommand } from './before-big.ts';
import { commitPlan, type Decisions } from './commit.ts';
import { warmEncodings } from './formats/garbled.ts';
import { batchKind, previewUndo, type UndoFacts } from './imports.queries.ts';
import { orderImportCommands } from './orders/order-import.commands.ts';
import type { Plan } from './plan.ts';
import { type UnreadRow, writeProblems } from './problem-file.ts';
import { queueCommands } from './queue/queue.commands.ts';
import { discardQueues } from './queue/queue.ts';
import { warmLayer } from './row-layer.ts';
import { currentPlan, discard, discardAll, type InspectTask, inspect, inspectAgain, preview, previewRows } from './sessions.ts';
import { keptUnreadCommand } from './unread-rows.ts';

const inWorker = () => true;

/** Asked when the page of imports opens: by the time she has found her file, both threads stand ready for it. */
export const getReadyCommand = defineCommand<null, null>({
  name: 'imports.getReady',
  writes: false,
  heavy: inWorker,
  run: () => {
    warmLayer();
    warmEncodings();
    return null;
  },
});

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

/** Every import that is open and not yet done is closed, with all that was read for it: whoever goes on with one picks the file again. */
export const closeImportsCommand = defineCommand<null, null>({
  name: 'imports.close',
  writes: false,
  heavy: inWorker,
  run() {
    discardAll();
    discardQueues();
    return null;
  },
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

/** Lists all rows of a previewed session that cannot be read. */
export const problemsCommand = defineCommand<{ sessionId: string; path: string }, number>({
  name: 'imports.problemsFile',
  writes: false,
  heavy: inWorker,
  run: (ctx, { sessionId, path }, control) => writeProblems(path, unreadOf(currentPlan(ctx, sessionId, control))).total,
});

/** What could not be read is listed at `problemsPath` before anything is written. */
export const commitCommand = defineCommand<Decisions & { sessionId: string; problemsPath: string }, ImportReport>({
  name: 'imports.commit',
  writes: true,
  heavy: inWorker,
  afterwards: wakeIndexesCommand,
  run: (ctx, { sessionId, problemsPath, ...decisions }, control) => {
    const joins = (index: number) => (decisions.answers[String(index)] ?? decisions.doubtful) === 'same';
    const current = currentPlan(ctx, sessionId, control, joins);
    const { plan, fileName, signature, path } = current;
    const unread = plan.byVerdict.unreadable.length > 0 ? writeProblems(problemsPath, unreadOf(current)) : null;
    let report: ImportReport;
    try {
      report = withoutForeignKeys(ctx.db, () =>
        commitPlan(ctx, plan, fileName, { ...decisions, unread, sideFile: path && `${path}.links` }, control),
      );
    } finally {
      detachSideFiles(ctx.db);
    }
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

function* unreadOf({ plan, fileName }: { plan: Plan; fileName: string }): Generator<UnreadRow> {
  for (const index of plan.byVerdict.unreadable) {
    const { row, problem } = plan.rows.at(index);
    yield {
      file: fileName,
      line: row.line,
      reason: problem ? contactProblemText(problem, fileName) : '',
      text: row.cells.join(' ').trim(),
    };
  }
}

/** Lists what an earlier import could not read, as far as it is kept. @returns how many @throws AppError `notFound`, `diskFull` */
export async function writeBatchProblems(ctx: HostContext, batchId: number, path: string): Promise<number> {
  if (ctx.db.pluck('SELECT 1 FROM import_unread WHERE batch_id = ?').get(batchId) !== undefined)
    return ctx.execute(keptUnreadCommand, { batchId, path });
  const { fileName, problems } = batchKind(ctx, batchId).report;
  // forgotten with an erased chat
  if (problems.length === 0) throw new AppError('notFound', { what: 'importBatch' });
  const rows = problems.map(({ line, problem, text }) => ({ file: fileName, line, reason: contactProblemText(problem, fileName), text }));
  return writeProblems(path, rows).total;
}

/** What undoing a batch would do reads all it brought: no work for the host's thread, nor one to wait for behind an import. */
const previewUndoCommand = defineCommand<{ batchId: number; heavy: boolean }, UndoFacts>({
  name: 'imports.undoPreview',
  writes: false,
  thread: 'reader',
  heavy: ({ heavy }) => heavy,
  run: (ctx, { batchId }) => previewUndo(ctx, batchId),
});

const undoChatsCommand = defineCommand<{ batchId: number }, UndoChatsReport>({
  name: 'imports.undoChats',
  writes: true,
  heavy: inWorker,
  run: (ctx, { batchId }, control) =>
    undoChatBatch(ctx, batchId, control, () => {
      ctx.db.sql('UPDATE import_batches SET undone_at = ? WHERE id = ?').run(ctx.clock.now(), batchId);
    }),
});

/** An import that changed nothing has no undo action: only its row says that it was taken back. */
const undoEmptyCommand = defineCommand<{ batchId: number }, null>({
  name: 'imports.undoEmpty',
  writes: true,
  heavy: () => false,
  run: (ctx, { batchId }) => {
    write(ctx, () => ctx.db.sql('UPDATE import_batches SET undone_at = ? WHERE id = ?').run(ctx.clock.now(), batchId));
    ctx.announce({ topics: ['imports'], hint: {} });
    return null;
  },
});

/** Looked through on the host's thread. */
const fewFriends = 200;

/** What undoing a batch would do. */
export async function undoFacts(ctx: HostContext, batchId: number): Promise<UndoFacts> {
  await indexesAwake(ctx);
  const { kind, report } = batchKind(ctx, batchId);
  return ctx.execute(previewUndoCommand, { batchId, heavy: kind !== 'contacts' || report.added > fewFriends });
}

/** Progress of undoing carries this job id. */
export const undoJob = (batchId: number): string => `undo-${batchId}`;

/** Takes exactly one import back; what was done since is left alone and counted. @throws AppError `notFound`, `alreadyUndone`, `stillInUse` */
export async function undoBatch(ctx: HostContext, batchId: number): Promise<UndoBatchReport> {
  const { kind, undone } = batchKind(ctx, batchId);
  if (undone) throw new AppError('alreadyUndone');
  if (kind === 'chats') {
    const chats = await ctx.execute(undoChatsCommand, { batchId }, { jobId: undoJob(batchId) });
    return { action: null, kept: 0, friendsKept: chats.friendsKept, chats, orders: null };
  }
  const actionId = undoActionOf(ctx, batchId);
  if (actionId === null) {
    await ctx.execute(undoEmptyCommand, { batchId });
    return { action: null, kept: 0, friendsKept: 0, chats: null, orders: null };
  }
  const { orders } = await undoFacts(ctx, batchId);
  const report = await turn(ctx, 'imports.undo', actionId, 'aside');
  const friendsKept = ctx.db.pluck('SELECT count(*) FROM friends WHERE import_batch_id = ?').get(batchId) as number;
  return { ...report, kept: report.kept - friendsKept, friendsKept, chats: null, orders };
}

/** Brings an import back that was taken back. @throws AppError `notFound` (also: too long ago), `alreadyUndone` (it is there) */
export async function redoBatch(ctx: HostContext, batchId: number): Promise<UndoReport> {
  batchKind(ctx, batchId);
  const actionId = undoActionOf(ctx, batchId);
  if (actionId === null) throw new AppError('notFound', { what: 'undo' });
  return turn(ctx, 'imports.redo', actionId, 'done');
}

const undoActionOf = ({ db }: HostContext, batchId: number) =>
  db.pluck('SELECT undo_action_id FROM import_batches WHERE id = ?').get(batchId) as number | null;

/** Either is an action of its own: Ctrl+Z takes back what was just done, whatever else happened since the import. */
const turn = (ctx: HostContext, kind: 'imports.undo' | 'imports.redo', id: number, to: 'aside' | 'done') =>
  ctx.execute(turnAsActionCommand, { id, to, kind, weight: actionWeight(ctx, id) });

export const importsCommands: AnyCommand[] = [
  getReadyCommand,
  inspectCommand,
  inspectAgainCommand,
  previewCommand,
  previewRowsCommand,
  discardCommand,
  closeImportsCommand,
  problemsCommand,
  keptUnreadCommand,
  commitCommand,
  previewUndoCommand,
  undoChatsCommand,
  undoEmptyCommand,
  sizeCommand,
  ...queueCommands,
  ...orderImportCommands,
];
