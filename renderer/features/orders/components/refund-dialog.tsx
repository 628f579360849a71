import { Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useId, useState } from 'react';
import type { OrderDetail } from '../../../../shared/contracts/orders.ts';
import { dayText, money } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { fenText, readFen } from '../money-text.ts';
import { useRefund } from '../mutations.ts';

/** How much of an order went back so far; never more than was paid. */
export function RefundDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const paidFen = order.paidFen ?? order.amountFen;
  const [text, setText] = useState(fenText(order.refundFen > 0 ? order.refundFen : paidFen));
  const [on, setOn] = useState(dayText(order.refundedAt ?? now()));
  const formId = useId();
  const refund = useRefund();
  const send = useSendOnce();
  const fen = readFen(text);
  const tooMuch = fen !== null && fen > paidFen;
  const save = () => {
    if (fen === null || tooMuch) return;
    void send(async () => {
      await refund.mutateAsync({ id: order.id, refundFen: fen, on });
      onClose();
    });
  };
  return (
    <Dialog
      open
      title="退款"
      width={380}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不退</Button>
          <Button type="primary" htmlType="submit" form={formId} disabled={fen === null || tooMuch} loading={refund.isPending}>
            {fen === 0 ? '没有退款' : `记下退了 ${money(fen ?? 0)}`}
          </Button>
        </div>
      }
    >
      <form
        id={formId}
        className="order-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p className="order-hint">收到 {money(paidFen)}。写到现在一共退了多少；钱要你自己在微信里退，这里只记账。</p>
        <div className="order-form-money">
          <Input
            aria-label="一共退了多少，元"
            prefix="¥"
            inputMode="decimal"
            autoFocus
            status={tooMuch || fen === null ? 'error' : ''}
            value={text}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setText(event.target.value)}
          />
          <DatePicker
            aria-label="哪天退的"
            format="M月D日"
            allowClear={false}
            maxDate={dayjs(now())}
            value={dayjs(on)}
            onChange={(day) => day && setOn(day.format('YYYY-MM-DD'))}
          />
        </div>
        {tooMuch && (
          <p role="alert" className="order-warn">
            不能比收到的 {money(paidFen)} 还多
          </p>
        )}
      </form>
    </Dialog>
  );
}
