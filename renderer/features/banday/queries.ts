import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { MarkReAdd, ReAddItem } from '../../../shared/contracts/ban-day.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { reAddWords } from '../../../shared/domain/words.ts';
import { client, trpc } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { notify } from '../../ui/toast.tsx';

const always = { networkMode: 'always', onError: notify.failed } as const;

export const useBanDay = () => useQuery(trpc.banday.overview.queryOptions());
export const useUnreachable = (accountId: number) => useQuery(trpc.banday.unreachable.queryOptions({ accountId, limit: 6 }));
export const useReAddQueue = (accountId: number, viaAccountId: number | null) =>
  useQuery({ ...trpc.banday.queue.queryOptions({ accountId, viaAccountId }), placeholderData: keepPreviousData });
export const useReAddCard = (friendId: number | null, viaAccountId: number | null) =>
  useQuery({ ...trpc.banday.card.queryOptions({ friendId: friendId ?? 1, viaAccountId }), enabled: friendId !== null });

/** Whether backups have keys, under which the kit is sealed too; undefined = not known yet. */
export const useVaultKind = () => useQuery(trpc.backups.state.queryOptions()).data?.vault.kind;

/** One step with one person. Says what was noted; who came over is told with the account. */
export function useMark(viaName: string) {
  return useMutation({
    ...always,
    scope: { id: 'banday' },
    mutationFn: ({ friend, ...input }: Omit<MarkReAdd, 'friendId'> & { friend: Pick<ReAddItem, 'friendId' | 'name'> }) =>
      client.banday.mark.mutate({ ...input, friendId: friend.friendId }),
    onSuccess: ({ moved, undoId }, { friend, state }) => {
      const what = state === null ? '放回待加的名单了' : `记为${reAddWords[state]}`;
      notify.done(`「${friend.name}」${what}${moved ? `，以后归到「${viaName}」` : ''}`, undoId);
    },
  });
}

/** The account is banned: from now on its people are asked again. */
export function useBan() {
  return useMutation({
    ...always,
    mutationFn: async (accountId: number) => {
      const account = (await client.accounts.list.query()).find(({ id }) => id === accountId);
      if (!account) return null;
      const { id, friendCount: _friends, archivedAt: _archived, createdAt: _created, ...values } = account;
      return { name: account.name, ...(await client.accounts.update.mutate({ id, values: { ...values, standing: 'banned' } })) };
    },
    onSuccess: (saved) => {
      if (saved) notify.done(`「${saved.name}」记为封禁，下面就是要加回来的人`, saved.undoId);
    },
  });
}

/** Makes a file and hands it over; `null` = she chose no place for it. */
export function useSaved<Input = void>(make: (input: Input) => Promise<ExportFile>, told: (file: ExportFile, savedAs: string) => string) {
  return useMutation({
    ...always,
    mutationFn: async (input: Input) => {
      const file = await make(input);
      const saved = await bridge().saveExport(file.fileId, file.name);
      if (saved) notify.done(told(file, saved.savedAs));
      return saved;
    },
  });
}
