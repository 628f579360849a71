import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/*
 * What a disk holds after the power went, worked out from a record of faulty-disk.c. The model: what was waited for (fsync of the file)
 * is there. Of what was written after it, each sector is there or not, in any order. Names (a new file, a rename, a removal, a length)
 * follow each other in order, as in a file system with a journal: up to the last wait of all they are there, of those after it the first
 * few.
 */

const ops = { create: 1, write: 2, sync: 3, truncate: 4, rename: 5, unlink: 6 } as const;
const sectorBytes = 512;

export interface DiskCall {
  op: number;
  path: string;
  /** of a rename: where to */
  other: string;
  data: Buffer;
  offset: number;
}

/** The calls of a record, in their order; a last one that was cut is left out. */
export function readRecord(bytes: Buffer): DiskCall[] {
  const calls: DiskCall[] = [];
  for (let at = 0; at + 24 <= bytes.length; ) {
    const [op, path, other, data] = [0, 4, 8, 12].map((place) => bytes.readUInt32LE(at + place)) as [number, number, number, number];
    const offset = Number(bytes.readBigInt64LE(at + 16));
    const text = (from: number, length: number) => bytes.toString('utf8', at + from, at + from + length);
    const end = at + 24 + path + other + data;
    if (end > bytes.length) break;
    calls.push({ op, path: text(24, path), other: text(24 + path, other), data: bytes.subarray(end - data, end), offset });
    at = end;
  }
  return calls;
}

/** What is in a file, with room to spare: it grows by many small pieces, and one more is not to copy all before it. */
class Bytes {
  #room: Buffer;
  #length: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#room = Buffer.from(bytes);
    this.#length = bytes.length;
  }

  /** as they are now; only until the next change */
  now(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  write(at: number, data: Buffer): void {
    this.#reach(at + data.length);
    data.copy(this.#room, at);
  }

  truncate(length: number): void {
    this.#reach(length);
    this.#room.fill(0, length, this.#length);
    this.#length = length;
  }

  #reach(length: number): void {
    if (length <= this.#length) return;
    if (length > this.#room.length) {
      const wider = Buffer.alloc(Math.max(length, this.#room.length * 2));
      this.#room.copy(wider, 0, 0, this.#length);
      this.#room = wider;
    }
    this.#length = length;
  }
}

interface OneFile {
  /** what is there for certain */
  safe: Bytes;
  /** since the last wait, in order */
  loose: (DiskCall & { op: typeof ops.write | typeof ops.truncate })[];
}

const emptyFile = (): OneFile => ({ safe: new Bytes(), loose: [] });

function apply(bytes: Bytes, { op, offset, data }: DiskCall): void {
  if (op === ops.truncate) bytes.truncate(offset);
  else bytes.write(offset, data);
}

/** The same, but each sector of a write only by chance. */
function applySome(bytes: Bytes, call: DiskCall, pick: (n: number) => number): void {
  if (call.op === ops.truncate) {
    if (pick(2)) apply(bytes, call);
    return;
  }
  for (let at = 0; at < call.data.length; ) {
    const end = Math.min(call.data.length, at + sectorBytes - ((call.offset + at) % sectorBytes));
    if (pick(2)) bytes.write(call.offset + at, call.data.subarray(at, end));
    at = end;
  }
}

/** A disk that is led through a record, and can be cut off from power at any of its calls. */
export class RecordedDisk {
  readonly #files = new Map<string, OneFile>();
  /** names since the last wait of all: they may be taken back, the last first */
  #looseNames: (() => void)[] = [];

  /** Takes one more call. */
  take(call: DiskCall): void {
    const { op, path, other } = call;
    if (op === ops.sync) this.#settle(path);
    else if (op === ops.write || op === ops.truncate) this.#file(path).loose.push(call as OneFile['loose'][number]);
    else if (op === ops.create) this.#name(path, emptyFile());
    else if (op === ops.unlink) this.#name(path, undefined);
    else {
      const moved = this.#files.get(path);
      const was = this.#files.get(other);
      if (!moved) return;
      this.#set(path, undefined);
      this.#set(other, moved);
      this.#looseNames.push(() => {
        this.#set(other, was);
        this.#set(path, moved);
      });
    }
  }

  /**
   * Writes what is left after a cut now into folders below `to`; the disk itself goes on.
   * @param from folder of the record
   */
  cut(from: string, to: string, pick: (n: number) => number): void {
    const kept = new Map(this.#files);
    const names = this.#looseNames;
    for (let lost = pick(names.length + 1), n = names.length - 1; lost > 0; lost -= 1, n -= 1) names[n]!();
    rmSync(to, { recursive: true, force: true });
    for (const [path, { safe, loose }] of this.#files) {
      const file = join(to, relative(from, path));
      mkdirSync(dirname(file), { recursive: true });
      const left = loose.length === 0 ? safe : new Bytes(safe.now());
      for (const call of loose) applySome(left, call, pick);
      writeFileSync(file, left.now());
    }
    this.#files.clear();
    for (const [path, file] of kept) this.#files.set(path, file);
  }

  #file(path: string): OneFile {
    const known = this.#files.get(path) ?? emptyFile();
    this.#files.set(path, known);
    return known;
  }

  #settle(path: string): void {
    // a wait for anything writes the journal of names
    this.#looseNames = [];
    const file = this.#files.get(path);
    if (!file) return;
    for (const call of file.loose) apply(file.safe, call);
    file.loose = [];
  }

  #name(path: string, file: OneFile | undefined): void {
    const was = this.#files.get(path);
    this.#set(path, file);
    this.#looseNames.push(() => this.#set(path, was));
  }

  #set(path: string, file: OneFile | undefined): void {
    if (file) this.#files.set(path, file);
    else this.#files.delete(path);
  }
}
