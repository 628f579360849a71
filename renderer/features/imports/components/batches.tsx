import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ImportBatch } from '../../../../shared/contracts/imports.ts';
import { trpc } from '../../../lib/api.ts';
import { count, fullTime, spokenAgo } from '../../../lib/format.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { reportParts } from '../counts.ts';
import { importActions } from '../store.ts';
import { UndoBatch } from './undo-batch.tsx';

function numbers(batch: ImportBatch): string {
  return reportParts
    .filter(([key]) => batch.report[key] > 0)
    .map(([key, label]) => `${label} ${count(batch.report[key])}`)
    .join(' · ');
}

/** Every import so far, newest first, each of them can be taken back. */
export function Batches() {
  const batches = useQuery(trpc.imports.batches.queryOptions());
  const [undoing, setUndoing] = useState<ImportBatch | null>(null);
  if (batches.error) return <ErrorState error={batches.error} onRetry={() => void batches.refetch()} />;
  if (!batches.data) return <LoadingSkeleton rows={3} />;
  return (
    <section className="import-batches" aria-label="导入过的">
      <h2>导入过的</h2>
      {batches.data.length === 0 ? (
        <p className="import-quiet">还没有导入过。第一次导入之后，每一批都列在这里，随时可以整批撤销。</p>
      ) : (
        <ul>
          {batches.data.map((batch) => (
            <li key={batch.id} className={batch.undoneAt === null ? undefined : 'undone'}>
              <div>
                <b title={batch.fileName}>{batch.fileName}</b>
                <small>{numbers(batch)}</small>
              </div>
              <span>{batch.accountName}</span>
              <Button
                size="small"
                type="link"
                aria-label={`「${batch.fileName}」的导入报告`}
                onClick={() => importActions.showReport(batch.report)}
              >
                报告
              </Button>
              <time title={fullTime(batch.createdAt)}>{spokenAgo(batch.createdAt)}</time>
              {batch.undoneAt === null ? (
                <>
                  {batch.report.added > 0 ? <Link to={`/friends?batch=${batch.id}`}>看看他们</Link> : <span />}
                  <Button size="small" aria-label={`撤销导入「${batch.fileName}」`} onClick={() => setUndoing(batch)}>
                    撤销
                  </Button>
                </>
              ) : (
                <em>已撤销</em>
              )}
            </li>
          ))}
        </ul>
      )}
      {undoing && (
        <UndoBatch batchId={undoing.id} fileName={undoing.fileName} onDone={() => setUndoing(null)} onClose={() => setUndoing(null)} />
      )}
    </section>
  );
}
