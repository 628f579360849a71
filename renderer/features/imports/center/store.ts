import { create } from 'zustand';
import type { ImportQueue, Refusal } from '../../../../shared/contracts/import-queue.ts';
import { client, toAppError } from '../../../lib/api.ts';
import { bridge } from '../../../lib/bridge.ts';
import type { DroppedFile, DroppedFiles } from '../../../lib/dropped-files.ts';
import { notify } from '../../../ui/toast.tsx';
import { type Entry, entriesOf, itemKey, itemsLeft } from './queue-view.ts';

/** What is on its way into the queue. */
export interface Taking {
  /** 'files' = being brought in, 'look' = the back end looks what they are */
  phase: 'files' | 'look';
  /** the file or folder by name, or how many */
  name: string;
  /** of several files: how many are in; of one file: bytes */
  done: number;
  total: number;
  unit: 'files' | 'bytes';
}

interface CenterState {
  taking: Taking | null;
  /** why what was chosen cannot be used; stands at the start until something else is chosen */
  failure: unknown;
  /** all queues that still hold something, oldest first */
  queues: ImportQueue[];
  /** items taken out or imported, by `itemKey` */
  gone: ReadonlySet<string>;
  /** a call about one entry is on its way: its buttons wait */
  busyKey: string | null;
  /** orders, a bill or a 接龙 of the list that she is looking at */
  order: Entry | null;
}

const fresh: CenterState = { taking: null, failure: null, queues: [], gone: new Set(), busyKey: null, order: null };

/** What she has brought and not imported yet. It lives outside of the page: looking at another page loses nothing. */
export const useCenter = create<CenterState>(() => fresh);
const set = useCenter.setState;
const get = useCenter.getState;

/** The taking-in that is going on; answers for an older one are dropped. */
let turn = 0;

export type Opened = { kind: 'one'; entry: Entry } | { kind: 'many' } | { kind: 'refused' } | { kind: 'dropped' };

/** A picture, a voice or a video by itself is no export: say what it is. */
function mediaRefusal(name: string): { refusal: Refusal; name: string } {
  const what = /\.(mp4|mov|m4v|avi|mkv|webm|3gp)$/i.test(name)
    ? 'video'
    : /\.(mp3|m4a|wav|amr|silk|aud|ogg|opus|aac|flac)$/i.test(name)
      ? 'audio'
      : 'picture';
  return { refusal: { kind: 'fileNotUnderstood', details: { what } }, name };
}

/** Puts a new queue on the screen. One file that can go on at once is told apart, and one that was refused never becomes a queue. */
function accept(queue: ImportQueue): Opened {
  const only = queue.items.length === 1 ? queue.items[0] : undefined;
  const first = get().queues.length === 0;
  if (first && only?.refusal && !only.needsPassword) {
    void client.importQueue.discard.mutate({ queueId: queue.queueId }).catch(() => undefined);
    const name = only.path.split('/').at(-1) ?? only.path;
    set({ taking: null, failure: { refusal: only.refusal, name } });
    return { kind: 'refused' };
  }
  if (queue.items.length === 0) {
    const { taking } = get();
    set({ taking: null, failure: taking?.unit === 'bytes' ? mediaRefusal(taking.name) : { nothing: queue.ignored, name: taking?.name } });
    return { kind: 'refused' };
  }
  set({ taking: null, failure: null, queues: [...get().queues, queue] });
  const entry = entriesOf([queue], new Set())[0];
  return first && only && entry && entry.kind !== 'refused' ? { kind: 'one', entry } : { kind: 'many' };
}

async function take(taking: Taking, bring: (mine: () => boolean) => Promise<ImportQueue | null>): Promise<Opened> {
  turn += 1;
  const mine = turn;
  set({ taking, failure: null });
  try {
    const queue = await bring(() => mine === turn);
    if (mine === turn) {
      if (queue) return accept(queue);
      set({ taking: null });
    } else if (queue) await client.importQueue.discard.mutate({ queueId: queue.queueId });
  } catch (error) {
    if (mine === turn) {
      set({ taking: null });
      if (toAppError(error).kind !== 'cancelled') set({ failure: error });
    }
  }
  return { kind: 'dropped' };
}

function look(fileIds: string[], ignored: { pictures: number; others: number }): Promise<ImportQueue | null> {
  const { taking } = get();
  if (taking) set({ taking: { ...taking, phase: 'look' } });
  return client.importQueue.open.mutate({ fileIds, ignored });
}

async function stageAll(files: readonly DroppedFile[], mine: () => boolean): Promise<string[]> {
  const ids: string[] = [];
  for (const { file, place } of files) {
    const staged = await bridge().stageFile(
      file,
      (sent) => {
        const { taking } = get();
        if (mine() && taking?.unit === 'bytes') set({ taking: { ...taking, done: sent } });
      },
      place,
    );
    ids.push(staged.fileId);
    if (!mine()) return ids;
    const { taking } = get();
    if (taking?.unit === 'files') set({ taking: { ...taking, done: ids.length } });
  }
  return ids;
}

