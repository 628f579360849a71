import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { constants } from 'node:os';

export interface Fault {
  /** the n-th call from now on fails; 0 = none */
  call: number;
  errno: 'EIO' | 'ENOSPC';
  /** `writes`: what could fill a disk, which can still be read; `reads`: a disk that no longer gives what it holds */
  calls: 'all' | 'writes' | 'reads';
  /** every call from that one on */
  lasting: boolean;
}

const words = 8;
const meant = { all: 0, writes: 1, reads: 2 };

/** The numbers that faulty-disk.c shares with everybody of a rig. They are set from one process only. */
export class DiskControl {
  readonly #fd: number;

  /** @param file of makeControl */
  constructor(file: string) {
    this.#fd = openSync(file, 'r+');
  }

  /** Counts from nothing; the fault is on from here. */
  arm({ call, errno, calls, lasting }: Fault): void {
    const numbers = [0, call, constants.errno[errno], lasting ? 1 : 0, 0, 0, meant[calls], 0];
    writeSync(this.#fd, Buffer.from(BigInt64Array.from(numbers, BigInt).buffer), 0, words * 8, 0);
  }

  /** No more faults. @returns calls since arm, and how many of them were made to fail */
  disarm(): { calls: number; faults: number } {
    writeSync(this.#fd, Buffer.alloc(8), 0, 8, 8);
    const now = new BigInt64Array(words);
    readSync(this.#fd, new Uint8Array(now.buffer), 0, words * 8, 0);
    return { calls: Number(now[0]), faults: Number(now[5]) };
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** A control file with nothing set. */
export function makeControl(file: string): void {
  writeFileSync(file, Buffer.alloc(words * 8));
}
