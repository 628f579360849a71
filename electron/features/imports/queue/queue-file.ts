import { createReadStream } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import type { ChatFile } from '../formats/chats/chat-source.ts';

/** One file of the queue: staged on disk, inside a zip, or pasted. Its bytes are read in pieces, as often as somebody asks. */
export interface QueueFile extends ChatFile {
  /** place as the seller sees it; `path` is what readers look for ids in, without the ending of a zip */
  label: string;
  /** where it lies on our disk; null = inside a zip, or pasted */
  diskPath: string | null;
}

const pieceBytes = 1024 * 1024;

/** The files that were handed over together, so that one finds another beside it. */
export class FileSet {
  readonly #byPath = new Map<string, QueueFile>();

  add(file: QueueFile): void {
    if (!this.#byPath.has(file.path)) this.#byPath.set(file.path, file);
  }

  readonly sibling = (path: string): ChatFile | null => this.#byPath.get(path) ?? null;
}

/** A staged file. `place` = where it lay in its folder, else its name. */
export function diskFile(set: FileSet, diskPath: string, place: string, size: number): QueueFile {
  return {
    path: place,
    label: place,
    size,
    diskPath,
    sibling: set.sibling,
    stream: () => readPieces(diskPath, size),
  };
}

async function* readPieces(path: string, size: number): AsyncGenerator<Buffer> {
  // a megabyte of memory for each of thousands of small files is what takes the time
  const stream = createReadStream(path, { highWaterMark: Math.min(pieceBytes, Math.max(size, 4096)) });
  try {
    for await (const piece of stream) yield piece as Buffer;
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw gone ? new AppError('fileGone', {}, { cause: error }) : new AppError('fileDamaged', { what: 'unreadable' }, { cause: error });
  } finally {
    stream.destroy();
  }
}

/** Text from a box. */
export function pastedFile(text: string): QueueFile {
  const bytes = Buffer.from(text.toWellFormed(), 'utf8');
  return {
    path: '粘贴的文字',
    label: '粘贴的文字',
    size: bytes.length,
    diskPath: null,
    sibling: () => null,
    async *stream() {
      yield bytes;
    },
  };
}
