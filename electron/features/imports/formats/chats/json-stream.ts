import type { ChatProblemKind } from './chat-source.ts';
import type { JsonPiece, SplitRules } from './json-piece.ts';
import {
  backslash,
  blank,
  classes,
  closeBrace,
  closeBracket,
  colon,
  comma,
  invalid,
  mayOpen,
  mayQuote,
  openBrace,
  openBracket,
  plain,
  quote,
  stops,
} from './json-signs.ts';

interface Frame {
  kind: 'object' | 'array' | 'script';
  path: string;
  place: number;
  /** how items of the list begin (`{"localId"` without blanks): where reading goes on behind a broken one */
  signature: Buffer | null;
}

const itemBytes = 64 * 1024 * 1024;
const depthLimit = 64;
const keyBytes = 4096;
/** Behind so many bytes read again nothing is read twice any more, so that no file makes the work grow without end. */
const againBytes = 256 * 1024 * 1024;
/**
 * Cuts UTF-8 JSON into the values of its outer levels without holding more than one of them. Values are cut out, not parsed: what is
 * balanced but no JSON shows when it is parsed. A broken item of a list becomes one problem, and reading goes on with the next item
 * that begins like the others. Push chunks of any size; results do not depend on where they are cut.
 */
export class JsonSplitter {
  private readonly rules: SplitRules;
  private readonly limit: number;
  private bytes: Buffer = Buffer.allocUnsafe(1024 * 1024);
  private length = 0;
  private at = 0;
  private start = 0;
  private state: 'start' | 'between' | 'value' | 'hunt' | 'done' = 'start';
  private frames: Frame[] = [];
  private valuePath = '';
  private skipping = false;
  /** grammar within the value: open brackets, the last sign that counts, whether inside a string and behind a backslash */
  private readonly stack = new Uint8Array(depthLimit);
  private depth = 0;
  private before = 0;
  private inString = false;
  private escaped = false;
  /** digits in a row, and whether there were ever too many of them */
  private digits = 0;
  private big = false;
  private again = 0;
  private ended = false;
  private pieces: JsonPiece[] = [];

  constructor(rules: SplitRules) {
    this.rules = rules;
    this.limit = rules.itemBytes ?? itemBytes;
  }

  /** Takes the next bytes and gives what they completed. */
  push(chunk: Uint8Array): JsonPiece[] {
    this.hold(chunk);
    return this.work();
  }

  /** No more bytes: gives what is left, a 'cutOff' problem when the file ends too early. */
  end(): JsonPiece[] {
    this.ended = true;
    let given = this.work();
    let cut = false;
    while (this.state === 'value') {
      this.broken('cutOff');
      cut = true;
      given = given.concat(this.work());
    }
    const open = this.frames.at(-1);
    if (!cut && open && open.kind !== 'script' && this.state === 'between') {
      given.push({ type: 'problem', path: open.path, place: 0, raw: this.text(this.at, this.at + 240), problem: 'cutOff', big: false });
    }
    this.state = 'done';
    return given;
  }

