import { Button } from 'antd';
import { type RefObject, useEffect, useRef } from 'react';
import type { OrderRow } from '../../../../shared/contracts/orders.ts';
import { count, dateText, fullTime, money } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { platformWords, statusTone, statusWords } from '../words.ts';

export interface OrderListProps {
  rows: readonly OrderRow[];
  total: number;
  openId: number | null;
  onOpen: (id: number) => void;
  onMore: (() => void) | undefined;
}

/** The day it was placed or paid; a file without either is not given the day it was brought in. */
function Day({ order }: { order: OrderRow }) {
  if (order.orderedAt === null && order.paidAt === null)
    return (
      <td className="order-source" title={`文件里没写日期，${dateText(order.at)}导入`}>
        没写
      </td>
    );
  return <td title={fullTime(order.at)}>{dateText(order.at)}</td>;
}

interface RowProps {
  order: OrderRow;
  row: RefObject<HTMLTableRowElement | null> | undefined;
  open: boolean;
  onOpen: () => void;
}

function Row({ order, row, open, onOpen }: RowProps) {
  return (
    <tr ref={row} className={open ? 'open' : undefined} onClick={onOpen}>
      <Day order={order} />
      <td className="order-name">
        {/* the row is pressed with the mouse, the name with the keyboard */}
        <button type="button" className="order-open" aria-pressed={open} onClick={onOpen}>
          {order.friendName ?? (order.buyerName || order.receiver || '没写名字')}
        </button>
        {order.friendId === null && <span className="order-unknown">未认出</span>}
      </td>
      <td className="order-goods" title={order.goods}>
        {order.goods || '—'}
      </td>
      <td className="order-money">{money(order.amountFen)}</td>
      <td>
        <span className={`order-status ${statusTone[order.status]}`}>
          {order.status === 'unknown' && order.statusText ? order.statusText : statusWords[order.status]}
        </span>
      </td>
      <td className="order-source" title={order.groupBuyTitle ?? undefined}>
        {order.groupBuyTitle ?? platformWords[order.source]}
      </td>
    </tr>
  );
}

/** j and k go from order to order, as in the list of friends; the open one is where they are. */
function useOrderKeys({ rows, openId, onOpen, onMore }: OrderListProps): void {
  const move = (step: number) => () => {
    const at = rows.findIndex(({ id }) => id === openId) + (openId === null && step < 0 ? 0 : step);
    const next = rows[Math.max(0, at)];
    if (next) onOpen(next.id);
    else onMore?.();
  };
  useShortcuts('订单', [
    { keys: ['j', 'ArrowDown'], label: '下一单', run: move(1) },
    { keys: ['k', 'ArrowUp'], label: '上一单', run: move(-1) },
  ]);
}

/** Orders as a table, newest first. */
export function OrderList(list: OrderListProps) {
  const { rows, total, openId, onOpen, onMore } = list;
  const open = useRef<HTMLTableRowElement>(null);
  useOrderKeys(list);
  useEffect(() => {
    if (openId !== null) open.current?.scrollIntoView({ block: 'nearest' });
  }, [openId]);
  return (
    <div className="orders-scroll">
      <table className="orders-table" aria-label="订单">
        <thead>
          <tr>
            <th scope="col" className="w-day">
              日期
            </th>
            <th scope="col" className="w-name">
              买家
            </th>
            <th scope="col" className="order-goods">
              买了什么
            </th>
            <th scope="col" className="w-money order-money">
              金额
            </th>
            <th scope="col" className="w-status">
              状态
            </th>
            <th scope="col" className="w-source">
              从哪来
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((order) => (
            <Row
              key={order.id}
              order={order}
              row={order.id === openId ? open : undefined}
              open={order.id === openId}
              onOpen={() => onOpen(order.id)}
            />
          ))}
        </tbody>
      </table>
      {onMore && (
        <div className="orders-more">
          <Button onClick={onMore}>再看 100 单（共 {count(total)} 单）</Button>
        </div>
      )}
    </div>
  );
}
