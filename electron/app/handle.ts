import type { AnyRouter } from '@trpc/server';
import { AppError, type ErrorKind } from '../../shared/errors.ts';
import { asStorageError } from '../platform/db/storage-error.ts';
import type { Ids } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import { asAppError, httpStatus, invoker, WrittenAnswer } from '../platform/rpc.ts';

export interface RpcRequest {
  /** `feature.verb` */
  path: string;
  /** JSON input; null or undefined for procedures without one */
  body: unknown;
}
export interface RpcReply {
  status: number;
  /** a string = JSON text (see parsedBody) */
  body: unknown;
}

/** What a router's context must have for its failures to be told. */
export interface Failing {
  ids: Ids;
  logger: Logger;
  /** asked before anything is done. @throws AppError `appLocked` */
  mayCall?: (path: string) => void;
  /** told of damage that was met in the book */
  onDamage?: () => void;
  /** asked on a full disk. @returns bytes that it could free */
  makeRoom?: () => number;
}

/**
 * One call of the router for any transport. Always resolves: `{result:{data}}` with 200, else `{error}` in tRPC's shape
 * with our WireError in `error.data.app`. A failure nobody foresaw becomes `internal` with a reference number that
 * stands in the log with its stack.
 */
export function createHandle<C extends Failing>(
  router: AnyRouter,
  ctx: C,
  /** kind of the answer to a procedure that is not there */
  unknown: ErrorKind = 'notFound',
): (request: RpcRequest) => Promise<RpcReply> {
  const procedures = Object.entries(router._def.procedures as Record<string, unknown>);
  const known = new Map(procedures.map(([path, procedure]) => [path, invoker<C>(procedure, path)]));
  return async ({ path, body }) => {
    try {
      const call = known.get(path);
      ctx.mayCall?.(path);
      if (!call) throw new AppError(unknown, { what: 'procedure' });
      const data = await call(ctx, body ?? undefined);
      if (data instanceof WrittenAnswer) return { status: 200, body: `{"result":{"data":${data.json}}}` };
      return { status: 200, body: { result: { data: data ?? null } } };
    } catch (caught) {
      return failure(caught, path, ctx);
    }
  };
}

/** The full disk, and how much was freed on it for trying again. */
function withRoom(error: AppError, { makeRoom }: Failing): AppError {
  try {
    const freed = makeRoom?.() ?? 0;
    return freed > 0 ? new AppError('diskFull', { ...error.details, freedMb: Math.floor(freed / 1_048_576) }) : error;
  } catch {
    return error;
  }
}

function failure(caught: unknown, path: string, ctx: Failing): RpcReply {
  const cause = caught instanceof Error && caught.cause ? asStorageError(caught.cause) : asStorageError(caught);
  const known = asAppError(cause) ?? asAppError(caught);
  const reference = known && known.kind !== 'internal' ? undefined : ctx.ids.token('ref');
  const error = known?.kind === 'diskFull' ? withRoom(known, ctx) : (known ?? new AppError('internal'));
  if (error.kind === 'databaseDamaged') ctx.onDamage?.();
  if (reference) {
    const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    ctx.logger.error('unexpected failure', { reference, path, stack });
  }
  const status = httpStatus(error);
  return {
    status,
    body: {
      error: { message: error.kind, code: -32000, data: { code: error.kind, httpStatus: status, path, app: error.toWire(reference) } },
    },
  };
}
