import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  scryptSync,
} from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/**
 * Keys of what leaves this computer. Backups are sealed to a public key (X25519, HKDF-SHA-256), so making one needs no
 * secret; the private key lies in two slots, each of which a person can open: a passphrase and a printed recovery code.
 */

const base64 = (bytes: number) =>
  z.string().refine((text) => Buffer.from(text, 'base64url').length === bytes && /^[\w-]+$/.test(text), 'not base64url of that size');

/** A private key, closed with one secret. scrypt with `n` = 2^logN, r = 8, p = 1 (RFC 7914). */
export const slotShape = z.object({
  kind: z.enum(['passphrase', 'code']),
  /** a file may not ask for more memory than this computer gives: 2^20 needs 1 GB */
  logN: z.int().min(14).max(20),
  salt: base64(16),
  nonce: base64(12),
  /** 32 bytes of key and 16 of tag */
  box: base64(48),
});
export type Slot = z.infer<typeof slotShape>;

export interface KeyPair {
  /** 32 bytes each, as X25519 has them */
  publicKey: Buffer;
  privateKey: Buffer;
}

/** DER prefixes of X25519 keys (RFC 8410): Node takes raw keys only so. */
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex');
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicObject = (raw: Buffer) => createPublicKey({ key: Buffer.concat([publicPrefix, raw]), format: 'der', type: 'spki' });
const privateObject = (raw: Buffer) => createPrivateKey({ key: Buffer.concat([privatePrefix, raw]), format: 'der', type: 'pkcs8' });

export function newKeyPair(): KeyPair {
  const pair = generateKeyPairSync('x25519');
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(privatePrefix.length),
  };
}

/** The public half of a private key (32 bytes each). */
export const publicKeyOf = (privateKey: Buffer): Buffer =>
  createPublicKey(privateObject(privateKey)).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);

function sharedKey(own: Buffer, other: Buffer, ephemeral: Buffer, receiver: Buffer): Buffer {
  const secret = diffieHellman({ privateKey: privateObject(own), publicKey: publicObject(other) });
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([ephemeral, receiver]), 'tiefen backup 1', 32));
}

/**
 * A key for one file that only the owner of `receiver` can find again.
 * @returns `key` 32 bytes for AES-256; `ephemeral` 32 bytes to be written into the file
 */
export function keyFor(receiver: Buffer): { key: Buffer; ephemeral: Buffer } {
  const pair = newKeyPair();
  return { key: sharedKey(pair.privateKey, receiver, pair.publicKey, receiver), ephemeral: pair.publicKey };
}

/** The key that keyFor made, from the private key. */
export const keyFrom = (privateKey: Buffer, ephemeral: Buffer): Buffer =>
  sharedKey(privateKey, ephemeral, ephemeral, publicKeyOf(privateKey));

/** Cost of new slots (2^n): 128 MB and some 0.4 s on a laptop of 2020. */
export const usualSecretCost = 17;

function slotKey(secret: string, salt: Buffer, logN: number): Buffer {
  const n = 2 ** logN;
  return scryptSync(secret, salt, 32, { N: n, r: 8, p: 1, maxmem: 130 * 8 * n });
}

/** What a person typed, as it goes into scrypt: the same passphrase from another keyboard is the same. */
const normalSecret = (kind: Slot['kind'], secret: string) =>
  kind === 'code' ? plainCode(secret) : secret.normalize('NFKC').trim().replace(/\s+/g, ' ');

const slotData = (kind: Slot['kind']) => Buffer.from(`tiefen slot ${kind}`);

/** Closes the private key with a secret. Takes some 0.4 s of processor time: not on the host's thread. */
export function closeSlot(kind: Slot['kind'], privateKey: Buffer, secret: string, logN = usualSecretCost): Slot {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', slotKey(normalSecret(kind, secret), salt, logN), nonce).setAAD(slotData(kind));
  const box = Buffer.concat([cipher.update(privateKey), cipher.final(), cipher.getAuthTag()]);
  return { kind, logN, salt: salt.toString('base64url'), nonce: nonce.toString('base64url'), box: box.toString('base64url') };
}

/**
 * The private key, from whichever slot the secret opens.
 * @throws AppError `wrongSecret`, the same for every secret that opens nothing, after the same work
 */
export function openSlots(slots: readonly Slot[], secret: string): Buffer {
  for (const slot of slots) {
    const box = Buffer.from(slot.box, 'base64url');
    const key = slotKey(normalSecret(slot.kind, secret), Buffer.from(slot.salt, 'base64url'), slot.logN);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(slot.nonce, 'base64url'));
    decipher.setAAD(slotData(slot.kind)).setAuthTag(box.subarray(32));
    try {
      return Buffer.concat([decipher.update(box.subarray(0, 32)), decipher.final()]);
    } catch {
      // not this one
    }
  }
  throw new AppError('wrongSecret');
}

/** Crockford's base 32: no I, L, O, U, so that a printed code can be read aloud and typed. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 32;

/** A typed code without what people add: spaces, dashes, small letters, O for 0, I and l for 1. */
function plainCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '');
}

/** 160 random bits in eight groups of four signs: 'K7QM-…'. */
export function newRecoveryCode(): string {
  const bytes = randomBytes(codeLength);
  const signs = Array.from(bytes, (byte) => digits[byte & 31]).join('');
  return signs.match(/.{4}/g)!.join('-');
}

/** Whether something typed has the shape of a recovery code (it may still open nothing). */
export function looksLikeCode(typed: string): boolean {
  const plain = plainCode(typed);
  return plain.length === codeLength && [...plain].every((sign) => digits.includes(sign));
}

/** Whether two spellings are one code. */
export const sameCode = (one: string, other: string): boolean => plainCode(one) === plainCode(other);
