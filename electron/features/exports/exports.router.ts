import { exportFile, exportFriendsInput } from '../../../shared/contracts/friends.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { exportFriends } from './exports.service.ts';

export const exportsRouter = router({
  friends: procedure
    .input(exportFriendsInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportFriends(ctx, input)),
});
