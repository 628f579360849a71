import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { BackupPlace, RunReport } from '../../../shared/contracts/backups.ts';
import type { BringReport } from '../../../shared/contracts/bring-back.ts';
import { client, toAppError, trpc } from '../../lib/api.ts';
import { now } from '../../lib/now.ts';
import { notify } from '../../ui/toast.tsx';
import { keptText } from './words.ts';

export const useBackupsState = () => useQuery(trpc.backups.state.queryOptions());

/** What a place holds; read anew with every look at it. */
export const useFoundBackups = (place: BackupPlace) => useQuery({ ...trpc.backups.list.queryOptions({ place }), gcTime: 0, staleTime: 0 });

const stopped = (error: unknown): boolean => toAppError(error).kind === 'cancelled';
export const newJobId = (): string => `backup-${now()}`;

function tellRun({ targets, cleared }: RunReport): void {
  const failed = targets.filter(({ error }) => error !== null);
  const good = targets.length - failed.length;
  const [first] = failed;
  if (first?.error && good === 0) notify.done(`没有备份成：${keptText(first.error).title}`);
  else if (first) notify.done(`${good} 个地方备份好了；${failed.length} 个没有放成，原因写在它下面`);
  else notify.done(`备份好了，读回来打开查过${cleared > 0 ? `；清掉了 ${cleared} 份太旧的` : ''}`);
}

/** One backup to all places, now. */
export function useBackUpNow() {
  const run = useMutation({
    mutationFn: (jobId: string) => client.backups.run.mutate({ jobId }),
    networkMode: 'always',
    onSuccess: tellRun,
    onError: (error) => (stopped(error) ? notify.done('已停下，原来的备份都还在') : notify.failed(error)),
  });
  return { running: run.isPending, start: () => run.mutate(newJobId()) };
}

export const cancelJob = (jobId: string): void => void client.backups.cancel.mutate({ jobId }).catch(notify.failed);

/** Tries a restore into a folder that goes away again. */
export function useDrill() {
  return useMutation({
    mutationFn: (jobId: string) => client.backups.drill.mutate({ jobId }),
    networkMode: 'always',
    onSuccess: ({ error }) => {
      if (error) notify.done(`没有试成：${keptText(error).title}`);
      else notify.done('试过了：取得回来，打得开，一条不少');
    },
    onError: (error) => (stopped(error) ? notify.done('已停下，备份没有动过') : notify.failed(error)),
  });
}

export const useSetUp = () => useMutation(trpc.backups.setUp.mutationOptions({ onError: notify.failed }));

export const useConfirmCode = () => useMutation(trpc.backups.confirmCode.mutationOptions());

export const useChangePassphrase = () =>
  useMutation(trpc.backups.changePassphrase.mutationOptions({ onSuccess: () => notify.done('密码换好了，以前的备份要用以前的密码') }));

export const useNewCode = () => useMutation(trpc.backups.newCode.mutationOptions());

export const useAddTarget = () =>
  useMutation(
    trpc.backups.addTarget.mutationOptions({
      onSuccess: () => notify.done('加好了，现在备份一次，看看放不放得进去'),
      onError: notify.failed,
    }),
  );

export const useRemoveTarget = () =>
  useMutation(
    trpc.backups.removeTarget.mutationOptions({
      onSuccess: () => notify.done('不再往那里放了，已经放好的备份都还在'),
      onError: notify.failed,
    }),
  );

export const useSetSchedule = () => useMutation(trpc.backups.setSchedule.mutationOptions({ onError: notify.failed }));

/** Opens a backup and says what is in it; the book stays as it is. */
export const useInspect = () => useMutation({ ...trpc.backups.inspect.mutationOptions(), networkMode: 'always' });

export const useRestore = () => useMutation({ ...trpc.backups.restore.mutationOptions({ onError: notify.failed }), networkMode: 'always' });

export const useUndoRestore = () => useMutation(trpc.backups.undoRestore.mutationOptions({ onError: notify.failed }));

/** A restore that was taken back and of which she has not been told. */
export const useTakenBack = () => useQuery(trpc.backups.takenBack.queryOptions());

export const useToldTakenBack = () => useMutation(trpc.backups.toldTakenBack.mutationOptions({ onError: notify.failed }));

/** Places that the backup before an update did not reach and of which she has not been told. */
export const useMissedUpdate = () => useQuery(trpc.backups.missedUpdate.queryOptions());

export const useToldMissedUpdate = () => useMutation(trpc.backups.toldMissedUpdate.mutationOptions({ onError: notify.failed }));

/** Leaves the book as it is, before the next start. */
export const useCancelRestore = () => useMutation(trpc.backups.cancelRestore.mutationOptions({ onError: notify.failed }));

/** People of the backup that was looked into; without a word only those who are not in the book. */
export const useBackupPeople = (lookId: string, query: string) =>
  useQuery({ ...trpc.backups.lookPeople.queryOptions({ lookId, query }), gcTime: 0, staleTime: 0, placeholderData: keepPreviousData });

export const useBackupPosts = (lookId: string, query: string) =>
  useQuery({ ...trpc.backups.lookPosts.queryOptions({ lookId, query }), gcTime: 0, staleTime: 0, placeholderData: keepPreviousData });

const tellBrought =
  (word: string) =>
  ({ count, missing, undoId }: BringReport) => {
    if (undoId === null) notify.done('现在的簿子里都有，没有什么要带回的');
    else notify.done(`带回了 ${count} ${word}${missing > 0 ? `；有 ${missing} 张图片没有找到` : ''}`, undoId);
  };

export const useBringPeople = () =>
  useMutation(trpc.backups.bringPeople.mutationOptions({ onSuccess: tellBrought('位好友'), onError: notify.failed }));

export const useBringPosts = () =>
  useMutation(trpc.backups.bringPosts.mutationOptions({ onSuccess: tellBrought('条内容'), onError: notify.failed }));
