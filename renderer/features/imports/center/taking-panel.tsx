import { Button } from 'antd';
import type { JobProgress } from '../../../../shared/events.ts';
import { byteSteps, fileSize } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ProgressBar } from '../../../ui/progress.tsx';
import { stopTaking, type Taking } from './store.ts';

function Bar({ taking, job }: { taking: Taking; job: JobProgress | undefined }) {
  if (taking.phase === 'look') {
    const steps = byteSteps(job?.done ?? 0, job?.total ?? 0);
    return <ProgressBar label="正在看是什么文件" {...steps} elapsedMs={job?.elapsedMs ?? 0} />;
  }
  if (taking.unit === 'files') return <ProgressBar label="正在取文件" done={taking.done} total={taking.total} unit="个" elapsedMs={0} />;
  return <ProgressBar label={`正在取文件（共 ${fileSize(taking.total)}）`} {...byteSteps(taking.done, taking.total)} elapsedMs={0} />;
}

/** Files are on their way in, or are being looked at; nothing is in the book yet. */
export function TakingPanel({ taking, job }: { taking: Taking; job: JobProgress | undefined }) {
  const stop = () => stopTaking(job?.jobId ?? null);
  useShortcuts('导入', [{ keys: 'escape', label: '取消', run: stop }]);
  return (
    <div className="import-reading">
      <h2>{taking.name}</h2>
      <Bar taking={taking} job={job} />
      <Button onClick={stop}>取消</Button>
    </div>
  );
}
