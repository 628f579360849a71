import type { ExportFile, FriendSelection, FriendSort } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { orderedSelection } from '../friends/index.ts';
import { exportFriendsCommand } from './friends-export.ts';

/** Makes the file for a selection, in the order of the list. @throws AppError `nothingSelected` */
export async function exportFriends(
  ctx: HostContext,
  input: { selection: FriendSelection; sort: FriendSort; format: 'csv' | 'xlsx' },
): Promise<ExportFile> {
  const friendIds = await orderedSelection(ctx, input.selection, input.sort);
  if (friendIds.length === 0) throw new AppError('nothingSelected');
  const name = `铁粉簿好友-${localDay(ctx.clock.now())}-${friendIds.length}位.${input.format}`;
  const { fileId, path } = ctx.staging.createExport(name);
  try {
    return await ctx.execute(exportFriendsCommand, { friendIds, format: input.format, fileId, path, name });
  } catch (error) {
    // half a file is no export, and on a full disk it would take what is left
    ctx.staging.drop(fileId);
    throw error;
  }
}
