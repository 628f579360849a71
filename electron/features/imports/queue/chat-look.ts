import { rmSync } from 'node:fs';
import type { ScannedConversation } from '../../../../shared/contracts/chats.ts';
import type { ChatPerson, ChatQueueScan, ChatSelection, ScanConversation } from '../../../../shared/contracts/import-queue.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ServiceContext } from '../../../platform/context.ts';
import type { JobControl } from '../../../platform/jobs/command.ts';
import { ChatSpool, type Owner, ownerSaid, type SpooledChats, scanChat } from '../../chats/index.ts';
import { CandidateFinder } from './candidates.ts';
import { ChatProblems } from './chat-problems.ts';
import { GroupFinder } from './group-candidates.ts';
import { lookAtKnown } from './known-look.ts';
import { LazySource, lettersOf } from './lazy-source.ts';
import { findEntry, findQueue, ownPlace, type Queue, type QueueEntry } from './queue.ts';

const listedTalkers = 20;
const listedProblems = 200;

/** A conversation as its reader calls it, in one of the files. */
export const placeOf = (itemId: string, key: string): string => `${itemId}:${key}`;

/** By which a conversation is chosen: the id where there is one, so that several files speak of one; else its name within its file. */
const keyOf = (itemId: string, { key, externalId }: Pick<ScannedConversation, 'key' | 'externalId'>): string =>
  externalId === null ? placeOf(itemId, key) : `id:${externalId}`;

const keyPair = (itemId: string, found: ScannedConversation): [place: string, key: string] => [
  placeOf(itemId, found.key),
  keyOf(itemId, found),
];

/** The chats of a selection, in its order. @throws AppError `sessionGone`, `notFound`, `invalidInput` {fields: ['itemIds']} */
export function chatEntries({ queueId, itemIds }: Pick<ChatSelection, 'queueId' | 'itemIds'>): QueueEntry[] {
  const entries = [...new Set(itemIds)].map((itemId) => findEntry(queueId, itemId));
  if (entries.some(({ item }) => item.kind !== 'chat')) throw new AppError('invalidInput', { fields: ['itemIds'] });
  return entries;
}

/** Who she said she is; null = she said nothing. */
export function ownerOf(me: ChatPerson[] | null): Owner | null {
  if (!me || me.length === 0) return null;
  return {
    ids: me.flatMap(({ senderId }) => (senderId === null ? [] : [senderId])),
    names: me.flatMap(({ senderId, name }) => (senderId === null ? [name] : [])),
  };
}

/**
 * What importing these chats would bring; writes nothing to the book. Files that are known by their bytes are not read, unless
 * `task.inFull`. @throws AppError `cancelled`, `sessionGone`, category `file`
 */
export async function lookAtChats(ctx: ServiceContext, task: ChatSelection, control: JobControl): Promise<ChatQueueScan> {
  const entries = chatEntries(task);
  const known = task.inFull ? null : await lookAtKnown(ctx, { ...task, said: ownerOf(task.me) }, entries, control);
  if (!known) return lookThrough(ctx, task, control);
  forgetLook(findQueue(task.queueId));
  return known;
}

