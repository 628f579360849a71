import type { ImportQueue, QueueItem, QueueItemKind } from '../../../../shared/contracts/import-queue.ts';

/** Files that belong together, as they stand on the screen: what she has taken out or imported is not among them. */
export interface Entry {
  queueId: string;
  key: string;
  kind: QueueItemKind;
  tool: string | null;
  format: string | null;
  items: QueueItem[];
  bytes: number;
}

/** What names an item over all queues. */
export const itemKey = (queueId: string, itemId: string): string => `${queueId}/${itemId}`;

/** Contacts are walked through file by file, and each lock has a key of its own; other files of a group go together. */
const standsAlone = (item: QueueItem): boolean => item.kind === 'contacts' || item.needsPassword;

function entriesOfQueue(queue: ImportQueue, gone: ReadonlySet<string>): Entry[] {
  const byId = new Map(queue.items.map((item) => [item.itemId, item]));
  const { queueId } = queue;
  return queue.groups.flatMap(({ key, kind, tool, format, itemIds }) => {
    const items = itemIds.flatMap((id) => {
      const item = byId.get(id);
      return item && !gone.has(itemKey(queueId, id)) ? [item] : [];
    });
    const entry = (own: string, some: QueueItem[]): Entry => ({
      queueId,
      key: `${queueId}/${own}`,
      kind,
      tool,
      format,
      items: some,
      bytes: some.reduce((sum, item) => sum + item.bytes, 0),
    });
    const together = items.filter((item) => !standsAlone(item));
    const alone = items.filter(standsAlone).map((item) => entry(item.itemId, [item]));
    return together.length > 0 ? [...alone, entry(key, together)] : alone;
  });
}

const kindOrder: readonly QueueItemKind[] = ['chat', 'contacts', 'orders', 'bill', 'solitaire', 'refused'];

/** The groups of all queues in the order of the screen: what can be started first, what was refused last. */
export function entriesOf(queues: readonly ImportQueue[], gone: ReadonlySet<string>): Entry[] {
  const all = queues.flatMap((queue) => entriesOfQueue(queue, gone));
  return all.sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind));
}

/** All chats of one queue as one entry, when they come from several programs; null = there is nothing to put together. */
export function allChats(entries: readonly Entry[]): Entry | null {
  const chats = entries.filter((entry) => entry.kind === 'chat');
  const first = chats[0];
  if (!first || chats.length < 2 || chats.some((entry) => entry.queueId !== first.queueId)) return null;
  return {
    ...first,
    key: `${first.queueId}/chats`,
    tool: null,
    format: null,
    items: chats.flatMap((entry) => entry.items),
    bytes: chats.reduce((sum, entry) => sum + entry.bytes, 0),
  };
}

/** What lay beside the exports and was not taken in, of all queues. */
export function ignoredOf(queues: readonly ImportQueue[]): { pictures: number; others: number } {
  return queues.reduce((sum, { ignored }) => ({ pictures: sum.pictures + ignored.pictures, others: sum.others + ignored.others }), {
    pictures: 0,
    others: 0,
  });
}

/** Items that are still there, over all queues. */
export function itemsLeft(queues: readonly ImportQueue[], gone: ReadonlySet<string>): QueueItem[] {
  return queues.flatMap((queue) => queue.items.filter((item) => !gone.has(itemKey(queue.queueId, item.itemId))));
}
