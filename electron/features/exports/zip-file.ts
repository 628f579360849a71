import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';

/** Where text goes piece by piece. Pieces wait when the disk is slower. */
export interface TextSink {
  write(text: string): Promise<void>;
}

const most = 2 ** 32 - 1;
const mostEntries = 65_535;
/** Sizes follow the data; names are UTF-8. */
const flags = 0x0808;

interface Entry {
  name: Buffer;
  at: number;
  crc: number;
  stored: number;
  size: number;
}

/** Writes a zip archive to disk while it is being made: one entry after another, nothing held but the list of them. */
export class ZipFile {
  private readonly out: WriteStream;
  private readonly day: number;
  private readonly time: number;
  private readonly entries: Entry[] = [];
  private at = 0;
  private failed: Error | null = null;

  /** `now` = ms UTC, the time of the entries (local time of the machine). */
  constructor(path: string, now: number) {
    this.out = createWriteStream(path, { mode: 0o600 });
    this.out.on('error', (error) => {
      this.failed = error;
    });
    const date = new Date(now);
    this.day = ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
    this.time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  }

  get count(): number {
    return this.entries.length;
  }

  /** Adds an entry with what `fill` writes. Throws AppError `fileTooLarge` beyond 4 GiB, and errors of the disk. */
  async add(name: string, fill: (sink: TextSink) => Promise<void>): Promise<void> {
    if (this.entries.length === mostEntries) throw new AppError('fileTooLarge', { name });
    const entry: Entry = { name: Buffer.from(name), at: this.at, crc: 0, stored: 0, size: 0 };
    await this.put(this.head(entry));
    const deflate = createDeflateRaw({ level: 6 });
    const done = this.drain(deflate, entry);
    // told when the entry ends; until then nobody waits for it
    done.catch(() => {});
    try {
      await fill({
        write: async (text) => {
          if (this.failed) throw this.failed;
          const bytes = Buffer.from(text);
          entry.crc = crc32(bytes, entry.crc);
          entry.size += bytes.length;
          if (entry.size > most) throw new AppError('fileTooLarge', { name });
          if (!deflate.write(bytes)) await once(deflate, 'drain');
        },
      });
      deflate.end();
      await done;
    } catch (error) {
      deflate.destroy();
      throw this.failed ?? error;
    }
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(0x08074b50, 0);
    tail.writeUInt32LE(entry.crc, 4);
    tail.writeUInt32LE(entry.stored, 8);
    tail.writeUInt32LE(entry.size, 12);
    await this.put(tail);
    if (this.at > most) throw new AppError('fileTooLarge', { name });
    this.entries.push(entry);
  }

  /** Writes the list of the entries and closes the file. */
  async finish(): Promise<void> {
    const start = this.at;
    for (const entry of this.entries) await this.put(this.listed(entry));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.entries.length, 8);
    end.writeUInt16LE(this.entries.length, 10);
    end.writeUInt32LE(this.at - start, 12);
    end.writeUInt32LE(start, 16);
    await this.put(end);
    await this.close();
  }

  /** Closes an archive that is not wanted any more. */
  async close(): Promise<void> {
    if (this.out.closed) return;
    this.out.end();
    if (!this.out.closed) await once(this.out, 'close').catch(() => {});
    if (this.failed) throw this.failed;
  }

  private async drain(deflate: DeflateRaw, entry: Entry): Promise<void> {
    for await (const piece of deflate as AsyncIterable<Buffer>) {
      entry.stored += piece.length;
      await this.put(piece);
    }
  }

  private async put(bytes: Buffer): Promise<void> {
    if (this.failed) throw this.failed;
    this.at += bytes.length;
    if (!this.out.write(bytes)) await once(this.out, 'drain');
  }

  private common(): Buffer {
    const common = Buffer.alloc(10);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(this.time, 6);
    common.writeUInt16LE(this.day, 8);
    return common;
  }

  private head(entry: Entry): Buffer {
    const sizes = Buffer.alloc(16);
    sizes.writeUInt16LE(entry.name.length, 12);
    return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), this.common(), sizes, entry.name]);
  }

  private listed(entry: Entry): Buffer {
    const rest = Buffer.alloc(30);
    rest.writeUInt32LE(entry.crc, 0);
    rest.writeUInt32LE(entry.stored, 4);
    rest.writeUInt32LE(entry.size, 8);
    rest.writeUInt16LE(entry.name.length, 12);
    rest.writeUInt32LE(entry.at, 26);
    return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), this.common(), rest, entry.name]);
  }
}

/** One text file, written piece by piece. */
export class TextFile implements TextSink {
  private readonly out: WriteStream;
  private failed: Error | null = null;

  constructor(path: string) {
    this.out = createWriteStream(path, { mode: 0o600 });
    this.out.on('error', (error) => {
      this.failed = error;
    });
  }

  async write(text: string): Promise<void> {
    if (this.failed) throw this.failed;
    if (!this.out.write(text)) await once(this.out, 'drain');
  }

  async close(): Promise<void> {
    this.out.end();
    if (!this.out.closed) await once(this.out, 'close').catch(() => {});
    if (this.failed) throw this.failed;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const noFileName = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]+/g;

/** A name that every system takes as a file: without signs that separate folders or mean something, at most 60 characters. */
export function fileNameOf(text: string): string {
  const plain = text.replace(noFileName, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  return plain.slice(0, 60).replace(/[\ud800-\udbff]$/, '') || '未命名';
}
