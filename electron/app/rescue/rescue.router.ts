import { initTRPC } from '@trpc/server';
import { exportFile } from '../../../shared/contracts/friends.ts';
import {
  rescueExportInput,
  rescueOpened,
  rescueState,
  salvageReport,
  useBackupInput,
  useKeptInput,
  useSnapshotInput,
} from '../../../shared/contracts/rescue.ts';
import {
  exportSalvaged,
  type RescueContext,
  salvage,
  rescueState as stateOf,
  tryAgain,
  useBackup,
  useKept,
  useSalvaged,
  useSnapshot,
} from './rescue.service.ts';

const { procedure, router } = initTRPC.context<RescueContext>().create();

/** All that can be asked while there is no book. */
export const rescueRouter = router({
  rescue: router({
    state: procedure.output(rescueState).query(({ ctx }) => stateOf(ctx)),
    salvage: procedure.output(salvageReport).mutation(({ ctx }) => salvage(ctx)),
    useSalvaged: procedure.output(rescueOpened).mutation(({ ctx }) => useSalvaged(ctx)),
    useSnapshot: procedure
      .input(useSnapshotInput)
      .output(rescueOpened)
      .mutation(({ ctx, input }) => useSnapshot(ctx, input.name)),
    useBackup: procedure
      .input(useBackupInput)
      .output(rescueOpened)
      .mutation(({ ctx, input }) => useBackup(ctx, input)),
    useKept: procedure
      .input(useKeptInput)
      .output(rescueOpened)
      .mutation(({ ctx, input }) => useKept(ctx, input.id)),
    reopen: procedure.output(rescueOpened).mutation(({ ctx }) => tryAgain(ctx)),
    export: procedure
      .input(rescueExportInput)
      .output(exportFile)
      .mutation(({ ctx, input }) => exportSalvaged(ctx, input.format)),
  }),
});

export type RescueRouter = typeof rescueRouter;
