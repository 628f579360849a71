import { posix, win32 } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { ChosenFolder } from '../../../shared/host.ts';
import type { Ids } from '../ids.ts';

/** Folders that were picked since this start. The page of a desktop window can name no others. */
export interface ChosenFolders {
  offer(path: string): ChosenFolder;
  /** @throws AppError `folderMissing` */
  find(folderId: string): string;
}

export function chosenFolders(ids: Ids): ChosenFolders {
  const paths = new Map<string, string>();
  return {
    offer(path) {
      const folderId = ids.token('folder');
      paths.set(folderId, path);
      return { folderId, folder: path };
    },
    find(folderId) {
      const path = paths.get(folderId);
      if (path === undefined) throw new AppError('folderMissing');
      return path;
    },
  };
}

/**
 * A path that she typed, without what people add around it (spaces, quotation marks); null = not a whole path to a folder. Device
 * paths of Windows reach raw disks and pipes, NUL ends a path early (CVE-2026-70603).
 */
export function typedFolder(typed: string, platform: NodeJS.Platform): string | null {
  const paths = platform === 'win32' ? win32 : posix;
  const bare = typed
    .trim()
    .replace(/^["'“”](.*)["'“”]$/, '$1')
    .trim();
  if (bare.includes('\0') || !paths.isAbsolute(bare) || /^[\\/]{2}[.?][\\/]/.test(bare)) return null;
  // '\name' alone means the drive of this moment
  if (platform === 'win32' && !/^([a-z]:[\\/]|[\\/]{2}[^\\/])/i.test(bare)) return null;
  return paths.normalize(bare);
}
