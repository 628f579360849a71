import type { Saved } from '../../shared/contracts/common.ts';
import type { ImportQueue } from '../../shared/contracts/import-queue.ts';
import type { LayersReport } from '../../shared/contracts/layers.ts';
import type { HandOrder } from '../../shared/contracts/orders-by-hand.ts';
import type { OrderImportReport } from '../../shared/contracts/orders-import.ts';
import type { UndoState } from '../../shared/contracts/undo.ts';
import type { LayerCode } from '../../shared/domain/layers.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { emptied } from './emptied.ts';
import { paidOrder } from './paid-order.ts';
import { friendNamed, type TestApp } from './test-app.ts';

/** A book for tests of 分层, and what is done in it. */
export function layersBook(app: TestApp) {
  function clear(): void {
    const tables = [
      'orders',
      'order_lines',
      'order_claims',
      'products',
      'touches',
      'friend_chat_stats',
      'friends',
      'friend_segments',
      'referrals',
      'person_links',
      'friend_tags',
      'tags',
      'settings',
      'import_batches',
      'erased_people',
    ];
    emptied(app, tables, ['friends', 'orders', 'chats', 'touches', 'tags', 'settings', 'rules']);
  }

  const report = () => app.call<LayersReport>('insights.layers');
  const friend = async (name: string, more: Record<string, unknown> = {}) =>
    (await app.call<Saved>('friends.create', friendNamed(name, more))).id;
  const day = (later: number) => localDay(app.clock.now(), later);
  const order = (friendId: number | null, amountFen: number, daysAgo: number, more: Partial<HandOrder> = {}) =>
    paidOrder(app.clock.now(), friendId, amountFen, daysAgo, more);
  const buy = async (...told: Parameters<typeof order>) => (await app.call<Saved>('orders.create', order(...told))).id;
  const peopleOf = async (...layers: LayerCode[]) => {
    const ids = await app.call<number[]>('friends.range', {
      filter: { layers },
      sort: { key: 'name', direction: 'asc' },
      from: 0,
      to: 9999,
    });
    return ids.sort((a, b) => a - b);
  };
  const undo = async () => {
    const { undo: action } = await app.call<UndoState>('undo.state');
    await app.call('undo.undo', { id: action!.id });
  };

  /** Imports rows of a file of orders. @returns the id of the batch */
  async function bring(...rows: string[]): Promise<number> {
    const bytes = (async function* () {
      yield Buffer.from(['跟团号,下单人,支付时间,商品,订单金额,退款金额,订单状态,收货人,联系电话', ...rows, ''].join('\r\n'));
    })();
    const { fileId } = await app.app.files.stageStream('脐橙.csv', bytes);
    const { queueId, items } = await app.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
    const item = { queueId, itemId: items[0]!.itemId, accountId: 1 };
    await app.call('orderImport.scan', { ...item, mapping: null });
    return (await app.call<OrderImportReport>('orderImport.commit', { ...item, answers: {} })).batchId;
  }
  return { clear, report, friend, day, order, buy, peopleOf, undo, bring };
}
