import type { MessageKind } from '../../../../../shared/domain/messages.ts';
import type { ChatHead } from './chat-reader.ts';
import type {
  ChatBatch,
  ChatConversation,
  ChatFile,
  ChatProblem,
  ChatProblemKind,
  ChatRecord,
  ChatSource,
  ChatTalker,
} from './chat-source.ts';
import { type JsonPiece, parsePiece, type SplitRules } from './json-piece.ts';
import { JsonSplitter } from './json-stream.ts';
import { type Fields, fields, firstOf, isFields, serverIdOf, str, timeOf } from './json-values.ts';
import { isSystemKind, kindOfLabel, kindOfType, settleKind, unpackLocalType } from './kinds.ts';
import { encodingOf, streamText } from './stream-text.ts';
import { readableText } from './words.ts';

/** One message as a reader takes it out of its fields. */
export interface ToldMessage {
  conversation: string;
  time: unknown;
  kind: MessageKind;
  /** words as the exporter put them; made readable by `readableText` unless `text` is given */
  raw: string;
  text?: string;
  /** null = the file does not say */
  mine: boolean | null;
  senderId: string | null;
  senderName: string;
  serverId: unknown;
}

/** Message → record, or why there is none. */
export function recordOf(line: number, told: ToldMessage): ChatRecord | ChatProblemKind {
  if (told.conversation === '') return 'noConversation';
  const time = timeOf(told.time);
  if (typeof time === 'string') return time;
  const kind = settleKind(told.kind, told.text ?? told.raw);
  const system = isSystemKind(kind);
  return {
    line,
    conversation: told.conversation,
    senderId: system || !told.senderId ? null : told.senderId,
    senderName: system ? '' : told.senderName.trim(),
    direction: system ? 'system' : told.mine === null ? null : told.mine ? 'out' : 'in',
    at: time.at,
    precision: time.precision,
    kind,
    text: told.text ?? readableText(kind, told.raw),
    serverId: serverIdOf(told.serverId),
  };
}

/** Kind by WeChat's number (packed or not; '49-57' too), else by the sub-type given apart, else by the label. */
export function kindFrom(number: unknown, subType: unknown, label: unknown): MessageKind {
  const pair = /^(\d+)[-_](\d+)$/.exec(str(number));
  const packed = pair ? Number(pair[1]) : Number(str(number) || Number.NaN);
  const { type, subType: inner } = unpackLocalType(packed);
  const sub = pair ? Number(pair[2]) : inner || Number(str(subType) || 0);
  const byNumber = type === 0 ? 'other' : kindOfType(type, sub);
  if (byNumber !== 'other') return byNumber;
  return kindOfLabel(str(label))?.kind ?? 'other';
}

export function talker(externalId: unknown, name: unknown, more: Partial<ChatTalker> = {}): ChatTalker {
  return { externalId: str(externalId) || null, name: str(name), nickname: '', remark: '', groupName: '', alias: '', ...more };
}

export function conversation(externalId: string, name: string, group: boolean | null, members: ChatTalker[] = []): ChatConversation {
  return { key: externalId || name, externalId: externalId || null, name: name || externalId, group, members };
}

/** Name of a file without its folder and ending, for files that name their chat nowhere else. */
export function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.html)?\.\w{1,5}$/, '');
}

/** Pieces of a JSON file as they come; every text encoding that the app reads is made UTF-8. */
export async function* jsonPieces(file: ChatFile, rules: SplitRules): AsyncGenerator<{ pieces: JsonPiece[]; bytesRead: number }> {
  const splitter = new JsonSplitter(rules);
  let bytesRead = 0;
  for await (const { bytes, read } of utf8(file)) {
    bytesRead = read;
    yield { pieces: splitter.push(bytes), bytesRead };
  }
  yield { pieces: splitter.end(), bytesRead };
}

/** So much of a file tells its encoding. */
const tellingBytes = 65_536;

