import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { trpc } from '../../lib/api.ts';
import { useAccounts, useChannels, useTagBook } from '../../lib/book.ts';
import { useSegments } from './queries.ts';
import type { NameOf } from './test-words.ts';

const mostProducts = 200;

/** Products by how often they were ordered, those that hold the text. */
export function useProducts(search = '') {
  return useQuery(trpc.products.list.queryOptions({ search, offset: 0, limit: mostProducts })).data?.rows ?? [];
}

/** Names for everything that conditions name by id. */
export function useNames(): NameOf {
  const tags = useTagBook().byId;
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  const segments = useSegments().byId;
  const [products, batches] = useQueries({
    queries: [trpc.products.list.queryOptions({ search: '', offset: 0, limit: mostProducts }), trpc.imports.batches.queryOptions()],
  });
  return useMemo(() => {
    const productNames = new Map(products.data?.rows.map(({ id, name }) => [id, name]));
    const batchNames = new Map(batches.data?.map(({ id, fileName }) => [id, fileName]));
    return (what, id) => {
      switch (what) {
        case 'tag':
          return tags.get(id)?.name ?? null;
        case 'segment':
          return segments.get(id)?.name ?? null;
        case 'account':
          return accounts.get(id)?.name ?? null;
        case 'channel':
          return channels.get(id)?.name ?? null;
        case 'product':
          return productNames.get(id) ?? null;
        case 'batch':
          return batchNames.get(id) ?? null;
      }
    };
  }, [tags, accounts, channels, segments, products.data, batches.data]);
}
