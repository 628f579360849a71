import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { TextEncoding } from '../../../../../shared/contracts/imports.ts';
import { byteOrderMark, guessUtf16 } from '../decode.ts';
import type { ChatFile } from './chat-source.ts';

/** One piece of a text file, about 1 MB; a surrogate pair or CRLF may be cut in two, a byte sequence never. */
export interface TextPiece {
  text: string;
  /** bytes of the file consumed so far, this piece included */
  bytesRead: number;
  encoding: TextEncoding;
  /**
   * characters so far, and how many of them did not decode: more than `limits.undecodable` of them has to be asked about; U+FFFD that
   * stands in the file itself is counted in its first piece only
   */
  characters: number;
  undecoded: number;
}

/** Pieces small enough for a quick answer to a cancel, large enough that their borders cost nothing. */
const pieceBytes = 1024 * 1024;
const replacement = '\uFFFD';

/**
 * The encoding of a text file by its beginning (the first MiB is enough): byte order mark, NUL pattern of UTF-16, strict UTF-8,
 * strict GB18030, else UTF-8 (whose broken bytes become U+FFFD). `whole` = `head` is the entire file, so that a character cut at
 * its end is an error.
 */
export function encodingOf(head: Uint8Array, whole = false): TextEncoding {
  const mark = byteOrderMark(head);
  if (mark) return mark.encoding;
  const wide = guessUtf16(head);
  if (wide) return wide;
  if (isUtf8(whole ? head : head.subarray(0, characterBorder(head)))) return 'utf-8';
  // Up to three bytes of a character that goes on behind the head are no error.
  const text = decoderOf('gb18030').write(Buffer.from(head.buffer, head.byteOffset, head.byteLength));
  return text.includes(replacement) ? fewerErrors(head, text) : 'gb18030';
}

/** Text with some broken bytes: the reading with fewer of them is the right one. */
function fewerErrors(head: Uint8Array, asGb: string): TextEncoding {
  const asUtf8 = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8');
  return count(asGb) * 4 < count(asUtf8) ? 'gb18030' : 'utf-8';
}

/** Place behind the last whole UTF-8 character. */
function characterBorder(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < needs ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/**
 * Text of a file from its beginning, without the byte order mark; never more than about 2 MB at a time. The encoding is recognised
 * by `encodingOf` unless given. Throws what `file.stream()` throws, nothing else.
 */
export async function* streamText(file: ChatFile, encoding?: TextEncoding | null): AsyncGenerator<TextPiece> {
  let bytesRead = 0;
  let characters = 0;
  let undecoded = 0;
  let first = true;
  let begun: TextStart | null = null;
  for await (const { bytes, last } of pieces(file)) {
    const body = begun ? bytes : (begun = beginText(bytes, last, encoding)).body;
    const { decoder, encoding: found } = begun;
    bytesRead += bytes.length;
    const text = last ? decoder.write(body) + decoder.end() : decoder.write(body);
    if (text === '') continue;
    characters += text.length;
    // Looking for U+FFFD in every text would cost half as much as decoding it.
    if (first || !decodes(body, found)) undecoded += count(text);
    first = false;
    yield { text, bytesRead, encoding: found, characters, undecoded };
  }
}

export interface TextStart {
  encoding: TextEncoding;
  decoder: Decoder;
  /** the piece without the byte order mark */
  body: Buffer;
}

/** How a text is to be decoded, by its first piece. @param last = there is no other */
export function beginText(bytes: Buffer, last: boolean, told?: TextEncoding | null): TextStart {
  const encoding = told ?? encodingOf(bytes.subarray(0, pieceBytes), last && bytes.length <= pieceBytes);
  const mark = byteOrderMark(bytes);
  const marked = mark && mark.encoding.slice(0, 8) === (encoding === 'utf-8' ? 'utf-8-bo' : encoding.slice(0, 8));
  return { encoding, decoder: decoderOf(encoding), body: marked ? bytes.subarray(mark.length) : bytes };
}

/** Whether a piece is sound but for the characters that its borders cut. */
function decodes(bytes: Buffer, encoding: TextEncoding): boolean {
  if (encoding !== 'utf-8' && encoding !== 'utf-8-bom') return false;
  let start = 0;
  while (start < 4 && start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start++;
  return isUtf8(bytes.subarray(start, characterBorder(bytes)));
}

/** The stream of a file in pieces of at least so many bytes (1 MiB unless told); the last one may be smaller or empty. */
export async function* pieces(file: ChatFile, atLeast = pieceBytes): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of file.stream()) {
    held.push(chunk);
    size += chunk.length;
    if (size < atLeast) continue;
    const bytes = held.length === 1 ? chunk : Buffer.concat(held, size);
    held = [];
    size = 0;
    yield { bytes, last: false };
  }
  yield { bytes: Buffer.concat(held, size), last: true };
}

function count(text: string): number {
  let found = 0;
  for (let at = text.indexOf(replacement); at !== -1; at = text.indexOf(replacement, at + 1)) found++;
  return found;
}

export interface Decoder {
  write(bytes: Buffer): string;
  end(): string;
}

function decoderOf(encoding: TextEncoding): Decoder {
  if (encoding === 'gb18030') {
    // Not every build of Electron's ICU knows GB18030.
    const stream = iconv.getDecoder('gb18030');
    return { write: (bytes) => stream.write(bytes), end: () => stream.end() ?? '' };
  }
  const stream = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { ignoreBOM: true });
  return { write: (bytes) => stream.decode(bytes, { stream: true }), end: () => stream.decode() };
}
