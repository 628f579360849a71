import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { csvCell } from '../../platform/files/spreadsheet-cells.ts';
import type { HostContext } from '../../platform/host-context.ts';

const flushChars = 256 * 1024;
const shownChars = 2000;
/** What the history keeps of a list: as many of its first rows, as long as they are not longer together. */
export const keptRows = 50_000;
const keptBytes = 16 * 1024 * 1024;
const head = '\uFEFF文件,行,原因,内容\r\n';

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

/** A list as it lies in a file. */
export interface UnreadList {
  path: string;
  total: number;
  /** its first rows that the history keeps, and the bytes of the file up to their end */
  kept: number;
  keptBytes: number;
}

/** What could not be read, as a CSV file to look at in a spreadsheet program: the same for every kind of import. */
export class ProblemFile implements UnreadList {
  readonly path: string;
  total = 0;
  kept = 0;
  keptBytes = Buffer.byteLength(head);
  readonly #fd: number;
  #text = head;

  /** @throws what opening a new file throws */
  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, 'wx', 0o600);
  }

  add({ file, line, reason, text }: UnreadRow): void {
    this.total++;
    const row = `${[file, String(line), reason, text.slice(0, shownChars)].map(csvCell).join(',')}\r\n`.toWellFormed();
    const bytes = this.keptBytes + Buffer.byteLength(row);
    if (this.kept === this.total - 1 && this.kept < keptRows && bytes <= keptBytes) {
      this.kept++;
      this.keptBytes = bytes;
    }
    this.#text += row;
    if (this.#text.length > flushChars) this.#flush();
  }

  /** Writes what was kept of a list to a new file, and says so where it is not all. @throws AppError `diskFull`, `storageFailed` */
  static again(path: string, list: Buffer, { total, kept }: Pick<UnreadList, 'total' | 'kept'>): void {
    const rest = '这里不全。要全部，把文件再导入一次：已经有的不会重复，报告里能下载全部';
    const last = `${['', '', `一共 ${total} 行读不了，这里留着前 ${kept} 行`, rest].map(csvCell).join(',')}\r\n`;
    try {
      writeFileSync(path, kept < total ? Buffer.concat([list, Buffer.from(last)]) : list, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      throw asStorageError(error);
    }
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#fd);
    }
  }

  #flush(): void {
    writeSync(this.#fd, this.#text);
    this.#text = '';
  }
}

/** Writes rows to a new file. @throws AppError `diskFull`, `storageFailed` */
export function writeProblems(path: string, rows: Iterable<UnreadRow>): UnreadList {
  try {
    const file = new ProblemFile(path);
    try {
      for (const row of rows) file.add(row);
    } finally {
      file.close();
    }
    return file;
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
