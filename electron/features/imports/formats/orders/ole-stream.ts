const endOfChain = 0xfffffffa;

/**
 * The bytes of one stream of an OLE container ([MS-CFB] 2.2–2.6); null when it is not there, longer than `limit`, or its chain of
 * sectors is broken. Never throws and never follows a chain twice.
 */
export function oleStream(bytes: Buffer, name: string, limit: number): Buffer | null {
  if (bytes.length < 512) return null;
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const file = new Container(bytes, 1 << shift);
  const directory = file.chain(bytes.readUInt32LE(48), 64 * 1024 * 1024);
  if (!directory || directory.length < 128) return null;
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const length = directory.readUInt16LE(at + 64);
    if (length < 2 || length > 64 || directory.toString('utf16le', at, at + length - 2) !== name) continue;
    const size = directory.readUInt32LE(at + 120);
    if (size > limit) return null;
    const start = directory.readUInt32LE(at + 116);
    const found = size < bytes.readUInt32LE(56) ? file.small(start, directory, size) : file.chain(start, size);
    return found && found.length >= size ? found.subarray(0, size) : null;
  }
  return null;
}

class Container {
  readonly #bytes: Buffer;
  readonly #size: number;

  constructor(bytes: Buffer, size: number) {
    this.#bytes = bytes;
    this.#size = size;
  }

  /** Sectors from `start` on until `wanted` bytes are there. */
  chain(start: number, wanted: number): Buffer | null {
    const parts: Buffer[] = [];
    const seen = new Set<number>();
    let sector = start;
    let length = 0;
    while (sector < endOfChain && length < wanted) {
      const from = (sector + 1) * this.#size;
      if (seen.has(sector) || from >= this.#bytes.length) return null;
      seen.add(sector);
      parts.push(this.#bytes.subarray(from, from + this.#size));
      length += this.#size;
      const next = this.#next(sector);
      if (next === null) return null;
      sector = next;
    }
    return Buffer.concat(parts);
  }

  /** The allocation table's first 109 sectors stand in the header; small files, as a key is, need no more. */
  #next(sector: number): number | null {
    const perSector = this.#size / 4;
    const table = Math.floor(sector / perSector);
    if (table >= 109) return null;
    const place = (this.#bytes.readUInt32LE(76 + table * 4) + 1) * this.#size + (sector % perSector) * 4;
    return place + 4 <= this.#bytes.length ? this.#bytes.readUInt32LE(place) : null;
  }

  /** A stream below 4096 bytes: 64-byte pieces inside the stream of the root. */
  small(start: number, directory: Buffer, size: number): Buffer | null {
    const table = this.chain(this.#bytes.readUInt32LE(60), 4 * 1024 * 1024);
    const root = this.chain(directory.readUInt32LE(116), 16 * 1024 * 1024);
    if (!table || !root) return null;
    const parts: Buffer[] = [];
    let piece = start;
    for (let length = 0; piece < endOfChain && length < size; length += 64) {
      if (parts.length > 4096 || (piece + 1) * 64 > root.length || piece * 4 + 4 > table.length) return null;
      parts.push(root.subarray(piece * 64, piece * 64 + 64));
      piece = table.readUInt32LE(piece * 4);
    }
    return Buffer.concat(parts);
  }
}
