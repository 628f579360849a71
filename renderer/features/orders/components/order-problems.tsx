import type { ExportFile } from '../../../../shared/contracts/friends.ts';
import type { OrderScan } from '../../../../shared/contracts/orders-import.ts';
import { orderProblemWords } from '../../../../shared/domain/order-problems.ts';
import { count } from '../../../lib/format.ts';
import { SaveListButton } from '../../../ui/save-list-button.tsx';

export interface OrderProblemsProps {
  /** rows that could not be read, of which `problems` are the first */
  total: number;
  problems: OrderScan['problems'];
  list: () => Promise<ExportFile>;
}

/** Rows of an order file or a bill that could not be read: where, why, how they begin; all of them to save. */
export function OrderProblems({ total, problems, list }: OrderProblemsProps) {
  if (total === 0) return null;
  const more = total - problems.length;
  return (
    <div className="order-problems">
      <SaveListButton list={list} />
      <details className="order-columns">
        <summary>{count(total)} 行读不了，没有导入</summary>
        <ul className="solitaire-problems">
          {problems.map(({ sheet, line, problem, text }) => (
            <li key={`${sheet} ${line}`}>
              {sheet !== null && `「${sheet}」`}第 {line} 行：{orderProblemWords[problem]}
              {text && `（${text}）`}
            </li>
          ))}
        </ul>
        {more > 0 && <p className="order-hint">还有 {count(more)} 行，在下载的清单里。</p>}
      </details>
    </div>
  );
}
