import { z } from 'zod';
import { rowId } from '../../../shared/contracts/common.ts';
import { exportFile } from '../../../shared/contracts/friends.ts';
import {
  batchUndoPreview,
  commitInput,
  contactCommitReport,
  importBatch,
  inspectInput,
  inspection,
  pasteNamesInput,
  preview,
  previewInput,
  previewRows,
  previewRowsInput,
  problemsInput,
  reinspectInput,
  sessionInput,
  undoBatchInput,
  undoBatchReport,
} from '../../../shared/contracts/imports.ts';
import { undoReport } from '../../../shared/contracts/undo.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { whenSafe } from './before-big.ts';
import { readBatches } from './imports.queries.ts';
import {
  commitCommand,
  discardCommand,
  getReadyCommand,
  inspectAgainCommand,
  inspectCommand,
  previewCommand,
  previewRowsCommand,
  problemsCommand,
  redoBatch,
  undoBatch,
  undoFacts,
  writeBatchProblems,
} from './imports.service.ts';
import { problemList, withProblemList } from './problem-file.ts';
import { noteStaged, whileImporting } from './staged-of.ts';

const ok = z.object({ ok: z.literal(true) });
const done = { ok: true } as const;
const recognise = { encoding: null, sheet: null, headerLine: null };

/** Progress events of a session carry its id as job id. */
export const importsRouter = router({
  getReady: procedure.output(ok).mutation(async ({ ctx }) => {
    await ctx.execute(getReadyCommand, null);
    return done;
  }),
  inspect: procedure
    .input(inspectInput)
    .output(inspection)
    .mutation(({ ctx, input }) => {
      const { name, path } = ctx.staging.find(input.fileId);
      const sessionId = ctx.ids.token('import');
      noteStaged(sessionId, [input.fileId]);
      return ctx.execute(inspectCommand, { sessionId, fileName: name, path, text: null, ...recognise }, { jobId: sessionId });
    }),
  paste: procedure
    .input(pasteNamesInput)
    .output(inspection)
    .mutation(({ ctx, input }) =>
      ctx.execute(inspectCommand, {
        sessionId: ctx.ids.token('import'),
        fileName: '',
        path: null,
        text: input.text,
        ...recognise,
      }),
    ),
  reinspect: procedure
    .input(reinspectInput)
    .output(inspection)
    .mutation(({ ctx, input }) => ctx.execute(inspectAgainCommand, input, { jobId: input.sessionId })),
  preview: procedure
    .input(previewInput)
    .output(preview)
    .mutation(({ ctx, input }) => ctx.execute(previewCommand, input, { jobId: input.sessionId })),
  previewRows: procedure
    .input(previewRowsInput)
    .output(previewRows)
    .query(({ ctx, input }) => ctx.execute(previewRowsCommand, input)),
  problemsFile: procedure
    .input(problemsInput)
    .output(exportFile)
    .mutation(({ ctx, input }) =>
      problemList(ctx, (path) =>
        'batchId' in input
          ? writeBatchProblems(ctx, input.batchId, path)
          : ctx.execute(problemsCommand, { sessionId: input.sessionId, path }),
      ),
    ),
  commit: procedure
    .input(commitInput)
    .output(contactCommitReport)
    .mutation(({ ctx, input }) =>
      whileImporting(ctx, input.sessionId, () =>
        withProblemList(
          ctx,
          (problemsPath) =>
            ctx.execute(
              commitCommand,
              { ...input, problemsPath },
              { jobId: input.sessionId, ...whenSafe(ctx, { of: 'contacts', sessionId: input.sessionId }) },
            ),
          (report) => report.unreadable,
        ),
      ),
    ),
  cancel: procedure
    .input(sessionInput)
    .output(ok)
    .mutation(({ ctx, input }) => {
      ctx.cancelJob(input.sessionId);
      return done;
    }),
  discard: procedure
    .input(sessionInput)
    .output(ok)
    .mutation(async ({ ctx, input }) => {
      await ctx.execute(discardCommand, input);
      return done;
    }),
  batches: procedure.output(z.array(importBatch)).query(({ ctx }) => readBatches(ctx)),
  batchUndoPreview: procedure
    .input(z.object({ batchId: rowId }))
    .output(batchUndoPreview)
    .query(({ ctx, input: { batchId } }) => undoFacts(ctx, batchId)),
  undo: procedure
    .input(undoBatchInput)
    .output(undoBatchReport)
    .mutation(({ ctx, input }) => undoBatch(ctx, input.batchId)),
  redo: procedure
    .input(undoBatchInput)
    .output(undoReport)
    .mutation(({ ctx, input }) => redoBatch(ctx, input.batchId)),
});
