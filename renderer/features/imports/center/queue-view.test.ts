import { expect, it } from 'vitest';
import type { ImportQueue, QueueItem, QueueItemKind } from '../../../../shared/contracts/import-queue.ts';
import { allChats, entriesOf, ignoredOf, itemKey, itemsLeft } from './queue-view.ts';

const item = (itemId: string, kind: QueueItemKind, change: Partial<QueueItem> = {}): QueueItem => ({
  itemId,
  path: `导出/${itemId}.csv`,
  bytes: 100,
  kind,
  format: null,
  tool: null,
  needsPassword: false,
  refusal: null,
  knowsMe: null,
  needsDate: null,
  ...change,
});
const group = (key: string, kind: QueueItemKind, itemIds: string[]) => ({ key, kind, format: null, tool: key, itemIds, bytes: 0 });
const queue: ImportQueue = {
  queueId: 'q',
  items: [
    item('a', 'chat'),
    item('b', 'chat'),
    item('c', 'chat'),
    item('d', 'contacts'),
    item('e', 'contacts'),
    item('f', 'refused'),
    item('g', 'refused', { needsPassword: true }),
  ],
  groups: [
    group('refused', 'refused', ['f', 'g']),
    group('留痕', 'chat', ['a', 'b']),
    group('WeFlow', 'chat', ['c']),
    group('名单', 'contacts', ['d', 'e']),
  ],
  ignored: { pictures: 3, others: 1 },
};

it('chats of a program stand together, each list of friends and each lock alone, refused ones last', () => {
  const entries = entriesOf([queue], new Set());
  expect(entries.map(({ items }) => items.map(({ itemId }) => itemId).join(''))).toEqual(['ab', 'c', 'd', 'e', 'g', 'f']);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  expect(entries[0]?.bytes).toBe(200);
});

it('what was taken out is in no group, and an empty group is none', () => {
  const gone = new Set([itemKey('q', 'a'), itemKey('q', 'c')]);
  expect(entriesOf([queue], gone).filter(({ kind }) => kind === 'chat')).toMatchObject([{ bytes: 100 }]);
  expect(itemsLeft([queue], gone)).toHaveLength(5);
});

it('chats of several programs can go together, but not those of two queues', () => {
  expect(allChats(entriesOf([queue], new Set()))?.items).toHaveLength(3);
  expect(allChats(entriesOf([queue], new Set([itemKey('q', 'c')])))).toBeNull();
  expect(allChats(entriesOf([queue, { ...queue, queueId: 'r' }], new Set()))).toBeNull();
  expect(ignoredOf([queue, queue])).toEqual({ pictures: 6, others: 2 });
});
