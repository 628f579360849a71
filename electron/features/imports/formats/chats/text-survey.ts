import type { ChatFile, ChatTalker } from './chat-source.ts';
import type { TextGrammar, TextHeader } from './text-blocks.ts';
import { streamLines } from './text-lines.ts';

/** What the beginning of a text file tells about the whole: who talks in which conversation. */
export interface TextSurvey {
  /** conversation → sender ('id' or name) → talker and number of messages */
  talkers: Map<string, Map<string, { talker: ChatTalker; count: number }>>;
  headers: TextHeader[];
}

const surveyBytes = 4 * 1024 * 1024;
const surveyHeaders = 5000;

/** Runs a grammar over the first 4 MB of a file (at most 5,000 messages), without their words. */
export async function survey(file: ChatFile, grammar: TextGrammar): Promise<TextSurvey> {
  const found: TextSurvey = { talkers: new Map(), headers: [] };
  for await (const header of headersOf(file, grammar)) {
    found.headers.push(header);
    const people = found.talkers.get(header.conversation) ?? new Map<string, { talker: ChatTalker; count: number }>();
    found.talkers.set(header.conversation, people);
    const key = header.senderId ?? header.senderName;
    if (header.direction === 'system' || key === '') continue;
    const person = people.get(key) ?? { talker: talker(header.senderName, header.senderId), count: 0 };
    person.count++;
    people.set(key, person);
    if (found.headers.length >= surveyHeaders) break;
  }
  return found;
}

/** Somebody of whom a text tells a name and perhaps an id. */
export function talker(name: string, externalId: string | null = null): ChatTalker {
  return { externalId, name, nickname: '', remark: '', groupName: '', alias: '' };
}

async function* headersOf(file: ChatFile, grammar: TextGrammar): AsyncGenerator<TextHeader> {
  let before: string | null = null;
  let line: string | null = null;
  let used = 0;
  let body: { header: TextHeader; lines: string[] } | null = null;
  const flush = () => (body ? (grammar.finish?.(body.header, body.lines) ?? body.header) : null);
  const step = function* (next: string | null): Generator<TextHeader> {
    if (line === null) return;
    const read = used > 0 ? 'skip' : grammar.read(line, before, next);
    used = Math.max(0, used - 1);
    before = line;
    if (read === null && body && body.lines.length < 5) body.lines.push(line);
    if (read === null || read === 'skip') return;
    for (const header of Array.isArray(read) ? read : [read]) {
      const done = flush();
      if (done) yield done;
      used = (header.rows ?? 1) - 1;
      body = { header, lines: header.body === null ? [] : [header.body] };
    }
  };
  for await (const { lines, bytesRead } of streamLines(file)) {
    for (const next of lines) {
      yield* step(next);
      line = next;
    }
    if (bytesRead > surveyBytes) break;
  }
  yield* step(null);
  const last = flush();
  if (last) yield last;
}

/** The name that a file's place tells: its last part without ending and copy number. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/ \(\d+\)$/, '')
    .trim();
}
