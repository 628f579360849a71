import { Button } from 'antd';
import { useState } from 'react';
import { useDemoStatus, useRemoveDemo } from '../features/demo/index.ts';
import { count } from '../lib/format.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import './demo-banner.css';

/** Says plainly that what she sees is made up, with the one click that takes it away. */
export function DemoBanner() {
  const status = useDemoStatus().data;
  const [asking, setAsking] = useState(false);
  const remove = useRemoveDemo();
  if (!status?.loaded) return null;
  return (
    <aside className="demo-banner" aria-label="演示数据">
      <span>
        现在看到的 <b>{count(status.friends)}</b> 位好友是演示数据，不是你的好友。
      </span>
      <Button size="small" onClick={() => setAsking(true)}>
        移除演示数据
      </Button>
      <ConfirmDialog
        open={asking}
        title="移除演示数据？"
        confirmLabel={`移除 ${count(status.friends)} 位演示好友`}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        演示的好友、标签、等级和排期会一起拿走。你自己加进来的好友和资料会留下。
      </ConfirmDialog>
    </aside>
  );
}
