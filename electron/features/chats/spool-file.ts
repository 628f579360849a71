import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** A look at small files needs no file of its own. */
const memoryBytes = 4 * 2 ** 20;

/** Bytes that are written once and read back: in memory while they are few, then in a file of ours, for her eyes only. */
export class SpoolFile {
  readonly #path: string;
  #memory: Buffer | null = Buffer.allocUnsafe(4096);
  #file: number | null = null;
  #size = 0;

  /** @param path of a file that is not there yet */
  constructor(path: string) {
    this.#path = path;
  }

  /** @returns where they stand. Throws what the disk says */
  append(bytes: Uint8Array): number {
    const at = this.#size;
    this.#size += bytes.length;
    if (this.#memory && this.#size > memoryBytes) this.#toDisk(this.#memory.subarray(0, at));
    if (this.#file !== null) writeAll(this.#file, bytes);
    else {
      if (this.#size > this.#memory!.length) {
        const wider = Buffer.allocUnsafe(Math.max(this.#size, this.#memory!.length * 2));
        this.#memory!.copy(wider, 0, 0, at);
        this.#memory = wider;
      }
      this.#memory!.set(bytes, at);
    }
    return at;
  }

  /** Fills `into` from a place on. @returns how many bytes there were */
  read(into: Uint8Array, from: number): number {
    if (this.#file === null) {
      const some = this.#memory!.subarray(from, Math.min(this.#size, from + into.length));
      into.set(some);
      return some.length;
    }
    let done = 0;
    while (done < into.length) {
      const more = readSync(this.#file, into, done, into.length - done, from + done);
      if (more === 0) break;
      done += more;
    }
    return done;
  }

  /** Forgets everything; may be called twice. */
  close(): void {
    this.#memory = null;
    if (this.#file === null) return;
    closeSync(this.#file);
    this.#file = null;
    rmSync(this.#path, { force: true });
  }

  #toDisk(bytes: Uint8Array): void {
    this.#file = openSync(this.#path, 'wx+', 0o600);
    this.#memory = null;
    writeAll(this.#file, bytes);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
