import { Button } from 'antd';
import type { OrderCommitReport } from '../../../../shared/contracts/orders-import.ts';
import { money } from '../../../lib/format.ts';
import { ReportHead } from '../../../ui/report-head.tsx';
import { reportFacts } from '../import-words.ts';
import { OrderProblems } from './order-problems.tsx';
import './order-report.css';

export interface OrderReportProps {
  report: OrderCommitReport;
  /** shows what came with it: its orders, or the payments of a bill */
  onShow: (batch: { id: number; bill: boolean }) => void;
  onDone: () => void;
}

/** What an order file or a bill brought: only what happened, what was not read and why, and where to go on. */
export function OrderReport({ report, onShow, onDone }: OrderReportProps) {
  const bill = report.kind === 'bill';
  const { problemsFile } = report;
  return (
    <div className="order-report">
      <ReportHead
        title={bill ? '账单导入好了' : '订单导入好了'}
        actions={
          <>
            <Button type="primary" onClick={() => onShow({ id: report.batchId, bill })}>
              {bill ? '看这些收款' : '看这些订单'}
            </Button>
            <Button onClick={onDone}>接着导入</Button>
          </>
        }
      >
        {report.added > 0 && `新增的一共 ${money(report.addedFen)}。`}
        要整批撤回，去「导入」页的「导入过的」。
      </ReportHead>
      <dl>
        {reportFacts(report).map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {problemsFile && <OrderProblems total={report.problem} problems={report.problems} list={() => Promise.resolve(problemsFile)} />}
    </div>
  );
}
