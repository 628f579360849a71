import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Asset } from '../../../shared/contracts/content.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { write } from '../../platform/undo/undo-log.ts';
import { getAsset } from './assets.queries.ts';
import { type Picture, type PictureMime, recognisePicture } from './picture.ts';

export const maxPictureBytes = 30 * 1024 * 1024;
/** Hashing and copying more than this takes longer than the host's thread should be away. */
const heavyBytes = 2 * 1024 * 1024;

const extensions: Record<PictureMime, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/gif': 'gif' };

export interface AddAssetInput {
  /** staged copy of the picture */
  path: string;
  name: string;
  size: number;
}

/**
 * Takes a picture into the data folder, once per content; the bytes decide what it is, not the name.
 * @throws AppError `notAPicture` {what, name}, `fileTooLarge` {name, maxBytes}, `diskFull`, `readOnlyFolder`
 */
export const addAssetCommand = defineCommand<AddAssetInput, Asset>({
  name: 'posts.addAsset',
  writes: true,
  heavy: (input) => input.size > heavyBytes && input.size <= maxPictureBytes,
  async run(ctx, { path, name, size }) {
    if (size > maxPictureBytes) throw new AppError('fileTooLarge', { name, maxBytes: maxPictureBytes });
    const bytes = await readFile(path);
    const found = recognisePicture(bytes);
    if ('problem' in found) throw new AppError('notAPicture', { what: found.problem, name });
    const sha256 = await keepPictureFile(ctx, bytes, found.mime);
    const { id } = write(ctx, () => keepAssetRow(ctx, { ...found, sha256, name, bytes: bytes.byteLength }));
    ctx.announce({ topics: ['assets'] });
    return getAsset(ctx, id);
  },
});

/**
 * Writes a recognised picture to `<dataDir>/assets/<ab>/<sha256>.<ext>`, unless it is there already.
 * @returns its SHA-256 in hex
 */
export async function keepPictureFile(ctx: ServiceContext, bytes: Uint8Array, mime: PictureMime): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = pathOf(ctx, sha256, mime);
  if (!existsSync(path)) await writeDurably(path, `${path}.${ctx.ids.token('new')}`, bytes);
  return sha256;
}

/** The row of a kept picture, made if there is none of the same content yet; inside the caller's transaction. */
export function keepAssetRow(
  ctx: ServiceContext,
  asset: Picture & { sha256: string; name: string; bytes: number },
): { id: number; isNew: boolean } {
  const known = ctx.db.pluck('SELECT id FROM assets WHERE sha256 = ?').get(asset.sha256) as number | undefined;
  if (known !== undefined) return { id: known, isNew: false };
  const { lastInsertRowid } = ctx.db
    .sql(
      `INSERT INTO assets (sha256, name, mime, bytes, width, height, created_at)
       VALUES (@sha256, @name, @mime, @bytes, @width, @height, @now)`,
    )
    .run({ ...asset, now: ctx.clock.now() });
  return { id: Number(lastInsertRowid), isNew: true };
}

/** Where a stored picture lies; null when there is no such asset or its file was taken away by hand. */
export function assetFile(ctx: ServiceContext, id: number): { path: string; mime: string; bytes: number } | null {
  const row = ctx.db.sql('SELECT sha256, mime, bytes FROM assets WHERE id = ?').get(id) as
    | { sha256: string; mime: PictureMime; bytes: number }
    | undefined;
  if (!row) return null;
  const path = pathOf(ctx, row.sha256, row.mime);
  return existsSync(path) ? { path, mime: row.mime, bytes: row.bytes } : null;
}

const pathOf = (ctx: ServiceContext, sha256: string, mime: PictureMime) =>
  join(ctx.dataDir, 'assets', sha256.slice(0, 2), `${sha256}.${extensions[mime]}`);

/** The file appears under its name only when all of it is on the disk. */
async function writeDurably(path: string, temporary: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes the new name durable; Windows cannot open a folder and needs no such step. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
