import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';

/** So many of each part are drawn; there are seldom more in a day. */
export const shownRows = 200;

/** What a day has room for, or all that is due. */
export const useFollowUps = (all: boolean) =>
  useQuery({ ...trpc.followUps.list.queryOptions({ limit: shownRows, all }), placeholderData: keepPreviousData });

export const useSettled = () => useQuery(trpc.followUps.settled.queryOptions({ limit: 100 }));

export const usePromises = (settled: boolean) =>
  useQuery({ ...trpc.followUps.promises.queryOptions({ settled, limit: shownRows }), placeholderData: keepPreviousData });

/** What is open with one friend. */
export const useFollowUpsOf = (friendId: number) => useQuery(trpc.followUps.ofFriend.queryOptions({ friendId }));
