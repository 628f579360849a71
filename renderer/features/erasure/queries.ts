import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** What would go with a friend, counted anew each time it is asked. */
export const useErasePreview = (friendId: number, enabled: boolean) =>
  useQuery({ ...trpc.erasure.preview.queryOptions({ friendId }), gcTime: 0, staleTime: 0, enabled });

export const useErasePerson = () =>
  useMutation({ ...trpc.erasure.erase.mutationOptions({ onError: notify.failed }), networkMode: 'always' });

/** Erasures that backups or old books still hold. */
export const useErasuresKept = () => useQuery(trpc.backups.erasures.queryOptions());
