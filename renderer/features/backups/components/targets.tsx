import { Button } from 'antd';
import { useState } from 'react';
import type { BackupTarget } from '../../../../shared/contracts/backups.ts';
import { count, fileSize, spokenTime } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { WarningIcon } from '../../../ui/icons.tsx';
import { useAddTarget, useRemoveTarget } from '../queries.ts';
import { keptText } from '../words.ts';
import { FolderAsk } from './folder-ask.tsx';

function factsOf({ last, copies, freeBytes }: BackupTarget): string {
  const held = last ? `最近一份 ${spokenTime(last.madeAt)}，${fileSize(last.bytes)}；一共 ${count(copies)} 份` : '还没有放过';
  return freeBytes === null ? held : `${held}；还空 ${fileSize(freeBytes)}`;
}

function TargetLine({ target, onLook }: { target: BackupTarget; onLook: () => void }) {
  const [asking, setAsking] = useState(false);
  const remove = useRemoveTarget();
  const failure = target.error ? keptText(target.error) : null;
  return (
    <li className="backup-line">
      <div>
        <h3 className="backup-folder" title={target.folder}>
          {target.folder}
        </h3>
        <p>{factsOf(target)}</p>
        {target.besideBook && (
          <p className="backup-trouble">
            <WarningIcon width="14" height="14" />
            和簿子在同一块硬盘上：改错了、删错了救得回来，硬盘坏了、电脑丢了救不回来。
          </p>
        )}
        {failure && (
          <p className="backup-trouble">
            <WarningIcon width="14" height="14" />
            {target.errorAt !== null && `${spokenTime(target.errorAt)} `}
            {failure.title}。{failure.hint}
          </p>
        )}
      </div>
      <Button onClick={onLook}>看看有哪些备份</Button>
      <Button onClick={() => setAsking(true)}>不放这里了</Button>
      <ConfirmDialog
        open={asking}
        title="不再往这里放备份？"
        confirmLabel="不放这里了"
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ targetId: target.id }, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        已经放在那里的备份都还在，一份也不删，以后还可以从它们恢复。
      </ConfirmDialog>
    </li>
  );
}

/** Where backups go, how it went there last, and one more place. */
export function Targets({ targets, onLook }: { targets: readonly BackupTarget[]; onLook: (target: BackupTarget) => void }) {
  const add = useAddTarget();
  return (
    <>
      <ul>
        {targets.map((target) => (
          <TargetLine key={target.id} target={target} onLook={() => onLook(target)} />
        ))}
      </ul>
      <div className="backup-line">
        <div>
          <h3>{targets.length === 0 ? '先选一个地方' : '再加一个地方'}</h3>
          <p>U 盘、移动硬盘、店里的共享盘都行。放在这台电脑以外的地方，电脑坏了才救得回来：同一台电脑的 D 盘、E 盘不算。</p>
        </div>
        <FolderAsk
          label="选一个文件夹"
          type={targets.length === 0 ? 'primary' : 'default'}
          busy={add.isPending}
          hint="备份是以 tiefen 开头、.tfb 结尾的文件。文件夹里别的东西不会动。"
          onChoice={(choice) => add.mutateAsync(choice)}
        />
      </div>
    </>
  );
}
