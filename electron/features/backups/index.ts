import type { AnyCommand } from '../../platform/jobs/command.ts';
import { sealAssetCommand } from './asset-backup.ts';
import { openCommand } from './open.ts';
import { openAssetCommand, prepareCommand } from './restore.ts';
import { sealCommand } from './seal.ts';
import { keysCommand } from './vault.ts';

export { backupsRouter } from './backups.router.ts';
export { backupsFor, plugBackups } from './backups.service.ts';
export { closeBackupsDb } from './backups-db.ts';
export { noteErasing } from './erased.ts';

/** What may run in the workers. */
export const backupsCommands: AnyCommand[] = [keysCommand, sealCommand, sealAssetCommand, openCommand, prepareCommand, openAssetCommand];
