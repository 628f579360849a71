import type { ChatFile, ChatProblemKind } from './chat-source.ts';
import { utf8 } from './json-chat.ts';
import { parsePiece } from './json-piece.ts';
import { isFields } from './json-values.ts';

export interface JsonLine {
  /** 1 = first line of the file, blank ones and comments counted */
  line: number;
  value: unknown;
  problem: ChatProblemKind | null;
  text: string;
}

const lineBytes = 64 * 1024 * 1024;

/** Lines of a JSONL file with one object each; blank lines and comments (#) are left out. A last line that is no JSON was cut off. */
export async function* jsonLines(file: ChatFile): AsyncGenerator<{ lines: JsonLine[]; bytesRead: number }> {
  let held: Buffer[] = [];
  let size = 0;
  let line = 0;
  let bytesRead = 0;
  let tooLong = false;
  const take = (last: boolean): JsonLine | null => {
    line++;
    const found = tooLong ? longLine(line, held) : readLine(line, Buffer.concat(held, size), last);
    held = [];
    size = 0;
    tooLong = false;
    return found;
  };
  for await (const { bytes, read } of utf8(file)) {
    bytesRead = read;
    const lines: JsonLine[] = [];
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      held.push(bytes.subarray(from, end));
      size += end - from;
      from = end + 1;
      const found = take(false);
      if (found) lines.push(found);
    }
    if (!tooLong && from < bytes.length) {
      held.push(bytes.subarray(from));
      size += bytes.length - from;
    }
    if (size > lineBytes && !tooLong) {
      tooLong = true;
      held = [held[0]!.subarray(0, 240)];
      size = held[0]!.length;
    }
    yield { lines, bytesRead };
  }
  const last = size > 0 ? take(true) : null;
  if (last) yield { lines: [last], bytesRead };
}

function longLine(line: number, held: Buffer[]): JsonLine {
  return { line, value: null, problem: 'cellTooLong', text: held[0]!.toString('utf8', 0, 240) };
}

function readLine(line: number, bytes: Buffer, last: boolean): JsonLine | null {
  const raw = bytes.toString('utf8').trim();
  if (raw === '' || raw.startsWith('#')) return null;
  const value = parsePiece({ raw, big: /\d{16}/.test(raw) });
  const problem = isFields(value) ? null : value === undefined && last ? 'cutOff' : 'notJson';
  return { line, value, problem, text: raw.slice(0, 240) };
}
