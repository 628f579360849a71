import { Button, Select } from 'antd';
import type { PaymentFilter, PaymentRow, PaymentSuggestion } from '../../../../shared/contracts/orders-payments.ts';
import { count, dateText, fullTime, money } from '../../../lib/format.ts';
import { OrderIcon } from '../../../ui/icons.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useLinkPayment, useUnlinkPayment } from '../mutations.ts';
import { usePayments } from '../queries.ts';
import { FriendPick } from './friend-pick.tsx';

interface RowProps {
  payment: PaymentRow;
  hint: PaymentSuggestion | undefined;
  onOrder: (id: number) => void;
}

/** Which order it pays: the one that is linked, else the likely ones to choose from. */
function PaidOrder({ payment, hint, onOrder }: RowProps) {
  const link = useLinkPayment();
  const unlink = useUnlinkPayment();
  const { id, orderId, friendId } = payment;
  if (orderId !== null)
    return (
      <>
        <Button type="link" size="small" onClick={() => onOrder(orderId)}>
          看这一单
        </Button>
        <Button
          type="text"
          size="small"
          aria-label={`「${payment.counterparty}」${money(payment.amountFen)} 和这一单分开`}
          onClick={() => unlink(payment)}
        >
          分开
        </Button>
      </>
    );
  const orders = hint?.orders ?? [];
  if (orders.length === 0) return <span className="order-hint">没有同样金额的单</span>;
  return (
    <Select<number>
      className="friend-pick"
      aria-label={`「${payment.counterparty}」${money(payment.amountFen)} 付的哪一单`}
      placeholder={`${count(orders.length)} 单金额一样，点这里对`}
      value={null}
      options={orders.map((order) => ({
        value: order.orderId,
        label: `${order.name || '没写名字'}，${dateText(order.at)}${order.unpaid ? '，没付' : ''}`,
      }))}
      popupMatchSelectWidth={260}
      onChange={(picked) => {
        const order = orders.find((one) => one.orderId === picked);
        link.mutate({ id, friendId: friendId ?? order?.friendId ?? null, orderId: picked });
      }}
    />
  );
}

function Row({ payment, hint, onOrder }: RowProps) {
  const link = useLinkPayment();
  const { id, friendId, friendName, orderId, counterparty, kindText, goods, note, direction } = payment;
  const about = [kindText, goods, note].filter(Boolean).join(' · ');
  return (
    <tr>
      <td title={fullTime(payment.at)}>{dateText(payment.at)}</td>
      <td className="order-name" title={counterparty}>
        {counterparty || '没写名字'}
      </td>
      <td className="payment-about" title={about}>
        {about || '—'}
      </td>
      <td className="order-money" title={payment.refundFen > 0 ? `退了 ${money(payment.refundFen)}` : undefined}>
        {direction === 'out' ? '−' : ''}
        {money(payment.amountFen)}
      </td>
      <td className="w-payer">
        <FriendPick
          label={`「${counterparty}」${money(payment.amountFen)} 是谁付的`}
          accountId={payment.accountId}
          value={friendId ?? undefined}
          name={friendName}
          candidates={hint?.friends ?? []}
          onPick={(picked) => link.mutate({ id, friendId: picked, orderId })}
        />
      </td>
      <td className="w-paid">
        <PaidOrder payment={payment} hint={hint} onOrder={onOrder} />
      </td>
    </tr>
  );
}

export interface PaymentListProps {
  filter: PaymentFilter;
  onOrder: (id: number) => void;
  onImport: (() => void) | undefined;
}

/** 收款: what came in by the bills, who paid it, and for which order. Nothing is linked before she says so. */
export function PaymentList({ filter, onOrder, onImport }: PaymentListProps) {
  const { rows, hints, total, sums, error, more, retry } = usePayments(filter);
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (total === undefined || !sums) return <LoadingSkeleton />;
  if (total === 0)
    return filter.search || filter.linked || filter.batchId ? (
      <EmptyState title="没有符合的收款" hint="换个词，或者少选一个条件。" />
    ) : (
      <EmptyState
        icon={<OrderIcon width="22" height="22" />}
        title="还没有收款"
        hint="把微信支付、支付宝的账单导进来，顾客付的每一笔都列在这里；是谁付的、付的哪一单，由你来认。"
        action={
          onImport && (
            <Button type="primary" onClick={onImport}>
              导入账单
            </Button>
          )
        }
      />
    );
  return (
    <>
      <p className="orders-sums">
        {count(total)} 笔，收到 {money(sums.inFen)}
        {sums.refundFen > 0 && `，退了 ${money(sums.refundFen)}`}
      </p>
      <div className="orders-scroll">
        <table className="orders-table" aria-label="收款">
          <thead>
            <tr>
              <th scope="col" className="w-day">
                日期
              </th>
              <th scope="col" className="w-name">
                账单上的名字
              </th>
              <th scope="col" className="payment-about">
                怎么付的
              </th>
              <th scope="col" className="w-money order-money">
                金额
              </th>
              <th scope="col" className="w-payer">
                是谁付的
              </th>
              <th scope="col" className="w-paid">
                付的哪一单
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((payment) => (
              <Row key={payment.id} payment={payment} hint={hints.get(payment.id)} onOrder={onOrder} />
            ))}
          </tbody>
        </table>
        {more && (
          <div className="orders-more">
            <Button onClick={more}>再看 50 笔（共 {count(total)} 笔）</Button>
          </div>
        )}
      </div>
    </>
  );
}