/** Takes in files that were chosen, dropped or pasted; folders among them are open already. */
export function takeFiles({ files, ignored }: DroppedFiles): Promise<Opened> {
  const one = files.length === 1 ? files[0]?.file : undefined;
  const folder = files[0]?.place?.split('/')[0];
  const taking: Taking = one
    ? { phase: 'files', name: one.name, done: 0, total: one.size, unit: 'bytes' }
    : { phase: 'files', name: folder ?? `${files.length} 个文件`, done: 0, total: files.length, unit: 'files' };
  if (files.length === 0) {
    set({ failure: { nothing: ignored } });
    return Promise.resolve({ kind: 'refused' });
  }
  return take(taking, async (mine) => {
    const fileIds = await stageAll(files, mine);
    return mine() ? look(fileIds, ignored) : null;
  });
}

/** Asks for a folder and takes it in. */
export function takeFolder(): Promise<Opened> {
  const before = get().failure;
  return take({ phase: 'files', name: '文件夹', done: 0, total: 0, unit: 'files' }, async (mine) => {
    const folder = await bridge().stageFolder((done, total) => {
      if (mine()) set({ taking: { phase: 'files', name: '文件夹', done, total, unit: 'files' } });
    });
    if (!folder) {
      if (mine()) set({ failure: before });
      return null;
    }
    if (!mine()) return null;
    if (folder.files.length === 0) {
      set({ failure: { nothing: folder.ignored, name: folder.name } });
      return null;
    }
    set({ taking: { phase: 'look', name: folder.name, done: folder.files.length, total: folder.files.length, unit: 'files' } });
    return look(
      folder.files.map((file) => file.fileId),
      folder.ignored,
    );
  });
}

/** Has a pasted text looked at: a chat, a 接龙, or names. */
export function takeText(text: string): Promise<Opened> {
  return take({ phase: 'look', name: '粘贴的文字', done: 0, total: 0, unit: 'bytes' }, () => client.importQueue.paste.mutate({ text }));
}

/** Takes up what the program died over; its files are still here. */
export function takeUnfinished(name: string): Promise<Opened> {
  return take({ phase: 'look', name, done: 0, total: 0, unit: 'files' }, () => client.importQueue.resume.mutate());
}

/** Stops what is being taken in. `runningId` = the queue that the back end is looking through, when it has said so. */
export function stopTaking(runningId: string | null): void {
  turn += 1;
  set({ taking: null });
  if (runningId) void client.importQueue.cancel.mutate({ queueId: runningId }).catch(() => undefined);
}

/** Lets go of queues that hold nothing to import any more. */
function sweep(): void {
  const { queues, gone } = get();
  const left = queues.filter((queue) => queue.items.some((item) => !gone.has(itemKey(queue.queueId, item.itemId))));
  for (const queue of queues) {
    if (!left.includes(queue)) void client.importQueue.discard.mutate({ queueId: queue.queueId }).catch(() => undefined);
  }
  set({ queues: left, ...(left.length === 0 ? { gone: new Set<string>() } : {}) });
}

/** Takes items off the list: she does not want them, or they are in the book now. */
export function takeOut(queueId: string, itemIds: readonly string[]): void {
  set({ gone: new Set([...get().gone, ...itemIds.map((id) => itemKey(queueId, id))]) });
  sweep();
}

/** Lets everything go. */
export function clearAll(): void {
  turn += 1;
  for (const { queueId } of get().queues) void client.importQueue.discard.mutate({ queueId }).catch(() => undefined);
  set(fresh);
}

/** She has given up the only file there is: nothing is left to choose from, so the list goes too. */
export function dropIfOnly(): void {
  const { queues, gone } = get();
  if (itemsLeft(queues, gone).length <= 1) clearAll();
}

/** A queue that the back end has let go cannot go on: it leaves the screen, and the start says why. */
export function queueFailed(queueId: string, error: unknown): void {
  if (toAppError(error).kind !== 'sessionGone') {
    notify.failed(error);
    return;
  }
  const queues = get().queues.filter((queue) => queue.queueId !== queueId);
  set({ queues, failure: error });
  if (queues.length > 0) notify.failed(error);
}

/** Opens a locked file. @returns what to say beside the field when the password is wrong, else null */
export async function unlock(queueId: string, itemId: string, password: string): Promise<unknown> {
  try {
    const queue = await client.importQueue.unlock.mutate({ queueId, itemId, password });
    set({ queues: get().queues.map((old) => (old.queueId === queueId ? queue : old)) });
    return null;
  } catch (error) {
    if (toAppError(error).kind === 'wrongPassword') return error;
    queueFailed(queueId, error);
    return null;
  }
}

export const openOrder = (order: Entry | null): void => set({ order });
export const setBusy = (busyKey: string | null): void => set({ busyKey });
export const forgetFailure = (): void => set({ failure: null });
export const showFailure = (failure: unknown): void => set({ failure });
