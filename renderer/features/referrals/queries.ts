import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** Who brought a friend, and whom she brought. */
export const useReferralsOf = (friendId: number) => useQuery(trpc.referrals.of.queryOptions({ friendId }));

export const useReferralReport = () => useQuery(trpc.referrals.report.queryOptions());

/** Says who brought a friend. */
export function useSetReferral() {
  return useMutation(
    trpc.referrals.set.mutationOptions({
      onSuccess: ({ undoId }, { byId }) => notify.done(byId === null ? '不记是谁带来的了' : '记下是谁带来的了', undoId),
      onError: notify.failed,
    }),
  );
}
