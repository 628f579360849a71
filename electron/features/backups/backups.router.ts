import { z } from 'zod';
import {
  backupLook,
  backupsState,
  changePassphraseInput,
  confirmCodeInput,
  drillReport,
  folderChoice,
  foundBackups,
  inspectBackupInput,
  jobInput,
  listInput,
  newCodeInput,
  recoveryCode,
  restoreInput,
  restoreReport,
  runReport,
  schedule,
  setUpInput,
  targetInput,
  undoRestoreInput,
} from '../../../shared/contracts/backups.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { keepSchedule } from './backups.queries.ts';
import { backupsFor } from './backups.service.ts';
import { listBackups } from './found.ts';
import { forgetRestore, undoRestore } from './restore.ts';
import { addTarget, removeTarget } from './targets.ts';
import { changePassphrase, confirmCode, newCode, setUp } from './vault.ts';

const done = z.object({ ok: z.literal(true) });
const ok = { ok: true } as const;

export const backupsRouter = router({
  state: procedure.output(backupsState).query(({ ctx }) => backupsFor(ctx).state()),
  setUp: procedure
    .input(setUpInput)
    .output(recoveryCode)
    .mutation(({ ctx, input }) => setUp(ctx, input.mode === 'closed' ? input.passphrase : null, input.replace)),
  confirmCode: procedure
    .input(confirmCodeInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await confirmCode(ctx, input.code);
      return ok;
    }),
  changePassphrase: procedure
    .input(changePassphraseInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await changePassphrase(ctx, input.secret, input.passphrase);
      return ok;
    }),
  newCode: procedure
    .input(newCodeInput)
    .output(recoveryCode)
    .mutation(({ ctx, input }) => newCode(ctx, input.secret)),
  addTarget: procedure
    .input(folderChoice)
    .output(targetInput)
    .mutation(async ({ ctx, input }) => ({ targetId: await addTarget(ctx, input) })),
  removeTarget: procedure
    .input(targetInput)
    .output(done)
    .mutation(({ ctx, input }) => {
      removeTarget(ctx, input.targetId);
      return ok;
    }),
  setSchedule: procedure
    .input(schedule)
    .output(done)
    .mutation(({ ctx, input }) => {
      keepSchedule(ctx, input);
      return ok;
    }),
  run: procedure
    .input(jobInput)
    .output(runReport)
    .mutation(({ ctx, input }) => backupsFor(ctx).run('hand', input.jobId)),
  drill: procedure
    .input(jobInput)
    .output(drillReport)
    .mutation(({ ctx, input }) => backupsFor(ctx).drill(input.jobId)),
  list: procedure
    .input(listInput)
    .output(foundBackups)
    .query(({ ctx, input }) => listBackups(ctx, input.place)),
  inspect: procedure
    .input(inspectBackupInput)
    .output(backupLook)
    .mutation(({ ctx, input }) => backupsFor(ctx).inspect(input)),
  restore: procedure
    .input(restoreInput)
    .output(restoreReport)
    .mutation(({ ctx, input }) => backupsFor(ctx).restore(input.lookId, input.jobId)),
  undoRestore: procedure
    .input(undoRestoreInput)
    .output(done)
    .mutation(({ ctx, input }) => {
      undoRestore(ctx, input.id);
      return ok;
    }),
  cancelRestore: procedure.output(done).mutation(({ ctx }) => {
    forgetRestore(ctx);
    return ok;
  }),
  cancel: procedure
    .input(jobInput)
    .output(done)
    .mutation(({ ctx, input }) => {
      backupsFor(ctx).line.cancel(input.jobId);
      return ok;
    }),
});
