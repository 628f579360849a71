import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { openSealed, writeSealed } from '../../platform/sealed/sealed-file.ts';
import { assetPath } from '../content/index.ts';
import { type CopiedAsset, dropFile } from './book-copy.ts';
import type { BackupContext } from './progress.ts';

/*
 * Pictures and videos lie beside the backups, each sealed by itself and once for all backups of a book. The name of a file is a
 * keyed hash of its content, so that nobody can ask a folder whether a certain picture is in it.
 */

export const assetFolderOf = (store: string): string => `tiefen-${store.slice(0, 12)}-pictures`;
export const assetFileName = /^[0-9a-f]{40}\.tfa$/;

/** Name of the sealed file of an asset. @param sha256 of its content, hex */
export const assetNameOf = (assetKey: Buffer, sha256: string): string =>
  `${createHmac('sha256', assetKey).update(sha256).digest('hex').slice(0, 40)}.tfa`;

const header = z.object({ kind: z.literal('picture'), salt: z.string().regex(/^[\w-]{43}$/) });
/** The key of one sealed file: its random salt keeps it from ever serving two. */
const fileKey = (assetKey: Buffer, salt: string): Buffer =>
  Buffer.from(hkdfSync('sha256', assetKey, Buffer.from(salt, 'base64url'), 'tiefen picture 1', 32));

const pieceBytes = 1024 * 1024;

/** Seals one picture into a new file. */
export const sealAssetCommand = defineCommand<{ from: string; to: string; assetKey: Uint8Array }, { sha256: string }>({
  name: 'backups.sealAsset',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(_ctx, { from, to, assetKey }) {
    const salt = randomBytes(32).toString('base64url');
    const writer = writeSealed(to, { kind: 'picture', salt }, fileKey(Buffer.from(assetKey), salt));
    const fd = openSync(from, 'r');
    const piece = Buffer.allocUnsafe(pieceBytes);
    try {
      for (let got = 0; (got = readSync(fd, piece, 0, pieceBytes, null)) > 0; ) writer.write(piece.subarray(0, got));
      return { sha256: writer.finish().sha256 };
    } finally {
      writer.abandon();
      closeSync(fd);
    }
  },
});

/**
 * The content of a sealed picture, piece by piece.
 * @throws AppError `backupDamaged`, `notABackup`, `backupNewer`
 */
export function* openAsset(path: string, assetKey: Buffer): Generator<Buffer> {
  const file = openSealed(path);
  try {
    const read = header.safeParse(file.header);
    if (!read.success) throw new AppError('notABackup');
    yield* file.frames(fileKey(assetKey, read.data.salt));
  } finally {
    file.close();
  }
}

/**
 * Brings pictures that a target does not hold yet there. One whose file was taken away by hand on this computer is passed over.
 * @param onDone files so far, of how many
 * @throws AppError of the target, as Share.put
 */
export async function sendAssets(
  ctx: BackupContext,
  target: { folder: string; store: string; assetKey: Buffer },
  assets: readonly CopiedAsset[],
  onDone: (done: number, total: number) => void,
): Promise<void> {
  if (assets.length === 0) return;
  const folder = join(target.folder, assetFolderOf(target.store));
  await ctx.share.probe(folder);
  const there = new Set((await ctx.share.list(folder, assetFileName)).map(({ name }) => name));
  const missing = assets
    .map((asset) => ({ from: assetPath(ctx, asset), name: assetNameOf(target.assetKey, asset.sha256) }))
    .filter(({ from, name }) => !there.has(name) && from !== null && existsSync(from));
  for (const [done, { from, name }] of missing.entries()) {
    onDone(done, missing.length);
    const to = join(ctx.folder.staging, ctx.ids.token('picture'));
    try {
      const sealed = await ctx.execute(sealAssetCommand, { from: from!, to, assetKey: target.assetKey });
      const put = await ctx.share.put(to, join(folder, name));
      if (put.sha256 !== sealed.sha256) throw new AppError('backupDamaged', { reason: 'readBack' });
    } finally {
      dropFile(to);
    }
  }
}
