import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { AppError, type ErrorCategory } from '../../shared/errors.ts';
import type { HostContext } from './host-context.ts';

/** The one tRPC instance: features build their routers with these. Values are JSON by construction, so no transformer. */
const t = initTRPC.context<HostContext>().create();

export const router = t.router;
/** Several features may speak under one name. */
export const mergeRouters = t.mergeRouters;
export const procedure = t.procedure;

/** For a large answer that its command has checked in the worker: walking through it again would hold up the host's thread. */
export const checkedInWorker = <T>() => z.custom<T>();

/** A very large answer, which its command has checked and written as JSON: no thread but the page's builds it up again. */
export class WrittenAnswer {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** Lets a procedure answer with what its command wrote; goes with `checkedInWorker<T>()`. */
export const writtenInWorker = <T>(json: string): T => new WrittenAnswer(json) as T;

/** What tRPC builds out of a procedure, as far as a call needs it. */
interface BuiltProcedure<C> {
  _def: {
    type: string;
    inputs: z.ZodType[];
    output?: z.ZodType;
    middlewares: unknown[];
    resolver(options: { ctx: C; input: unknown; path: string; type: string; signal: undefined }): unknown;
  };
}

/**
 * One procedure as a function: input checked, resolved, answer checked. These are the steps of tRPC's own caller without
 * its chain of middlewares, whose copies of their options take longer than the statements of a small write.
 * @returns a function that rejects with TRPCError: BAD_REQUEST over zod's complaints about the input, otherwise
 *   INTERNAL_SERVER_ERROR over what was thrown
 * @throws Error at once, for a procedure that is more than input, output and resolver
 */
export function invoker<C = HostContext>(built: unknown, path: string): (ctx: C, body: unknown) => Promise<unknown> {
  const { type, inputs, output, middlewares, resolver } = (built as BuiltProcedure<C>)._def;
  const [inputSchema] = inputs;
  if (inputs.length > 1 || middlewares.length !== inputs.length + (output ? 1 : 0) + 1)
    throw new Error(`${path}: only input, output and a resolver are known here`);
  return async (ctx, body) => {
    let input: unknown;
    try {
      input = inputSchema?.parse(body);
    } catch (cause) {
      throw new TRPCError({ code: 'BAD_REQUEST', cause });
    }
    try {
      const answer = await resolver({ ctx, input, path, type, signal: undefined });
      return output ? output.parse(answer) : answer;
    } catch (cause) {
      throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause });
    }
  };
}

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
