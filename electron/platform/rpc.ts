import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { AppError, type ErrorCategory } from '../../shared/errors.ts';
import type { HostContext } from './host-context.ts';

/** The one tRPC instance: features build their routers with these. Values are JSON by construction, so no transformer. */
const t = initTRPC.context<HostContext>().create();

export const router = t.router;
export const procedure = t.procedure;

const statusOf: Record<ErrorCategory, number> = {
  input: 400,
  notFound: 404,
  conflict: 409,
  file: 422,
  storage: 503,
  cancelled: 409,
  unsupported: 501,
  unauthorized: 401,
  internal: 500,
};

/** HTTP status for a failure. */
export const httpStatus = (error: AppError): number => statusOf[error.category];

/**
 * What came out of a procedure as AppError; null when it is a bug. Zod's complaints about the input become `invalidInput`
 * with the fields; about what we answer ourselves they are a bug like any other.
 */
export function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const cause = error instanceof TRPCError ? error.cause : error;
  if (cause instanceof AppError) return cause;
  if (error instanceof TRPCError && error.code === 'BAD_REQUEST' && cause instanceof z.ZodError)
    return new AppError('invalidInput', { fields: [...new Set(cause.issues.map((issue) => issue.path.join('.')))] });
  if (error instanceof TRPCError && error.code === 'NOT_FOUND') return new AppError('notFound', { what: 'procedure' });
  return null;
}
