import { createHash } from 'node:crypto';
import type { ChatFile } from '../formats/chats/chat-source.ts';

/** SHA-256 of all bytes of a file, hex. @throws what its `stream()` throws */
export async function hashOf(file: ChatFile, onPiece: (bytes: number) => void = () => {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of file.stream()) {
    hash.update(piece);
    onPiece(piece.length);
  }
  return hash.digest('hex');
}

/** A file on its way to its reader: hashed while it is read, with what the reader asks for beside it. */
export class WatchedFile implements ChatFile {
  readonly path: string;
  readonly size: number;
  readonly #file: ChatFile;
  readonly #beside: Map<string, WatchedFile | null>;
  #sha256: string | null = null;

  constructor(file: ChatFile, beside = new Map<string, WatchedFile | null>()) {
    this.path = file.path;
    this.size = file.size;
    this.#file = file;
    this.#beside = beside;
  }

  async *stream(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for await (const piece of this.#file.stream()) {
      if (this.#sha256 === null) hash.update(piece);
      yield piece;
    }
    // a reader that stops before the end never comes here
    this.#sha256 ??= hash.digest('hex');
  }

  sibling(path: string): ChatFile | null {
    if (!this.#beside.has(path)) {
      const file = this.#file.sibling(path);
      this.#beside.set(path, file && new WatchedFile(file, this.#beside));
    }
    return this.#beside.get(path)!;
  }

  /** Hashes of it and of what was asked for beside it; reads to the end what its reader did not. */
  async hashes(): Promise<{ sha256: string; beside: Record<string, string | null> }> {
    const beside: Record<string, string | null> = {};
    for (const [path, file] of this.#beside) beside[path] = file && (await file.#hash());
    return { sha256: await this.#hash(), beside };
  }

  async #hash(): Promise<string> {
    this.#sha256 ??= await hashOf(this.#file);
    return this.#sha256;
  }
}
