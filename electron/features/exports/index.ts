import type { AnyCommand } from '../../platform/jobs/command.ts';
import { exportBookCommand } from './export-book.ts';
import { exportFriendsCommand } from './friends-export.ts';
import { exportPersonCommand } from './person-export.ts';

export { exportsRouter } from './exports.router.ts';

/** What may run in the worker. */
export const exportsCommands: AnyCommand[] = [exportFriendsCommand, exportBookCommand, exportPersonCommand];
