import { Button } from 'antd';
import { Link } from 'react-router';
import type { ChatCommitReport } from '../../../../shared/contracts/import-queue.ts';
import { bridge } from '../../../lib/bridge.ts';
import { count } from '../../../lib/format.ts';
import { CopyIcon } from '../../../ui/icons.tsx';
import { ReportHead } from '../../../ui/report-head.tsx';
import { SaveListButton } from '../../../ui/save-list-button.tsx';
import { notify } from '../../../ui/toast.tsx';
import { listOf } from '../problem-list.ts';
import { problemText } from './words.ts';

export const chatParts = [
  ['added', '新增'],
  ['duplicate', '已经有的'],
  ['leftOut', '不导入'],
  ['problem', '读不了'],
] as const satisfies readonly (readonly [keyof ChatCommitReport, string])[];

const barClass = { added: 'added', duplicate: 'same', leftOut: 'leftOut', problem: 'unreadable' } as const;
/** how many chats are listed in the report */
const listed = 50;

function Numbers({ report }: { report: ChatCommitReport }) {
  const parts = chatParts.filter(([key]) => key === 'added' || report[key] > 0);
  return (
    <div className="import-numbers">
      <div className="import-numbers-bar" aria-hidden="true">
        {parts.map(([key]) => (
          <i key={key} className={barClass[key]} style={{ flexGrow: report[key] }} />
        ))}
      </div>
      <dl>
        {parts.map(([key, label]) => (
          <div key={key}>
            <dt>
              <i className={barClass[key]} aria-hidden="true" />
              {label}
            </dt>
            <dd>{count(report[key])}</dd>
          </div>
        ))}
        <div className="sum">
          <dt>一共读到</dt>
          <dd>{count(report.read)} 条</dd>
        </div>
      </dl>
    </div>
  );
}

function Chats({ report, chatHref }: { report: ChatCommitReport; chatHref: ((id: number) => string) | null }) {
  const more = report.conversationCount - Math.min(listed, report.conversations.length);
  return (
    <section className="import-problems" aria-label="进来的聊天">
      <header>
        <h3>{count(report.conversationCount)} 个聊天</h3>
      </header>
      <table className="import-table chat-report-table">
        <thead>
          <tr>
            <th scope="col">聊天</th>
            <th scope="col" className="number">
              新增
            </th>
            <th scope="col" className="number">
              已经有的
            </th>
          </tr>
        </thead>
        <tbody>
          {report.conversations.slice(0, listed).map((chat) => (
            <tr key={chat.conversationId}>
              <th scope="row">
                {chatHref ? <Link to={chatHref(chat.conversationId)}>{chat.name}</Link> : chat.name}
                <small>
                  {chat.kind === 'group' ? '群' : '私聊'}
                  {chat.isNew ? '' : ' · 接着以前的'}
                </small>
              </th>
              <td className="number">{count(chat.added)}</td>
              <td className="number">{count(chat.duplicate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p>
          这里列出消息最多的 {count(listed)} 个，还有 {count(more)} 个。
        </p>
      )}
    </section>
  );
}

async function copyProblems(report: ChatCommitReport): Promise<void> {
  const lines = report.problems.map((item) => `第 ${item.line} 行\t${problemText(item.problem)}\t${item.text.replace(/\s+/g, ' ')}`);
  try {
    await bridge().copyText([`${report.fileName} 读不了的行`, ...lines].join('\n'));
    notify.done(`剪贴板上现在是 ${count(lines.length)} 行的问题清单`);
  } catch (error) {
    notify.failed(error);
  }
}

function Unread({ report, kept }: { report: ChatCommitReport; kept: boolean }) {
  return (
    <section className="import-problems" aria-label="读不了的行">
      <header>
        <h3>读不了的 {count(report.problem)} 条</h3>
        <div className="import-problems-actions">
          {report.problems.length > 0 && (
            <Button size="small" icon={<CopyIcon />} onClick={() => void copyProblems(report)}>
              复制清单
            </Button>
          )}
          {(kept || report.problemsFile) && <SaveListButton list={() => listOf(report)} />}
        </div>
      </header>
      <p>
        {Object.entries(report.problemCounts)
          .sort((a, b) => b[1] - a[1])
          .map(([problem, times]) => `${problemText(problem)} ${count(times)} 条`)
          .join('；')}
      </p>
    </section>
  );
}

export interface ChatReportProps {
  report: ChatCommitReport;
  /** of an earlier import: its history keeps the list of what could not be read */
  kept: boolean;
  /** where a conversation is looked at; null = there is no such page */
  chatHref: ((conversationId: number) => string) | null;
  /** what stands on the button that leaves the report */
  againLabel: string;
  onUndo: (() => void) | null;
  onAgain: () => void;
}

/** The end of the walk: what came in, what was there already, what did not and why, and the way back. */
export function ChatReport({ report, kept, chatHref, againLabel, onUndo, onAgain }: ChatReportProps) {
  const most = report.conversations[0];
  return (
    <div className="import-report">
      <ReportHead
        title={report.added > 0 ? `${count(report.added)} 条聊天进来了` : '没有新的聊天，都已经有了'}
        hint={report.fileName}
        actions={
          <>
            {chatHref && most && (
              <Link className="import-see" to={chatHref(most.conversationId)}>
                看聊天
              </Link>
            )}
            {report.friendsCreated > 0 && (
              <Link className={chatHref ? 'import-see quiet' : 'import-see'} to={`/friends?batch=${report.batchId}`}>
                看新好友
              </Link>
            )}
            <Button onClick={onAgain}>{againLabel}</Button>
            {onUndo && <Button onClick={onUndo}>撤回这次导入</Button>}
          </>
        }
      >
        来自「{report.fileName}」{report.friendsCreated > 0 && `，新建了 ${count(report.friendsCreated)} 位好友`}
      </ReportHead>
      <Numbers report={report} />
      {report.conversations.length > 0 && <Chats report={report} chatHref={chatHref} />}
      {report.problem > 0 && <Unread report={report} kept={kept} />}
    </div>
  );
}
