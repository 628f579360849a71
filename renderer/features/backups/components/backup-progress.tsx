import type { JobProgress } from '../../../../shared/events.ts';
import { byteSteps } from '../../../lib/format.ts';
import { ProgressBar } from '../../../ui/progress.tsx';
import { phaseText } from '../words.ts';

type Progress = Pick<JobProgress, 'phase' | 'done' | 'total'> & { elapsedMs?: number };

/** How far a backup, a look into one or a restore is. Without a job nothing was heard of it yet. */
export function BackupProgress({ job, onCancel }: { job: Progress | undefined; onCancel?: () => void }) {
  const { phase = 'copy', done = 0, total = 0, elapsedMs = 0 } = job ?? {};
  const steps = phase === 'pictures' ? { done, total, unit: '个' } : byteSteps(done, total);
  return <ProgressBar label={`${phaseText(phase)}…`} {...steps} elapsedMs={elapsedMs} onCancel={onCancel} />;
}
