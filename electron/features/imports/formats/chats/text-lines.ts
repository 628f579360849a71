import type { ChatFile } from './chat-source.ts';
import { streamText } from './stream-text.ts';

/** Characters of one line at most; a longer one comes in parts. */
const lineChars = 1024 * 1024;

/** Lines of a text file, some at a time. A line ends at LF, CRLF or CR. */
export interface LineBatch {
  lines: string[];
  /** bytes of the file consumed so far */
  bytesRead: number;
}

/** The lines of a text file from its beginning, without their ends. Memory stays at about two pieces. Throws what the file throws. */
export async function* streamLines(file: ChatFile): AsyncGenerator<LineBatch> {
  let rest = '';
  let bytesRead = 0;
  for await (const piece of streamText(file)) {
    bytesRead = piece.bytesRead;
    const text = rest + piece.text;
    // a CR at the end may be the first half of a CRLF
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = lines.pop()! + text.slice(whole.length);
    if (rest.length > lineChars) {
      lines.push(rest);
      rest = '';
    }
    yield { lines, bytesRead };
  }
  if (rest !== '') yield { lines: rest.replace(/\r$/, '').split(/\r/), bytesRead };
}
