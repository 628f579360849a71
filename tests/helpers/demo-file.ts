import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemo } from '../../build/demo/generate.ts';

let file: string | null = null;

/** The demo data as the build writes them, drawn once for all tests of a process: that takes seconds. */
export function demoFileOnce(): string {
  if (file !== null) return file;
  const folder = mkdtempSync(join(tmpdir(), 'tiefen-demo-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  file = join(folder, 'demo.json');
  writeDemo(file);
  return file;
}
