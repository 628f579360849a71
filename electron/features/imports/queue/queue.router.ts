import { z } from 'zod';
import { exportFile } from '../../../../shared/contracts/friends.ts';
import {
  type ChatCommitReport,
  type ChatQueueScan,
  chatCommitInput,
  chatProblemPage,
  chatProblemsInput,
  chatSelection,
  importQueue,
  openQueueInput,
  pasteQueueInput,
  queueInput,
  queueItemInput,
  queueItemText,
  unfinishedImport,
  unlockQueueInput,
} from '../../../../shared/contracts/import-queue.ts';
import { inspection } from '../../../../shared/contracts/imports.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { HostContext } from '../../../platform/host-context.ts';
import { checkedInWorker, procedure, router, writtenInWorker } from '../../../platform/rpc.ts';
import { whenSafe } from '../before-big.ts';
import { problemList, withProblemList } from '../problem-file.ts';
import { noteStaged, stagedOf, whileImporting } from '../staged-of.ts';
import {
  chatProblemsCommand,
  commitChatsCommand,
  discardQueueCommand,
  openContactsCommand,
  openQueueCommand,
  pasteQueueCommand,
  problemsFileCommand,
  queueTextCommand,
  scanChatsCommand,
  unlockCommand,
} from './queue.commands.ts';
import type { Opened } from './queue.ts';

const ok = z.object({ ok: z.literal(true) });
const done = { ok: true } as const;

function opened(ctx: HostContext, { queue, dropped }: Opened) {
  for (const fileId of dropped) ctx.staging.drop(fileId);
  return queue;
}

/** Makes a queue of staged files. */
async function openQueueOf(ctx: HostContext, fileIds: string[], ignored = { pictures: 0, others: 0 }) {
  const files = fileIds.map((fileId) => {
    const { path, name, size, place } = ctx.staging.find(fileId);
    return { fileId, path, name, size, place: place ?? null };
  });
  const task = { queueId: ctx.ids.token('queue'), stagingDir: ctx.folder.staging, files, ignored };
  noteStaged(task.queueId, fileIds);
  try {
    return opened(ctx, await ctx.execute(openQueueCommand, task, { jobId: task.queueId }));
  } catch (error) {
    // nobody knows a queue by which they could be given back
    for (const fileId of fileIds) ctx.staging.drop(fileId);
    throw error;
  }
}

/** Takes up what the program died over, whatever becomes of it: a file that it cannot bear must not bring it down at every start. */
function takeUnfinished(ctx: HostContext): string[] {
  const files = ctx.staging.unfinished()?.files ?? [];
  ctx.staging.settleUnfinished();
  ctx.announce({ topics: ['imports'], hint: {} });
  return files.map(({ fileId }) => fileId);
}

/** What was chosen, dropped or pasted. Progress events carry the queue's id as job id; opening one announces it as `importQueue.open`. */
export const importQueueRouter = router({
  open: procedure
    .input(openQueueInput)
    .output(importQueue)
    .mutation(({ ctx, input }) => openQueueOf(ctx, input.fileIds, input.ignored)),
  unfinished: procedure.output(unfinishedImport).query(({ ctx }) => {
    const found = ctx.staging.unfinished();
    return found && { at: found.at, files: found.files.map(({ name, place }) => place ?? name).slice(0, 20), count: found.files.length };
  }),
  resume: procedure.output(importQueue).mutation(({ ctx }) => {
    if (!ctx.staging.unfinished()) throw new AppError('sessionGone');
    return openQueueOf(ctx, takeUnfinished(ctx));
  }),
  giveUp: procedure.output(ok).mutation(({ ctx }) => {
    for (const fileId of takeUnfinished(ctx)) ctx.staging.drop(fileId);
    return done;
  }),
  paste: procedure
    .input(pasteQueueInput)
    .output(importQueue)
    .mutation(async ({ ctx, input }) => {
      const task = { queueId: ctx.ids.token('queue'), stagingDir: ctx.folder.staging, text: input.text, at: ctx.clock.now() };
      return opened(ctx, await ctx.execute(pasteQueueCommand, task));
    }),
  unlock: procedure
    .input(unlockQueueInput)
    .output(importQueue)
    .mutation(({ ctx, input }) => ctx.execute(unlockCommand, input, { jobId: input.queueId })),
  cancel: procedure
    .input(queueInput)
    .output(ok)
    .mutation(({ ctx, input }) => {
      ctx.cancelJob(input.queueId);
      return done;
    }),
  discard: procedure
    .input(queueInput)
    .output(ok)
    .mutation(async ({ ctx, input }) => {
      for (const fileId of await ctx.execute(discardQueueCommand, input)) ctx.staging.drop(fileId);
      return done;
    }),
  openContacts: procedure
    .input(queueItemInput)
    .output(inspection)
    .mutation(({ ctx, input }) => {
      const sessionId = ctx.ids.token('import');
      noteStaged(sessionId, stagedOf(input.queueId));
      return ctx.execute(openContactsCommand, { ...input, sessionId }, { jobId: sessionId });
    }),
  text: procedure
    .input(queueItemInput)
    .output(queueItemText)
    .mutation(async ({ ctx, input }) => ({ text: await ctx.execute(queueTextCommand, input) })),
});

/** Chats of a queue on their way into the book. */
export const chatImportRouter = router({
  scan: procedure
    .input(chatSelection)
    .output(checkedInWorker<ChatQueueScan>())
    .mutation(async ({ ctx, input }) =>
      writtenInWorker<ChatQueueScan>(await ctx.execute(scanChatsCommand, input, { jobId: input.queueId })),
    ),
  problems: procedure
    .input(chatProblemsInput)
    .output(chatProblemPage)
    .query(({ ctx, input }) => ctx.execute(chatProblemsCommand, input)),
  problemsFile: procedure
    .input(queueInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => problemList(ctx, (path) => ctx.execute(problemsFileCommand, { queueId: input.queueId, path }))),
  commit: procedure
    .input(chatCommitInput)
    .output(checkedInWorker<ChatCommitReport>())
    .mutation(({ ctx, input }) =>
      whileImporting(ctx, input.queueId, () =>
        withProblemList(
          ctx,
          (problemsPath) => {
            const { queueId, itemIds } = input;
            const options = { jobId: queueId, ...whenSafe(ctx, { of: 'chats', queueId, itemIds }) };
            return ctx.execute(commitChatsCommand, { ...input, problemsPath }, options);
          },
          (report) => report.problem,
        ),
      ),
    ),
});
