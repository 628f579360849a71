import type { Saved } from '../../../shared/contracts/common.ts';
import {
  type CreateQueueInput,
  mostItems,
  type QueueDetail,
  type QueueSummary,
  type SendPreview,
} from '../../../shared/contracts/sending.ts';
import { unfilledIn } from '../../../shared/domain/template.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { bestCellsOf } from '../search/index.ts';
import { guardAnswers, noteTouch } from '../touches/index.ts';
import type { GuardChanges } from './kept-answers.ts';
import { type Chosen, placeOfKind, previewQueue, sortOut } from './sending.preview.ts';
import {
  findItem,
  findQueue,
  type ItemRow,
  kindOf,
  partName,
  type QueueSize,
  readDoneQueues,
  readQueue,
  readQueues,
} from './sending.queries.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    /** a queue was made of a post of the calendar */
    'queues.ofPost': { postId: number };
  }
}

/** send_queue_assets has no id: its steps keep the queue as key. */
export const sendingUndoTables: UndoTable[] = [
  { name: 'send_queues', key: 'id' },
  { name: 'send_queue_assets', key: 'queue_id', fixed: ['place', 'asset_id'] },
  { name: 'send_items', key: 'id', together: [['state', 'settled_at', 'reason', 'touch_id']] },
];

const topics = ['sending' as const];
const settling = ['sending' as const, 'touches' as const, 'friends' as const];

/** Up to this many friends a draft is sorted out on the host's thread. */
const few = 50;

export const previewCommand = defineCommand<Chosen & { now: number }, SendPreview>({
  name: 'sending.preview',
  writes: false,
  thread: 'reader',
  heavy: ({ friendIds }) => friendIds.length > few,
  run: (ctx, { now, ...chosen }) => previewQueue(ctx, chosen, now),
});

/** `waiting`: friends the guard is asked about. */
export const queuesCommand = defineCommand<{ now: number; waiting: number }, QueueSummary[]>({
  name: 'sending.queues',
  writes: false,
  thread: 'reader',
  heavy: ({ waiting }) => waiting > few,
  run: (ctx, { now }) => readQueues(ctx, now),
});

export const doneQueuesCommand = defineCommand<{ before: number; now: number }, QueueSummary[]>({
  name: 'sending.doneQueues',
  writes: false,
  thread: 'reader',
  heavy: () => true,
  run: (ctx, { before, now }) => readDoneQueues(ctx, before, now),
});

/**
 * `size` tells where it is read: hours of chats are open in the reader alone, and where there are none a short list need not wait for it.
 * @throws AppError `notFound`
 */
export const queueCommand = defineCommand<{ queueId: number; now: number; size: QueueSize; changes: GuardChanges }, QueueDetail>({
  name: 'sending.queue',
  writes: false,
  thread: 'reader',
  heavy: ({ size }) => size.people > few || size.chatty > 0,
  run(ctx, input) {
    const cells = (friendIds: number[]) => (input.size.chatty > 0 ? bestCellsOf(ctx, friendIds, input.now) : friendIds.map(() => -1));
    return readQueue(ctx, { ...input, bestCells: cells });
  },
});

/**
 * Makes a queue. Friends who may not be written to now are in it: they come when they may. More than one list holds become several in one
 * action: the first is open, the others rest until she goes on with them.
 * @throws AppError `nothingSelected` (nobody is left), `invalidInput` (nothing to send, words that cannot be read), `notFound` (asset)
 */
export const createQueueCommand = defineCommand<Chosen & { input: QueueInput }, Saved>({
  name: 'sending.create',
  writes: true,
  heavy: ({ friendIds }) => friendIds.length > few,
  run(ctx, { friendIds, draft, input }) {
    if (input.text.trim() === '' && input.assetIds.length === 0) throw new AppError('invalidInput', { fields: ['text'] });
    const { queued } = sortOut(ctx, { friendIds, draft });
    if (queued.length === 0) throw new AppError('nothingSelected');
    const touched = input.postId === null ? topics : [...topics, 'posts' as const];
    const meta = { kind: 'sending.create', topics: touched, details: { name: input.name, count: queued.length } };
    const { value: id, undoId } = act(ctx, meta, (record) => {
      const parts = partsOf(input, queued);
      const now = ctx.clock.now();
      // the newest stands first among the lists, and that is to be the first part
      for (const part of parts.toReversed()) part.id = insertList(ctx, record, part, now);
      if (input.postId !== null) ctx.emit(record, 'queues.ofPost', { postId: input.postId });
      return parts[0]!.id;
    });
    return { id, undoId };
  },
});

type QueueInput = Omit<CreateQueueInput, 'source'> & { source: string };
interface Part {
  id: number;
  input: QueueInput;
  state: QueueSummary['state'];
  people: { id: number }[];
}

