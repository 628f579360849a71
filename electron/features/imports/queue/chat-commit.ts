import type { z } from 'zod';
import type { ChatImportReport } from '../../../../shared/contracts/chats.ts';
import type { ChatCommitReport, ChatTake, chatCommitInput } from '../../../../shared/contracts/import-queue.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ServiceContext } from '../../../platform/context.ts';
import type { JobControl } from '../../../platform/jobs/command.ts';
import { type ChatFileToImport, type ConversationChoice, importChat } from '../../chats/index.ts';
import type { StoredReport } from '../imports.queries.ts';
import { keepUnread } from '../unread-rows.ts';
import { chatEntries, lookThrough, ownerOf, placeOf } from './chat-look.ts';
import { lettersOf } from './lazy-source.ts';
import { type ChatLookMemory, findQueue, type QueueEntry } from './queue.ts';
import { lastPart } from './recognise.ts';

type ChatCommit = z.infer<typeof chatCommitInput>;
/** the report without the list to save, which the host hands out */
export type ChatImported = Omit<ChatCommitReport, 'problemsFile'>;

/**
 * Brings the chats of a selection into the book as one batch, in one transaction: all of them or none. What could not be read is
 * listed at `problemsPath` before.
 * @throws AppError `mojibakeFound`, `sessionGone`, `notFound`, `cancelled`, what importChat throws; the book is as it was
 */
export async function commitChats(
  ctx: ServiceContext,
  task: ChatCommit & { problemsPath: string },
  control: JobControl,
): Promise<ChatImported> {
  const entries = chatEntries(task);
  const { guesses, keys, marks, problems, read, spool } = await lookFor(ctx, task, control);
  const known = new Set(keys.values());
  if (Object.keys(task.choices).some((key) => !known.has(key))) throw new AppError('invalidInput', { fields: ['choices'] });
  const found = entries.map((entry) => ({ entry, chats: read.get(entry.item.itemId)! }));
  if (!task.mojibakeAccepted) checkLetters(found.map(({ entry, chats: { letters } }) => ({ letters, label: entry.item.path })));
  const files: ChatFileToImport[] = found.map(({ entry: { item }, chats }) => ({
    source: chats,
    bytes: item.bytes,
    choose: (key) => choiceOf(task, guesses, keys.get(placeOf(item.itemId, key)) ?? ''),
    ...(marks.has(item.itemId) ? { mark: marks.get(item.itemId)! } : {}),
  }));
  const fileName = nameOf(entries);
  if (problems.total > 0) problems.copyTo(task.problemsPath);
  const report = await importChat(
    ctx,
    {
      files,
      accountId: task.accountId,
      owner: ownerOf(task.me),
      people: {
        mapping: {},
        unknownPeers: task.unknownPeers === 'newFriend' ? 'newFriend' : 'noFriend',
        unknownTalkers: task.unknownTalkers,
      },
      openBatch: () => openBatch(ctx, fileName, task.accountId),
      closeBatch: (done) => {
        ctx.db.sql('UPDATE import_batches SET report = ? WHERE id = ?').run(JSON.stringify(stored(done, fileName)), done.batchId);
        if (done.problem > 0) keepUnread(ctx, done.batchId, problems.list);
      },
    },
    control,
  );
  spool.close();
  return { ...report, fileName };
}

function checkLetters(files: Parameters<typeof lettersOf>[0]): void {
  const { share, file } = lettersOf(files);
  if (file !== null) throw new AppError('mojibakeFound', { name: lastPart(file), share });
}

/** What the look read of these files; they are looked at now when nobody has, or when others were chosen or said since. */
async function lookFor(ctx: ServiceContext, task: ChatCommit, control: JobControl): Promise<ChatLookMemory> {
  const { look } = findQueue(task.queueId);
  const fits = look?.accountId === task.accountId && look.missingDate === (task.missingDate ?? null) && !look.spool.closed;
  if (!fits || task.itemIds.some((itemId) => !look.read.has(itemId))) await lookThrough(ctx, task, control);
  return findQueue(task.queueId).look!;
}

const chosenAs = { friend: 'friend', newFriend: 'newFriend', keepUnlinked: 'noFriend', leaveOut: 'leaveOut' } as const;

function choiceOf({ choices, unknownPeers }: ChatCommit, guesses: Map<string, boolean>, key: string): ConversationChoice | null {
  const chosen: ChatTake | null = Object.hasOwn(choices, key) ? choices[key]! : null;
  const group = chosen?.kind ? chosen.kind === 'group' : guesses.get(key);
  if (!chosen) return group === undefined ? null : { as: unknownPeers === 'newFriend' ? 'newFriend' : 'noFriend', group };
  const choice: ConversationChoice = { as: chosenAs[chosen.take] };
  if (group !== undefined) choice.group = group;
  if (chosen.conversationId !== undefined) choice.conversationId = chosen.conversationId;
  if (chosen.take === 'friend') {
    if (chosen.friendId === undefined) throw new AppError('invalidInput', { fields: ['friendId'] });
    choice.friendId = chosen.friendId;
  }
  return choice;
}

function openBatch(ctx: ServiceContext, fileName: string, accountId: number): number {
  if (ctx.db.pluck('SELECT 1 FROM accounts WHERE id = ?').get(accountId) === undefined) throw new AppError('notFound', { what: 'account' });
  const { lastInsertRowid } = ctx.db
    .sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES (?, ?, '', ?)")
    .run(fileName, accountId, ctx.clock.now());
  return Number(lastInsertRowid);
}

/** The same figures in the words of all imports, and the report of chats itself. */
export function stored(chats: ChatImportReport, fileName: string): StoredReport {
  return {
    kind: 'chats',
    batchId: chats.batchId,
    fileName,
    rows: chats.read,
    added: chats.added,
    updated: 0,
    same: chats.duplicate,
    repeated: 0,
    leftOut: chats.leftOut,
    skipped: 0,
    unreadable: chats.problem,
    tagsCreated: 0,
    problems: [],
    chats,
  };
}

/** One file by its name; several by what they lay in, or by the first of them. */
function nameOf(entries: QueueEntry[]): string {
  const paths = entries.map(({ item }) => item.path);
  const first = paths[0]!;
  if (paths.length === 1) return lastPart(first).slice(-200);
  const top = first.split('/')[0]!;
  const together = first.includes('/') && paths.every((path) => path.startsWith(`${top}/`));
  return (together ? `${top}（${paths.length} 个文件）` : `${lastPart(first)} 等 ${paths.length} 个文件`).slice(-200);
}
