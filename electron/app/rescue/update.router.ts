import { initTRPC } from '@trpc/server';
import { z } from 'zod';
import type { Failing } from '../handle.ts';

interface UpdateContext extends Failing {
  skip(): void;
}

const { procedure, router } = initTRPC.context<UpdateContext>().create();

const done = z.object({ ok: z.literal(true) });
const ok = { ok: true } as const;

/** All that can be asked while a backup before an update is made. */
export const updateRouter = router({
  update: router({
    /** answered for as long as it goes on */
    goesOn: procedure.output(done).query(() => ok),
    /** she does not wait for it */
    skip: procedure.output(done).mutation(({ ctx }) => {
      ctx.skip();
      return ok;
    }),
  }),
});
export type UpdateRouter = typeof updateRouter;