/** The same, reading every record: the import finds in the queue what was read. @throws as `lookAtChats` */
export async function lookThrough(ctx: ServiceContext, task: ChatSelection, control: JobControl): Promise<ChatQueueScan> {
  if (ctx.db.pluck('SELECT 1 FROM accounts WHERE id = ?').get(task.accountId) === undefined)
    throw new AppError('notFound', { what: 'account' });
  const queue = findQueue(task.queueId);
  const entries = chatEntries(task);
  forgetLook(queue);
  const problems = new ChatProblems(ownPlace(queue, 'csv'));
  const spool = new ChatSpool(ownPlace(queue, 'chats'), ctx.clock.now());
  const spooled: SpooledChats[] = [];
  try {
    const turn = { holder: null };
    const me = ownerSaid(ctx, task.accountId, ownerOf(task.me)).names;
    const sources = entries.map((entry) => {
      const file = entry.item.path;
      const onProblem = ({ line, problem, text }: { line: number; problem: string; text: string }) =>
        problems.add({ file, line, problem, text: text.slice(0, 80) });
      return { source: new LazySource({ entry, date: task.missingDate ?? null, me, now: ctx.clock.now(), turn, onProblem }), label: file };
    });
    const files = sources.map(({ source }, i) => ({ source, bytes: entries[i]!.item.bytes }));
    const people = { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' } as const;
    const look = { files, accountId: task.accountId, owner: ownerOf(task.me), people, spool };
    const scan = await scanChat(ctx, { ...look, onSpooled: (chats) => void spooled.push(chats) }, control);
    const finder = new CandidateFinder(ctx, task.accountId, scan.conversations);
    const groups = new GroupFinder(ctx, task.accountId);
    const conversations = gather(entries, scan.conversations, finder, groups);
    const guesses = new Map(conversations.flatMap(({ key, kindKnown, group }) => (kindKnown ? [] : [[key, group] as const])));
    const keys = new Map(scan.conversations.map((found) => keyPair(entries[found.file]!.item.itemId, found)));
    const letters = lettersOf(sources.map(({ label }, i) => ({ letters: spooled[i]!.letters, label })));
    const read = new Map(entries.map(({ item }, i) => [item.itemId, spooled[i]!]));
    const marks = new Map(sources.flatMap(({ source: { mark } }, i) => (mark ? [[entries[i]!.item.itemId, mark] as const] : [])));
    queue.look = { accountId: task.accountId, missingDate: task.missingDate ?? null, problems, guesses, keys, spool, read, marks };
    return {
      queueId: task.queueId,
      again: null,
      conversations,
      knowsMe: !scan.asksForOwner,
      people: scan.ownerCandidates.map(({ id, ...person }) => ({ senderId: id, ...person })),
      me: scan.ownerCandidates.filter((one) => isOneOf(one, scan.owner)).map(({ id, name }) => ({ senderId: id, name })),
      remembers: scan.owner.ids.length + scan.owner.names.length > 0,
      suggestedMe: suggestMe(scan.ownerCandidates, scan.conversations),
      otherAccount: otherAccount(ctx, task.accountId, entries),
      read: scan.read,
      problems: { total: problems.total, counts: problems.counts, rows: problems.rows.slice(0, listedProblems) },
      damagedIds: sources.reduce((sum, { source }) => sum + source.damagedIds, 0),
      mojibakeShare: letters.share,
      mojibakeFile: letters.file,
    };
  } finally {
    problems.close();
    if (queue.look?.spool !== spool) spool.close();
  }
}

/** Messages that were read of these items and wait for their import; one nobody has looked at may hold any number. */
export function waitingChats({ queueId, itemIds }: Pick<ChatSelection, 'queueId' | 'itemIds'>): number {
  const { look } = findQueue(queueId);
  return itemIds.reduce((sum, itemId) => sum + (look?.read.get(itemId)?.records ?? Number.POSITIVE_INFINITY), 0);
}

function forgetLook(queue: Queue): void {
  if (queue.look) {
    rmSync(queue.look.problems.path, { force: true });
    queue.look.spool.close();
  }
  queue.look = null;
}

/** One row a conversation; what several files say of one is added up. Newest first. */
function gather(entries: QueueEntry[], scanned: ScannedConversation[], finder: CandidateFinder, groups: GroupFinder): ScanConversation[] {
  const rows = new Map<string, ScanConversation>();
  for (const found of scanned) {
    const { itemId } = entries[found.file]!.item;
    const key = keyOf(itemId, found);
    const row = rows.get(key);
    if (row) addUp(row, itemId, found);
    else rows.set(key, firstRow(key, itemId, found, { ...finder.find(found), groups: groups.find(found) }));
  }
  for (const row of rows.values()) row.fresh = row.known === null ? null : row.messages - row.known;
  return [...rows.values()].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
}

function firstRow(
  key: string,
  itemId: string,
  found: ScannedConversation,
  whose: Pick<ScanConversation, 'friend' | 'candidates' | 'groups'>,
): ScanConversation {
  return {
    key,
    itemIds: [itemId],
    externalId: found.externalId,
    name: found.name,
    group: found.kind === 'group',
    kindKnown: found.kindKnown,
    messages: found.messages,
    known: found.known,
    fresh: null,
    firstAt: found.firstAt,
    lastAt: found.lastAt,
    conversationId: found.conversationId,
    ...whose,
    talkers: found.talkers.slice(0, listedTalkers).map(({ id, name, messages }) => ({ senderId: id, name, messages })),
  };
}

function addUp(row: ScanConversation, itemId: string, found: ScannedConversation): void {
  if (!row.itemIds.includes(itemId)) row.itemIds.push(itemId);
  row.messages += found.messages;
  row.known = row.known === null || found.known === null ? null : row.known + found.known;
  row.firstAt = earliest(row.firstAt, found.firstAt);
  row.lastAt = row.lastAt === null ? found.lastAt : Math.max(row.lastAt, found.lastAt ?? 0);
  row.group ||= found.kind === 'group';
  row.kindKnown ||= found.kindKnown;
  for (const { id, name, messages } of found.talkers) {
    const talker = row.talkers.find((one) => (id === null ? one.senderId === null && one.name === name : one.senderId === id));
    if (talker) talker.messages += messages;
    else if (row.talkers.length < listedTalkers) row.talkers.push({ senderId: id, name, messages });
  }
}

const earliest = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.min(a, b));

const isOneOf = ({ id, name }: Pick<Candidate, 'id' | 'name'>, { ids, names }: Owner): boolean =>
  id === null ? names.includes(name) : ids.includes(id);

type Candidate = { id: string | null; name: string; messages: number; conversations: number };

/** She writes in more of the chats than anybody else; in a single private chat she is the one it is not called by. */
function suggestMe(people: Candidate[], scanned: ScannedConversation[]): ChatPerson | null {
  const [first, second] = people;
  if (!first) return null;
  if (first.conversations > (second?.conversations ?? 0)) {
    if (first.conversations > 1) return { senderId: first.id, name: first.name };
  }
  const names = new Set(scanned.flatMap(({ name, externalId }) => [name, externalId ?? name]));
  const others = people.filter(({ id, name }) => !names.has(name) && !names.has(id ?? name));
  if (scanned.length === 1 && people.length === 2 && others.length === 1) return { senderId: others[0]!.id, name: others[0]!.name };
  return null;
}

/** The account of the book that the files name as their owner, when it is not the chosen one. */
function otherAccount(ctx: ServiceContext, accountId: number, entries: QueueEntry[]): { id: number; name: string } | null {
  const owners = new Set(entries.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])));
  for (const wxid of owners) {
    const row = ctx.db.sql('SELECT id, name FROM accounts WHERE wxid = ? AND id <> ?').get(wxid, accountId);
    if (row) return row as { id: number; name: string };
  }
  return null;
}

/** A page of what the newest look could not read. @throws AppError `sessionGone` when there was no look */
export function problemPage(task: { queueId: string; offset: number; limit: number }): { total: number; rows: ChatProblems['rows'] } {
  const { look } = findQueue(task.queueId);
  if (!look) throw new AppError('sessionGone');
  return { total: look.problems.total, rows: look.problems.rows.slice(task.offset, task.offset + task.limit) };
}