/** The lists of so many people. All are one use of a piece of the library, so only the first names it. */
function partsOf(input: QueueInput, people: { id: number }[]): Part[] {
  const many = Math.ceil(people.length / mostItems);
  return Array.from({ length: many }, (_, at): Part => {
    const name = many === 1 ? input.name : partName(input.name, at + 1, many);
    const own = { ...input, name, contentId: at === 0 ? input.contentId : null };
    return { id: 0, input: own, state: at === 0 ? 'open' : 'paused', people: people.slice(at * mostItems, (at + 1) * mostItems) };
  });
}

/** `now`: one moment for all parts, by which they are known as such. */
function insertList(ctx: ServiceContext, record: Recorder, { input, state, people }: Part, now: number): number {
  const queueId = insertQueue(ctx, input, state, now);
  record.inserted('send_queues', [queueId]);
  insertPictures(ctx, record, queueId, input.assetIds);
  const insert = ctx.db.sql("INSERT INTO send_items (queue_id, friend_id, place, state) VALUES (?, ?, ?, 'waiting')");
  const ids = people.map((person, place) => Number(insert.run(queueId, person.id, place).lastInsertRowid));
  record.inserted('send_items', ids);
  return queueId;
}

function insertQueue(ctx: ServiceContext, input: QueueInput, state: QueueSummary['state'], now: number): number {
  return Number(
    ctx.db
      .sql(
        `INSERT INTO send_queues (name, content_id, text, kind, audience, state, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(input.name, input.contentId, input.text, placeOfKind(input.kind), input.source, state, now, now).lastInsertRowid,
  );
}

function insertPictures(ctx: ServiceContext, record: Recorder, queueId: number, assetIds: number[]): void {
  const exists = ctx.db.pluck('SELECT 1 FROM assets WHERE id = ?');
  const insert = ctx.db.sql('INSERT INTO send_queue_assets (queue_id, place, asset_id) VALUES (?, ?, ?)');
  for (const [place, assetId] of assetIds.entries()) {
    if (exists.get(assetId) === undefined) throw new AppError('notFound', { what: 'asset' });
    insert.run(queueId, place, assetId);
    record.inserted('send_queue_assets', [queueId], { place, asset_id: assetId });
  }
}

/** Opens, rests or ends a queue. @throws AppError `notFound` */
export const queueStateCommand = defineCommand<{ queueId: number; state: QueueSummary['state'] }, Saved>({
  name: 'sending.setState',
  writes: true,
  heavy: () => false,
  run(ctx, { queueId, state }) {
    const { name } = findQueue(ctx, queueId);
    const { undoId } = act(ctx, { kind: 'sending.setState', topics, details: { name, state } }, (record) => {
      setState(ctx, record, queueId, state);
    });
    return { id: queueId, undoId };
  },
});

/** Takes a queue away; the contacts it made stay on record. @throws AppError `notFound` */
export const deleteQueueCommand = defineCommand<{ queueId: number }, Saved>({
  name: 'sending.delete',
  writes: true,
  heavy: () => false,
  run(ctx, { queueId }) {
    const { name } = findQueue(ctx, queueId);
    const { undoId } = act(ctx, { kind: 'sending.delete', topics, details: { name } }, (record) => {
      record.remove('send_queues', [queueId]);
    });
    return { id: queueId, undoId };
  },
});

export interface SendInput {
  itemId: number;
  /** what is on the clipboard now */
  text: string;
  /** '' = none */
  overrideReason: string;
}

/**
 * Her words are on the clipboard: one contact of the queue's kind in the log, and she is done. The guard is asked in the same transaction.
 * @throws AppError `notFound`, `alreadyUndone` … `changedSince` (settled meanwhile), `queuePaused`, `wordsUnfilled`, `guardHolds` {at} without a reason to go on
 */
export const sendCommand = defineCommand<SendInput, Saved>({
  name: 'sending.send',
  writes: true,
  heavy: () => false,
  run(ctx, { itemId, text, overrideReason }) {
    const { undoId } = act(ctx, { kind: 'sending.send', topics: settling }, (record, details) => {
      const { item, kind, state } = waitingItem(ctx, itemId);
      if (state === 'paused') throw new AppError('queuePaused', { name: item.name });
      const variables = unfilledIn(text);
      if (variables.length > 0) throw new AppError('wordsUnfilled', { name: item.name, variables });
      details.name = item.name;
      const now = ctx.clock.now();
      const answer = guardAnswers(ctx, [item.friendId], { kind, at: now }).get(item.friendId)!;
      const held = answer.answer !== 'ok';
      if (held && overrideReason === '')
        throw new AppError('guardHolds', { at: answer.answer === 'notBefore' ? answer.at : null, rules: answer.rules });
      const reason = held ? overrideReason : '';
      const touchId = noteTouch(ctx, record, {
        friendId: item.friendId,
        at: now,
        touchpoint: 'private',
        direction: 'out',
        kind,
        note: [...text.trim()].slice(0, 200).join(''),
        sendItemId: itemId,
        overrideReason: reason,
      });
      record.update('send_items', [itemId], { state: 'sent', settled_at: now, text, reason, touch_id: touchId, snoozed_until: null });
      finish(ctx, record, item.queueId);
      record.hints.push({ friendIds: [item.friendId] });
    });
    return { id: itemId, undoId };
  },
});

/** She is passed over in this queue. @throws AppError `notFound`, `changedSince` */
export const skipCommand = defineCommand<{ itemId: number; reason: string }, Saved>({
  name: 'sending.skip',
  writes: true,
  heavy: () => false,
  run(ctx, { itemId, reason }) {
    const { undoId } = act(ctx, { kind: 'sending.skip', topics }, (record, details) => {
      const { item } = waitingItem(ctx, itemId);
      details.name = item.name;
      record.update('send_items', [itemId], { state: 'skipped', settled_at: ctx.clock.now(), reason, snoozed_until: null });
      finish(ctx, record, item.queueId);
    });
    return { id: itemId, undoId };
  },
});

/** Not before `until` (ms UTC); null = back into the row at once. @throws AppError `notFound`, `changedSince`, `invalidInput` (past) */
export const snoozeCommand = defineCommand<{ itemId: number; until: number | null }, Saved>({
  name: 'sending.snooze',
  writes: true,
  heavy: () => false,
  run(ctx, { itemId, until }) {
    if (until !== null && until <= ctx.clock.now()) throw new AppError('invalidInput', { fields: ['until'] });
    const { undoId } = act(ctx, { kind: 'sending.snooze', topics }, (record, details) => {
      const { item } = waitingItem(ctx, itemId);
      details.name = item.name;
      details.until = until;
      record.update('send_items', [itemId], { snoozed_until: until });
    });
    return { id: itemId, undoId };
  },
});

/** She has answered: a contact of hers in the log, which halves her load. A second time changes nothing. @throws AppError `notFound` */
export const repliedCommand = defineCommand<{ itemId: number }, Saved>({
  name: 'sending.replied',
  writes: true,
  heavy: () => false,
  run(ctx, { itemId }) {
    const { undoId } = act(ctx, { kind: 'sending.replied', topics: settling }, (record, details) => {
      const item = findItem(ctx, itemId);
      details.name = item.name;
      if (item.repliedAt !== null) return;
      const at = ctx.clock.now();
      const { friendId } = item;
      const words = { touchpoint: 'private', direction: 'in', kind: 'ordinary', note: '', overrideReason: '' } as const;
      noteTouch(ctx, record, { friendId, at, sendItemId: itemId, ...words });
      record.update('send_items', [itemId], { replied_at: at });
      record.hints.push({ friendIds: [friendId] });
    });
    return { id: itemId, undoId };
  },
});

/** Words for her alone; null = as the queue's text gives them. @throws AppError `notFound`, `changedSince` */
export const itemTextCommand = defineCommand<{ itemId: number; text: string | null }, Saved>({
  name: 'sending.setText',
  writes: true,
  heavy: () => false,
  run(ctx, { itemId, text }) {
    const { undoId } = act(ctx, { kind: 'sending.setText', topics }, (record, details) => {
      details.name = waitingItem(ctx, itemId).item.name;
      record.update('send_items', [itemId], { text: text === null || text.trim() === '' ? null : text });
    });
    return { id: itemId, undoId };
  },
});

export const sendingCommands: AnyCommand[] = [
  previewCommand,
  queuesCommand,
  doneQueuesCommand,
  queueCommand,
  createQueueCommand,
  queueStateCommand,
  deleteQueueCommand,
  sendCommand,
  skipCommand,
  snoozeCommand,
  repliedCommand,
  itemTextCommand,
];

/** What is settled already is not settled again: two windows may show the same friend. */
function waitingItem(ctx: ServiceContext, itemId: number): { item: ItemRow } & Pick<QueueSummary, 'kind' | 'state'> {
  const item = findItem(ctx, itemId);
  if (item.state !== 'waiting') throw new AppError('changedSince', { name: item.name });
  const { kind, state } = findQueue(ctx, item.queueId);
  return { item, kind: kindOf(kind), state };
}

function setState(ctx: ServiceContext, record: Recorder, queueId: number, state: QueueSummary['state']): void {
  record.update('send_queues', [queueId], { state, updated_at: ctx.clock.now() }, ['state']);
}

/** A queue with nobody left to write to is done. */
function finish(ctx: ServiceContext, record: Recorder, queueId: number): void {
  const left = ctx.db.pluck("SELECT 1 FROM send_items WHERE queue_id = ? AND state = 'waiting' LIMIT 1").get(queueId);
  if (left === undefined) setState(ctx, record, queueId, 'done');
}
