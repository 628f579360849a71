import { isUtf8 } from 'node:buffer';

const [lf, cr, quote, hash, tab, space] = [10, 13, 34, 35, 9, 32];
/** of a row; beyond them it is for `CsvScanner` to say what is wrong */
const mostColumns = 512;
const mostBytes = 1024 * 1024;

/** What stands in a cell: doubled quotes; what words may not hold if they are to be taken as they are (a '#', CR, NUL). */
export const [doubledQuotes, oddSigns] = [1, 2];

/**
 * Cuts a CSV file that is UTF-8 into rows of bytes, as `CsvScanner` cuts it into texts, for files of millions of rows: making a text of
 * every cell costs more than all the rest. It understands sound rows only, and stops before the first other one.
 */
export class RowBytes {
  /** what was read and not yet cut; cells lie in it until `push` */
  bytes: Buffer = Buffer.alloc(0);
  /** the same, four at a time */
  view: DataView = new DataView(new ArrayBuffer(0));
  /** cells of the row, without their quotes */
  count = 0;
  readonly starts = new Uint32Array(mostColumns);
  readonly ends = new Uint32Array(mostColumns);
  readonly signs = new Uint8Array(mostColumns);
  /** line of text on which the row begins, 1 = first */
  line = 0;
  /** of the row behind */
  nextLine = 1;
  /** where the row behind begins in `bytes` */
  position = 0;
  #room = Buffer.alloc(0);
  /** behind the last line end */
  #end = 0;
  #lines = 1;
  readonly #delimiter: number;
  /** no sign that matters has a higher code */
  readonly #highest: number;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#highest = Math.max(this.#delimiter, hash);
  }

  /** Adds bytes behind what is left of the piece before. @returns false = they are no UTF-8, or a row is too long */
  push(piece: Buffer): boolean {
    const rest = this.bytes.subarray(this.position);
    const size = rest.length + piece.length;
    // one room for all pieces: a new one for each would keep the collector busy
    const room = size <= this.#room.length ? this.#room : Buffer.allocUnsafeSlow(size + mostBytes);
    rest.copy(room);
    piece.copy(room, rest.length);
    this.#room = room;
    this.bytes = room.subarray(0, size);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    this.position = 0;
    this.#end = this.bytes.lastIndexOf(lf) + 1;
    return rest.length <= mostBytes && isUtf8(this.bytes.subarray(0, this.#end));
  }

  /** Goes on to the next row. @returns whether there is one; 'odd' = the rest is for `CsvScanner`, from `position` on */
  next(): boolean | 'odd' {
    while (this.position < this.#end) {
      const start = this.position;
      this.#lines = 1;
      const end = this.#cut(start);
      if (end === wait) return false;
      if (end === odd || end - start > mostBytes) return 'odd';
      this.line = this.nextLine;
      this.nextLine += this.#lines;
      this.position = end + 1;
      // a blank line is no row
      if (this.count > 1 || this.starts[0] !== this.ends[0] || this.bytes[start] === quote) return true;
    }
    return false;
  }

  /** Cuts the row that begins at `start`. @returns the place of its line end, `wait` = not all of it is there, `odd` */
  #cut(start: number): number {
    const { bytes, starts, ends, signs } = this;
    const delimiter = this.#delimiter;
    const highest = this.#highest;
    const least = Math.imul(highest + 1, 0x01010101);
    const { view } = this;
    const length = this.#end;
    let count = 0;
    let from = start;
    let found = 0;
    for (let at = start; at < length; at++) {
      const byte = bytes[at]!;
      if (byte > highest) {
        // four at a time while none of them matters
        while (at + 5 <= length) {
          const four = view.getInt32(at + 1);
          if (((four - least) & ~four & 0x80808080) !== 0) break;
          at += 4;
        }
        continue;
      }
      if (byte === delimiter || byte === lf) {
        if (count === mostColumns) return odd;
        starts[count] = from;
        ends[count] = byte === lf && at > from && bytes[at - 1] === cr ? at - 1 : at;
        signs[count++] = found;
        if (byte === lf) {
          this.count = count;
          return at;
        }
        from = at + 1;
        found = 0;
      } else if (byte === quote && at === from) {
        if (count === mostColumns) return odd;
        const behind = this.#quoted(at, count++);
        if (behind < 0) return behind;
        at = behind;
        from = behind + 1;
        if (bytes[behind] !== delimiter) {
          this.count = count;
          return behind;
        }
      } else if (byte === hash || byte === 0 || (byte === cr && bytes[at + 1] !== lf)) found = oddSigns;
    }
    return wait;
  }

  /** Takes the cell whose quote opens at `open`. @returns the place of the delimiter or line end behind it, `wait` or `odd` */
  #quoted(open: number, place: number): number {
    const { bytes } = this;
    const length = this.#end;
    let found = 0;
    let close = open + 1;
    for (; ; close++) {
      if (close >= length) return wait;
      const byte = bytes[close]!;
      if (byte > hash) continue;
      if (byte === quote) {
        if (bytes[close + 1] !== quote) break;
        close++;
        found |= doubledQuotes;
      } else if (byte === lf) this.#lines++;
      else if (byte === hash || byte === cr || byte === 0) found |= oddSigns;
    }
    this.starts[place] = open + 1;
    this.ends[place] = close;
    this.signs[place] = found;
    let behind = close + 1;
    // some programs write a TAB or a space between the closing quote and the comma
    while ((bytes[behind] === space || bytes[behind] === tab) && bytes[behind] !== this.#delimiter) behind++;
    if (bytes[behind] === cr && bytes[behind + 1] === lf) return behind + 1;
    return bytes[behind] === this.#delimiter || bytes[behind] === lf ? behind : odd;
  }

  /** A cell as text. */
  text(place: number): string {
    const text = this.bytes.toString('utf8', this.starts[place]!, this.ends[place]!);
    return (this.signs[place]! & doubledQuotes) === 0 ? text : text.replaceAll('""', '"');
  }
}

const [wait, odd] = [-1, -2];
