import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import type { JobProgress } from '../../../shared/events.ts';
import { updateClient } from '../../lib/api.ts';
import { BackupProgress } from '../backups/index.ts';
import './rescue.css';

/** That it is over may have been said before this page listened, ms. */
const askEveryMs = 2000;

/** The only screen while the book is backed up before an update: how far that is, and the way past it. `onOver` is called where it is not going on any more. */
export function UpdatingScreen({ job, onOver }: { job: JobProgress | undefined; onOver: () => void }) {
  // what is served once it is over knows no such question
  const skip = useMutation({ mutationFn: () => updateClient.update.skip.mutate(), networkMode: 'always', onError: onOver });
  useEffect(() => {
    const timer = setInterval(() => void updateClient.update.goesOn.query().catch(onOver), askEveryMs);
    return () => clearInterval(timer);
  }, [onOver]);
  const isOpening = !skip.isIdle || (job !== undefined && job.state !== 'running');
  return (
    <main className="rescue">
      <div className="rescue-card">
        <h1>{isOpening ? '正在更新资料，马上打开' : '更新之前，先备份一份'}</h1>
        <p className="rescue-safe">铁粉簿更新了，要把资料换一种格式存。先把原来的样子备份到你选的地方，备份完自己打开。</p>
        {!isOpening && <BackupProgress job={job ?? { phase: 'reach', done: 0, total: 0 }} />}
        {!isOpening && (
          <div className="rescue-act">
            <Button size="large" onClick={() => skip.mutate()}>
              不等了，直接打开
            </Button>
            <span>不等也行：更新前的样子会在这台电脑上另存一份。</span>
          </div>
        )}
      </div>
    </main>
  );
}
