import type { MessageDirection, MessageKind } from '../../../../../shared/domain/messages.ts';
import type { ChatBatch, ChatFile, ChatProblem, ChatRecord } from './chat-source.ts';
import { kindOfPlaceholder, settleKind } from './kinds.ts';
import { streamLines } from './text-lines.ts';
import type { TextTime } from './text-time.ts';
import { readableText, splitQuote } from './words.ts';

/** The beginning of a message in a text file. */
export interface TextHeader {
  time: TextTime;
  conversation: string;
  senderId: string | null;
  senderName: string;
  direction: MessageDirection | null;
  /** words that already stand on the header's line; null = they begin on the next */
  body: string | null;
  /** kind when the file tells it */
  kind?: MessageKind;
  /** all words of the message, when they are not those of its lines */
  words?: string;
  /** lines the header takes, 1 unless told */
  rows?: number;
}

/** What a line is: a message's beginning (or several on one line), a line that belongs to no message ('skip'), or words (null). */
export type LineReading = TextHeader | TextHeader[] | 'skip' | null;

/** How one program writes chats as text. Made anew for every run through the file, so that it may remember. */
export interface TextGrammar {
  read(line: string, before: string | null, next: string | null): LineReading;
  /** Last word on a message when all of its lines are known, e.g. what is a notice because no words follow; null = the header was right. */
  finish?(header: TextHeader, body: readonly string[]): TextHeader | null;
}

const batchSize = 2000;
/** Characters of one message at most. */
const bodyChars = 1024 * 1024;

interface Open {
  header: TextHeader;
  line: number;
  raw: string;
  body: string[];
  chars: number;
}

/**
 * Runs a text file through a grammar. Every header ends as a record or a problem, and words before the first header as one problem;
 * words belong to the message above them, blank lines within it are kept.
 */
export async function* readBlocks(file: ChatFile, grammar: TextGrammar): AsyncGenerator<ChatBatch> {
  const blocks = new Blocks(grammar);
  let bytesRead = 0;
  for await (const { lines, bytesRead: read } of streamLines(file)) {
    bytesRead = read;
    for (const line of lines) {
      blocks.push(line);
      if (blocks.records.length + blocks.problems.length >= batchSize) yield blocks.take(bytesRead);
    }
  }
  blocks.end();
  yield blocks.take(bytesRead);
}

class Blocks {
  records: ChatRecord[] = [];
  problems: ChatProblem[] = [];
  private readonly grammar: TextGrammar;
  private open: Open | null = null;
  private line = 0;
  private before: string | null = null;
  private waiting: string | null = null;
  /** lines that the header above has already used */
  private used = 0;
  /** words before the first header were told */
  private told = false;

  constructor(grammar: TextGrammar) {
    this.grammar = grammar;
  }

  take(bytesRead: number): ChatBatch {
    const batch = { records: this.records, problems: this.problems, bytesRead };
    this.records = [];
    this.problems = [];
    return batch;
  }

  /** One line later than it comes: a header is sometimes known by the line behind it. */
  push(line: string): void {
    if (this.waiting !== null) this.step(this.waiting, line);
    this.waiting = line;
  }

  end(): void {
    if (this.waiting !== null) this.step(this.waiting, null);
    this.waiting = null;
    this.close();
  }

  private step(line: string, next: string | null): void {
    this.line++;
    const before = this.before;
    this.before = line;
    if (this.used > 0) {
      this.used--;
      return;
    }
    const read = this.grammar.read(line, before, next);
    if (read === 'skip') return;
    if (read === null) this.addWords(line);
    else for (const header of Array.isArray(read) ? read : [read]) this.begin(header, line);
  }

  private begin(header: TextHeader, raw: string): void {
    this.close();
    this.used = (header.rows ?? 1) - 1;
    this.open = { header, line: this.line, raw, body: header.body === null ? [] : [header.body], chars: 0 };
  }

  private addWords(line: string): void {
    if (this.open) {
      if (this.open.chars <= bodyChars) this.open.body.push(line);
      this.open.chars += line.length + 1;
    } else if (!this.told && line.trim() !== '') {
      this.told = true;
      this.problems.push({ line: this.line, problem: 'unknownShape', text: line.slice(0, 80) });
    }
  }

  private close(): void {
    const open = this.open;
    this.open = null;
    if (!open) return;
    const problem = (kind: ChatProblem['problem']) => this.problems.push({ line: open.line, problem: kind, text: open.raw.slice(0, 80) });
    if ('problem' in open.header.time) problem(open.header.time.problem);
    else if (open.chars > bodyChars) problem('cellTooLong');
    else this.records.push(toRecord(this.grammar.finish?.(open.header, open.body) ?? open.header, open));
  }
}

function toRecord(header: TextHeader, { line, body }: Open): ChatRecord {
  const raw = (header.words ?? body.join('\n')).trim();
  const kind = settleKind(header.kind ?? kindOfWords(raw), raw);
  const time = 'at' in header.time ? header.time : { at: 0, precision: 'day' as const };
  const system = header.direction === 'system';
  return {
    line,
    conversation: header.conversation,
    senderId: system ? null : header.senderId,
    senderName: system ? '' : header.senderName,
    direction: header.direction,
    at: time.at,
    precision: time.precision,
    kind,
    text: readableText(kind, raw),
    serverId: null,
  };
}

/** Kind of a message in a file that tells no types. */
export function kindOfWords(raw: string): MessageKind {
  const kind = kindOfPlaceholder(raw);
  if (kind !== 'text') return kind;
  if (/金額[=＝]/.test(raw)) return 'transfer';
  return splitQuote(raw) ? 'quote' : 'text';
}
