import { constants } from 'node:fs';
import { copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { AppError } from '../../../shared/errors.ts';
import type { ExternalLink } from '../../../shared/host.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { syncUnknown } from '../../platform/files/sync-unknown.ts';
import type { Ids } from '../../platform/ids.ts';
import type { HostApp } from '../host-app.ts';
import { safeFileName } from '../safe-file-name.ts';
import type { ElectronModule } from './electron-module.ts';

/** The only addresses that the app ever opens outside; the page names the key, never the address. */
export const externalLinks: Readonly<Record<ExternalLink, string>> = Object.freeze({
  help: 'https://tiefen.example/help',
  licenses: 'https://tiefen.example/licenses',
});

const maxAssetBytes = 64 * 1024 * 1024;

export interface NativeActions {
  /** Throws notFound, fileTooLarge. */
  readAsset(assetId: number): Promise<{ bytes: Uint8Array; mime: string }>;
  /** Asks for a folder; null = she cancelled. */
  chooseFolder(window: BrowserWindow): Promise<string | null>;
  /** Asks where to save and copies the finished export there; null = she cancelled. Throws notFound, diskFull, readOnlyFolder, storageFailed. */
  saveExport(window: BrowserWindow, fileId: string, suggestedName: string): Promise<{ savedAs: string } | null>;
  /** As saveExport, for a stored picture or video under its own name. Throws notFound, diskFull, readOnlyFolder, storageFailed. */
  saveAsset(window: BrowserWindow, assetId: number): Promise<{ savedAs: string } | null>;
  /** Throws clipboardRefused. */
  copyText(text: string): Promise<null>;
  /** PNG and JPEG only (what the system's decoder takes). Throws notFound, notAPicture, clipboardRefused. */
  copyImage(assetId: number): Promise<null>;
  openLink(link: ExternalLink): Promise<null>;
  /** Throws folderMissing. */
  openDataFolder(): Promise<null>;
}

/** A stick is pulled out as soon as the page says that something is saved. */
async function settle(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } catch (error) {
    if (!syncUnknown.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await file.close();
  }
}

/** Copies through a neighbour file, so that a full disk leaves no half file under the chosen name. */
async function copyWhole(from: string, to: string, ids: Ids): Promise<void> {
  const temporary = join(dirname(to), `.${ids.token('export')}.part`);
  try {
    await copyFile(from, temporary, constants.COPYFILE_EXCL);
    await settle(temporary);
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const known = asStorageError(error);
    throw known instanceof AppError ? known : new AppError('storageFailed', {}, { cause: error });
  }
}

/** Another program may hold the clipboard just now. */
async function ontoClipboard(write: () => Promise<void>): Promise<void> {
  await write().catch((cause: unknown) => {
    throw new AppError('clipboardRefused', {}, { cause });
  });
}

/** What the window may do with the machine; every path comes from the back end or from the system's own dialog. */
export function nativeActions(electron: ElectronModule, backend: HostApp, dataDir: string, ids: Ids): NativeActions {
  const assetOf = (assetId: number) => {
    const asset = backend.files.assetPath(assetId);
    if (!asset) throw new AppError('notFound');
    if (asset.bytes > maxAssetBytes) throw new AppError('fileTooLarge');
    return asset;
  };
  const saveCopy = async (window: BrowserWindow, from: string, name: string, folder: 'documents' | 'downloads') => {
    const kind = extname(name).slice(1);
    const answer = await electron.dialog.showSaveDialog(window, {
      title: '保存到哪里？',
      defaultPath: join(electron.app.getPath(folder), name),
      buttonLabel: '保存',
      filters: [{ name: kind.toUpperCase(), extensions: [kind] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (answer.canceled || !answer.filePath) return null;
    await copyWhole(from, answer.filePath, ids);
    return { savedAs: answer.filePath };
  };
  return {
    readAsset: async (assetId) => {
      const asset = assetOf(assetId);
      const bytes = await readFile(asset.path).catch((cause: unknown) => {
        throw new AppError('fileGone', {}, { cause });
      });
      return { bytes: new Uint8Array(bytes), mime: asset.mime };
    },
    chooseFolder: async (window) => {
      const answer = await electron.dialog.showOpenDialog(window, {
        title: '选一个文件夹',
        buttonLabel: '选这个文件夹',
        properties: ['openDirectory'],
      });
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    saveExport: async (window, fileId, suggestedName) => {
      const finished = backend.files.exportPath(fileId);
      if (!finished) throw new AppError('notFound');
      return saveCopy(window, finished.path, safeFileName(suggestedName, finished.name), 'documents');
    },
    saveAsset: async (window, assetId) => {
      const asset = backend.files.assetPath(assetId);
      if (!asset) throw new AppError('notFound');
      return saveCopy(window, asset.path, safeFileName(asset.name, asset.name), 'downloads');
    },
    copyText: async (text) => {
      await ontoClipboard(() => electron.clipboard.writeText(text));
      return null;
    },
    copyImage: async (assetId) => {
      const asset = assetOf(assetId);
      const picture = electron.nativeImage.createFromPath(asset.path);
      if (picture.isEmpty()) throw new AppError('notAPicture');
      const png = new Blob([new Uint8Array(picture.toPNG())], { type: 'image/png' });
      await ontoClipboard(() => electron.clipboard.write([new electron.ClipboardItem({ 'image/png': png })]));
      return null;
    },
    openLink: async (link) => {
      await electron.shell.openExternal(externalLinks[link]);
      return null;
    },
    openDataFolder: async () => {
      if (dataDir.includes('\0') || (await electron.shell.openPath(dataDir)) !== '') throw new AppError('folderMissing');
      return null;
    },
  };
}
