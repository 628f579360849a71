/**
 * The import centre: what was chosen, dropped or pasted becomes a queue; each item of it goes its way. Contacts go on with the wizard
 * of imports.ts, chats with `chatImport.*` below. A queue lives until it is discarded, the app closes, or twelve newer ones exist: then
 * calls fail with `sessionGone`. Progress events of a queue carry its id as job id (`importQueue.open`: 'look', counted in files;
 * `chatImport.scan`: 'look', `chatImport.commit`: 'read', 'index', 'finish', counted in bytes); `importQueue.cancel` stops what runs and leaves the book as it was.
 */
import { z } from 'zod';
import type { ErrorDetails, ErrorKind } from '../errors.ts';
import { chatImportReport, conversationKinds } from './chats.ts';
import { day, moment, rowId } from './common.ts';
import { exportFile } from './friends.ts';

export const queueItemKinds = ['contacts', 'chat', 'orders', 'bill', 'solitaire', 'refused'] as const;
export type QueueItemKind = (typeof queueItemKinds)[number];

/** As in a WireError: the sentence comes from renderer/lib/error-text.ts. */
export const refusal = z.object({
  kind: z.custom<ErrorKind>((value) => typeof value === 'string'),
  details: z.custom<ErrorDetails>((value) => typeof value === 'object' && value !== null),
});
export type Refusal = z.infer<typeof refusal>;

export const queueItem = z.object({
  itemId: z.string(),
  /** place inside what was handed over, '/' between its parts; the zip's own name is the first part for entries of a zip */
  path: z.string(),
  /** inflated */
  bytes: z.int().min(0),
  kind: z.enum(queueItemKinds),
  /** key of `chatFormats` for chats; 'csv', 'tsv', 'xlsx', 'names' for contacts; name of the mapping for orders and bills; null = not known */
  format: z.string().nullable(),
  /** the program that wrote it, as the seller knows it */
  tool: z.string().nullable(),
  /** true = nothing is known of it before `importQueue.unlock`; `kind` is 'refused', `refusal.kind` 'filePasswordProtected' */
  needsPassword: z.boolean(),
  refusal: refusal.nullable(),
  /** false = the file does not say which messages are hers */
  knowsMe: z.boolean().nullable(),
  /** parts of its dates are missing: `missingDate` of the scan says them. Null = no chat */
  needsDate: z.boolean().nullable(),
});
export type QueueItem = z.infer<typeof queueItem>;

/** Items that belong together on the screen: same kind, same format; each refused item with its own reason is in a group by reason. */
export const queueGroup = z.object({
  key: z.string(),
  kind: z.enum(queueItemKinds),
  format: z.string().nullable(),
  tool: z.string().nullable(),
  itemIds: z.array(z.string()),
  bytes: z.int().min(0),
});
export type QueueGroup = z.infer<typeof queueGroup>;

export const importQueue = z.object({
  queueId: z.string(),
  items: z.array(queueItem),
  /** chats first, refused last */
  groups: z.array(queueGroup),
  /** files that are not listed: media of an export, and what programs lay beside their exports (pages, styles, empty files) */
  ignored: z.object({ pictures: z.int(), others: z.int() }),
});
export type ImportQueue = z.infer<typeof importQueue>;

// ── importQueue.*

/** open m → importQueue. `ignored` = what the host left out while staging a folder (StagedFolder.ignored), added to the counts. */
export const openQueueInput = z.object({
  fileIds: z.array(z.string().max(100)).min(1).max(20_000),
  ignored: z.object({ pictures: z.int().min(0), others: z.int().min(0) }).optional(),
});
/**
 * unfinished q → what the program died over while it brought it in; nothing of it is in the book, its files are still here. Null = nothing.
 * resume m → importQueue of them. @throws `sessionGone`. giveUp m → {ok}: they go
 */
