import { leftOutByName, maxFolderFiles } from '../../shared/domain/media-names.ts';
import { AppError } from '../../shared/errors.ts';

export interface DroppedFile {
  file: File;
  /** place inside the folder that was dropped, its name first, '/' between the parts; absent = dropped by itself */
  place?: string;
}

export interface DroppedFiles {
  files: DroppedFile[];
  /** of folders: media, and what is no export */
  ignored: { pictures: number; others: number };
}

/** All entries of a folder: the browser hands them out in portions. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

async function walk(entry: FileSystemEntry, found: DroppedFiles): Promise<void> {
  const place = entry.fullPath.replace(/^\//, '');
  if (entry.isDirectory) {
    for (const inside of await entriesOf(entry as FileSystemDirectoryEntry)) await walk(inside, found);
    return;
  }
  const leftOut = place.includes('/') ? leftOutByName(place) : null;
  if (leftOut === 'picture') found.ignored.pictures += 1;
  else if (leftOut === 'other') found.ignored.others += 1;
  else found.files.push({ file: await fileOf(entry as FileSystemFileEntry), ...(place.includes('/') ? { place } : {}) });
  if (found.files.length > maxFolderFiles) throw new AppError('fileTooLarge', { files: found.files.length, limit: maxFolderFiles });
}

/**
 * The files of a drop or a paste, folders opened. Call it in the event itself: afterwards the browser has taken the list away.
 * @throws AppError `fileTooLarge` {files, limit} for too many files, `fileGone` for what cannot be read
 */
export function droppedFiles(transfer: DataTransfer): Promise<DroppedFiles> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  return (async () => {
    const found: DroppedFiles = { files: [], ignored: { pictures: 0, others: 0 } };
    // pasted and made-up files have no entries
    if (entries.length === 0 || entries.some((entry) => entry === null)) return { ...found, files: plain.map((file) => ({ file })) };
    try {
      for (const entry of entries) if (entry) await walk(entry, found);
    } catch (error) {
      throw error instanceof AppError ? error : new AppError('fileGone', {}, { cause: error });
    }
    return found;
  })();
}
