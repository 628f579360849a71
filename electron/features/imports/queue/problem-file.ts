import { closeSync, openSync, writeSync } from 'node:fs';
import type { ChatProblemRow } from '../../../../shared/contracts/import-queue.ts';
import { chatProblemWords } from '../../../../shared/domain/chat-problems.ts';

const keptRows = 20_000;
const flushChars = 256 * 1024;

/** What could not be read: the first rows in memory to look at, all of them in a CSV file of ours to download. */
export class ProblemFile {
  readonly path: string;
  readonly rows: ChatProblemRow[] = [];
  readonly counts: Record<string, number> = {};
  total = 0;
  readonly #fd: number;
  #text = '\uFEFF文件,行,原因,内容\r\n';

  /** @throws what opening a new file throws */
  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, 'wx', 0o600);
  }

  add(row: ChatProblemRow): void {
    this.total++;
    this.counts[row.problem] = (this.counts[row.problem] ?? 0) + 1;
    if (this.rows.length < keptRows) this.rows.push(row);
    this.#text += `${[row.file, String(row.line), chatProblemWords[row.problem] ?? row.problem, row.text].map(cell).join(',')}\r\n`;
    if (this.#text.length > flushChars) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    writeSync(this.#fd, this.#text.toWellFormed());
    this.#text = '';
  }
}

/** Quoted where needed; what a spreadsheet would take for a formula gets an apostrophe. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
