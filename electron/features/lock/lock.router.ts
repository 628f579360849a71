import { z } from 'zod';
import { lockState, recoverLockInput, setLockInput, unlockInput } from '../../../shared/contracts/lock.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { confirmCode } from '../backups/index.ts';
import { lockFor } from './lock.ts';

const done = z.object({ ok: z.literal(true) });
const ok = { ok: true } as const;

export const lockRouter = router({
  state: procedure.output(lockState).query(({ ctx }) => lockFor(ctx).state()),
  unlock: procedure
    .input(unlockInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await lockFor(ctx).unlock(input.passphrase);
      return ok;
    }),
  /** she forgot the passphrase: the code of the backups shows that the book is hers */
  recover: procedure
    .input(recoverLockInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await confirmCode(ctx, input.code);
      lockFor(ctx).takeAway();
      return ok;
    }),
  set: procedure
    .input(setLockInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await lockFor(ctx).set(input);
      return ok;
    }),
  remove: procedure
    .input(unlockInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await lockFor(ctx).remove(input.passphrase);
      return ok;
    }),
  now: procedure.output(done).mutation(({ ctx }) => {
    lockFor(ctx).lockNow();
    return ok;
  }),
  seen: procedure.output(done).mutation(({ ctx }) => {
    lockFor(ctx).seen();
    return ok;
  }),
});
