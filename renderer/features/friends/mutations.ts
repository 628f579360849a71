import { useMutation } from '@tanstack/react-query';
import type { ChangeReport } from '../../../shared/contracts/common.ts';
import type { FriendSelection } from '../../../shared/contracts/friends.ts';
import { client, trpc } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { count } from '../../lib/format.ts';
import { statusWords, touchpointWords } from '../../lib/words.ts';
import { notify } from '../../ui/toast.tsx';
import { friendsActions } from './store.ts';

const rest = (report: ChangeReport, why: string): string => (report.unchanged > 0 ? `，${count(report.unchanged)} 位${why}` : '');

/** Sets the status of a selection. */
export function useSetStatus() {
  return useMutation(
    trpc.friends.setStatus.mutationOptions({
      onSuccess: (report, { status }) => {
        friendsActions.done();
        notify.done(`已把 ${count(report.changed)} 位好友改为「${statusWords[status]}」${rest(report, '原本就是')}`, report.undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Sets the channel of a selection; null = none. */
export function useSetChannel() {
  return useMutation(
    trpc.friends.setChannel.mutationOptions({
      onSuccess: (report) => {
        friendsActions.done();
        notify.done(`已改 ${count(report.changed)} 位好友的渠道${rest(report, '原本就是')}`, report.undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Archives a selection or brings it back. */
export function useSetArchived() {
  return useMutation(
    trpc.friends.setArchived.mutationOptions({
      onSuccess: (report, { archived }) => {
        friendsActions.done();
        if (report.changed > 0) friendsActions.clear();
        notify.done(
          archived
            ? `已归档 ${count(report.changed)} 位好友${rest(report, '原本就已归档')}`
            : `已取回 ${count(report.changed)} 位好友${rest(report, '没有归档过')}`,
          report.undoId,
        );
      },
      onError: notify.failed,
    }),
  );
}

/** Writes down that there was contact. */
export function useLogTouch() {
  return useMutation(
    trpc.touches.log.mutationOptions({
      onSuccess: (report, { touchpoint }) => {
        friendsActions.done();
        notify.done(`已记下和 ${count(report.changed)} 位好友的联系（${touchpointWords[touchpoint]}）`, report.undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Creates a friend; errors go to the form. */
export function useCreateFriend() {
  return useMutation(trpc.friends.create.mutationOptions({ onError: notify.failed }));
}

/** Saves everything typed about one friend. */
export function useUpdateFriend() {
  return useMutation(
    trpc.friends.update.mutationOptions({ onSuccess: (saved) => notify.done('资料已保存', saved.undoId), onError: notify.failed }),
  );
}

export function useAddNote() {
  return useMutation(
    trpc.friends.addNote.mutationOptions({ onSuccess: (saved) => notify.done('笔记已记下', saved.undoId), onError: notify.failed }),
  );
}

export function useUpdateNote() {
  return useMutation(
    trpc.friends.updateNote.mutationOptions({ onSuccess: (saved) => notify.done('笔记已改好', saved.undoId), onError: notify.failed }),
  );
}

export function useDeleteNote() {
  return useMutation(
    trpc.friends.deleteNote.mutationOptions({ onSuccess: (saved) => notify.done('笔记已删除', saved.undoId), onError: notify.failed }),
  );
}

/** Takes one tag from a selection. */
export function useTakeTag() {
  return useMutation(
    trpc.tags.unassign.mutationOptions({ onSuccess: (report) => notify.done('标签已拿掉', report.undoId), onError: notify.failed }),
  );
}

/** A first account, made where she notices that she needs one. */
export function useCreateFirstAccount() {
  return useMutation(trpc.accounts.create.mutationOptions({ onError: notify.failed }));
}

/** Writes a selection to a file and hands it over. */
export function useExportFriends() {
  return useMutation({
    mutationFn: async (input: {
      selection: FriendSelection;
      sort: Parameters<typeof client.exports.friends.mutate>[0]['sort'];
      format: 'csv' | 'xlsx';
    }) => {
      const file = await client.exports.friends.mutate(input);
      return { file, saved: await bridge().saveExport(file.fileId, file.name) };
    },
    networkMode: 'always',
    onSuccess: ({ file, saved }) => {
      if (saved) notify.done(`已导出 ${count(file.count)} 位好友：${saved.savedAs}`);
    },
    onError: notify.failed,
  });
}

/** Writes all that is known of one friend to a file and hands it over. */
export function useExportPerson() {
  return useMutation({
    mutationFn: async ({ friendId }: { friendId: number }) => {
      const file = await client.exports.person.mutate({ friendId });
      return bridge().saveExport(file.fileId, file.name);
    },
    networkMode: 'always',
    onSuccess: (saved) => {
      // the name stands in the file's
      if (saved) notify.done(`已导出：${saved.savedAs}`);
    },
    onError: notify.failed,
  });
}
