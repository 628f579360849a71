import { Button } from 'antd';
import type { ChatQueueScan } from '../../../../shared/contracts/import-queue.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { ReportHead } from '../../../ui/report-head.tsx';
import { chatActions, useChats } from './store.ts';
import { againText } from './words.ts';

/** The files are known by their bytes and all of it is there: she is told so, and may have them compared line by line all the same. */
export function Again({ scan, onBack }: { scan: ChatQueueScan; onBack: () => void }) {
  const { files, accountId } = useChats();
  useShortcuts('导入', [{ keys: 'escape', label: '回到文件', run: onBack }]);
  return (
    <div className="import-report">
      <ReportHead
        title={againText(scan, files?.itemIds.length ?? 1)}
        hint={files?.label ?? ''}
        actions={
          <>
            <Button onClick={() => accountId !== null && void chatActions.compareAll(accountId)}>还是逐条比一遍</Button>
            <Button type="primary" autoFocus onClick={chatActions.putAway}>
              好，不用导入了
            </Button>
            <Kbd keys="enter" />
          </>
        }
      >
        和上次一个字都不差，什么也没有动。想给里面的人换好友，就点「还是逐条比一遍」。
      </ReportHead>
    </div>
  );
}
