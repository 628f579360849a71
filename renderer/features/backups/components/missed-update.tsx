import { Button } from 'antd';
import type { MissedUpdate } from '../../../../shared/contracts/backups.ts';
import { fullTime } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useMissedUpdate, useToldMissedUpdate } from '../queries.ts';
import { keptText } from '../words.ts';

function whyOf(error: MissedUpdate['places'][number]['error'], ended: MissedUpdate['ended']): string {
  if (error) return keptText(error).title;
  return ended === 'skipped' ? '你没有等它放完' : '等了两分钟还没有放完';
}

/** The first thing she sees after an update whose backup did not reach every place: what is safe all the same. */
export function MissedUpdateDialog({ onBackups }: { onBackups: () => void }) {
  const { data: missed } = useMissedUpdate();
  const told = useToldMissedUpdate();
  if (!missed) return null;
  const close = () => told.mutate();
  return (
    <Dialog
      open
      title="更新之前的备份，没有放到这里"
      onClose={close}
      footer={
        <div className="dialog-foot">
          <Button
            onClick={() => {
              close();
              onBackups();
            }}
          >
            去备份
          </Button>
          <Button type="primary" autoFocus loading={told.isPending} onClick={close}>
            知道了
          </Button>
        </div>
      }
    >
      <ul className="backup-missed">
        {missed.places.map(({ folder, error }) => (
          <li key={folder}>
            {folder}：{whyOf(error, missed.ended)}
          </li>
        ))}
      </ul>
      <p className="dialog-text">
        {fullTime(missed.at)} 的更新没有等它：资料一条没少，更新前的样子在这台电脑上另存了一份。下一次备份会再往那里放。
      </p>
    </Dialog>
  );
}
