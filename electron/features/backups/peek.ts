import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { type BackupHeader, readManifest } from './backup-file.ts';
import type { ErasedPerson } from './erased-people.ts';
import { backupsIn, ownKey, placeOf } from './found.ts';
import { keyFor } from './open.ts';

/** First bytes of a backup that hold the manifest of nearly any book: a hundred thousand pictures. */
const manifestBytes = 8 * 1024 * 1024;
/** How many newer backups are tried: one that does not open says nothing. */
const mostTried = 3;

/** What a backup of which only the beginning is here says of people who were erased. The file goes. @throws as openCommand */
export const peekCommand = defineCommand<{ path: string; key: Uint8Array | null; secret: string | null }, ErasedPerson[]>({
  name: 'backups.peek',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(_, input) {
    try {
      return readManifest(input.path, keyFor(input).fileKey).manifest.erased;
    } finally {
      rmSync(input.path, { force: true });
    }
  },
});

/**
 * Who was erased after a backup was made, as the newest backup of the same book beside it tells; none where there is none, or where
 * what was typed does not open it.
 */
export async function erasedSince(
  ctx: HostContext,
  from: { folder: string; secret: string | null; own: boolean },
  { store, sequence }: BackupHeader,
): Promise<ErasedPerson[]> {
  try {
    const { backups } = await backupsIn(ctx, from.folder);
    const newer = backups.filter((one) => store.startsWith(one.store) && one.sequence > sequence).slice(0, mostTried);
    for (const one of newer) {
      const people = await peek(ctx, {
        path: placeOf(from.folder, one.name),
        key: from.own ? ownKey(ctx, one.sequence) : null,
        secret: from.secret,
      });
      if (people) return people;
    }
  } catch (error) {
    if (error instanceof AppError && ['closing', 'cancelled'].includes(error.kind)) throw error;
  }
  return [];
}

/** null = it does not open */
async function peek(ctx: HostContext, from: { path: string; key: Buffer | null; secret: string | null }): Promise<ErasedPerson[] | null> {
  const path = join(ctx.folder.staging, ctx.ids.token('peek'));
  const head = await ctx.share.head(from.path, manifestBytes);
  try {
    writeFileSync(path, head, { flag: 'wx', mode: 0o600 });
    return await ctx.execute(peekCommand, { ...from, path });
  } catch (error) {
    if (error instanceof AppError && ['closing', 'cancelled'].includes(error.kind)) throw error;
    return null;
  } finally {
    rmSync(path, { force: true });
  }
}
