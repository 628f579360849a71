import { leftOutByName, maxFolderFiles } from '../../shared/domain/media-names.ts';
import { AppError } from '../../shared/errors.ts';
import type { StagedFile, StagedFolder } from '../../shared/host.ts';

/** Asks the browser for a folder. Must run inside a click. Null = she cancelled. */
function askFolder(): Promise<File[] | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = true;
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve(null);
    input.click();
  });
}

/**
 * Takes in the files of a folder that she chooses, one after the other; media are counted only.
 * @throws AppError `fileTooLarge` {files, limit}, or what `upload` throws
 */
export async function chooseFolder(
  upload: (file: File, place: string) => Promise<StagedFile>,
  onProgress?: (done: number, total: number) => void,
): Promise<StagedFolder | null> {
  const chosen = await askFolder();
  if (!chosen) return null;
  const ignored = { pictures: 0, others: 0 };
  const wanted = chosen.filter((file) => {
    const leftOut = leftOutByName(file.webkitRelativePath);
    if (leftOut === 'picture') ignored.pictures++;
    else if (leftOut === 'other') ignored.others++;
    return leftOut === null;
  });
  const name = chosen[0]?.webkitRelativePath.split('/')[0] ?? '';
  if (wanted.length > maxFolderFiles) throw new AppError('fileTooLarge', { name, files: wanted.length, limit: maxFolderFiles });
  const files: StagedFile[] = [];
  for (const file of wanted) {
    onProgress?.(files.length, wanted.length);
    files.push(await upload(file, file.webkitRelativePath));
  }
  onProgress?.(files.length, wanted.length);
  return { name, files, ignored };
}
