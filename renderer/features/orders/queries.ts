import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OrderFilter, OrderRow, OrderSums } from '../../../shared/contracts/orders.ts';
import type { PaymentFilter, PaymentPage, PaymentRow, PaymentSuggestion } from '../../../shared/contracts/orders-payments.ts';
import type { FoundSolitaire } from '../../../shared/contracts/orders-solitaire.ts';
import { client, trpc } from '../../lib/api.ts';

const pageSize = 100;

export interface Orders {
  rows: OrderRow[];
  /** undefined = not known yet */
  total: number | undefined;
  sums: OrderSums | undefined;
  error: unknown;
  more: (() => void) | undefined;
  retry: () => void;
}

/** Orders, newest first: one page, and one more each time she asks. */
export function useOrders(filter: OrderFilter): Orders {
  const key = JSON.stringify(filter);
  const [asked, setAsked] = useState({ key, pages: 1 });
  const pages = asked.key === key ? asked.pages : 1;
  return useQueries({
    queries: Array.from({ length: pages }, (_, page) => ({
      ...trpc.orders.list.queryOptions({ filter, offset: page * pageSize, limit: pageSize }),
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
    combine: (results) => {
      const first = results[0]?.data;
      const rows = results.flatMap(({ data }) => data?.rows ?? []);
      return {
        rows,
        total: first?.total,
        sums: first?.sums,
        error: results.find(({ error }) => error)?.error ?? null,
        more: first && rows.length < first.total ? () => setAsked({ key, pages: pages + 1 }) : undefined,
        retry: () => {
          for (const result of results) void result.refetch();
        },
      };
    },
  });
}

/** One order with its goods and payments; null = none. */
export const useOrder = (id: number | null) => useQuery({ ...trpc.orders.get.queryOptions({ id: id ?? 0 }), enabled: id !== null });

export const useUnpaid = () => useQuery(trpc.orders.unpaid.queryOptions({ accountId: null, groupBuyId: null }));

export const useGroupBuys = () =>
  useQuery({
    ...trpc.groupBuys.list.queryOptions({ accountId: null, search: '', offset: 0, limit: 100 }),
    placeholderData: keepPreviousData,
  });

export const useSheet = (groupBuyId: number) => useQuery(trpc.solitaire.sheet.queryOptions({ groupBuyId }));

export interface Found {
  rows: FoundSolitaire[];
  /** looks through an earlier month; undefined = that was all */
  more: (() => void) | undefined;
  loading: boolean;
  error: unknown;
  retry: () => void;
}

/** 接龙 in imported group chats, a month at a time. */
export function useFoundSolitaires(): Found {
  const found = useInfiniteQuery({
    queryKey: [...trpc.solitaire.found.pathKey(), 'pages'],
    queryFn: ({ pageParam }) => client.solitaire.found.query({ accountId: null, before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.older,
  });
  return {
    rows: found.data?.pages.flatMap(({ rows }) => rows) ?? [],
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    loading: found.isFetchingNextPage,
    error: found.error,
    retry: () => void found.refetch(),
  };
}

export interface Payments {
  rows: PaymentRow[];
  /** who may have paid and for which order, by the id of the payment */
  hints: ReadonlyMap<number, PaymentSuggestion>;
  /** undefined = not known yet */
  total: number | undefined;
  sums: PaymentPage['sums'] | undefined;
  error: unknown;
  more: (() => void) | undefined;
  retry: () => void;
}

const paymentsAtOnce = 50;

/** Money of bills, newest first, each with the proposals for it: a page, and one more each time she asks. */
export function usePayments(filter: PaymentFilter): Payments {
  const found = useInfiniteQuery({
    queryKey: [...trpc.payments.list.pathKey(), 'pages', filter],
    queryFn: async ({ pageParam: offset }) => {
      const page = await client.payments.list.query({ filter, offset, limit: paymentsAtOnce });
      const ids = page.rows.filter(({ friendId, orderId }) => friendId === null || orderId === null).map(({ id }) => id);
      return { ...page, hints: ids.length > 0 ? await client.payments.suggest.query({ ids }) : [] };
    },
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const seen = pages.reduce((sum, { rows }) => sum + rows.length, 0);
      return seen < total ? seen : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const pages = found.data?.pages ?? [];
  return {
    rows: pages.flatMap(({ rows }) => rows),
    hints: new Map(pages.flatMap(({ hints }) => hints.map((hint) => [hint.id, hint]))),
    total: pages[0]?.total,
    sums: pages[0]?.sums,
    error: found.error,
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    retry: () => void found.refetch(),
  };
}