  private hold(chunk: Uint8Array): void {
    if (this.state === 'done') return;
    if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.length);
      this.length -= this.start;
      this.at -= this.start;
      this.start = 0;
    }
    if (this.length + chunk.length > this.bytes.length) {
      const wider = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + chunk.length));
      this.bytes.copy(wider, 0, 0, this.length);
      this.bytes = wider;
    }
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
  }

  private work(): JsonPiece[] {
    for (;;) {
      const goOn =
        this.state === 'value'
          ? this.value()
          : this.state === 'between'
            ? this.between()
            : this.state === 'hunt'
              ? this.hunt()
              : this.state === 'start' && this.root();
      if (!goOn) break;
    }
    if (this.state === 'done') this.start = this.at = this.length;
    else if (this.state !== 'value') this.start = this.at;
    const given = this.pieces;
    this.pieces = [];
    return given;
  }

  private root(): boolean {
    if (this.rules.root === 'script') {
      this.frames.push({ kind: 'script', path: '', place: 0, signature: null });
      this.state = 'between';
      return true;
    }
    while (this.at < this.length && classes[this.bytes[this.at]!] === blank) this.at++;
    if (this.at === this.length) return false;
    const first = this.bytes[this.at]!;
    if (first === openBrace || first === openBracket) {
      this.enter('');
      return true;
    }
    return this.stop();
  }

  private enter(path: string): void {
    const kind = this.bytes[this.at] === openBrace ? 'object' : 'array';
    this.frames.push({ kind, path, place: 0, signature: null });
    this.pieces.push({ type: 'open', path, place: this.placeOf(path), raw: '', problem: null, big: false });
    this.at++;
    this.state = 'between';
  }

  /** Place of the item in the list around it. */
  private placeOf(path: string): number {
    if (!path.endsWith('[]')) return 0;
    for (let i = this.frames.length - 1; i >= 0; i--) {
      const frame = this.frames[i]!;
      if (frame.kind === 'array' && `${frame.path}[]` === path) return frame.place;
    }
    return 0;
  }

  /** Between the values of the innermost list or object that was gone into. */
  private between(): boolean {
    const frame = this.frames.at(-1);
    if (!frame) return this.stop();
    if (frame.kind === 'script') return this.statement(frame);
    while (this.at < this.length && (classes[this.bytes[this.at]!] === blank || this.bytes[this.at] === comma)) this.at++;
    if (this.at === this.length) return false;
    const sign = this.bytes[this.at]!;
    if (sign === (frame.kind === 'object' ? closeBrace : closeBracket)) {
      const place = this.placeOf(frame.path);
      this.frames.pop();
      this.pieces.push({ type: 'close', path: frame.path, place, raw: '', problem: null, big: false });
      this.at++;
      return true;
    }
    if (frame.kind === 'array') {
      if (classes[sign] === invalid || sign === colon || sign === closeBrace) {
        frame.place++;
        this.start = this.at;
        return this.broken('notJson');
      }
      frame.place++;
      return this.begin(`${frame.path}[]`);
    }
    return sign === quote ? this.property(frame) : this.broken('notJson');
  }

  /** `"key":` of an object; waits until the value's first byte is there. */
  private property(frame: Frame): boolean {
    const { bytes, length } = this;
    let end = this.at + 1;
    while (end < length && bytes[end] !== quote) end += bytes[end] === backslash ? 2 : 1;
    let next = end + 1;
    while (next < length && classes[bytes[next]!] === blank) next++;
    if (next < length && bytes[next] !== colon) return this.broken('notJson');
    next++;
    while (next < length && classes[bytes[next]!] === blank) next++;
    if (next - this.at > keyBytes) return this.broken('notJson');
    if (next >= length) return false;
    const key = this.text(this.at + 1, end);
    this.at = next;
    return this.begin(`${frame.path}.${key}`);
  }

  /** `const name = value;` – everything up to '=' but the name is passed over. */
  private statement(frame: Frame): boolean {
    const equals = this.bytes.subarray(0, this.length).indexOf(0x3d, this.at);
    if (equals === -1) {
      this.at = Math.max(this.at, this.length - keyBytes);
      return false;
    }
    let next = equals + 1;
    while (next < this.length && classes[this.bytes[next]!] === blank) next++;
    if (next >= this.length) return false;
    const name = /([\w$.]+)\s*$/.exec(this.text(Math.max(this.at, equals - 200), equals));
    this.at = next;
    const sign = classes[this.bytes[next]!];
    if (!name || sign === invalid || sign === comma || sign === colon) return true;
    return this.begin(`${frame.path}.${name[1]!}`);
  }

  private begin(path: string): boolean {
    const sign = this.bytes[this.at]!;
    const container = sign === openBrace || sign === openBracket;
    if (container && this.rules.enter(path, sign === openBrace ? 'object' : 'array')) {
      this.enter(path);
      return true;
    }
    this.valuePath = path;
    this.skipping = container && this.rules.skip?.(path) === true;
    this.start = this.at;
    this.depth = 0;
    this.before = comma;
    this.inString = this.escaped = this.big = false;
    this.digits = 0;
    this.state = 'value';
    return true;
  }

  /** Runs through one value that is cut out whole. The hot loop of the module. */
  private value(): boolean {
    const { bytes, length, stack, skipping } = this;
    let { at, depth, before, inString, escaped, digits } = this;
    const room = skipping ? length : Math.min(length, this.start + this.limit + 1);
    let problem: ChatProblemKind | null = null;
    let done = false;
    while (at < room) {
      const byte = bytes[at]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) {
          inString = false;
          done = depth === 0;
        } else if (byte < 0x20 && !skipping) {
          problem = 'notJson';
          break;
        } else while (at + 1 < room && stops[bytes[at + 1]!] === 0) at++;
        at++;
        if (done) break;
        continue;
      }
      const sign = classes[byte]!;
      if (depth === 0 && before !== comma && (sign === blank || sign >= quote || byte === 0x3b)) {
        done = true;
        break;
      }
      at++;
      digits = sign === plain ? digits + 1 : 0;
      if (digits > 15) this.big = true;
      if (sign === blank) continue;
      if (sign === quote) {
        if (!skipping && !mayQuote(before)) problem = 'notJson';
        inString = true;
      } else if (sign === openBrace || sign === openBracket) {
        if (depth === depthLimit) problem = 'unknownShape';
        else if (!skipping && !mayOpen(depth === 0 ? 0 : stack[depth - 1]!, before)) problem = 'notJson';
        else stack[depth++] = byte;
      } else if (sign === closeBrace || sign === closeBracket) {
        if (depth === 0 || stack[depth - 1] !== byte - 2) problem = 'notJson';
        else if (--depth === 0) {
          done = true;
          break;
        }
      } else if (sign === invalid && !skipping) problem = 'notJson';
      if (problem) break;
      before = sign;
    }
    this.at = at;
    this.depth = depth;
    this.before = before;
    this.inString = inString;
    this.escaped = escaped;
    this.digits = digits;
    return this.after(problem, done);
  }

  /** What follows a run through a value: it broke, is too long, is complete or goes on with the next bytes. */
  private after(problem: ChatProblemKind | null, done: boolean): boolean {
    const { at, depth, skipping } = this;
    if (problem) return this.broken(problem);
    if (!done && !skipping && at - this.start > this.limit) return this.broken('cellTooLong');
    if (done || (this.ended && at === this.length && depth === 0 && !this.inString && this.before !== comma)) return this.finish();
    if (skipping) this.start = at;
    return false;
  }

  private finish(): boolean {
    if (!this.skipping) {
      const raw = this.text(this.start, this.at);
      const frame = this.frames.at(-1)!;
      if (frame.kind === 'array' && !frame.signature) frame.signature = signatureOf(raw);
      this.pieces.push({
        type: 'value',
        path: this.valuePath,
        place: frame.kind === 'array' ? frame.place : 0,
        raw,
        problem: null,
        big: this.big,
      });
    }
    this.start = this.at;
    this.state = 'between';
    return true;
  }

  /** Reports what is broken and goes on behind it: with the next item of the innermost list, or not at all outside of lists. */
  private broken(problem: ChatProblemKind): boolean {
    const whole = this.state === 'value' && !this.skipping;
    while (this.frames.at(-1)?.kind === 'object') this.frames.pop();
    const frame = this.frames.at(-1);
    const from = whole ? this.start : this.at;
    const raw = this.text(from, from + 240);
    this.pieces.push({
      type: 'problem',
      path: frame?.kind === 'array' ? `${frame.path}[]` : '',
      place: frame?.place ?? 0,
      raw,
      problem,
      big: false,
    });
    if (!frame) return this.stop();
    if (frame.kind === 'script') {
      this.start = this.at;
      this.state = 'between';
      return true;
    }
    // The broken item may have swallowed sound ones: they are looked for from its second byte on.
    if (whole && problem !== 'cellTooLong' && this.again < againBytes) {
      this.again += this.at - this.start;
      this.at = this.start + 1;
    }
    this.start = this.at;
    this.skipping = false;
    this.state = 'hunt';
    return true;
  }

  /** Looks for the next item that begins like the others. */
  private hunt(): boolean {
    const signature = this.frames.at(-1)!.signature;
    const bytes = this.bytes.subarray(0, this.length);
    for (let found = bytes.indexOf(openBrace, this.at); found !== -1; found = bytes.indexOf(openBrace, found + 1)) {
      let next = found + 1;
      while (next < this.length && classes[bytes[next]!] === blank) next++;
      const needs = signature ? signature.length : 1;
      if (next + needs > this.length && !this.ended) {
        this.at = this.start = found;
        return false;
      }
      if (signature ? bytes.compare(signature, 0, needs, next, Math.min(next + needs, this.length)) !== 0 : bytes[next] !== quote) continue;
      this.at = this.start = found;
      this.state = 'between';
      return true;
    }
    this.at = this.start = this.length;
    return false;
  }

  private stop(): boolean {
    this.state = 'done';
    this.start = this.at = this.length;
    return false;
  }

  private text(from: number, to: number): string {
    return this.bytes.toString('utf8', from, Math.min(to, this.length));
  }
}

function signatureOf(raw: string): Buffer | null {
  const key = /^\{\s*("(?:[^"\\]|\\.)*")\s*:/.exec(raw);
  return key ? Buffer.from(key[1]!) : null;
}
