import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { OrderTwins as Found } from '../../../../shared/contracts/orders-import.ts';
import { trpc } from '../../../lib/api.ts';
import { count, dateText, fullTime, money } from '../../../lib/format.ts';
import { ErrorState } from '../../../ui/states.tsx';
import { type OrderItem, orderWalk, useOrderWalk } from '../import-walk.ts';

function Row({ row: { place, orderId, friendName, amountFen, fileAt, fileGoods, handGoods, handNote } }: { row: Found['rows'][number] }) {
  const said = useOrderWalk((walk) => walk.sameAs[place]);
  const who = `${friendName} ${money(amountFen)}`;
  return (
    <tr>
      <td className="w-name">{friendName}</td>
      <td className="w-day" title={fullTime(fileAt)}>
        {dateText(fileAt)}
      </td>
      <td className="order-money w-money">{money(amountFen)}</td>
      <td className="order-said">
        文件里：{fileGoods || '没写买了什么'}
        <small>你自己记的：{[handGoods, handNote].filter(Boolean).join('，') || '没写买了什么'}</small>
      </td>
      <td className="w-pick">
        <div className="order-actions">
          {([orderId, null] as const).map((answer) => (
            <Button
              key={String(answer)}
              size="small"
              type={said === answer ? 'primary' : 'default'}
              aria-pressed={said === answer}
              aria-label={`${who}${answer === null ? '是两单' : '是同一单'}`}
              onClick={() => orderWalk.settle({ [place]: answer })}
            >
              {answer === null ? '是两单' : '是同一单'}
            </Button>
          ))}
        </div>
      </td>
    </tr>
  );
}

/** Orders of the file that she may have written down herself: she says whether they are one. */
export function OrderTwins({ item }: { item: OrderItem }) {
  const answers = useOrderWalk((walk) => walk.answers);
  const { data, error, refetch } = useQuery({
    ...trpc.orderImport.twins.queryOptions({ ...item, answers: { ...answers } }),
    placeholderData: keepPreviousData,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || data.total === 0) return null;
  const { total, rows } = data;
  return (
    <section aria-label="可能是同一单">
      <h3>
        可能是同一单
        <small>{count(total)} 单和你自己记的是同一位好友、同一天、一样的金额。认了就并成一单，不再算两遍；不选的当两单记</small>
        {rows.length > 1 && (
          <Button size="small" onClick={() => orderWalk.settle(Object.fromEntries(rows.map(({ place, orderId }) => [place, orderId])))}>
            都是同一单
          </Button>
        )}
      </h3>
      <table className="orders-table">
        <tbody>
          {rows.map((row) => (
            <Row key={row.place} row={row} />
          ))}
        </tbody>
      </table>
      {total > rows.length && <p className="order-hint">这里列出前 {count(rows.length)} 单，其余的当两单记。</p>}
    </section>
  );
}
