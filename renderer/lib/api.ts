import { notifyManager, QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter, RescueRouter, UpdateRouter } from '../../electron/app/router.ts';
import { AppError, type WireError } from '../../shared/errors.ts';
import { parsedBody } from '../../shared/rpc-body.ts';
import { bridge } from './bridge.ts';

/** Base of the addresses that the client builds; the bridge only sees the path behind it. */
const base = 'http://rpc.invalid/rpc';

/** Carries one call of the client through the bridge; there is no network behind it on the desktop. */
async function bridgeFetch(input: URL | RequestInfo, init?: RequestInit): Promise<Response> {
  const path = new URL(String(input)).pathname.replace('/rpc/', '');
  const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
  const answer = await bridge().rpc(path, body, init?.signal ?? undefined);
  return { ok: answer.status < 400, status: answer.status, json: async () => parsedBody(answer.body) } as Response;
}

const options = { links: [httpLink({ url: base, methodOverride: 'POST', fetch: bridgeFetch as typeof fetch })] } as const;

/** The client of the router, for code outside of components. */
export const client = createTRPCClient<AppRouter>({ links: [...options.links] });

// an answer is drawn in the task that brings it, not in a timer behind whatever waits already
notifyManager.setScheduler(queueMicrotask);

/** One home for everything that is in the book; events say when it is old, so nothing is polled. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** `trpc.friends.get.queryOptions({ id })`, `trpc.tags.assign.mutationOptions()`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });

/** The same for what answers while there is no book (everything else fails with `rescueMode` then). */
export const rescueTrpc = createTRPCOptionsProxy<RescueRouter>({
  client: createTRPCClient<RescueRouter>({ links: [...options.links] }),
  queryClient,
});

/** The same for what answers while a backup before an update is made (everything else fails with `updating` then). */
export const updateClient = createTRPCClient<UpdateRouter>({ links: [...options.links] });

/** The typed error behind whatever a query or mutation failed with. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof TRPCClientError) {
    const app = (error.data as { app?: WireError } | null | undefined)?.app;
    if (app) return AppError.fromWire(app);
    if (error.cause instanceof AppError) return error.cause;
    if (error.data === undefined) return new AppError('closing', {}, { cause: error });
  }
  return new AppError('internal', {}, { cause: error });
}
