/** Characters, and those of them that are U+FFFD: bytes that somebody could not read. */
export interface LetterCount {
  all: number;
  lost: number;
}

/**
 * Writes a text as UTF-8; there must be room for three bytes a unit. For some dozen characters quicker than Buffer.write. Half a
 * character becomes U+FFFD, as SQLite would have it. Adds its characters to `letters`.
 * @returns the place behind it
 */
export function writeUtf8(bytes: Uint8Array, from: number, text: string, letters: LetterCount): number {
  const { length } = text;
  let at = from;
  letters.all += length;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes[at++] = code;
    else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else if (code < 0xd800 || code > 0xdfff) {
      if (code === 0xfffd) letters.lost++;
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else {
      const low = code < 0xdc00 && i + 1 < length ? text.charCodeAt(i + 1) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        i++;
        const point = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[at++] = 0x80 | (point & 0x3f);
      } else {
        bytes[at++] = 0xef;
        bytes[at++] = 0xbf;
        bytes[at++] = 0xbd;
      }
    }
  }
  return at;
}

/** Copies words that are UTF-8 already; adds their characters to `letters`. @returns the place behind them */
export function copyUtf8(bytes: Uint8Array, at: number, from: Uint8Array, start: number, end: number, letters: LetterCount): number {
  let to = at;
  let all = end - start;
  for (let i = start; i < end; i++) {
    const byte = from[i]!;
    bytes[to++] = byte;
    // all but the first byte of a character begin with the bits 10; without a branch, which the processor would guess wrong
    all -= (byte >> 7) & (~byte >> 6) & 1;
    // beyond the first 65,536 a character is two units
    if (byte >= 0xef) {
      if (byte !== 0xef) all++;
      else if (from[i + 1] === 0xbf && from[i + 2] === 0xbd) letters.lost++;
    }
  }
  letters.all += all;
  return to;
}
