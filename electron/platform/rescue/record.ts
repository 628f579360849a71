import { isUtf8 } from 'node:buffer';

export type Value = null | number | bigint | string | Buffer;

/** A varint of SQLite: 1 to 9 bytes, high bits first. */
export interface Varint {
  /** NaN where it cannot be had exactly */
  value: number;
  /** first byte behind it */
  end: number;
}

/** @returns null when the bytes end before it does */
export function varint(bytes: Buffer, at: number): Varint | null {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    if (i === 8) return { value: Number.NaN, end: at + 9 };
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value: Number.isSafeInteger(value) ? value : Number.NaN, end: at + i + 1 };
  }
  return null;
}

const integerBytes = [0, 1, 2, 3, 4, 6, 8];

function integer(bytes: Buffer, at: number, length: number): number | bigint {
  if (length < 8) return bytes.readIntBE(at, length);
  const value = bytes.readBigInt64BE(at);
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** Bytes that a value of this serial type takes; null = there is no such type. */
function sizeOf(type: number): number | null {
  if (type >= 12) return Math.floor((type - 12) / 2);
  if (type === 7) return 8;
  if (type === 8 || type === 9) return 0;
  return integerBytes[type] ?? null;
}

function decoded(bytes: Buffer, at: number, type: number, size: number): Value | undefined {
  if (type === 0) return null;
  if (type === 7) return bytes.readDoubleBE(at);
  if (type === 8) return 0;
  if (type === 9) return 1;
  if (type < 7) return integer(bytes, at, size);
  if (type % 2 === 0) return Buffer.from(bytes.subarray(at, at + size));
  const text = bytes.subarray(at, at + size);
  // the program writes nothing else: other bytes are not what was once there
  return isUtf8(text) ? text.toString('utf8') : undefined;
}

/**
 * The values of one record, told only when everything fits: the header within the record, known types, values that end exactly
 * where the record does, texts of valid UTF-8. @returns null otherwise
 */
export function readRecord(bytes: Buffer): Value[] | null {
  const header = varint(bytes, 0);
  if (!header || !(header.value >= header.end && header.value <= bytes.length)) return null;
  const types: number[] = [];
  for (let at = header.end; at < header.value; ) {
    const type = varint(bytes, at);
    if (!type || type.end > header.value || Number.isNaN(type.value)) return null;
    types.push(type.value);
    at = type.end;
  }
  const values: Value[] = [];
  let at = header.value;
  for (const type of types) {
    const size = sizeOf(type);
    if (size === null || at + size > bytes.length) return null;
    const value = decoded(bytes, at, type, size);
    if (value === undefined) return null;
    values.push(value);
    at += size;
  }
  return at === bytes.length ? values : null;
}
