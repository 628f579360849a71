import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { constants as zlib, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';

/**
 * A sealed file: whatever bytes, in frames that are compressed (zstd, RFC 8878) and sealed (AES-256-GCM) each.
 *
 *     0   8  'TIEFEN' 0x1a, format (1)
 *     8   4  length of the header, little endian, at most 64 KiB
 *     12  n  header: JSON, in the clear, authenticated with every frame
 *     then frames: 4 bytes length of what follows (little endian), ciphertext, 16 bytes tag
 *
 * The nonce of a frame is its number (8 bytes, big endian), three zeros and 1 for the last frame, else 0 (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár 2015); its associated data the SHA-256 of everything before the
 * frames. So frames that are changed, left out, repeated, put in another order, taken from another file, or missing at the
 * end are noticed, and the header cannot be another one. A key must serve one file only.
 */

const magic = Buffer.from('TIEFEN\x1a\x01', 'latin1');
const headerLimit = 64 * 1024;
/** Plain bytes of a frame. */
export const frameBytes = 1024 * 1024;
/** A frame of noise grows a little. */
const sealedLimit = frameBytes + frameBytes / 64 + 1024;
const tagBytes = 16;

/** The key of a file that is not closed (chosen by her): anyone can read it, chance damage is still noticed. */
export const openKey = (salt: string): Buffer => Buffer.from(hkdfSync('sha256', 'open', salt, 'tiefen open 1', 32));

function nonceOf(frame: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(frame));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function headOf(header: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  if (json.length > headerLimit) throw new Error('header too long');
  const head = Buffer.alloc(12);
  magic.copy(head);
  head.writeUInt32LE(json.length, 8);
  return Buffer.concat([head, json]);
}

export interface SealedWriter {
  /** more of the content; may be of any length */
  write(bytes: Uint8Array): void;
  /** Writes the last frame and waits until the disk has everything. @returns bytes and SHA-256 (hex) of the file */
  finish(): { bytes: number; sha256: string };
  /** closes the file as it is; after an error */
  abandon(): void;
}

/**
 * Begins a sealed file at `path`, which must not exist (readable by this user only).
 * @param key 32 bytes, for this file only
 */
export function writeSealed(path: string, header: unknown, key: Buffer, level = 1): SealedWriter {
  const fd = openSync(path, 'wx', 0o600);
  const head = headOf(header);
  const data = createHash('sha256').update(head).digest();
  const whole = createHash('sha256');
  const pending = Buffer.allocUnsafe(frameBytes);
  let filled = 0;
  let frame = 0;
  let bytes = 0;
  let isOpen = true;
  const put = (piece: Buffer) => {
    for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at);
    whole.update(piece);
    bytes += piece.length;
  };
  const seal = (last: boolean) => {
    const packed = zstdCompressSync(pending.subarray(0, filled), { params: { [zlib.ZSTD_c_compressionLevel]: level } });
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frame, last)).setAAD(data);
    const sealed = [cipher.update(packed), cipher.final(), cipher.getAuthTag()];
    const length = Buffer.alloc(4);
    length.writeUInt32LE(packed.length + tagBytes);
    put(Buffer.concat([length, ...sealed]));
    frame += 1;
    filled = 0;
  };
  const abandon = () => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  try {
    put(head);
  } catch (error) {
    abandon();
    throw error;
  }
  return {
    write(more) {
      for (let at = 0; at < more.length; ) {
        // a full frame is sealed only when more comes: the last one must say that it is the last
        if (filled === frameBytes) seal(false);
        const take = Math.min(frameBytes - filled, more.length - at);
        pending.set(more.subarray(at, at + take), filled);
        filled += take;
        at += take;
      }
    },
    finish() {
      seal(true);
      fsyncSync(fd);
      abandon();
      return { bytes, sha256: whole.digest('hex') };
    },
    abandon,
  };
}

export interface SealedReader {
  /** as it was given to writeSealed; believe it only once a frame was opened */
  header: unknown;
  /** bytes of the whole file */
  bytes: number;
  /**
   * The content, frame by frame. The bytes of a frame were sealed by whoever had the key; that there is no more of them
   * is known when the walk has come to its end.
   * @throws AppError `backupDamaged`
   */
  frames(key: Buffer): Generator<Buffer>;
  close(): void;
}

const damaged = (reason: string) => new AppError('backupDamaged', { reason });

/**
 * Opens a sealed file for reading.
 * @throws AppError `notABackup` (other content), `backupNewer` (a format this program does not know), `backupDamaged`
 */
export function openSealed(path: string): SealedReader {
  // a pipe or a device in somebody else's folder must not hang us, a link must not lead elsewhere
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  try {
    const info = fstatSync(fd);
    if (!info.isFile()) throw new AppError('notABackup');
    const head = readAt(fd, 0, 12, 'notABackup');
    const json = readAt(fd, 12, headerLength(head), 'backupDamaged');
    return {
      header: parsed(json),
      bytes: info.size,
      frames: (key) => frames(fd, info.size, Buffer.concat([head, json]), key),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * The header in the first bytes of a file; nobody vouches for it before a frame was opened.
 * @throws AppError `notABackup`, `backupNewer`, `backupDamaged` (also where the bytes do not hold all of it)
 */
export function headerIn(bytes: Buffer): unknown {
  const length = headerLength(bytes.subarray(0, 12));
  if (bytes.length < 12 + length) throw damaged('short');
  return parsed(bytes.subarray(12, 12 + length));
}

/** Length of the header, out of the first 12 bytes. */
function headerLength(head: Buffer): number {
  if (head.length < 12 || !head.subarray(0, 7).equals(magic.subarray(0, 7))) throw new AppError('notABackup');
  if (head[7] !== magic[7]) throw new AppError('backupNewer');
  const length = head.readUInt32LE(8);
  if (length > headerLimit) throw damaged('header');
  return length;
}

function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    throw damaged('header');
  }
}

function readAt(fd: number, at: number, length: number, otherwise: 'notABackup' | 'backupDamaged'): Buffer {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, bytes, filled, length - filled, at + filled);
    if (got === 0) throw new AppError(otherwise, otherwise === 'backupDamaged' ? { reason: 'short' } : {});
    filled += got;
  }
  return bytes;
}

function* frames(fd: number, size: number, head: Buffer, key: Buffer): Generator<Buffer> {
  const data = createHash('sha256').update(head).digest();
  let at = head.length;
  for (let frame = 0; ; frame += 1) {
    const length = readAt(fd, at, 4, 'backupDamaged').readUInt32LE(0);
    if (length < tagBytes || length > sealedLimit) throw damaged('frame');
    const sealed = readAt(fd, at + 4, length, 'backupDamaged');
    at += 4 + length;
    const last = at === size;
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame, last)).setAAD(data);
    decipher.setAuthTag(sealed.subarray(length - tagBytes));
    let packed: Buffer;
    try {
      packed = Buffer.concat([decipher.update(sealed.subarray(0, length - tagBytes)), decipher.final()]);
    } catch {
      throw damaged('seal');
    }
    yield zstdDecompressSync(packed, { maxOutputLength: frameBytes });
    if (last) return;
  }
}
