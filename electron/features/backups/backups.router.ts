import { z } from 'zod';
import {
  backupLook,
  backupsState,
  changePassphraseInput,
  confirmCodeInput,
  drillReport,
  erasuresKeptList,
  folderChoice,
  foundBackups,
  inspectBackupInput,
  jobInput,
  listInput,
  missedUpdate,
  newCodeInput,
  recoveryCode,
  restoreInput,
  restoreReport,
  runReport,
  schedule,
  setUpInput,
  takenBack,
  targetInput,
  undoRestoreInput,
} from '../../../shared/contracts/backups.ts';
import {
  backupPeople,
  backupPosts,
  backupSearchInput,
  bringPeopleInput,
  bringPostsInput,
  bringReport,
} from '../../../shared/contracts/bring-back.ts';
import { forgetTakenBack, restoreTakenBack } from '../../platform/db/swap-book.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { keepSchedule } from './backups.queries.ts';
import { backupsFor } from './backups.service.ts';
import { forgetMissedUpdate, readMissedUpdate } from './before-update.ts';
import { bringPeople, lookPeople, lookPosts } from './bring-back.ts';
import { listBackups } from './found.ts';
import { erasuresKept } from './holding.ts';
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
  erasures: procedure.output(erasuresKeptList).query(({ ctx }) => erasuresKept(ctx)),
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
  lookPeople: procedure
    .input(backupSearchInput)
    .output(backupPeople)
    .query(({ ctx, input }) => lookPeople(ctx, backupsFor(ctx).looked(input.lookId), input.query)),
  lookPosts: procedure
    .input(backupSearchInput)
    .output(backupPosts)
    .query(({ ctx, input }) => lookPosts(ctx, backupsFor(ctx).looked(input.lookId), input.query)),
  bringPeople: procedure
    .input(bringPeopleInput)
    .output(bringReport)
    .mutation(({ ctx, input: { lookId, ids, mode } }) => bringPeople(ctx, backupsFor(ctx).looked(lookId), { ids, mode })),
  bringPosts: procedure
    .input(bringPostsInput)
    .output(bringReport)
    .mutation(({ ctx, input: { lookId, ids, jobId } }) => backupsFor(ctx).bringPosts(lookId, ids, jobId)),
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
  /** asked at the first sight of the program: without backups.db, which most who ask do not have */
  takenBack: procedure.output(takenBack.nullable()).query(({ ctx }) => restoreTakenBack(ctx.folder)),
  toldTakenBack: procedure.output(done).mutation(({ ctx }) => {
    forgetTakenBack(ctx.folder);
    ctx.announce({ topics: ['backups'] });
    return ok;
  }),
  missedUpdate: procedure.output(missedUpdate.nullable()).query(({ ctx }) => readMissedUpdate(ctx)),
  toldMissedUpdate: procedure.output(done).mutation(({ ctx }) => {
    forgetMissedUpdate(ctx);
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
