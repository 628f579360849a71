import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { TextEncoding } from '../../../../shared/contracts/imports.ts';
import { AppError } from '../../../../shared/errors.ts';
import { isBig5 } from './big5.ts';
import { limits } from './limits.ts';

/** Text of a file, and the lines (1 = first; a line ends at LF, CRLF or CR) that do not decode in its encoding. */
export interface DecodedText {
  text: string;
  encoding: TextEncoding;
  badLines: ReadonlySet<number>;
}

type Utf16 = 'utf-16le' | 'utf-16be';
const replacement = '\uFFFD';
const lineEnd = /\r\n|\n|\r/;
const noLines: ReadonlySet<number> = new Set();

/** Recognises UTF-16 without a byte order mark by where the NUL bytes stand among the first 64 KiB; null = not UTF-16. */
export function guessUtf16(bytes: Uint8Array): Utf16 | null {
  const end = Math.min(bytes.length, 65_536) & ~1;
  let high = 0;
  let low = 0;
  for (let i = 0; i < end; i += 2) {
    const first = bytes[i]!;
    const second = bytes[i + 1]!;
    // what stands beside it is a sign of ASCII: a NUL that strayed into another encoding mostly has a byte of a Chinese sign there
    if (first === 0 && second !== 0 && second < 0x80) high++;
    if (second === 0 && first !== 0 && first < 0x80) low++;
  }
  const floor = (end / 2) * 0.02;
  const found = low > floor && high * 10 <= low ? 'utf-16le' : high > floor && low * 10 <= high ? 'utf-16be' : null;
  return found && isChineseUtf8(bytes.subarray(0, end)) ? null : found;
}

/** A NUL that strayed into a short UTF-8 file is no UTF-16: that is hardly ever UTF-8 with a character of three bytes. */
function isChineseUtf8(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  if (end > 0 && bytes[end - 1]! >= 0xc0) end--;
  return bytes.some((byte) => byte >= 0xe2) && (isUtf8(bytes) || isUtf8(bytes.subarray(0, end)));
}

/** The encoding that a byte order mark names, with the mark's length; null = no mark. */
export function byteOrderMark(bytes: Uint8Array): { encoding: TextEncoding; length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8-bom', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/**
 * Bytes of a text file → text. Without `forced` the encoding is recognised: byte order mark, NUL pattern of UTF-16, strict UTF-8,
 * Big5 by how its signs are spread, strict GB18030; a file that mixes UTF-8 and GB18030 lines is read in the encoding of most lines and
 * the others are in `badLines`, as are lines with a NUL. With `forced` everything is read in that encoding, whatever it gives. Throws
 * AppError `fileDamaged` ({ encodings }) when more than 0.1 % of the characters and a tenth of the lines decode in no way.
 */
export function decodeText(input: Uint8Array, forced?: TextEncoding | null): DecodedText {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const mark = byteOrderMark(bytes);
  if (forced) {
    const sameFamily = mark && mark.encoding.slice(0, 8) === (forced === 'utf-8' ? 'utf-8-bo' : forced.slice(0, 8));
    return withoutNul(decodeAs(sameFamily ? bytes.subarray(mark.length) : bytes, forced));
  }
  return withoutNul(mark ? readable(decodeAs(bytes.subarray(mark.length), mark.encoding)) : recognise(bytes));
}

/** What holds a NUL is no text: it came with a damage, and a database would take it for the end. */
function withoutNul(decoded: DecodedText): DecodedText {
  if (!decoded.text.includes('\0')) return decoded;
  const lines = linesWith(decoded.text, (line) => line.includes('\0'));
  return { ...decoded, badLines: new Set([...decoded.badLines, ...lines]) };
}

/** Too many characters of a text decode in no way. */
export function undecodable(): AppError {
  return new AppError('fileDamaged', { what: 'text', encodings: ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] });
}

function recognise(bytes: Buffer): DecodedText {
  const wide = guessUtf16(bytes);
  if (wide) return readable(decodeAs(bytes, wide));
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), encoding: 'utf-8', badLines: noLines };
  const big5 = isBig5(bytes) ? decodeAs(bytes, 'big5') : null;
  return big5 && countReplaced(big5) <= big5.text.length * limits.undecodable ? big5 : byLines(bytes);
}

