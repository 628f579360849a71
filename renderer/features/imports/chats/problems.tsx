import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { ChatQueueScan } from '../../../../shared/contracts/import-queue.ts';
import { client, trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { SaveListButton } from '../../../ui/save-list-button.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { baseName } from '../center/words.ts';
import { problemText } from './words.ts';

const pageSize = 100;
/** rows that can be looked at here; all of them are in the list to save */
const most = 20_000;

/** Lines that cannot be read: where, why, and how they begin. */
export function Problems({ scan, onClose }: { scan: ChatQueueScan; onClose: () => void }) {
  const [page, setPage] = useState(0);
  const { queueId } = scan;
  const rows = useQuery(trpc.chatImport.problems.queryOptions({ queueId, offset: page * pageSize, limit: pageSize }));
  const total = Math.min(scan.problems.total, most);
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const reasons = Object.entries(scan.problems.counts).sort((a, b) => b[1] - a[1]);
  return (
    <Dialog
      open
      title={`读不了的 ${count(scan.problems.total)} 条`}
      onClose={onClose}
      width={760}
      footer={
        <div className="dialog-foot">
          {pages > 1 && (
            <span className="chat-pages">
              <Button size="small" disabled={page === 0} onClick={() => setPage(page - 1)}>
                上一页
              </Button>
              第 {count(page + 1)} / {count(pages)} 页
              <Button size="small" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
                下一页
              </Button>
            </span>
          )}
          <SaveListButton list={() => client.chatImport.problemsFile.mutate({ queueId })} />
          <Button type="primary" autoFocus onClick={onClose}>
            知道了
          </Button>
        </div>
      }
    >
      <p className="dialog-text">
        这些不会导入，其余的不受影响。{reasons.map(([problem, times]) => `${problemText(problem)} ${count(times)} 条`).join('；')}
      </p>
      {rows.error && <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />}
      {!rows.data && !rows.error && <LoadingSkeleton rows={6} />}
      {rows.data && (
        <table className="import-table chat-problems">
          <thead>
            <tr>
              <th scope="col">文件</th>
              <th scope="col">第几行</th>
              <th scope="col">为什么</th>
              <th scope="col">那一行写着</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.rows.map((row, at) => (
              <tr key={at}>
                <td title={row.file}>{baseName(row.file)}</td>
                <td>{count(row.line)}</td>
                <td>{problemText(row.problem)}</td>
                <td className="import-samples">
                  <span title={row.text}>{row.text}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
