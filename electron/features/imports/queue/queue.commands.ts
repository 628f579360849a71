import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
  type ChatProblemRow,
  type ChatSelection,
  chatCommitReport,
  chatQueueScan,
  type ImportQueue,
} from '../../../../shared/contracts/import-queue.ts';
import type { Inspection } from '../../../../shared/contracts/imports.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ServiceContext } from '../../../platform/context.ts';
import { asStorageError } from '../../../platform/db/storage-error.ts';
import { type AnyCommand, defineCommand, type JobControl } from '../../../platform/jobs/command.ts';
import { limits } from '../formats/limits.ts';
import { bytesOf } from '../formats/whole-file.ts';
import { inspect } from '../sessions.ts';
import { type ChatImported, commitChats } from './chat-commit.ts';
import { lookAtChats, problemPage } from './chat-look.ts';
import { discardQueue, findEntry, findQueue, type Opened, type OpenTask, openQueue, ownPlace, pasteQueue, unlockItem } from './queue.ts';
import { lastPart } from './recognise.ts';

const inWorker = () => true;

/** Queues live in the worker, so every step runs there; only the import itself writes to the book. */
export const openQueueCommand = defineCommand<OpenTask, Opened>({
  name: 'importQueue.open',
  writes: false,
  heavy: inWorker,
  run: (_, task, control) => openQueue(task, control),
});

export const pasteQueueCommand = defineCommand<Parameters<typeof pasteQueue>[0], Opened>({
  name: 'importQueue.paste',
  writes: false,
  heavy: inWorker,
  run: (_, task) => pasteQueue(task),
});

export const unlockCommand = defineCommand<Parameters<typeof unlockItem>[0], ImportQueue>({
  name: 'importQueue.unlock',
  writes: false,
  heavy: inWorker,
  run: (_, task) => unlockItem(task),
});

export const discardQueueCommand = defineCommand<{ queueId: string }, string[]>({
  name: 'importQueue.discard',
  writes: false,
  heavy: inWorker,
  run: (_, { queueId }) => discardQueue(queueId),
});

export const openContactsCommand = defineCommand<{ queueId: string; itemId: string; sessionId: string }, Inspection>({
  name: 'importQueue.openContacts',
  writes: false,
  heavy: inWorker,
  run: openContacts,
});

export const queueTextCommand = defineCommand<{ queueId: string; itemId: string }, string>({
  name: 'importQueue.text',
  writes: false,
  heavy: inWorker,
  run: async (_, { queueId, itemId }) => {
    const { file, pasted, item } = findEntry(queueId, itemId);
    if (item.kind !== 'solitaire') throw new AppError('notFound', { what: 'importItem' });
    return pasted?.text ?? (await bytesOf(file, 1024 * 1024)).toString('utf8').replace(/^\uFEFF/, '');
  },
});

/** Answers with JSON (ChatQueueScan). */
export const scanChatsCommand = defineCommand<ChatSelection, string>({
  name: 'chatImport.scan',
  writes: false,
  heavy: inWorker,
  // of thousands of chats the answer is long: checked and written here, not on the host's thread
  run: async (ctx, selection, control) => JSON.stringify(chatQueueScan.parse(await lookAtChats(ctx, selection, control))),
});

export const chatProblemsCommand = defineCommand<
  { queueId: string; offset: number; limit: number },
  { total: number; rows: ChatProblemRow[] }
>({
  name: 'chatImport.problems',
  writes: false,
  heavy: inWorker,
  run: (_, task) => problemPage(task),
});

export const problemsFileCommand = defineCommand<{ queueId: string; path: string }, number>({
  name: 'chatImport.problemsFile',
  writes: false,
  heavy: inWorker,
  run: (_, { queueId, path }) => {
    const { look } = findQueue(queueId);
    if (!look) throw new AppError('sessionGone');
    look.problems.copyTo(path);
    return look.problems.total;
  },
});

const imported = chatCommitReport.omit({ problemsFile: true });

export const commitChatsCommand = defineCommand<Parameters<typeof commitChats>[1], ChatImported>({
  name: 'chatImport.commit',
  writes: true,
  heavy: inWorker,
  run: async (ctx, task, control) => imported.parse(await commitChats(ctx, task, control)),
});

/** The wizard of contacts reads a file on disk, as often as it likes: what stands in a zip gets one. */
async function openContacts(
  ctx: ServiceContext,
  { queueId, itemId, sessionId }: { queueId: string; itemId: string; sessionId: string },
  control: JobControl,
): Promise<Inspection> {
  const { file, pasted, item } = findEntry(queueId, itemId);
  if (item.kind !== 'contacts') throw new AppError('notFound', { what: 'importItem' });
  const task = { sessionId, fileName: lastPart(file.label), encoding: null, sheet: null, headerLine: null };
  if (pasted) return inspect(ctx, { ...task, path: null, text: pasted.text }, control);
  let path = file.diskPath;
  if (path === null) {
    if (file.size > limits.fileBytes)
      throw new AppError('fileTooLarge', { name: task.fileName, bytes: file.size, limit: limits.fileBytes });
    path = ownPlace(findQueue(queueId), 'entry');
    await pipeline(file.stream(), createWriteStream(path, { mode: 0o600, flags: 'wx' })).catch((error: unknown) => {
      throw asStorageError(error);
    });
  }
  return inspect(ctx, { ...task, path, text: null }, control);
}

export const queueCommands: AnyCommand[] = [
  openQueueCommand,
  pasteQueueCommand,
  unlockCommand,
  discardQueueCommand,
  openContactsCommand,
  queueTextCommand,
  scanChatsCommand,
  chatProblemsCommand,
  problemsFileCommand,
  commitChatsCommand,
];