/** Neither all UTF-8 nor known to be GB18030: every line with Chinese votes. */
function byLines(bytes: Buffer): DecodedText {
  const utf8Lines = new Set<number>();
  const otherLines = new Set<number>();
  let lines = 0;
  eachLine(bytes, (start, end, line) => {
    lines = line;
    const slice = bytes.subarray(start, end);
    if (isAscii(slice)) return;
    // A short GB18030 word can be valid UTF-8 by accident, but hardly as a three-byte character.
    if (isUtf8(slice) && slice.some((byte) => byte >= 0xe2)) utf8Lines.add(line);
    else otherLines.add(line);
  });
  const utf8 = utf8Lines.size > otherLines.size;
  const main: TextEncoding = utf8 ? 'utf-8' : 'gb18030';
  const bad = new Set(utf8 ? otherLines : utf8Lines);
  let text = '';
  let undecoded = 0;
  if (!utf8 && bad.size === 0) {
    text = iconv.decode(bytes, 'gb18030');
    for (const line of linesWith(text, isReplaced)) bad.add(line);
    if (bad.size > 0) undecoded = text.split(replacement).length - 1;
  } else {
    const parts: string[] = [];
    eachLine(bytes, (start, end, line) => {
      const slice = bytes.subarray(start, end);
      const asUtf8 = utf8 ? !bad.has(line) : utf8Lines.has(line);
      const part = asUtf8 ? slice.toString('utf8') : iconv.decode(slice, 'gb18030');
      parts.push(part);
      if (asUtf8 || !part.includes(replacement)) return;
      bad.add(line);
      undecoded += part.split(replacement).length - 1;
    });
    text = parts.join('');
  }
  if (isRubbish(undecoded, text, bad.size, lines)) throw undecodable();
  return { text, encoding: main, badLines: bad };
}

/** Of a short list one broken word is more than the limit: its line alone is not read then. */
const isRubbish = (undecoded: number, text: string, badLines: number, lines: number): boolean =>
  undecoded > text.length * limits.undecodable && badLines * 10 > lines;

/** Throws AppError `fileDamaged` as decodeText does. */
function readable(decoded: DecodedText): DecodedText {
  const { text, badLines } = decoded;
  if (badLines.size > 0 && isRubbish(countReplaced(decoded), text, badLines.size, text.split(lineEnd).length)) throw undecodable();
  return decoded;
}

function decodeAs(bytes: Buffer, encoding: TextEncoding): DecodedText {
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') {
    const text = bytes.toString('utf8');
    if (isUtf8(bytes)) return { text, encoding, badLines: noLines };
    const badLines = new Set<number>();
    eachLine(bytes, (start, end, line) => {
      if (!isUtf8(bytes.subarray(start, end))) badLines.add(line);
    });
    return { text, encoding, badLines };
  }
  if (encoding === 'gb18030' || encoding === 'big5') {
    const text = iconv.decode(bytes, encoding, { stripBOM: false });
    return { text, encoding, badLines: text.includes(replacement) ? linesWith(text, isReplaced) : noLines };
  }
  const even = bytes.subarray(0, bytes.length & ~1);
  const raw = (encoding === 'utf-16be' ? Buffer.from(even).swap16() : even).toString('utf16le');
  const whole = bytes.length % 2 === 0 ? raw : raw + replacement;
  if (whole.isWellFormed()) return { text: whole, encoding, badLines: whole === raw ? noLines : linesWith(whole, isReplaced) };
  return { text: whole.toWellFormed(), encoding, badLines: linesWith(whole, (line) => !line.isWellFormed()) };
}

function isReplaced(line: string): boolean {
  return line.includes(replacement);
}

function countReplaced({ text, badLines }: DecodedText): number {
  return badLines.size === 0 ? 0 : text.split(replacement).length - 1;
}

function linesWith(text: string, test: (line: string) => boolean): Set<number> {
  const found = new Set<number>();
  text.split(lineEnd).forEach((line, index) => {
    if (test(line)) found.add(index + 1);
  });
  return found;
}

/** Calls back with [start, end) of each line, its line end included. Safe in UTF-8 and GB18030: neither has CR or LF inside a character. */
function eachLine(bytes: Buffer, visit: (start: number, end: number, line: number) => void): void {
  let start = 0;
  let line = 1;
  let lf = bytes.indexOf(10);
  let cr = bytes.indexOf(13);
  while (start < bytes.length) {
    if (lf !== -1 && lf < start) lf = bytes.indexOf(10, start);
    if (cr !== -1 && cr < start) cr = bytes.indexOf(13, start);
    let end = bytes.length;
    if (cr !== -1 && (lf === -1 || cr < lf)) end = bytes[cr + 1] === 10 ? cr + 2 : cr + 1;
    else if (lf !== -1) end = lf + 1;
    visit(start, end, line++);
    start = end;
  }
}
