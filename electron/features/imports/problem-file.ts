import { closeSync, openSync, writeSync } from 'node:fs';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { csvCell } from '../../platform/files/spreadsheet-cells.ts';
import type { HostContext } from '../../platform/host-context.ts';

const flushChars = 256 * 1024;
const shownChars = 2000;

/** A row that no import could read. */
export interface UnreadRow {
  /** as she knows it, with the sheet where there are several */
  file: string;
  /** 1 = first */
  line: number;
  /** in her words */
  reason: string;
  text: string;
}

/** What could not be read, as a CSV file to look at in a spreadsheet program: the same for every kind of import. */
export class ProblemFile {
  readonly path: string;
  total = 0;
  readonly #fd: number;
  #text = '\uFEFF文件,行,原因,内容\r\n';

  /** @throws what opening a new file throws */
  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, 'wx', 0o600);
  }

  add({ file, line, reason, text }: UnreadRow): void {
    this.total++;
    this.#text += `${[file, String(line), reason, text.slice(0, shownChars)].map(csvCell).join(',')}\r\n`;
    if (this.#text.length > flushChars) this.#flush();
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#fd);
    }
  }

  #flush(): void {
    writeSync(this.#fd, this.#text.toWellFormed());
    this.#text = '';
  }
}

/** Writes rows to a new file. @returns how many @throws AppError `diskFull`, `storageFailed` */
export function writeProblems(path: string, rows: Iterable<UnreadRow>): number {
  try {
    const file = new ProblemFile(path);
    try {
      for (const row of rows) file.add(row);
    } finally {
      file.close();
    }
    return file.total;
  } catch (error) {
    throw asStorageError(error);
  }
}

const listName = '读不了的行.csv';

/**
 * Runs an import that writes a list to save at the path it is given, and hands the list out with its report: null when `countOf` it
 * is 0. What fails leaves no file behind.
 */
export async function withProblemList<T extends object>(
  ctx: HostContext,
  run: (path: string) => Promise<T>,
  countOf: (report: T) => number,
): Promise<T & { problemsFile: ExportFile | null }> {
  const { fileId, path } = ctx.staging.createExport(listName);
  try {
    const report = await run(path);
    const count = countOf(report);
    if (count === 0) ctx.staging.drop(fileId);
    return { ...report, problemsFile: count === 0 ? null : { fileId, name: listName, count } };
  } catch (error) {
    ctx.staging.drop(fileId);
    throw error;
  }
}

/** A list to save, written by `write`, which returns its number of rows. What fails leaves no file behind. */
export async function problemList(ctx: HostContext, write: (path: string) => number | Promise<number>): Promise<ExportFile> {
  const { fileId, path } = ctx.staging.createExport(listName);
  try {
    return { fileId, name: listName, count: await write(path) };
  } catch (error) {
    ctx.staging.drop(fileId);
    throw error;
  }
}
