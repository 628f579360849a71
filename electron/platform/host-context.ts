import type { ServiceContext } from './context.ts';
import type { EventHub } from './events.ts';
import type { ChosenFolders } from './files/chosen-folders.ts';
import type { DataFolder } from './files/data-folder.ts';
import type { Staging } from './files/staging.ts';
import type { Executor } from './jobs/executor.ts';
import type { Share } from './share/share.ts';

export type HostKind = 'desktop' | 'browser' | 'test';

/** What routers get on the host's thread: the services' context and the means to send work elsewhere. */
export interface HostContext extends ServiceContext {
  host: HostKind;
  version: string;
  events: EventHub;
  execute: Executor['execute'];
  cancelJob: Executor['cancel'];
  staging: Staging;
  folder: DataFolder;
  /** folders outside the book that she picked in the system's dialog */
  chosenFolders: ChosenFolders;
  /** files on sticks and shares, through a process that can be left behind */
  share: Share;
  /** where the steps of the schema lie */
  migrationsDir: string;
  /** what guessing a passphrase costs (scrypt, 2^n) */
  secretCost: number;
  /** packaged demo data; null where none was built */
  demoFile: string | null;
}
