import { createContext, useMemo } from 'react';
import type { Account, Channel } from '../../../shared/contracts/accounts.ts';
import type { Tag } from '../../../shared/contracts/tags.ts';
import { useAccounts, useChannels, useTagBook } from '../../lib/book.ts';

/** The names behind the ids of a row. */
export interface RowNames {
  tags: ReadonlyMap<number, Tag>;
  accounts: ReadonlyMap<number, Account>;
  channels: ReadonlyMap<number, Channel>;
}

/** Looked up once for the whole table: a cell that asked for itself would make typing slow. */
export const Names = createContext<RowNames>({ tags: new Map(), accounts: new Map(), channels: new Map() });

/** The value for `Names`. */
export function useRowNames(): RowNames {
  const tags = useTagBook().byId;
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  return useMemo(() => ({ tags, accounts, channels }), [tags, accounts, channels]);
}
