import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { BirthdayDue } from '../../../shared/contracts/friends.ts';
import type { SettingValue } from '../../../shared/contracts/settings.ts';
import type { TouchKind } from '../../../shared/contracts/touches.ts';
import { keepsQuiet } from '../../../shared/domain/fatigue.ts';
import { client, trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';
import { useSetting } from '../settings/index.ts';

/** Whose birthday (solar or lunar) falls on the days `fromOn` … `toOn`, both included. */
export function useBirthdays(fromOn: string, toOn: string) {
  return useQuery({ ...trpc.touches.birthdays.queryOptions({ fromOn, toOn }), placeholderData: keepPreviousData });
}

/** Marks a birthday as wished, or takes the mark away. */
export function useWishBirthday() {
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ due, wished }: { due: BirthdayDue; wished: boolean }) =>
      client.touches.wishBirthday.mutate({ friendId: due.friendId, on: due.on, wished }),
    onSuccess: (saved, { due, wished }) => notify.done(wished ? `已祝福「${due.name}」` : `「${due.name}」改回还没祝福`, saved.undoId),
    onError: notify.failed,
  });
}

/** Load of one friend, what it is made of, when the next advert may go; asked again every minute, for it falls by itself. */
export function useGuardFriend(friendId: number) {
  return useQuery({ ...trpc.guard.friend.queryOptions({ friendId }), refetchInterval: 60_000 });
}

const noQuiet = { from: 0, to: 0 } as const;

/** Quiet hours that words of a kind keep; service words keep none. `kind` undefined = it is still being read. */
export function useQuietHours(kind: TouchKind | undefined): SettingValue<'guard.quiet'> {
  const [quiet] = useSetting('guard.quiet');
  return kind !== undefined && keepsQuiet(kind) ? quiet : noQuiet;
}
