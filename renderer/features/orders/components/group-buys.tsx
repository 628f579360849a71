import { Button } from 'antd';
import { useState } from 'react';
import type { GroupBuy } from '../../../../shared/contracts/orders-solitaire.ts';
import { count, dateText, money } from '../../../lib/format.ts';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { copyWords, useExportSheet } from '../mutations.ts';
import { useGroupBuys, useSheet } from '../queries.ts';
import { amountOf, oddText } from '../words.ts';
import { FoundSolitaires } from './found-solitaires.tsx';
import { PutRight } from './solitaire-dialog.tsx';

function Sheet({ id, onBack, onOrder }: { id: number; onBack: () => void; onOrder: (id: number) => void }) {
  const { data: sheet, error, refetch } = useSheet(id);
  const exportSheet = useExportSheet();
  const [puttingRight, setPuttingRight] = useState(false);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!sheet) return <LoadingSkeleton />;
  return (
    <div className="pickup-sheet">
      <header>
        <h2>{sheet.groupBuy.title}</h2>
        <p>
          {count(sheet.sums.orders)} 单，共 {money(sheet.sums.amountFen)}
          {sheet.sums.unpaidOrders > 0 && `，${count(sheet.sums.unpaidOrders)} 单没付（${money(sheet.sums.unpaidFen)}）`}
          {oddText(sheet.sums)}
        </p>
        <div className="order-actions no-print">
          <Button onClick={onBack}>返回</Button>
          {sheet.groupBuy.versions > 0 && <Button onClick={() => setPuttingRight(true)}>改一改</Button>}
          <Button onClick={() => copyWords(sheet.text, '提货单文字已复制，可以粘贴到群里')}>复制文字</Button>
          <Button loading={exportSheet.isPending} onClick={() => exportSheet.mutate(id)}>
            导出 Excel
          </Button>
          <Button onClick={() => window.print()}>打印</Button>
        </div>
      </header>
      {puttingRight && <PutRight groupBuy={sheet.groupBuy} onSaved={() => setPuttingRight(false)} onClose={() => setPuttingRight(false)} />}
      <p className="sheet-totals">
        合计：
        {sheet.totals.map(({ product, spec, unit, quantity }) => (
          <span key={`${product} ${spec} ${unit}`}>
            {product}
            {spec && `（${spec}）`} {amountOf(quantity)}
            {unit || '份'}
          </span>
        ))}
      </p>
      {sheet.sections.map((section) => (
        <section key={section.place} aria-label={section.place || '没写地点'}>
          <h3>
            {section.place || '没写地点'}
            <small>{count(section.rows.length)} 单</small>
          </h3>
          <table className="orders-table">
            <thead>
              <tr>
                <th scope="col" className="w-no">
                  序号
                </th>
                <th scope="col" className="w-name">
                  名字
                </th>
                <th scope="col">商品</th>
                <th scope="col" className="w-money order-money">
                  金额
                </th>
                <th scope="col" className="w-status">
                  付款
                </th>
                <th scope="col" className="w-source">
                  备注
                </th>
              </tr>
            </thead>
            <tbody>
              {section.rows.map((row) => (
                <tr key={row.orderId} onClick={() => onOrder(row.orderId)}>
                  <td>{row.sequence}</td>
                  <td className="order-name">
                    <button type="button" className="order-open" onClick={() => onOrder(row.orderId)}>
                      {row.name}
                    </button>
                  </td>
                  <td className="order-goods">{row.goods}</td>
                  <td className="order-money">{row.amountFen === 0 ? '—' : money(row.amountFen)}</td>
                  <td>
                    <span className={`order-status ${row.paid ? 'good' : 'warn'}`}>{row.paid ? '已付' : '没付'}</span>
                  </td>
                  <td className="order-source">{row.note}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

export interface GroupBuysProps {
  openId: number | null;
  onOpen: (id: number | null) => void;
  onOrder: (id: number) => void;
  onPaste: () => void;
}

/** Group buys, newest first; one of them opens as a pick-up sheet. */
export function GroupBuys({ openId, onOpen, onOrder, onPaste }: GroupBuysProps) {
  const { data, error, refetch } = useGroupBuys();
  if (openId !== null) return <Sheet id={openId} onBack={() => onOpen(null)} onOrder={onOrder} />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingSkeleton />;
  return (
    <>
      <FoundSolitaires onOpen={onOpen} />
      {data.rows.length === 0 ? <Nothing onPaste={onPaste} /> : <Buys rows={data.rows} onOpen={onOpen} />}
    </>
  );
}

function Nothing({ onPaste }: { onPaste: () => void }) {
  return (
    <EmptyState
      title="还没有接龙"
      hint="在群里长按接龙 → 复制，粘贴到这里：谁要几份、谁没付、怎么提货，一张单子理清楚。导入群聊以后，里面的接龙也会列在这里。"
      action={
        <Button type="primary" onClick={onPaste}>
          粘贴接龙
        </Button>
      }
    />
  );
}

function Buys({ rows, onOpen }: { rows: readonly GroupBuy[]; onOpen: (id: number) => void }) {
  return (
    <ul className="unpaid-people" aria-label="接龙与团购">
      {rows.map((buy) => (
        <li key={buy.id}>
          <button type="button" className="order-open" onClick={() => onOpen(buy.id)}>
            {buy.title}
          </button>
          <span className="unpaid-since">
            {dateText(buy.lastAt)}，{count(buy.orders)} 单{buy.unpaidOrders > 0 && `，${count(buy.unpaidOrders)} 单没付`}
          </span>
          <strong>{money(buy.amountFen)}</strong>
          <Button onClick={() => onOpen(buy.id)}>提货单</Button>
        </li>
      ))}
    </ul>
  );
}
