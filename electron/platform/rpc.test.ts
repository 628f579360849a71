import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { HostContext } from './host-context.ts';
import { asAppError, invoker, procedure, router } from './rpc.ts';

const testRouter = router({
  some: router({
    double: procedure
      .input(z.object({ by: z.number().int().default(2) }))
      .output(z.object({ result: z.number() }))
      .query(({ ctx, input, path }) => ({ result: 21 * input.by, host: ctx.host, path })),
    word: procedure.output(z.string()).mutation(async ({ ctx }) => ctx.host),
    nothing: procedure.input(z.null().optional()).mutation(() => undefined),
    refuse: procedure.output(z.string()).query((): string => {
      throw new AppError('stillInUse', { table: 'tags' }, { cause: new Error('inside') });
    }),
    lie: procedure.output(z.string()).query(() => 3 as unknown as string),
    fail: procedure.output(z.string()).query(async (): Promise<string> => Promise.reject(new TypeError('a bug'))),
  }),
});

const ctx = { host: 'test' } as HostContext;
const procedures = testRouter._def.procedures as Record<string, unknown>;
const calls = testRouter.createCaller(ctx).some as unknown as Record<string, (input: unknown) => Promise<unknown>>;

/** What came of a call, as far as anybody can tell. */
const outcome = (call: Promise<unknown>) =>
  call.then(
    (data) => ({ data }),
    (error: Error & { code?: string }) => ({
      name: error.name,
      code: error.code,
      cause: { name: (error.cause as Error).name, message: (error.cause as Error).message },
      app: asAppError(error)?.toWire() ?? null,
    }),
  );

describe('a procedure called by the hosts', () => {
  it.each([
    ['double', { by: 4 }],
    ['double', {}],
    ['double', { by: 'x' }],
    ['double', { by: 1.5, more: 1 }],
    ['double', undefined],
    ['double', '__proto__'],
    ['word', undefined],
    ['word', { not: 'looked at' }],
    ['nothing', undefined],
    ['nothing', 1],
    ['refuse', undefined],
    ['lie', undefined],
    ['fail', undefined],
  ])('answers %s(%j) as the caller of tRPC does', async (verb, body) => {
    const ours = await outcome(invoker(procedures[`some.${verb}`], `some.${verb}`)(ctx, body));
    expect(ours).toEqual(await outcome(calls[verb]!(body)));
  });

  it('is not built when it has a middleware that nobody would run, or two inputs', () => {
    const own = router({
      guarded: procedure.use(({ next }) => next()).query(() => 1),
      twice: procedure
        .input(z.object({ a: z.number() }))
        .input(z.object({ b: z.number() }))
        .query(() => 1),
    });
    const built = own._def.procedures as Record<string, unknown>;
    for (const path of ['guarded', 'twice']) expect(() => invoker(built[path], path)).toThrow(path);
  });
});