export const unfinishedImport = z.object({ at: moment, files: z.array(z.string()), count: z.int() }).nullable();
export type UnfinishedImport = z.infer<typeof unfinishedImport>;
/** paste m → importQueue of one item: a chat, a 接龙, or names */
export const pasteQueueInput = z.object({ text: z.string().trim().min(1).max(1_000_000) });
/** unlock m → importQueue: the item gives way to what is inside. @throws `wrongPassword` (nothing changed) */
export const unlockQueueInput = z.object({ queueId: z.string(), itemId: z.string(), password: z.string().min(1).max(200) });
/** cancel m → {ok}, discard m → {ok} (also takes the staged files away) */
export const queueInput = z.object({ queueId: z.string() });
/** openContacts m → inspection (imports.ts); text m → {text} of a pasted or staged 接龙, at most 1 MB */
export const queueItemInput = z.object({ queueId: z.string(), itemId: z.string() });
export const queueItemText = z.object({ text: z.string() });

// ── chatImport.*

/** Somebody who wrote, as `chatScan.people` lists her. */
export const chatPerson = z.object({ senderId: z.string().max(200).nullable(), name: z.string().max(200) });
export type ChatPerson = z.infer<typeof chatPerson>;

/** What a scan and the import of it must agree on. */
export const chatSelection = z.object({
  queueId: z.string(),
  itemIds: z.array(z.string()).min(1).max(20_000),
  accountId: rowId,
  /** those of `people` who are the seller; null or [] = what the files say and the account remembers. Remembered for the account by commit */
  me: z.array(chatPerson).max(50).nullable(),
  /** for items with `needsDate` */
  missingDate: day.nullable().optional(),
  /** look through files that are known by their bytes too (`again` of the scan); the import always does */
  inFull: z.boolean().optional(),
});

export type ChatSelection = z.infer<typeof chatSelection>;

/** `keepUnlinked` = its messages come in, with nobody of the book */
export const conversationTakes = ['friend', 'newFriend', 'keepUnlinked', 'leaveOut'] as const;
export const chatTake = z.object({
  take: z.enum(conversationTakes),
  /** with `friend` */
  friendId: rowId.optional(),
  /** overrules a guessed kind (`kindKnown` false) */
  kind: z.enum(conversationKinds).optional(),
  /** with `keepUnlinked`: the group of the book that it goes on with */
  conversationId: rowId.optional(),
});
export type ChatTake = z.infer<typeof chatTake>;

export const friendCandidate = z.object({
  id: rowId,
  name: z.string(),
  /** wxid, alias: the file names her; conversation: the chat in the book is with her; remark, nickname: an equal name only */
  by: z.enum(['wxid', 'alias', 'conversation', 'remark', 'nickname']),
});
export type FriendCandidate = z.infer<typeof friendCandidate>;

/** A group of the book that a group of the file may be: `people` of those who wrote in it have the names of its members. */
export const groupCandidate = z.object({ id: rowId, name: z.string(), people: z.int() });
export type GroupCandidate = z.infer<typeof groupCandidate>;

export const scanConversation = z.object({
  /** what `choices` are made by; unique over the files. A conversation whose id several files name is one row */
  key: z.string(),
  itemIds: z.array(z.string()),
  externalId: z.string().nullable(),
  name: z.string(),
  group: z.boolean(),
  /** false = `group` is a guess by the number of people who wrote; a choice may overrule it */
  kindKnown: z.boolean(),
  messages: z.int(),
  /** of `messages` in the book already; null = cannot be told before she says who she is */
  known: z.int().nullable(),
  /** messages - known; at most this many come in (files of one import that overlap are united too) */
  fresh: z.int().nullable(),
  firstAt: moment.nullable(),
  lastAt: moment.nullable(),
  /** conversation of the book it goes on with */
  conversationId: rowId.nullable(),
  /** taken without asking */
  friend: friendCandidate.nullable(),
  /** to be asked about, best first, at most 5; [] when `friend` is there */
  candidates: z.array(friendCandidate),
  /** to be asked about, best first, at most 5; [] for private chats, and where the group is known by id or name */
  groups: z.array(groupCandidate),
  /** wrote in it, most first, at most 20 */
  talkers: z.array(z.object({ senderId: z.string().nullable(), name: z.string(), messages: z.int() })),
});
export type ScanConversation = z.infer<typeof scanConversation>;

