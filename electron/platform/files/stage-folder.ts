import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { leftOutByName, maxFolderFiles } from '../../../shared/domain/media-names.ts';
import { AppError } from '../../../shared/errors.ts';
import type { StagedFile, StagedFolder } from '../../../shared/host.ts';

const maxDepth = 16;
/** names looked at, media included: a folder beyond that is a disk, not an export */
const maxEntries = 500_000;

interface Found {
  path: string;
  place: string;
}

/**
 * Takes in a folder as a person chose it: what can be imported is copied, media are counted, links are never followed. A file that
 * cannot be read counts as left out; a full disk ends it.
 * @throws AppError `fileGone`, `fileTooLarge` {files, limit}, `diskFull`
 */
export async function stageFolder(
  root: string,
  stageCopy: (path: string, place: string) => Promise<StagedFile>,
  drop: (fileId: string) => void,
): Promise<StagedFolder> {
  const name = basename(root) || '文件夹';
  const ignored = { pictures: 0, others: 0 };
  const found = await walk(root, name, ignored);
  const files: StagedFile[] = [];
  try {
    for (const { path, place } of found) {
      const file = await stageCopy(path, place).catch((error: unknown) => {
        if (error instanceof AppError && error.category === 'file') return null;
        throw error;
      });
      if (file) files.push(file);
      else ignored.others++;
    }
  } catch (error) {
    for (const { fileId } of files) drop(fileId);
    throw error;
  }
  return { name, files, ignored };
}

async function walk(root: string, name: string, ignored: StagedFolder['ignored']): Promise<Found[]> {
  const found: Found[] = [];
  const folders = [{ path: root, place: name, depth: 0 }];
  let seen = 0;
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    const entries = await list(folder.path, folder.depth === 0);
    seen += entries.length;
    if (seen > maxEntries) throw new AppError('fileTooLarge', { name, files: seen, limit: maxEntries });
    for (const entry of entries) {
      const next = { path: join(folder.path, entry.name), place: `${folder.place}/${entry.name}`, depth: folder.depth + 1 };
      const leftOut = leftOutByName(entry.name);
      if (entry.isDirectory() && next.depth <= maxDepth && !entry.name.startsWith('.')) folders.push(next);
      else if (!entry.isFile() || leftOut === 'other') ignored.others++;
      else if (leftOut === 'picture') ignored.pictures++;
      else found.push(next);
    }
    if (found.length > maxFolderFiles) throw new AppError('fileTooLarge', { name, files: found.length, limit: maxFolderFiles });
  }
  return found;
}

/** In the order of their names, so that a folder comes in the same way every time. */
async function list(path: string, isRoot: boolean): Promise<Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isRoot) throw new AppError('fileGone', { name: basename(path) }, { cause: error });
    return [];
  }
}
