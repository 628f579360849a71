import { useEffect } from 'react';
import { create } from 'zustand';
import { beforeImportJob } from '../../shared/contracts/backups.ts';
import type { JobProgress, PushEvent } from '../../shared/events.ts';
import { queryClient } from '../lib/api.ts';
import { bridge } from '../lib/bridge.ts';
import type { StreamState } from '../lib/event-stream.ts';
import { onStreamState } from '../lib/shared-stream.ts';
import { notify } from '../ui/toast.tsx';
import { askAgain } from './stale-by.ts';

interface JobsState {
  jobs: Record<string, JobProgress>;
}

/** Long tasks that run or have just ended, by job id. */
export const useJobs = create<JobsState>(() => ({ jobs: {} }));

/** Whether the back end answers: `lost` while the browser tab tries to reconnect, `closing` when it said good-bye. */
export const useConnection = create<{ state: 'open' | 'lost' | 'refused' | 'closing' }>(() => ({ state: 'open' }));

function onEvent(event: PushEvent): void {
  if (event.type === 'closing') useConnection.setState({ state: 'closing' });
  if (event.type === 'job' && event.job.name === beforeImportJob && event.job.state === 'failed')
    notify.done('导入照常，之后也能撤回；只是导入之前的那份备份没有做成，可以到「备份」里再做一次');
  if (event.type === 'job') useJobs.setState((old) => ({ jobs: { ...old.jobs, [event.job.jobId]: event.job } }));
  if (event.type === 'changed') askAgain(queryClient, event.topics);
}

function onStream(state: StreamState): void {
  useConnection.setState((old) => ({ state: old.state === 'closing' && state !== 'open' ? 'closing' : state }));
}

/** Listens while the shell stands. */
export function useEventBridge(): void {
  useEffect(() => {
    const stopState = onStreamState(onStream);
    const stop = bridge().subscribe(onEvent, () => void queryClient.invalidateQueries());
    return () => {
      stop();
      stopState();
    };
  }, []);
}
