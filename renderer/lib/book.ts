import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Account, Channel } from '../../shared/contracts/accounts.ts';
import type { Tag, TagBook } from '../../shared/contracts/tags.ts';
import { trpc } from './api.ts';

const noAccounts: Account[] = [];
const noChannels: Channel[] = [];
const emptyBook: TagBook = { groups: [], tags: [] };

/** Accounts in use before those without a friend, else in the order they came: an empty one is never what she means first. */
export function inUseFirst(accounts: readonly Account[]): Account[] {
  return [...accounts.filter((account) => account.friendCount > 0), ...accounts.filter((account) => account.friendCount === 0)];
}

/** The account that something new is for unless she says otherwise: the one with the most friends, the older of two alike. */
export function usualAccount(accounts: readonly Account[]): Account | undefined {
  return accounts.reduce<Account | undefined>(
    (most, account) => (most === undefined || account.friendCount > most.friendCount ? account : most),
    undefined,
  );
}

/** Her WeChat accounts, archived ones too, those in use first; `byId` for names in lists. */
export function useAccounts(): { list: Account[]; active: Account[]; byId: ReadonlyMap<number, Account>; ready: boolean } {
  const { data, isSuccess } = useQuery(trpc.accounts.list.queryOptions());
  return useMemo(() => {
    const list = inUseFirst(data ?? noAccounts);
    return {
      list,
      active: list.filter((account) => account.archivedAt === null),
      byId: new Map(list.map((account) => [account.id, account])),
      ready: isSuccess,
    };
  }, [data, isSuccess]);
}

/** Where friends come from, archived channels too. */
export function useChannels(): { list: Channel[]; active: Channel[]; byId: ReadonlyMap<number, Channel> } {
  const list = useQuery(trpc.channels.list.queryOptions()).data ?? noChannels;
  return useMemo(
    () => ({
      list,
      active: list.filter((channel) => channel.archivedAt === null),
      byId: new Map(list.map((channel) => [channel.id, channel])),
    }),
    [list],
  );
}

/** All tags and their groups, in the order of the screen. */
export function useTagBook(): TagBook & { byId: ReadonlyMap<number, Tag>; ready: boolean } {
  const { data, isSuccess } = useQuery(trpc.tags.book.queryOptions());
  const book = data ?? emptyBook;
  return useMemo(() => ({ ...book, byId: new Map(book.tags.map((tag) => [tag.id, tag])), ready: isSuccess }), [book, isSuccess]);
}
