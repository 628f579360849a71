import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { defineCommand, type JobControl } from '../../platform/jobs/command.ts';
import { keyFor } from '../../platform/sealed/keys.ts';
import { openKey } from '../../platform/sealed/sealed-file.ts';
import { type BackupHeader, readBackup, writeBackup } from './backup-file.ts';
import { type CopiedAsset, dropCopy, dropFile, inspectCopy, settleCopy } from './book-copy.ts';
import type { ErasedPerson } from './erased-people.ts';

export interface SealInput {
  /** of the book, by copyBook; it is taken away */
  copy: string;
  store: string;
  sequence: number;
  madeAt: number;
  version: string;
  /** null = open, by her choice */
  publicKey: Uint8Array | null;
  slots: (BackupHeader['lock'] & { kind: 'closed' })['slots'];
  assetKey: string;
  /** all that are known of */
  erased: ErasedPerson[];
}

export interface SealedBackup {
  /** the finished file in the data folder's staging; whoever asked takes it away */
  path: string;
  bytes: number;
  sha256: string;
  /** 32 bytes that open it */
  key: Uint8Array;
  counts: Record<string, number>;
  assets: CopiedAsset[];
}

/** A key for one file to be sealed with the book's keys, and what its header says of it. */
export function lockOf(input: Pick<SealInput, 'store' | 'publicKey' | 'slots'>): { key: Buffer; lock: BackupHeader['lock'] } {
  if (!input.publicKey) return { key: openKey(input.store), lock: { kind: 'open' } };
  const { key, ephemeral } = keyFor(Buffer.from(input.publicKey));
  return { key, lock: { kind: 'closed', ephemeral: ephemeral.toString('base64url'), slots: input.slots } };
}

/** Opens the sealed file again, as somebody would who has nothing else, and looks through the book in it. */
function tryOut(sealed: string, key: Buffer, counts: Record<string, number>, folder: string, control: JobControl): void {
  const book = join(folder, `try-${randomBytes(6).toString('hex')}.db`);
  try {
    readBackup(sealed, key, book, (done, total) => {
      control.progress('verify', done, total);
      control.checkCancelled();
    });
    const found = inspectCopy(book);
    if (JSON.stringify(found.counts) !== JSON.stringify(counts)) throw new AppError('backupDamaged', { reason: 'counts' });
  } finally {
    dropCopy(book);
  }
}

/**
 * Seals a copy of the book, opens the sealed file again and looks through the book in it. Nobody waits for it who writes or searches.
 * @throws AppError `diskFull`, `backupDamaged`, `cancelled`
 */
export const sealCommand = defineCommand<SealInput, SealedBackup>({
  name: 'backups.seal',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(ctx, input, control) {
    const folder = join(ctx.dataDir, 'staging');
    const { copy } = input;
    const path = `${copy}.tfb`;
    try {
      control.progress('seal', 0, 0);
      control.checkCancelled();
      settleCopy(copy);
      const { counts, schema, assets } = inspectCopy(copy);
      const { key, lock } = lockOf(input);
      const { store, sequence, madeAt, version, assetKey, erased } = input;
      const header: BackupHeader = { kind: 'book', store, sequence, madeAt, version, schema, lock };
      const listed = assets.map(({ sha256, bytes }): [string, number] => [sha256, bytes]);
      const file = writeBackup(path, header, key, copy, { counts, assetKey, assets: listed, erased }, (done, total) => {
        control.progress('seal', done, total);
        control.checkCancelled();
      });
      dropCopy(copy);
      tryOut(path, key, counts, folder, control);
      return { path, ...file, key, counts, assets };
    } catch (error) {
      dropFile(path);
      throw error;
    } finally {
      dropCopy(copy);
    }
  },
});
