import { create } from 'zustand';
import type { OrderCommitReport, OrderScan } from '../../../shared/contracts/orders-import.ts';
import { client, toAppError } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** One file of the import queue. */
export interface OrderItem {
  queueId: string;
  itemId: string;
}

interface OrderWalk {
  item: OrderItem | null;
  accountId: number | null;
  /** header → field, as she put it right; null = as it was recognised */
  mapping: Record<string, string> | null;
  step: 'look' | 'run' | 'report';
  /** null = it is being read, or could not be */
  scan: OrderScan | null;
  /** counts the scans: what hangs on one begins anew with the next */
  scans: number;
  /** why it could not be read */
  failure: unknown;
  /** buyer → friend; null = nobody */
  answers: Readonly<Record<string, number | null>>;
  /** place of an order that may be one she wrote down → that order; null = they are two */
  sameAs: Readonly<Record<number, number | null>>;
  /** she has no better file than one with letters that are lost */
  lossAccepted: boolean;
  report: OrderCommitReport | null;
}

export const freshWalk: OrderWalk = {
  item: null,
  accountId: null,
  mapping: null,
  step: 'look',
  scan: null,
  scans: 0,
  failure: null,
  answers: {},
  sameAs: {},
  lossAccepted: false,
  report: null,
};

/** The walk of an order file or a bill from the queue to the report. It lives outside of the page: looking at another page loses nothing. */
export const useOrderWalk = create<OrderWalk>(() => freshWalk);
const set = useOrderWalk.setState;
const get = useOrderWalk.getState;

/** The reading or writing that is going on; answers for an older one are dropped. */
let turn = 0;

/** Reads the file against the book; nothing is written. */
async function look(): Promise<void> {
  const { item, accountId, mapping } = get();
  if (!item || accountId === null) return;
  turn += 1;
  const mine = turn;
  set({ step: 'look', scan: null, failure: null, sameAs: {}, lossAccepted: false });
  try {
    const scan = await client.orderImport.scan.mutate({ ...item, accountId, mapping });
    if (mine === turn) set({ scan, scans: mine });
  } catch (failure) {
    if (mine === turn) set({ failure });
  }
}

export const isOf = ({ item }: Pick<OrderWalk, 'item'>, { queueId, itemId }: OrderItem): boolean =>
  item?.queueId === queueId && item.itemId === itemId;

/** Begins with a file of the queue; a walk that goes on already is left as it is. Under another account the answers begin anew. */
function begin(item: OrderItem, accountId: number | null): void {
  const before = get();
  if (isOf(before, item) && before.accountId === accountId) return;
  turn += 1;
  set({ ...freshWalk, item, accountId, mapping: isOf(before, item) ? before.mapping : null });
  void look();
}

async function commit(): Promise<void> {
  const { item, accountId, answers, sameAs, step, scan } = get();
  if (!item || accountId === null || step !== 'look' || !scan) return;
  turn += 1;
  const mine = turn;
  set({ step: 'run' });
  try {
    const joined = Object.entries(sameAs).flatMap(([place, orderId]) => (orderId === null ? [] : [[place, orderId] as const]));
    const decisions = { answers: { ...answers }, sameAs: Object.fromEntries(joined) };
    const report = await client.orderImport.commit.mutate({ ...item, accountId, ...decisions });
    if (mine === turn) set({ step: 'report', report });
  } catch (error) {
    if (mine !== turn) return;
    set({ step: 'look' });
    if (toAppError(error).kind === 'cancelled') notify.done('已取消，什么都没有导入，铁粉簿和之前一样');
    else notify.failed(error);
  }
}

/** Stops what is running; the book stays as it was. */
function cancel(): void {
  const { item } = get();
  if (item) void client.importQueue.cancel.mutate({ queueId: item.queueId }).catch(notify.failed);
}

/** The walk is over, or given up. */
function end(): void {
  turn += 1;
  set(freshWalk);
}

export const orderWalk = {
  begin,
  commit,
  cancel,
  end,
  answer: (key: string, friendId: number | null) => set({ answers: { ...get().answers, [key]: friendId } }),
  /** whether orders of the file are those she wrote down, by their places */
  acceptLoss: (lossAccepted: boolean) => set({ lossAccepted }),
  settle: (sameAs: Readonly<Record<number, number | null>>) => set({ sameAs: { ...get().sameAs, ...sameAs } }),
  /** says what a column is; the file is read again by that */
  map: (header: string, field: string) => {
    const { scan, mapping } = get();
    const recognised = Object.fromEntries((scan?.columns ?? []).map((column) => [column.header, column.field]));
    set({ mapping: { ...recognised, ...mapping, [header]: field } });
    void look();
  },
};
