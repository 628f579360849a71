import { join } from 'node:path';
import { type BackupPlace, backupReasons, type FoundBackup, type FoundBackups } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { headerIn } from '../../platform/sealed/sealed-file.ts';
import { backupHeader } from './backup-file.ts';
import { backupsDb } from './backups-db.ts';
import { folderOf } from './targets.ts';
import { readVault } from './vault.ts';

/** Any file that may be a backup: she may have given it another name. */
const endsAsOurs = /\.tfb$/;
/** Bytes that hold the header of any backup of ours. */
const headBytes = 16 * 1024;
/** How many files of a folder are looked into: the last ones by name. */
const mostFiles = 2000;

/** What of the list a file is; null = nothing of ours that this version can read. @param head its first bytes */
function foundIn(ctx: HostContext, name: string, bytes: number, head: Uint8Array, ownStore: string | null): FoundBackup | null {
  let header: ReturnType<typeof backupHeader.safeParse>;
  try {
    header = backupHeader.safeParse(headerIn(Buffer.from(head)));
  } catch {
    return null;
  }
  if (!header.success) return null;
  const { store, sequence, madeAt, version, lock } = header.data;
  const own = store === ownStore;
  const known = own
    ? (backupsDb(ctx)
        .sql(
          `SELECT reason, (SELECT max(verified_at) FROM copies WHERE copies.sequence = backups.sequence AND name = ? AND damaged_at IS NULL) AS verifiedAt
           FROM backups WHERE sequence = ?`,
        )
        .get(name, sequence) as { reason: string; verifiedAt: number | null } | undefined)
    : undefined;
  const needsSecret = lock.kind === 'closed' && (!own || ownKey(ctx, sequence) === null);
  return {
    name,
    bytes,
    own,
    store: store.slice(0, 12),
    sequence,
    madeAt,
    version,
    closed: lock.kind === 'closed',
    needsSecret,
    verifiedAt: known?.verifiedAt ?? null,
    reason: backupReasons.find((reason) => reason === known?.reason) ?? null,
  };
}

/** The key of a backup of this computer; null = not known (any more). */
export const ownKey = (ctx: HostContext, sequence: number): Buffer | null =>
  (backupsDb(ctx).pluck('SELECT file_key FROM backups WHERE sequence = ?').get(sequence) as Buffer | undefined) ?? null;

/**
 * The backups in a folder, whoever made them, by what their headers say; no more than their first bytes is read, so nothing of it is
 * certain before one is opened. Newest first; of one book by its numbers, not by clocks.
 * @throws AppError `targetMissing`, `targetHangs`, `targetReadOnly`, `notFound` …
 */
export const listBackups = (ctx: HostContext, place: BackupPlace): Promise<FoundBackups> => backupsIn(ctx, folderOf(ctx, place));

/** As listBackups, of a folder by its path. */
export async function backupsIn(ctx: HostContext, folder: string): Promise<FoundBackups> {
  const files = (await ctx.share.list(folder, endsAsOurs)).slice(-mostFiles);
  const ownStore = readVault(ctx)?.store ?? null;
  const backups: FoundBackup[] = [];
  let others = 0;
  for (const { name, bytes } of files) {
    const found = await ctx.share.head(join(folder, name), headBytes).then(
      (head) => foundIn(ctx, name, bytes, head, ownStore),
      (error: unknown) => {
        // the place itself is gone or stands still; a single file that cannot be read is only passed over
        if (error instanceof AppError && ['targetHangs', 'closing', 'cancelled'].includes(error.kind)) throw error;
        return null;
      },
    );
    if (found) backups.push(found);
    else others += 1;
  }
  return { folder, backups: backups.sort(newestFirst), others };
}

function newestFirst(one: FoundBackup, other: FoundBackup): number {
  if (one.store === other.store) return other.sequence - one.sequence;
  return other.madeAt - one.madeAt || (one.store < other.store ? -1 : 1);
}

/** A name out of the list, as a path in that folder. @throws AppError `notABackup` for anything that could lead elsewhere */
export function placeOf(folder: string, name: string): string {
  if (/[\\/\0]/.test(name) || !endsAsOurs.test(name)) throw new AppError('notABackup');
  return join(folder, name);
}