/** The bytes of a text file as UTF-8 without byte order mark. */
export async function* utf8(file: ChatFile): AsyncGenerator<{ bytes: Buffer; read: number }> {
  let read = 0;
  let first: Buffer | null = Buffer.alloc(0);
  for await (const chunk of file.stream()) {
    read += chunk.length;
    if (!first) {
      yield { bytes: chunk, read };
      continue;
    }
    first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
    if (first.length < tellingBytes && read < file.size) continue;
    if (!encodingOf(first.subarray(0, tellingBytes), first.length <= tellingBytes && read >= file.size).startsWith('utf-8')) {
      yield* converted(file);
      return;
    }
    yield { bytes: withoutMark(first), read };
    first = null;
  }
  if (first && first.length > 0) yield { bytes: withoutMark(first), read };
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

async function* converted(file: ChatFile): AsyncGenerator<{ bytes: Buffer; read: number }> {
  let held = '';
  for await (const piece of streamText(file)) {
    const text = held + piece.text;
    // Half a character at the border waits for its other half.
    const half = /[\uD800-\uDBFF]$/.test(text);
    held = half ? text.slice(-1) : '';
    yield { bytes: Buffer.from(half ? text.slice(0, -1) : text), read: piece.bytesRead };
  }
}

/** Values of the outermost object by their keys: from the head when all are there, else from the file, everything else in it passed over. */
export async function outerValues(file: ChatFile, head: ChatHead, keys: string[]): Promise<Fields> {
  const known = head.json?.values ?? {};
  if (keys.every((key) => key in known)) return known;
  const found: Fields = { ...known };
  const wanted = (path: string) => keys.includes(path.slice(1));
  for await (const { pieces } of jsonPieces(file, { enter: () => false, skip: (path) => !wanted(path) })) {
    for (const piece of pieces) if (piece.type === 'value' && wanted(piece.path)) found[piece.path.slice(1)] ??= parsePiece(piece);
    if (keys.every((key) => key in found)) break;
  }
  return found;
}

export interface JsonChat extends Omit<ChatSource, 'records'> {
  file: ChatFile;
  rules: SplitRules;
  /** path of the messages: each of them counts as one line */
  list: string;
  /** Piece and its line → record or problem; null = the piece is no message. Called in the order of the file, anew with each reading. */
  visitor(): (piece: JsonPiece, line: number) => ChatRecord | ChatProblemKind | null;
}

/** A source over the pieces of a JSON file. Damaged pieces become problems here. */
export function jsonSource({ file, rules, list, visitor, ...about }: JsonChat): ChatSource {
  return {
    ...about,
    async *records(): AsyncGenerator<ChatBatch> {
      const visit = visitor();
      let count = 0;
      for await (const { pieces, bytesRead } of jsonPieces(file, rules)) {
        const batch: ChatBatch = { records: [], problems: [], bytesRead };
        for (const piece of pieces) {
          const line = piece.path === list && (piece.type === 'value' || piece.type === 'problem') ? ++count : 0;
          const result = piece.type === 'problem' ? piece.problem : visit(piece, line);
          if (typeof result === 'string') batch.problems.push(problemAt(line, result, piece.raw));
          else if (result) batch.records.push(result);
        }
        yield batch;
      }
    },
  };
}

export function problemAt(line: number, problem: ChatProblemKind, text: string): ChatProblem {
  return { line, problem, text: text.slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 80).toWellFormed() };
}

/** Visitor for one list of messages at a fixed place. */
export function visitList(path: string, read: (item: Fields, line: number) => ChatRecord | ChatProblemKind) {
  return () =>
    (piece: JsonPiece, line: number): ChatRecord | ChatProblemKind | null => {
      if (piece.type !== 'value' || piece.path !== path) return null;
      const item = parsePiece(piece);
      if (item === undefined) return 'notJson';
      return isFields(item) ? read(item, line) : 'unknownShape';
    };
}

/** Objects of a list within the head, for what a reader must know before the records; at most some hundred. */
export function headItems(head: ChatHead, path: string): Fields[] {
  const list = path.replace(/\[\]$/, '');
  const splitter = new JsonSplitter({ root: head.json?.root === 'script' ? 'script' : 'json', enter: (at) => at === list });
  return splitter
    .push(Buffer.from(head.text ?? ''))
    .filter((piece) => piece.type === 'value' && piece.path === path)
    .map((piece) => fields(parsePiece(piece)));
}

/** Shown name among the names that a program tells apart: remark, then nickname, then the id. */
export function shownName(...names: unknown[]): string {
  return firstOf(...names).trim();
}
