import { accessSync, constants, existsSync, mkdirSync, realpathSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve, sep, win32 } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { asStorageError } from '../db/storage-error.ts';

/** Where the book lies unless `--data` says otherwise: the platform's convention for application data. */
export function defaultDataDir(platform: NodeJS.Platform, env: Record<string, string | undefined>, home: string): string {
  if (platform === 'win32') return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'Tiefen');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Tiefen');
  return posix.join(env.XDG_DATA_HOME || posix.join(home, '.local', 'share'), 'tiefen');
}

/** File-system types (statfs f_type on Linux) on which SQLite's locks and shared memory cannot be trusted. */
const networkTypes = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x65735546, 'FUSE'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
]);

/** Names that sync programs give their folders. A database that is copied while it is open gets damaged. */
const cloudFolders =
  /^(cloudstorage|onedrive( - .*)?|dropbox|google ?drive|googledrive|icloud ?drive|com~apple~clouddocs|mobile documents|nutstore( files)?|坚果云|我的坚果云|baidusyncdisk|baidunetdisk(workspace|download)?|百度网盘|百度网盘同步空间|wpsdrive|wps ?云盘|wps网盘|kingsoft云盘|weiyun( files)?|微云|adrive|阿里云盘|115(sync)?|115网盘|synologydrive|腾讯文档|onebox|夸克网盘|天翼云盘|ecloud)$/i;

const isCloudName = (part: string): boolean => cloudFolders.test(part);

/** Whether a sync program takes what lies in a folder to other computers. */
export const isSynced = (path: string): boolean => path.split(sep).some(isCloudName);

export interface FolderProbe {
  platform: NodeJS.Platform;
  /** the real path, links and mapped drives resolved; of the nearest folder above when it does not exist yet */
  real(path: string): string;
  /** statfs type, null when it cannot be told */
  type(path: string): number | null;
}

export const systemProbe: FolderProbe = {
  platform: process.platform,
  real: (path) => realpathSync.native(nearestExisting(path)),
  type: (path) => (process.platform === 'linux' ? statfsSync(nearestExisting(path)).type : null),
};

/** Why a folder must not hold the live book; null = it may. */
export function refusalOf(path: string, probe: FolderProbe): AppError | null {
  const real = probe.real(path);
  const paths = probe.platform === 'win32' ? win32 : posix;
  if (probe.platform === 'win32' && (real.startsWith('\\\\') || path.startsWith('\\\\')))
    return new AppError('networkFolder', { folder: path, kind: 'SMB' });
  const kind = networkTypes.get(probe.type(path) ?? -1);
  if (kind) return new AppError('networkFolder', { folder: path, kind });
  const cloud = [...path.split(paths.sep), ...real.split(paths.sep)].find(isCloudName);
  return cloud ? new AppError('cloudFolder', { folder: path, cloud }) : null;
}

export interface DataFolder {
  root: string;
  database: string;
  assets: string;
  staging: string;
  snapshots: string;
  /** the book that takes the place of the present one at the next start */
  restore: string;
  /** books that were replaced so */
  undo: string;
  logs: string;
  lock: string;
  ballast: string;
  /** who holds the lock: pid and host kind, for the sentence of the second instance */
  instance: string;
}

/** The book in its folder; SQLite keeps its log and index beside it under this name with `-wal` and `-shm` behind it. */
export const databaseName = 'tiefen.db';

export function dataFolder(root: string): DataFolder {
  const at = (name: string) => join(root, name);
  return {
    root,
    database: at(databaseName),
    assets: at('assets'),
    staging: at('staging'),
    snapshots: at('snapshots'),
    restore: at('restore'),
    undo: at('undo'),
    logs: at('logs'),
    lock: at('app.lock'),
    ballast: at('ballast.bin'),
    instance: at('instance.json'),
  };
}

/**
 * Makes the folder (user-only) and checks that the book may live there.
 * @throws AppError `networkFolder`, `cloudFolder`, `readOnlyFolder`, `diskFull`, `folderMissing`
 */
export function prepareDataFolder(dir: string, probe: FolderProbe = systemProbe): DataFolder {
  const root = resolve(dir);
  const folder = dataFolder(root);
  // before anything is made: a refused place is left as it was
  const refusal = refusalOf(root, probe);
  if (refusal) throw refusal;
  try {
    makeFolders(root);
  } catch (error) {
    const typed = asStorageError(error);
    const reason = typed instanceof AppError ? typed : refusedByParent(root);
    throw reason ? withFolder(reason, root) : new AppError('folderMissing', { folder: root }, { cause: error });
  }
  const probeFile = join(root, '.write-test');
  try {
    accessSync(root, constants.W_OK);
    writeFileSync(probeFile, '');
    rmSync(probeFile, { force: true });
    for (const sub of [folder.assets, folder.staging, folder.snapshots, folder.logs]) mkdirSync(sub, { recursive: true, mode: 0o700 });
  } catch (error) {
    const typed = asStorageError(error);
    if (typed instanceof AppError && typed.kind === 'diskFull') return folder; // the ballast may still save the start
    throw typed instanceof AppError ? withFolder(typed, root) : typed;
  }
  return folder;
}

/** Making a folder with its parents hides why it failed (a read-only disk says ENOENT): the nearest one that exists knows. */
function refusedByParent(root: string): AppError | null {
  try {
    accessSync(nearestExisting(dirname(root)), constants.W_OK);
    return null;
  } catch (error) {
    const typed = asStorageError(error);
    return typed instanceof AppError ? typed : null;
  }
}

/** One folder after the other: Node's own `recursive` never returns where a file system (/proc) says ENOENT to every mkdir. */
function makeFolders(path: string): void {
  const missing: string[] = [];
  for (let at = path; !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const folder of missing) mkdirSync(folder, { mode: 0o700 });
  if (!statSync(path).isDirectory()) throw new AppError('folderMissing', { folder: path });
}

/** The path itself or the closest folder above it that is there. */
function nearestExisting(path: string): string {
  let nearest = path;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  return nearest;
}

const withFolder = (error: AppError, folder: string) => new AppError(error.kind, { ...error.details, folder }, { cause: error });
