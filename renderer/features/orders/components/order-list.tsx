import { Button, Checkbox } from 'antd';
import { type RefObject, useEffect, useRef } from 'react';
import type { OrderRow } from '../../../../shared/contracts/orders.ts';
import type { OrderMark } from '../../../../shared/contracts/orders-by-hand.ts';
import { count, dateText, fullTime, money } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { platformWords, statusTone, statusWords } from '../words.ts';

export interface OrderListProps {
  rows: readonly OrderRow[];
  total: number;
  openId: number | null;
  onOpen: (id: number) => void;
  onMore: (() => void) | undefined;
  /** orders that are ticked */
  selected: ReadonlySet<number>;
  onSelect: (ids: ReadonlySet<number>) => void;
  /** something is done to the ticked ones, else to the open one */
  onMark: (ids: number[], mark: OrderMark) => void;
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
  selected: boolean;
  onOpen: () => void;
  onTick: () => void;
}

function Row({ order, row, open, selected, onOpen, onTick }: RowProps) {
  return (
    <tr ref={row} className={open ? 'open' : selected ? 'selected' : undefined} onClick={onOpen}>
      {/* a press on the tick opens nothing */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the checkbox inside has its own keys */}
      <td className="w-tick" onClick={(event) => event.stopPropagation()}>
        <Checkbox aria-label={`选中${order.friendName ?? order.buyerName}的这一单`} checked={selected} onChange={onTick} />
      </td>
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

const toggled = (ids: ReadonlySet<number>, id: number): Set<number> => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
};

/** j and k go from order to order, as in the list of friends; the open one is where they are. */
function useOrderKeys({ rows, openId, onOpen, onMore, selected, onSelect, onMark }: OrderListProps): void {
  const move = (step: number) => () => {
    const at = rows.findIndex(({ id }) => id === openId) + (openId === null && step < 0 ? 0 : step);
    const next = rows[Math.max(0, at)];
    if (next) onOpen(next.id);
    else onMore?.();
  };
  const doMark = (mark: OrderMark) => () => {
    const ids = selected.size > 0 ? [...selected] : openId === null ? [] : [openId];
    if (ids.length > 0) onMark(ids, mark);
  };
  useShortcuts('订单', [
    { keys: ['j', 'ArrowDown'], label: '下一单', run: move(1) },
    { keys: ['k', 'ArrowUp'], label: '上一单', run: move(-1) },
    { keys: ['x', 'space'], label: '选中', run: () => openId !== null && onSelect(toggled(selected, openId)) },
    { keys: 'mod+a', label: '选中列出的', run: () => onSelect(new Set(rows.map(({ id }) => id))) },
    { keys: 'escape', label: '取消选择', run: () => onSelect(new Set()), enabled: selected.size > 0 },
    ...marks.map(({ mark, key, label }) => ({ keys: key, label, run: doMark(mark) })),
  ]);
}

/** What one key does to the ticked orders. */
export const marks: readonly { mark: OrderMark; key: string; label: string }[] = [
  { mark: 'paid', key: 'p', label: '记为已付' },
  { mark: 'shipped', key: 'f', label: '记为已发货' },
  { mark: 'signed', key: 's', label: '记为已签收' },
];

/** Orders as a table, newest first. */
export function OrderList(list: OrderListProps) {
  const { rows, total, openId, onOpen, onMore, selected, onSelect, onMark } = list;
  const open = useRef<HTMLTableRowElement>(null);
  useOrderKeys(list);
  useEffect(() => {
    if (openId !== null) open.current?.scrollIntoView({ block: 'nearest' });
  }, [openId]);
  return (
    <div className="orders-scroll">
      {selected.size > 0 && (
        <div className="orders-selection" role="toolbar" aria-label="对选中的订单">
          <span role="status">
            已选 <b>{count(selected.size)}</b> 单
          </span>
          {marks.map(({ mark, key, label }) => (
            <Button key={mark} size="small" title={key.toUpperCase()} onClick={() => onMark([...selected], mark)}>
              {label}
            </Button>
          ))}
          <button type="button" className="link-button" onClick={() => onSelect(new Set())}>
            不选了
          </button>
        </div>
      )}
      <table className="orders-table" aria-label="订单">
        <thead>
          <tr>
            <th scope="col" className="w-tick" aria-label="选中" />
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
              selected={selected.has(order.id)}
              onTick={() => onSelect(toggled(selected, order.id))}
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
