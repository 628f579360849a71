import type { AnyCommand } from '../../platform/jobs/command.ts';
import { sealAssetCommand } from './asset-backup.ts';
import { bringPeopleCommand, lookPeopleCommand } from './bring-people.ts';
import { bringPostsCommand, lookPostsCommand } from './bring-posts.ts';
import { openCommand } from './open.ts';
import { peekCommand } from './peek.ts';
import { openAssetCommand, prepareCommand, tryAssetCommand } from './restore.ts';
import { sealCommand } from './seal.ts';
import { keysCommand } from './vault.ts';

export { hex, lockShape } from './backup-file.ts';
export { backupsRouter } from './backups.router.ts';
export { backupsFor, plugBackups } from './backups.service.ts';
export { closeBackupsDb } from './backups-db.ts';
export { backupBeforeUpdate } from './before-update.ts';
export { noteErasing } from './erased.ts';
export { type ErasedPerson, erasedPeople, erasedPerson, forgetErased, rememberErased } from './erased-people.ts';
export { dropBooksBeside, erasuresKept } from './holding.ts';
export { marker, rowName, wxidName } from './marks.ts';
export { keyWith } from './open.ts';
export { lockOf } from './seal.ts';
export { confirmCode, readVault, type Vault } from './vault.ts';

/** What may run in the workers. */
export const backupsCommands: AnyCommand[] = [
  keysCommand,
  sealCommand,
  sealAssetCommand,
  openCommand,
  peekCommand,
  prepareCommand,
  openAssetCommand,
  tryAssetCommand,
  lookPeopleCommand,
  bringPeopleCommand,
  lookPostsCommand,
  bringPostsCommand,
];
