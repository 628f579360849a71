import { useMutation } from '@tanstack/react-query';
import type { HandOrder, OrderMark } from '../../../shared/contracts/orders-by-hand.ts';
import type { PaymentRow } from '../../../shared/contracts/orders-payments.ts';
import { client, trpc } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { count, money } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

export function useSetPaid() {
  return useMutation(
    trpc.orders.setPaid.mutationOptions({
      onSuccess: ({ changed, undoId }, { paid }) => {
        if (changed > 0) notify.done(paid ? `${count(changed)} 单记为已付` : `${count(changed)} 单改回没付`, undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Writes an order down, or puts one right. */
export function useSaveOrder(id: number | null) {
  return useMutation({
    mutationFn: (order: HandOrder) => (id === null ? client.orders.create.mutate(order) : client.orders.update.mutate({ id, order })),
    networkMode: 'always',
    onSuccess: ({ undoId }, { amountFen }) => notify.done(id === null ? `记下一单 ${money(amountFen)}` : '这一单改好了', undoId),
    onError: notify.failed,
  });
}

const markWords: Record<OrderMark, string> = { paid: '记为已付', shipped: '记为已发货', signed: '记为已签收', cancelled: '取消了' };

/** Paid, sent off, received: one order or many. */
export function useMarkOrders() {
  return useMutation(
    trpc.orders.mark.mutationOptions({
      onSuccess: ({ changed, unchanged, undoId }, { mark }) => {
        const others = unchanged > 0 ? `，${count(unchanged)} 单本来就是，或者不能这样记` : '';
        notify.done(changed > 0 ? `${count(changed)} 单${markWords[mark]}${others}` : `没有能${markWords[mark]}的单`, undoId);
      },
      onError: notify.failed,
    }),
  );
}

export function useRefund() {
  return useMutation(
    trpc.orders.refund.mutationOptions({
      onSuccess: ({ undoId }, { refundFen }) => notify.done(refundFen === 0 ? '这一单没有退款了' : `退了 ${money(refundFen)}`, undoId),
      onError: notify.failed,
    }),
  );
}

export function useLinkOrder() {
  return useMutation(
    trpc.orders.link.mutationOptions({
      onSuccess: ({ changed, undoId }, { friendId }) => {
        if (changed > 0) notify.done(friendId === null ? '已取消认人' : `已认出 ${count(changed)} 单是这位好友的`, undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Says whose a payment is, and which order it pays. */
export function useLinkPayment() {
  return useMutation(
    trpc.payments.link.mutationOptions({
      onSuccess: ({ changed, undoId, order }, { friendId, orderId }) => {
        const matched = order === 'paid' ? '这笔钱和订单对上了，订单记成已付' : '这笔钱和订单对上了';
        const said = orderId === null ? '已记下这笔是谁付的' : matched;
        if (changed > 0) notify.done(friendId === null && orderId === null ? '这笔不算在好友名下' : said, undoId);
      },
      onError: notify.failed,
    }),
  );
}

const partedWords = { unpaid: '，订单改回没付', stillPaid: '，订单还是已付', paid: '' } as const;

/** Takes a payment off its order; whose it is stays. An order that was paid by it alone is unpaid again. */
export function useUnlinkPayment() {
  const link = useMutation(
    trpc.payments.link.mutationOptions({
      onSuccess: ({ changed, undoId, order }) => {
        if (changed > 0) notify.done(`这笔钱和订单分开了${order ? partedWords[order] : ''}`, undoId);
      },
      onError: notify.failed,
    }),
  );
  return ({ id, friendId }: Pick<PaymentRow, 'id' | 'friendId'>) => link.mutate({ id, friendId, orderId: null });
}

export function useSaveSolitaire() {
  return useMutation(trpc.solitaire.save.mutationOptions({ onError: notify.failed }));
}

/** Writes a pick-up sheet to a file and hands it over. */
export function useExportSheet() {
  return useMutation({
    mutationFn: async (groupBuyId: number) => {
      const file = await client.solitaire.export.mutate({ groupBuyId, format: 'xlsx' });
      return bridge().saveExport(file.fileId, file.name);
    },
    networkMode: 'always',
    onSuccess: (saved) => {
      if (saved) notify.done(`提货单已导出：${saved.savedAs}`);
    },
    onError: notify.failed,
  });
}

/** Puts words on the clipboard and says so. */
export function copyWords(text: string, said: string): void {
  void bridge()
    .copyText(text)
    .then(() => notify.done(said))
    .catch(notify.failed);
}
