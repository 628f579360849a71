import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { FriendSelection } from '../../../shared/contracts/friends.ts';
import { trpc } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

/** What one friend has, and how it came; null = nobody is asked about. */
export function useFriendPoints(friendId: number | null) {
  return useQuery({ ...trpc.points.ofFriend.queryOptions({ friendId: friendId ?? 0 }), enabled: friendId !== null });
}

/** What each of these friends has, by id; those without any movement are left out. While others are being read, those before stay. */
export function useBalances(friendIds: readonly number[]) {
  return useQuery({
    ...trpc.points.balances.queryOptions({ friendIds: [...friendIds] }),
    enabled: friendIds.length > 0,
    placeholderData: keepPreviousData,
  }).data;
}

/** How many a selection stands for, as the back end sees it now. */
export function useSelected(selection: FriendSelection) {
  return useQuery(trpc.friends.count.queryOptions({ selection })).data;
}

/** Gives a selection points, or takes them away; `name` when it is for one friend. */
export function useAddPoints(name: string | null, onDone: () => void) {
  return useMutation(
    trpc.points.add.mutationOptions({
      onSuccess: ({ changed, undoId }, { delta }) => {
        const whom = name !== null && changed === 1 ? `「${name}」` : ` ${count(changed)} 位好友`;
        notify.done(`已给${whom}${delta < 0 ? '扣' : '加'} ${count(Math.abs(delta))} 积分`, undoId);
        onDone();
      },
      onError: notify.failed,
    }),
  );
}
