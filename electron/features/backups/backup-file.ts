import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { keyFrom, slotShape } from '../../platform/sealed/keys.ts';
import { openKey, openSealed, type SealedReader, writeSealed } from '../../platform/sealed/sealed-file.ts';
import { erasedPerson } from './erased-people.ts';

export const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** closed = only with a secret; open = by her explicit choice */
export const lockShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('closed'), ephemeral: z.string().max(64), slots: z.array(slotShape).min(1).max(4) }),
]);
/** What of a header says how the file is opened. `store` number of the book, hex. */
export interface Locked {
  store: string;
  lock: z.infer<typeof lockShape>;
}

/** What anybody who finds the file may read: nothing of people, numbers or places. */
export const backupHeader = z.object({
  kind: z.literal('book'),
  /** the book, by a random number that its backups share */
  store: hex(16),
  sequence: z.int().min(1).max(1e9),
  /** ms UTC */
  madeAt: z.int().min(0),
  /** of the program */
  version: z.string().max(40),
  /** migrations the book knows */
  schema: z.int().min(1).max(100_000),
  lock: lockShape,
});
export type BackupHeader = z.infer<typeof backupHeader>;

export const backupManifest = z.object({
  /** rows by table */
  counts: z.record(z.string(), z.int().min(0)),
  /** of the book as a file */
  bytes: z.int().min(0),
  sha256: hex(32),
  /** opens the pictures and videos beside the backups; base64url, 32 bytes */
  assetKey: z.string().length(43),
  /** pictures and videos of the book: SHA-256 of the content and bytes */
  assets: z.array(z.tuple([hex(32), z.int().min(0)])),
  /** people who were erased by then; backups from before they were kept have none */
  erased: z.array(erasedPerson).default([]),
});
export type BackupManifest = z.infer<typeof backupManifest>;

const pieceBytes = 1024 * 1024;
/** 400,000 pictures; more is nobody's book */
const manifestLimit = 64 * 1024 * 1024;

/** Walks a file in pieces of 1 MiB; each piece is good until the next. */
function eachPiece(path: string, use: (piece: Buffer) => void): void {
  const fd = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(pieceBytes);
  try {
    for (let got = 0; (got = readSync(fd, piece, 0, pieceBytes, null)) > 0; ) use(piece.subarray(0, got));
  } finally {
    closeSync(fd);
  }
}

/** SHA-256 (hex) and size of a file. */
export function fingerprint(path: string): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  let bytes = 0;
  eachPiece(path, (piece) => {
    hash.update(piece);
    bytes += piece.length;
  });
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Writes a backup: manifest and book in one sealed file.
 * @param book a copy of the book at rest, never the live one
 * @param key of this file (keyFor, or openKey of the store for an open one)
 * @param onDone bytes of the book so far; may throw to stop, the file is not to be used then
 * @returns size and SHA-256 of the file at `to`
 */
export function writeBackup(
  to: string,
  header: BackupHeader,
  key: Buffer,
  book: string,
  facts: Omit<BackupManifest, 'bytes' | 'sha256'>,
  onDone: (bytes: number, total: number) => void,
): { bytes: number; sha256: string } {
  const manifest = Buffer.from(JSON.stringify({ ...facts, ...fingerprint(book) } satisfies BackupManifest));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(manifest.length);
  const writer = writeSealed(to, header, key);
  try {
    writer.write(length);
    writer.write(manifest);
    const total = statSync(book).size;
    let done = 0;
    eachPiece(book, (piece) => {
      writer.write(piece);
      done += piece.length;
      onDone(done, total);
    });
    return writer.finish();
  } finally {
    writer.abandon();
  }
}

/** The header of a sealed file. @throws AppError `notABackup`, `backupNewer` */
export function headerOf(file: SealedReader): BackupHeader {
  const read = backupHeader.safeParse(file.header);
  if (!read.success) throw new AppError('notABackup');
  return read.data;
}

/** The key of a backup: from the private key, or for an open one from nothing. @throws AppError `wrongSecret` without either */
export function keyOfBackup(header: Locked, privateKey: Buffer | null): Buffer {
  if (header.lock.kind === 'open') return openKey(header.store);
  if (!privateKey) throw new AppError('wrongSecret');
  return keyFrom(privateKey, Buffer.from(header.lock.ephemeral, 'base64url'));
}

/**
 * Opens a backup, writes the book in it to `to` (which must not exist; readable by this user only), and believes it only
 * when every byte came back as it was.
 * @throws AppError `backupDamaged`, `notABackup`, `backupNewer`
 */
export function readBackup(path: string, key: Buffer, to: string, onDone: (bytes: number, total: number) => void): BackupManifest {
  const file = openSealed(path);
  const fd = openSync(to, 'wx', 0o600);
  try {
    headerOf(file);
    const reader = new ManifestReader();
    const hash = createHash('sha256');
    let done = 0;
    for (const frame of file.frames(key)) {
      const book = reader.take(frame);
      if (!reader.manifest || book.length === 0) continue;
      done += book.length;
      if (done > reader.manifest.bytes) throw new AppError('backupDamaged', { reason: 'size' });
      hash.update(book);
      for (let at = 0; at < book.length; ) at += writeSync(fd, book, at);
      onDone(done, reader.manifest.bytes);
    }
    if (!reader.manifest || done !== reader.manifest.bytes || hash.digest('hex') !== reader.manifest.sha256)
      throw new AppError('backupDamaged', { reason: 'content' });
    return reader.manifest;
  } finally {
    closeSync(fd);
    file.close();
  }
}

/** Only what is inside, without the book. @throws as readBackup */
export function readManifest(path: string, key: Buffer): { header: BackupHeader; manifest: BackupManifest } {
  const file = openSealed(path);
  try {
    const header = headerOf(file);
    const reader = new ManifestReader();
    for (const frame of file.frames(key)) {
      reader.take(frame);
      if (reader.manifest) return { header, manifest: reader.manifest };
    }
    throw new AppError('backupDamaged', { reason: 'manifest' });
  } finally {
    file.close();
  }
}

/** Takes the manifest off the front of the content. */
class ManifestReader {
  manifest: BackupManifest | null = null;
  #pending: Buffer[] = [];

  /** @returns what of the frame belongs to the book */
  take(frame: Buffer): Buffer {
    if (this.manifest) return frame;
    this.#pending.push(frame);
    const all = this.#pending.length === 1 ? frame : Buffer.concat(this.#pending);
    if (all.length < 4) return Buffer.alloc(0);
    const length = all.readUInt32LE(0);
    if (length > manifestLimit) throw new AppError('backupDamaged', { reason: 'manifest' });
    if (all.length < 4 + length) {
      this.#pending = [all];
      return Buffer.alloc(0);
    }
    this.manifest = parsedManifest(all.subarray(4, 4 + length));
    this.#pending = [];
    return all.subarray(4 + length);
  }
}

function parsedManifest(json: Buffer): BackupManifest {
  try {
    return backupManifest.parse(JSON.parse(json.toString('utf8')));
  } catch {
    throw new AppError('backupDamaged', { reason: 'manifest' });
  }
}
