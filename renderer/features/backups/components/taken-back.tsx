import { Button } from 'antd';
import type { TakenBack } from '../../../../shared/contracts/backups.ts';
import { fullTime } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useTakenBack, useToldTakenBack } from '../queries.ts';

/** The disk's doing, not the backup's. */
const diskKinds = new Set(['databaseDamaged', 'diskUnreadable', 'storageFailed']);

const wayOut = ({ kind, reason }: TakenBack): string => {
  const again = kind === 'restore' ? '在「备份」里再恢复一次；还不行，就换一份备份' : '在「备份」里再换回来一次';
  if (!diskKinds.has(reason)) return `请先更新铁粉簿，然后${again}。`;
  return `多半是这块硬盘有读不出的地方：先备份一次，放到 U 盘或共享盘，再请人检查硬盘。硬盘没事的话，${again}。`;
};

/** The first thing she sees after a restore that did not stay: what is safe, and what to do. */
export function TakenBackDialog({ onBackups }: { onBackups: () => void }) {
  const { data: takenBack } = useTakenBack();
  const told = useToldTakenBack();
  if (!takenBack) return null;
  const close = () => told.mutate();
  return (
    <Dialog
      open
      title={takenBack.kind === 'restore' ? '恢复没有成，已经换回原来的簿子' : '没有换成，还是现在这本簿子'}
      onClose={close}
      footer={
        <div className="dialog-foot">
          <Button loading={told.isPending} onClick={close}>
            知道了
          </Button>
          <Button
            type="primary"
            autoFocus
            onClick={() => {
              close();
              onBackups();
            }}
          >
            去备份
          </Button>
        </div>
      }
    >
      <p className="dialog-text">
        {fullTime(takenBack.at)} 打开的时候，要换上的那一份（{fullTime(takenBack.madeAt)}）没有打开。现在的簿子就是换之前的样子，一条没少；
        {takenBack.kind === 'restore' ? '备份还在原处，没有动过。' : '那一份也还留着，没有删。'}
      </p>
      <p className="dialog-text">{wayOut(takenBack)}</p>
    </Dialog>
  );
}
