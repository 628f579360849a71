import type { AnyCommand } from '../../platform/jobs/command.ts';
import { sealAssetCommand } from './asset-backup.ts';
import { sealCommand } from './seal.ts';
import { keysCommand } from './vault.ts';

export { backupsRouter } from './backups.router.ts';
export { closeBackupsDb } from './backups-db.ts';

/** What may run in the workers. */
export const backupsCommands: AnyCommand[] = [keysCommand, sealCommand, sealAssetCommand];
