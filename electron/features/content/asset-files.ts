import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Asset } from '../../../shared/contracts/content.ts';
import type { ServiceContext } from '../../platform/context.ts';

const extensions: Record<Asset['mime'], string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
};

type FileOf = { sha256: string; mime: Asset['mime'] };

/** `<dataDir>/assets/<ab>/<sha256>.<ext>`: made of our own letters only, whatever a file was called. */
const pathOf = (ctx: ServiceContext, { sha256, mime }: FileOf) => place(ctx, sha256, extensions[mime]);
const place = (ctx: ServiceContext, sha256: string, ending: string) =>
  join(ctx.dataDir, 'assets', sha256.slice(0, 2), `${sha256}.${ending}`);
const thumbOf = (ctx: ServiceContext, sha256: string) => place(ctx, sha256, 'thumb.webp');

/** SHA-256 of a file in hex, read piece by piece. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Copies a file to its place in the data folder, unless it is there already. */
export async function keepFile(ctx: ServiceContext, from: string, asset: FileOf): Promise<void> {
  await appear(ctx, pathOf(ctx, asset), (temporary) => copyFile(from, temporary));
}

/** As keepFile, for bytes. @returns their SHA-256 in hex */
export async function keepPictureFile(ctx: ServiceContext, bytes: Uint8Array, mime: Asset['mime']): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await appear(ctx, pathOf(ctx, { sha256, mime }), (temporary) => writeBytes(temporary, bytes));
  return sha256;
}

/** Keeps the small picture of an asset; a new one takes the place of the old. */
export async function keepThumbFile(ctx: ServiceContext, sha256: string, bytes: Uint8Array): Promise<void> {
  const path = thumbOf(ctx, sha256);
  await rm(path, { force: true });
  await appear(ctx, path, (temporary) => writeBytes(temporary, bytes));
}

/** What it was called, ending as its content does: `IMG_1.heic` that held a JPEG is `IMG_1.jpg`. Still as she named it: not safe on disks. */
const nameOf = ({ name, mime }: { name: string; mime: Asset['mime'] }) =>
  `${name.replace(/\.(?:jpe?g|png|webp|gif|heic|heif|bmp|mp4|m4v|mov|webm)$/i, '')}.${extensions[mime]}`;

/** Where an asset lies and what it is called; null when there is none or its file was taken away by hand. */
export function assetFile(ctx: ServiceContext, id: number): { path: string; mime: string; bytes: number; name: string } | null {
  const row = rowOf(ctx, id);
  if (!row) return null;
  const path = pathOf(ctx, row);
  return existsSync(path) ? { path, mime: row.mime, bytes: row.bytes, name: nameOf(row) } : null;
}

/** Where the small picture of an asset lies; null when none was made. */
export function thumbFile(ctx: ServiceContext, id: number): string | null {
  const row = rowOf(ctx, id);
  const path = row && thumbOf(ctx, row.sha256);
  return path && existsSync(path) ? path : null;
}

/** Where an asset of that content lies in this data folder, whether it is there or not; null for a kind that this version does not know. */
export const assetPath = (ctx: ServiceContext, { sha256, mime }: { sha256: string; mime: string }): string | null =>
  Object.hasOwn(extensions, mime) && /^[0-9a-f]{64}$/.test(sha256) ? pathOf(ctx, { sha256, mime: mime as Asset['mime'] }) : null;

/** Every file of an asset, to be deleted once its row is gone. */
export const filesOf = (ctx: ServiceContext, asset: FileOf): string[] => [pathOf(ctx, asset), thumbOf(ctx, asset.sha256)];

/** As filesOf, for all of these assets. */
export const assetFiles = (ctx: ServiceContext, ids: readonly number[]): string[] =>
  ids.flatMap((id) => {
    const row = rowOf(ctx, id);
    return row ? filesOf(ctx, row) : [];
  });

const rowOf = (ctx: ServiceContext, id: number) =>
  ctx.db.sql('SELECT sha256, mime, bytes, name FROM assets WHERE id = ?').get(id) as (FileOf & { bytes: number; name: string }) | undefined;

async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}

/** The file appears under its name only when all of it is on the disk. */
async function appear(ctx: ServiceContext, path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return;
  const temporary = `${path}.${ctx.ids.token('new')}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await fill(temporary);
    await syncPath(temporary, 'r+');
    await rename(temporary, path);
    // makes the new name durable; Windows cannot open a folder and needs no such step
    if (process.platform !== 'win32') await syncPath(dirname(path), 'r');
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function syncPath(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
