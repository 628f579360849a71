/** characters at a time */
const windowChars = 500_000;

/**
 * The characters of a text as numbers, for who looks at each of them from the beginning to the end: asking a large text for one after the
 * other takes six times as long.
 */
export class TextCodes {
  /** UTF-16 of the part that was sought last */
  codes = new Uint16Array(0);
  readonly #text: string;
  #start = 0;
  #end = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Has `codes` hold the text from `start` to `end`. @returns the place of `start` in it */
  seek(start: number, end: number): number {
    if (start < this.#start || end > this.#end) this.#read(start, Math.min(this.#text.length, Math.max(end, start + windowChars)));
    return start - this.#start;
  }

  #read(start: number, end: number): void {
    if (this.codes.length < end - start) this.codes = new Uint16Array(end - start);
    const bytes = Buffer.from(this.codes.buffer);
    // little-endian, as all that this program runs on is
    bytes.write(this.#text.slice(start, end), 'utf16le');
    this.#start = start;
    this.#end = end;
  }
}
