import type { BackupLook } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { openSlots } from '../../platform/sealed/keys.ts';
import { openSealed } from '../../platform/sealed/sealed-file.ts';
import { type BackupHeader, headerOf, keyOfBackup, type Locked, readBackup } from './backup-file.ts';
import { type CopiedAsset, dropCopy, dropFile, inspectCopy } from './book-copy.ts';
import { lookInto } from './look.ts';

export interface OpenInput {
  /** the sealed file, on this computer */
  path: string;
  /** where the book goes; must not exist */
  to: string;
  /** what opens it: its own key, or what she typed; neither for an open one */
  key: Uint8Array | null;
  secret: string | null;
}

export interface OpenedBackup {
  header: BackupHeader;
  counts: Record<string, number>;
  assets: CopiedAsset[];
  assetKey: string;
  bytes: number;
  look: BackupLook['counts'];
  /** of the book as it is now */
  now: BackupLook['counts'];
}

/** The key of a file, from what somebody typed (null for an open one). Takes some 0.4 s. @throws AppError `wrongSecret` */
export function keyWith(header: Locked, secret: string | null): Buffer {
  return keyOfBackup(header, header.lock.kind === 'closed' ? openSlots(header.lock.slots, secret ?? '') : null);
}

/** What opens a sealed file. @throws AppError `wrongSecret`, `notABackup` … */
export function keyFor({ path, key, secret }: Omit<OpenInput, 'to'>): { header: BackupHeader; fileKey: Buffer } {
  const file = openSealed(path);
  try {
    const header = headerOf(file);
    if (key) return { header, fileKey: Buffer.from(key) };
    return { header, fileKey: keyWith(header, secret) };
  } finally {
    file.close();
  }
}

const history = (db: Database) => db.raw.prepare('SELECT tag, hash FROM schema_migrations ORDER BY place').raw().all() as string[][];

/** A book of a version that this program can bring up to date. @throws AppError `backupNewer` */
function checkHistory(ctx: ServiceContext, db: Database): void {
  const own = history(ctx.db).map(String);
  const theirs = history(db).map(String);
  if (theirs.length > own.length || theirs.some((step, place) => step !== own[place])) throw new AppError('backupNewer');
}

/**
 * Opens a backup as somebody would who has nothing else, and looks through all of it. What is at `to` afterwards is a whole book.
 * @throws AppError `wrongSecret`, `backupDamaged`, `notABackup`, `backupNewer`, `diskFull`
 */
export const openCommand = defineCommand<OpenInput, OpenedBackup>({
  name: 'backups.open',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(ctx, input, control) {
    try {
      const { header, fileKey } = keyFor(input);
      const manifest = readBackup(input.path, fileKey, input.to, (done, total) => {
        control.progress('open', done, total);
        control.checkCancelled();
      });
      const { counts, assets } = inspectCopy(input.to);
      if (JSON.stringify(counts) !== JSON.stringify(manifest.counts)) throw new AppError('backupDamaged', { reason: 'counts' });
      const db = openDatabase(input.to, { readonly: true });
      try {
        checkHistory(ctx, db);
        return { header, counts, assets, assetKey: manifest.assetKey, bytes: manifest.bytes, look: lookInto(db), now: lookInto(ctx.db) };
      } finally {
        db.close();
      }
    } catch (error) {
      dropCopy(input.to);
      throw error;
    } finally {
      dropFile(input.path);
    }
  },
});
