import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { ImportRow, OrderScan } from '../../../../shared/contracts/orders-import.ts';
import { client, trpc } from '../../../lib/api.ts';
import { count, dateText, fullTime, money } from '../../../lib/format.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { changeTexts, warningWords } from '../import-words.ts';

type Fate = 'changed' | 'warned' | 'added' | 'same';

const atOnce = 100;
const words: Record<Fate, string> = { changed: '有变化', warned: '要留意', added: '新的', same: '本来就有' };

export interface OrderRowsProps {
  item: { queueId: string; itemId: string };
  scan: Pick<OrderScan, 'counts' | 'kind' | 'warnings'>;
}

function Row({ row }: { row: ImportRow }) {
  const { line, name, at, goods, amountFen, status, changes, warnings } = row;
  const more = [...changeTexts(changes), ...warnings.map((warning) => warningWords[warning])];
  return (
    <tr>
      <td>{count(line)}</td>
      <td className="w-name" title={name}>
        {name || '没写名字'}
      </td>
      <td title={at === null ? undefined : fullTime(at)}>{at === null ? '没写' : dateText(at)}</td>
      <td className="order-goods order-said" title={goods}>
        {goods || '—'}
        {more.length > 0 && <small>{more.join('；')}</small>}
      </td>
      <td className="order-money">{money(amountFen)}</td>
      <td>{status || '—'}</td>
    </tr>
  );
}

/** The rows of one fate, the first of them and more when she asks. */
function Rows({ item, fate, bill }: { item: OrderRowsProps['item']; fate: Fate; bill: boolean }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...trpc.orderImport.rows.pathKey(), 'pages', item, fate],
    queryFn: ({ pageParam: offset }) => client.orderImport.rows.query({ ...item, fate, offset, limit: atOnce }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const seen = pages.reduce((sum, { rows }) => sum + rows.length, 0);
      return seen < total ? seen : undefined;
    },
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingSkeleton rows={4} />;
  const rows = data.pages.flatMap((page) => page.rows);
  const [unit, who] = bill ? ['笔', '对方'] : ['单', '买家'];
  if (rows.length === 0) return <p className="order-hint">没有这样的{unit}。</p>;
  return (
    <>
      <table className="orders-table" aria-label={`${words[fate]}${fate === 'added' ? '' : '的'}${unit}`}>
        <thead>
          <tr>
            <th scope="col" className="w-no">
              行
            </th>
            <th scope="col" className="w-name">
              {who}
            </th>
            <th scope="col" className="w-day">
              日期
            </th>
            <th scope="col">{bill ? '说明' : '买了什么'}</th>
            <th scope="col" className="w-money order-money">
              金额
            </th>
            <th scope="col" className="w-status">
              状态
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // several sheets number their lines alike
            <Row key={`${at} ${row.line}`} row={row} />
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          再看 {count(atOnce)} {unit}
        </Button>
      )}
    </>
  );
}

/** What will happen to each order or payment, before anything does. */
export function OrderRows({ item, scan: { counts, kind, warnings } }: OrderRowsProps) {
  const warned = Object.keys(warnings).length > 0;
  const shown = (['changed', 'warned', 'added', 'same'] as const).filter((fate) => (fate === 'warned' ? warned : counts[fate] > 0));
  const [chosen, setChosen] = useState<Fate | null>(null);
  const [open, setOpen] = useState(counts.changed > 0);
  const fate = chosen ?? shown[0];
  if (fate === undefined) return null;
  const unit = kind === 'bill' ? '笔' : '单';
  return (
    <details className="order-columns" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        一{unit}一{unit}看看会怎样
      </summary>
      {open && (
        <>
          <div className="order-actions">
            {shown.map((key) => (
              <Button
                key={key}
                size="small"
                type={key === fate ? 'primary' : 'default'}
                aria-pressed={key === fate}
                onClick={() => setChosen(key)}
              >
                {words[key]}
                {key !== 'warned' && ` ${count(counts[key])}`}
              </Button>
            ))}
          </div>
          <Rows key={fate} item={item} fate={fate} bill={kind === 'bill'} />
        </>
      )}
    </details>
  );
}
