import type { ErrorDetails, ErrorKind } from '../../../shared/errors.ts';

/**
 * What the process that touches sticks and shares can be asked for. A share that does not answer holds whoever waits for
 * it inside the system, where no signal reaches; so it is a process of its own, which can be left behind.
 */
export type ShareTask =
  /** Tries to write in a folder; `make`: makes it where it is missing (its parent must be there). Gives FolderFacts. */
  | { op: 'probe'; folder: string; make: boolean }
  /** Plain files of a folder whose names fit `pattern` (source of a RegExp); no links are followed. Gives ListedFile[]. */
  | { op: 'list'; folder: string; pattern: string }
  /** Copies a local file there: '.part', fsync, read again through a new handle, rename. Gives PutResult. */
  | { op: 'put'; from: string; to: string }
  /** Copies a file from there to a local path that must not exist. Gives PutResult. */
  | { op: 'get'; from: string; to: string }
  /** Copies a file of this computer into a new one beside it. Gives the number of bytes. */
  | { op: 'copy'; from: string; to: string }
  /** The first bytes of a file, fewer where it is shorter. Gives Uint8Array. */
  | { op: 'head'; path: string; bytes: number }
  /** Takes a plain file away; one that is gone is no error. Gives null. */
  | { op: 'remove'; path: string };

export interface FolderFacts {
  /** the folder itself, links resolved */
  real: string;
  /** bytes that may still be written, null where the system does not say */
  free: number | null;
  /** what it lies on: diskOf, told there because a share that hangs must not be asked here; null = the system does not say */
  disk: string | null;
}
export interface ListedFile {
  name: string;
  bytes: number;
}
export interface PutResult {
  bytes: number;
  /** hex, of what was read again */
  sha256: string;
}

export interface ShareRequest {
  id: number;
  task: ShareTask;
}
export type ShareReply =
  /** a sign of life: bytes moved so far */
  | { id: number; type: 'moved'; bytes: number }
  | { id: number; type: 'done'; value: unknown }
  | { id: number; type: 'failed'; kind: ErrorKind; details: ErrorDetails };
