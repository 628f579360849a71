import { z } from 'zod';
import {
  cancelExportInput,
  exportBookInput,
  exportPersonInput,
  exportPictureInput,
  exportTableInput,
} from '../../../shared/contracts/exports.ts';
import { exportFile, exportFriendsInput } from '../../../shared/contracts/friends.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { exportBook, exportFriends, exportPerson, exportPicture, exportTable } from './exports.service.ts';

export const exportsRouter = router({
  friends: procedure
    .input(exportFriendsInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportFriends(ctx, input)),
  everything: procedure
    .input(exportBookInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportBook(ctx, input)),
  person: procedure
    .input(exportPersonInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportPerson(ctx, input.friendId)),
  table: procedure
    .input(exportTableInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportTable(ctx, input)),
  picture: procedure
    .input(exportPictureInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportPicture(ctx, input)),
  cancel: procedure
    .input(cancelExportInput)
    .output(z.object({ ok: z.literal(true) }))
    .mutation(({ ctx, input }) => {
      ctx.cancelJob(input.jobId);
      return { ok: true as const };
    }),
});
