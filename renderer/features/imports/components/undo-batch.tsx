import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../../lib/api.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';

export interface UndoBatchProps {
  batchId: number;
  fileName: string;
  onDone: () => void;
  onClose: () => void;
}

/** Says in words what taking a batch back means, then does it. */
export function UndoBatch({ batchId, fileName, onDone, onClose }: UndoBatchProps) {
  const preview = useQuery(trpc.imports.batchUndoPreview.queryOptions({ batchId }, { staleTime: 0 }));
  const undo = useMutation(
    trpc.imports.undo.mutationOptions({
      onSuccess: (report) => {
        const kept = report.kept > 0 ? `，${count(report.kept)} 处你后来改过的没有动` : '';
        notify.done(`已撤销导入「${fileName}」${kept}`);
        onDone();
      },
      onError: (error) => {
        notify.failed(error);
        onClose();
      },
    }),
  );
  const facts = preview.data;
  return (
    <ConfirmDialog
      open
      title={`撤销导入「${fileName}」？`}
      confirmLabel={facts && facts.friendsRemoved > 0 ? `撤销，移走 ${count(facts.friendsRemoved)} 位好友` : '撤销这一批'}
      danger
      busy={undo.isPending}
      disabled={!facts}
      onConfirm={() => undo.mutate({ batchId })}
      onClose={onClose}
    >
      {preview.error && <p role="alert">{textOfFailure(preview.error).title}</p>}
      {!facts && !preview.error && <p>正在数一数会动到谁…</p>}
      {facts && (
        <ul className="import-undo-facts">
          {facts.friendsRemoved > 0 && (
            <li>
              这一批新增的 <strong>{count(facts.friendsRemoved)}</strong> 位好友会拿走。
            </li>
          )}
          {facts.friendsRestored > 0 && (
            <li>
              更新过的 <strong>{count(facts.friendsRestored)}</strong> 位会变回导入前的样子，后来改过的地方不动。
            </li>
          )}
          {facts.workedOn > 0 && (
            <li className="warn">
              其中 <strong>{count(facts.workedOn)}</strong> 位你后来打过标签、写过备注或改过等级，会一起拿走。
            </li>
          )}
          <li>别的好友都不受影响。后悔了，按 Ctrl+Shift+Z 可以取回来。</li>
        </ul>
      )}
    </ConfirmDialog>
  );
}
