import type { AnyCommand } from '../../platform/jobs/command.ts';
import { exportFriendsCommand } from './friends-export.ts';

export { exportsRouter } from './exports.router.ts';

/** What may run in the worker. */
export const exportsCommands: AnyCommand[] = [exportFriendsCommand];
