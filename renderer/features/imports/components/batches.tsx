import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { BatchKind, ImportBatch } from '../../../../shared/contracts/imports.ts';
import { trpc } from '../../../lib/api.ts';
import { count, fullTime, spokenAgo } from '../../../lib/format.ts';
import { SaveListButton } from '../../../ui/save-list-button.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { chatParts } from '../chats/report.tsx';
import { chatActions } from '../chats/store.ts';
import { reportParts } from '../counts.ts';
import { listOf } from '../problem-list.ts';
import { importActions } from '../store.ts';
import { titleBeside } from '../words.ts';
import { UndoBatch } from './undo-batch.tsx';

const kindWords: Record<BatchKind, string> = { contacts: '好友', chats: '聊天', orders: '订单', bills: '账单', solitaire: '接龙' };

/** What it brought: 「6,012 条新聊天 · 3 位新好友 · 已经有的 40」 */
function numbers({ report, chats }: ImportBatch): string {
  if (chats) {
    const parts = chatParts.filter(([key]) => chats[key] > 0).map(([key, label]) => `${label} ${count(chats[key])} 条`);
    return [...parts, ...(chats.friendsCreated > 0 ? [`新好友 ${count(chats.friendsCreated)} 位`] : [])].join(' · ');
  }
  return reportParts
    .filter(([key]) => report[key] > 0)
    .map(([key, label]) => `${label} ${count(report[key])}`)
    .join(' · ');
}

/** Who came with it; a batch of orders has nobody of its own. */
const newFriends = ({ kind, report, chats }: ImportBatch): number =>
  chats ? chats.friendsCreated : kind === 'contacts' ? report.added : 0;

function showReport(batch: ImportBatch): void {
  if (batch.chats) chatActions.showReport({ ...batch.chats, fileName: batch.fileName, problemsFile: null }, batch.unread > 0);
  else importActions.showReport({ ...batch.report, problemsFile: null });
}

function TakenBack({ batch: { id, fileName, redoable } }: { batch: ImportBatch }) {
  const send = useSendOnce();
  const redo = useMutation(
    trpc.imports.redo.mutationOptions({
      onSuccess: ({ action, kept }) => {
        const left = kept > 0 ? `，${count(kept)} 处没有取回：后来改过，或者和别的导入一起撤回了` : '';
        notify.done(`已取回导入「${fileName}」${left}`, action.id);
      },
      onError: (error) => notify.failed(error),
    }),
  );
  if (!redoable) return <em>已撤回，想要回来请重新导入</em>;
  return (
    <>
      <em className="short">已撤回</em>
      <Button
        size="small"
        aria-label={`把导入「${fileName}」取回来`}
        loading={redo.isPending}
        onClick={() => void send(() => redo.mutateAsync({ batchId: id }))}
      >
        取回来
      </Button>
    </>
  );
}

function Batch({ batch, onUndo }: { batch: ImportBatch; onUndo: () => void }) {
  return (
    <li className={batch.undoneAt === null ? undefined : 'undone'}>
      <div>
        <b title={batch.fileName}>
          <i>{kindWords[batch.kind]}</i>
          {titleBeside(kindWords[batch.kind], batch.fileName)}
        </b>
        <small>{numbers(batch) || '什么都没有带来'}</small>
      </div>
      <span title={batch.accountName}>{batch.accountName}</span>
      {batch.chats || batch.kind === 'contacts' ? (
        <Button size="small" type="link" aria-label={`「${batch.fileName}」的导入报告`} onClick={() => showReport(batch)}>
          报告
        </Button>
      ) : batch.unread > 0 ? (
        <SaveListButton of={batch.fileName} list={() => listOf({ problemsFile: null, batchId: batch.id })} />
      ) : (
        <span />
      )}
      <time title={fullTime(batch.createdAt)}>{spokenAgo(batch.createdAt)}</time>
      {batch.undoneAt === null ? (
        <>
          {newFriends(batch) > 0 ? (
            <Link to={`/friends?batch=${batch.id}`}>看看他们</Link>
          ) : batch.kind === 'orders' ? (
            <Link to={`/orders?b=${batch.id}`}>看这些单</Link>
          ) : batch.kind === 'bills' ? (
            <Link to={`/orders?t=payments&b=${batch.id}`}>看收款</Link>
          ) : (
            <span />
          )}
          <Button size="small" aria-label={`撤回导入「${batch.fileName}」`} onClick={onUndo}>
            撤回
          </Button>
        </>
      ) : (
        <TakenBack batch={batch} />
      )}
    </li>
  );
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
        <p className="import-quiet">还没有导入过。第一次导入之后，每一批都列在这里，随时可以整批撤回。</p>
      ) : (
        <ul>
          {batches.data.map((batch) => (
            <Batch key={batch.id} batch={batch} onUndo={() => setUndoing(batch)} />
          ))}
        </ul>
      )}
      {undoing && (
        <UndoBatch
          kind={undoing.kind}
          batchId={undoing.id}
          fileName={undoing.fileName}
          onDone={() => setUndoing(null)}
          onClose={() => setUndoing(null)}
        />
      )}
    </section>
  );
}
