import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StagedFile } from '../../../shared/host.ts';

/** Files of an import that was under way when the program died. */
export interface Unfinished {
  /** when it began, ms UTC */
  at: number;
  /** a number of the caller's, by which it can tell later whether all came in after all */
  mark: number;
  files: StagedFile[];
}

const noteName = 'unfinished.json';
/** Whoever has not gone on with it by then does not want to: the files hold other people's words. */
const keptMs = 7 * 86_400_000;

/** as Ids.token makes them */
const token = /^[\w-]+$/;
const file = z.object({ fileId: z.string().regex(token), name: z.string(), size: z.int().min(0), place: z.string().optional() });
const note = z.object({ at: z.number(), mark: z.int(), files: z.array(file).min(1) });

/** Notes beside the staged files whose they are; null = nothing is under way. */
export function noteUnfinished(dir: string, unfinished: Unfinished | null): void {
  const path = join(dir, noteName);
  if (unfinished === null) {
    rmSync(path, { force: true });
    return;
  }
  const fresh = `${path}.new`;
  writeFileSync(fresh, JSON.stringify(unfinished), { mode: 0o600 });
  renameSync(fresh, path);
}

/** Clears a folder of staged files but for those of an unfinished import, as long as all of them are whole. @returns null = there is none */
export function clearButUnfinished(dir: string, now: number): Unfinished | null {
  const found = readNote(dir, now);
  if (!found) {
    clear(dir);
    return null;
  }
  const kept = new Set([noteName, ...found.files.map(({ fileId }) => fileId)]);
  for (const name of readdirSync(dir)) if (!kept.has(name)) clear(join(dir, name));
  return found;
}

function clear(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // held by a virus scanner, on a disk that stumbled: it goes at the next start
  }
}

function readNote(dir: string, now: number): Unfinished | null {
  try {
    const { at, mark, files } = note.parse(JSON.parse(readFileSync(join(dir, noteName), 'utf8')));
    const whole = files.every(({ fileId, size }) => statSync(join(dir, fileId)).size === size);
    if (!whole || now - at > keptMs) return null;
    return { at, mark, files: files.map(({ place, ...rest }) => (place === undefined ? rest : { ...rest, place })) };
  } catch {
    return null;
  }
}
