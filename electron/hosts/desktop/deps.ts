import type { Clock } from '../../platform/clock.ts';
import type { HomeFolder } from '../../platform/files/copy-book.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { HostApp } from '../host-app.ts';
import type { StaticManifest } from '../static-files.ts';

/** This computer's own folder, for a book whose folder may not hold it. */
export interface HomeOffer {
  folder: HomeFolder;
  /** the refused folder has a book in it */
  hasBook: boolean;
  /** copies it to the folder, checked */
  copy(): Promise<void>;
  /** the same host over that folder */
  deps: DesktopDeps;
}

/** Everything that the desktop host does not make itself. */
export interface DesktopDeps {
  /** Builds the back end; rejects with the AppErrors of the start (alreadyRunning, networkFolder, …). Called once, after `ready`. */
  createApp(): Promise<HostApp>;
  /** absolute path of the data folder */
  dataDir: string;
  /** null = there is no other folder */
  home(): HomeOffer | null;
  /** true when `dataDir` is not the usual one; Electron then gets a profile of its own */
  customDataDir: boolean;
  /** False when a file of the program itself has been changed or is missing; nothing of it is loaded then. */
  programIsWhole(): boolean;
  /** Reads the built page; throws when it is not there. */
  readBundle(): StaticManifest;
  /** absolute path of the built preload file */
  preload: string;
  /** arguments after the program's name */
  argv: readonly string[];
  platform: NodeJS.Platform;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  /** a new base64url nonce, at least 128 bits */
  newNonce(): string;
  /** one line for the terminal */
  say(line: string): void;
}
