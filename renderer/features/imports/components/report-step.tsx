import { Button } from 'antd';
import { Link } from 'react-router';
import type { ContactCommitReport, ImportReport } from '../../../../shared/contracts/imports.ts';
import { contactProblemText } from '../../../../shared/domain/contact-problems.ts';
import { bridge } from '../../../lib/bridge.ts';
import { count } from '../../../lib/format.ts';
import { CopyIcon } from '../../../ui/icons.tsx';
import { ReportHead } from '../../../ui/report-head.tsx';
import { SaveListButton } from '../../../ui/save-list-button.tsx';
import { notify } from '../../../ui/toast.tsx';
import { reportParts } from '../counts.ts';
import { listOf } from '../problem-list.ts';

async function copyProblems(report: ImportReport): Promise<void> {
  const lines = report.problems.map(
    (item) => `第 ${item.line} 行\t${contactProblemText(item.problem, report.fileName)}\t${item.text.replace(/\s+/g, ' ')}`,
  );
  try {
    await bridge().copyText([`${report.fileName} 没读进来的行`, ...lines].join('\n'));
    notify.done(`剪贴板上现在是 ${count(lines.length)} 行的问题清单`);
  } catch (error) {
    notify.failed(error);
  }
}

function Problems({ report }: { report: ContactCommitReport }) {
  const more = report.unreadable - report.problems.length;
  return (
    <section className="import-problems" aria-label="没读进来的行">
      <header>
        <h3>没读进来的 {count(report.unreadable)} 行</h3>
        <div className="import-problems-actions">
          <Button size="small" icon={<CopyIcon />} onClick={() => void copyProblems(report)}>
            复制清单
          </Button>
          <SaveListButton list={() => listOf(report)} />
        </div>
      </header>
      <table className="import-table">
        <thead>
          <tr>
            <th scope="col">行号</th>
            <th scope="col">为什么</th>
            <th scope="col">那一行写着</th>
          </tr>
        </thead>
        <tbody>
          {report.problems.map((item) => (
            <tr key={`${item.line}-${item.problem}`}>
              <td>第 {item.line} 行</td>
              <td>{contactProblemText(item.problem, report.fileName)}</td>
              <td className="import-samples">
                <span title={item.text}>{item.text}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p>
          这里列出前 {count(report.problems.length)} 行，还有 {count(more)} 行。
        </p>
      )}
    </section>
  );
}

/** The numbers of a report: they add up to the rows of the file. */
export function ReportNumbers({ report }: { report: ImportReport }) {
  const parts = reportParts.filter(([key]) => report[key] > 0);
  return (
    <div className="import-numbers">
      <div className="import-numbers-bar" aria-hidden="true">
        {parts.map(([key]) => (
          <i key={key} className={key} style={{ flexGrow: report[key] }} />
        ))}
      </div>
      <dl>
        {parts.map(([key, label]) => (
          <div key={key}>
            <dt>
              <i className={key} aria-hidden="true" />
              {label}
            </dt>
            <dd>{count(report[key])}</dd>
          </div>
        ))}
        <div className="sum">
          <dt>合计</dt>
          <dd>{count(report.rows)} 行</dd>
        </div>
      </dl>
    </div>
  );
}

/** The end of the walk: what came in, what did not and why, and the way back. */
export function ReportStep({
  report,
  againLabel,
  onUndo,
  onAgain,
}: {
  report: ContactCommitReport;
  againLabel: string;
  onUndo: () => void;
  onAgain: () => void;
}) {
  const people = report.added + report.updated;
  return (
    <div className="import-report">
      <ReportHead
        title={people > 0 ? `${count(people)} 位好友到齐了` : '没有新内容要导入'}
        hint={report.fileName}
        actions={
          <>
            {report.added > 0 && (
              <Link className="import-see" to={`/friends?batch=${report.batchId}`}>
                看看他们
              </Link>
            )}
            <Button onClick={onAgain}>{againLabel}</Button>
            <Button onClick={onUndo}>撤回这次导入</Button>
          </>
        }
      >
        来自「{report.fileName}」{report.tagsCreated > 0 && `，顺便新建了 ${count(report.tagsCreated)} 个标签`}
      </ReportHead>
      <ReportNumbers report={report} />
      {report.problems.length > 0 && <Problems report={report} />}
    </div>
  );
}