export const chatProblemRow = z.object({
  /** path of the item */
  file: z.string(),
  /** 1 = first; line, sheet row or place in the list */
  line: z.int(),
  /** key of `chatProblemWords` (shared/domain/chat-problems.ts) */
  problem: z.string(),
  /** its beginning, at most 80 characters */
  text: z.string(),
});
export type ChatProblemRow = z.infer<typeof chatProblemRow>;

export const chatQueueScan = z.object({
  queueId: z.string(),
  /**
   * Every file was imported before, byte for byte, and all `read` records are in the book still: there is nothing to import, and nothing
   * else is told. `at` = of the newest of those imports. null = the files were looked through
   */
  again: z.object({ at: moment }).nullable(),
  /** newest first */
  conversations: z.array(scanConversation),
  /** true = all files say which messages are hers, or the account remembers it */
  knowsMe: z.boolean(),
  /** to choose "me" from: everybody who wrote in files that do not say, in most conversations first, at most 200 */
  people: z.array(
    chatPerson.extend({ messages: z.int(), conversations: z.int(), /** one or two things she said */ samples: z.array(z.string()) }),
  ),
  /** those of `people` who count as the seller: as she said, else as the account remembers */
  me: z.array(chatPerson),
  /** the account remembers somebody, maybe nobody of `people` */
  remembers: z.boolean(),
  /** one of `people`: she writes in most conversations, or is not the one the chat is called by */
  suggestedMe: chatPerson.nullable(),
  /** the account (not `accountId`) whose wxid the files name as their owner: she probably chose the wrong account */
  otherAccount: z.object({ id: rowId, name: z.string() }).nullable(),
  /** records and problems of all files */
  read: z.int(),
  problems: z.object({
    total: z.int(),
    counts: z.record(z.string(), z.int()),
    /** the first 200 */
    rows: z.array(chatProblemRow),
  }),
  /** messages whose id on the platform a spreadsheet has rounded (7.42E+18): they are compared by their words and time alone */
  damagedIds: z.int(),
  /** share of characters that came out as U+FFFD, 0–1; above 0.001 commit wants `mojibakeAccepted` */
  mojibakeShare: z.number().min(0).max(1),
  /** path of the item with the largest share; null = none above 0.001 */
  mojibakeFile: z.string().nullable(),
});
export type ChatQueueScan = z.infer<typeof chatQueueScan>;

/** problems q → problems of the newest scan of the queue; the first 20,000 can be looked at here, all are in the file of `problemsFile`. */
export const chatProblemsInput = z.object({ queueId: z.string(), offset: z.int().min(0), limit: z.int().min(1).max(500) });
export const chatProblemPage = z.object({ total: z.int(), rows: z.array(chatProblemRow) });

/**
 * commit m → chatImportReport. @throws `mojibakeFound` {name, share} when not accepted; `invalidInput` {fields: ['owner']} when nobody
 * says who she is, ['choices'] for a key that the newest scan does not know; `sessionGone`, `cancelled`, `diskFull`: the book is as it was.
 */
export const chatCommitInput = chatSelection.extend({
  mojibakeAccepted: z.boolean(),
  /** by key; a conversation that is not in it goes on with `friend` of the scan, else by `unknownPeers` */
  choices: z.record(z.string(), chatTake),
  unknownPeers: z.enum(['newFriend', 'keepUnlinked']),
  /** people who write in groups and are no friends yet */
  unknownTalkers: z.enum(['newFriend', 'member']),
});
export type ChatCommitInput = z.infer<typeof chatCommitInput>;
export const chatCommitReport = chatImportReport.extend({
  fileName: z.string(),
  /** the list of all records that were not read, to save; null = every one was */
  problemsFile: exportFile.nullable(),
});
export type ChatCommitReport = z.infer<typeof chatCommitReport>;
