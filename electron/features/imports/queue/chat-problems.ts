import { copyFileSync } from 'node:fs';
import type { ChatProblemRow } from '../../../../shared/contracts/import-queue.ts';
import { chatProblemWords } from '../../../../shared/domain/chat-problems.ts';
import { asStorageError } from '../../../platform/db/storage-error.ts';
import { ProblemFile, type UnreadList } from '../problem-file.ts';

const keptRows = 20_000;

/** Records of chats that could not be read: the first in memory to look at, all of them in a file to save. */
export class ChatProblems {
  readonly rows: ChatProblemRow[] = [];
  readonly counts: Record<string, number> = {};
  readonly #file: ProblemFile;

  /** @throws what opening a new file throws */
  constructor(path: string) {
    this.#file = new ProblemFile(path);
  }

  /** all of them; readable once it is closed */
  get list(): UnreadList {
    return this.#file;
  }

  get path(): string {
    return this.#file.path;
  }

  get total(): number {
    return this.#file.total;
  }

  add(row: ChatProblemRow): void {
    const { file, line, problem, text } = row;
    this.counts[problem] = (this.counts[problem] ?? 0) + 1;
    if (this.rows.length < keptRows) this.rows.push(row);
    this.#file.add({ file, line, reason: chatProblemWords[problem] ?? problem, text });
  }

  /** A copy of the whole list, once it is closed. @throws AppError `diskFull`, `storageFailed` */
  copyTo(path: string): void {
    try {
      copyFileSync(this.path, path);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  close(): void {
    this.#file.close();
  }
}
