import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './test-clock.ts';

/** What a program is started with so that its files below `root` are under our hands. */
export interface DiskEnv {
  LD_PRELOAD: string;
  TIEFEN_DISK_ROOT: string;
  TIEFEN_DISK_CONTROL: string;
  TIEFEN_DISK_RECORD?: string;
}

const compilers = ['cc', 'gcc', 'clang'];

/**
 * Compiles tests/faults/rigs/faulty-disk.c with the system's C compiler, once for each text of it.
 * @returns the library, or why this machine has none
 */
export function faultyDisk(): { library: string | null; why: string } {
  if (process.platform !== 'linux') return { library: null, why: 'LD_PRELOAD is known on Linux only' };
  const source = join(projectRoot, 'tests', 'faults', 'rigs', 'faulty-disk.c');
  const folder = join(projectRoot, 'tests', 'artifacts');
  const library = join(folder, `faulty-disk-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12)}.so`);
  if (existsSync(library)) return { library, why: '' };
  mkdirSync(folder, { recursive: true });
  // two test files may compile at the same time
  const half = `${library}.${process.pid}`;
  const options = ['-shared', '-fPIC', '-O2', '-o', half, source, '-ldl'];
  for (const compiler of compilers) {
    const { status, error, stderr } = spawnSync(compiler, options, { encoding: 'utf8' });
    if (error) continue;
    if (status !== 0) throw new Error(`${compiler} does not take ${source}: ${stderr}`);
    renameSync(half, library);
    return { library, why: '' };
  }
  return { library: null, why: `no C compiler (${compilers.join(', ')})` };
}
