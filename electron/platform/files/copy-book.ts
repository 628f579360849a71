import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { openDatabase } from '../db/database.ts';
import { asStorageError } from '../db/storage-error.ts';
import { databaseName, type FolderProbe, refusalOf, systemProbe } from './data-folder.ts';

/** Where the book could lie on this computer when the folder that was asked for may not hold it. */
export interface HomeFolder {
  dir: string;
  /** there is a book in it already */
  hasBook: boolean;
}

export const hasBook = (dir: string): boolean => existsSync(join(dir, databaseName));

/** The usual folder of this computer as a place for the book of `dataDir`; null = it is the same one, or refused as well. */
export function homeFolder(dataDir: string, usual: string, probe: FolderProbe = systemProbe): HomeFolder | null {
  return usual === dataDir || refusalOf(usual, probe) ? null : { dir: usual, hasBook: hasBook(usual) };
}

/** Of a program that runs, derived, or emptied at every start: the copy makes its own. */
const leftBehind = /^(app\.lock|instance\.json|ballast\.bin|staging|search\.db.*|.*-shm)$/;

/**
 * Copies the book of `from` to `to`, where none may be: file by file, each read back from both sides and compared, the database opened
 * and checked, all beside `to`; only the finished copy gets the name. `from` is only read, and stays.
 * @throws AppError `diskFull`, `databaseDamaged`, `storageFailed` (it changed while it was read), …: `to` is as it was
 */
export async function copyBook(from: string, to: string): Promise<void> {
  if (hasBook(to)) throw new Error('there is a book already');
  const copy = `${to}-copying`;
  try {
    await rm(copy, { recursive: true, force: true });
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await copyFolder(from, copy, (name) => !leftBehind.test(name));
    checkDatabase(join(copy, databaseName));
    await makeRoom(to);
    await rename(copy, to);
  } catch (error) {
    await rm(copy, { recursive: true, force: true }).catch(() => {});
    throw asStorageError(error);
  }
}

/** Links are not followed: what lies elsewhere is not the book. */
async function copyFolder(from: string, to: string, wanted: (name: string) => boolean): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!wanted(entry.name)) continue;
    if (entry.isDirectory()) await copyFolder(source, target, () => true);
    else if (entry.isFile()) await copyOne(source, target);
  }
}

async function copyOne(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
  const file = await open(to, 'r+');
  await file.sync().finally(() => file.close());
  if ((await digest(from)) !== (await digest(to))) throw new AppError('storageFailed', { path: from });
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

function checkDatabase(path: string): void {
  const db = openDatabase(path);
  try {
    if (db.raw.pragma('integrity_check', { simple: true }) !== 'ok') throw new AppError('databaseDamaged', { path });
  } finally {
    db.close();
  }
}

/** A folder without a book (logs of an earlier start) steps aside; nothing is thrown away. */
async function makeRoom(to: string): Promise<void> {
  if (!existsSync(to)) return;
  const emptied = await rmdir(to).then(
    () => true,
    () => false,
  );
  for (let n = 1; !emptied; n++) {
    if (existsSync(`${to}-old-${n}`)) continue;
    return rename(to, `${to}-old-${n}`);
  }
}
