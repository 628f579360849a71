import type { MessageDirection, MessageKind, TimePrecision } from '../../../../../shared/domain/messages.ts';

/** One file of an import: on disk, or one entry of a zip. Never read whole. */
export interface ChatFile {
  /** place inside what was handed over, with '/' between its parts: `聊天记录/李姐(wxid_x)/李姐.csv`; exporters hide ids in folder names */
  path: string;
  /** bytes, inflated */
  size: number;
  /** the bytes from the start, each time anew; throws AppError of category `file` when they cannot be read */
  stream(): AsyncIterable<Buffer>;
  /** another file of the same import by its place, e.g. `users.json` beside a chat; null = there is none */
  sibling(path: string): ChatFile | null;
}

/** What somebody told about a file that cannot say it itself. */
export interface ChatHints {
  /**
   * 'YYYY-MM-DD', China time: the day the text was copied on (for '昨天 21:07'), or the day of the messages when the file keeps the
   * time of day alone, of which it takes the year when the file keeps month and day
   */
  date?: string | null;
}

/** Chats of one file, as its exporter wrote them. */
export interface ChatSource {
  /** e.g. 'memotrace3Csv'; one of `chatFormats` */
  format: string;
  /** the program, as the seller knows it, e.g. '留痕（MemoTrace）' */
  tool: string;
  /** the exporter's own wxid, when file or folder says; null = unknown */
  ownerId: string | null;
  /** true = records carry `direction`; false = somebody must say who of the talkers the seller is */
  knowsMe: boolean;
  /**
   * 'date' = parts of the dates are missing or relative, so that records need `ChatHints.date`; without it they come as problems
   * `noTime`. Stays set when the hint was given, so that it can be changed. Absent = nothing is missing
   */
  needs?: 'date';
  /** conversations that the head of the file names; more may come with the records */
  conversations: ChatConversation[];
  /**
   * All records in the order of the file, some thousand at a time, read anew with each call. Content never makes it throw: what
   * cannot be read comes as a problem. Throws AppError of category `file` only when the file itself breaks (gone, damaged archive).
   * `bytesRead` may be asked meanwhile for progress.
   */
  records(): AsyncGenerator<ChatBatch>;
  /**
   * The same into a sink, for files of millions of records; says after each piece what `ChatBatch` says beside them. Absent = `records`
   * only. @param atLeast bytes of a piece; tests take fewer
   */
  pour?(sink: ChatSink, atLeast?: number): AsyncGenerator<Pick<ChatBatch, 'bytesRead' | 'damagedIds'>>;
}

/** What many records have in common: who says something of one kind where. */
export interface ChatVoice extends Pick<ChatRecord, 'conversation' | 'senderId' | 'senderName' | 'direction' | 'kind'> {
  /** running number within its reading, from 0 */
  number: number;
}

/** Takes what a file says, one after the other, in its order. */
export interface ChatSink {
  /** later moments (ms UTC) come as `record`, never as `plain` */
  readonly latest: number;
  record(record: ChatRecord): void;
  problem(problem: ChatProblem): void;
  /**
   * A record known to the second (`at`, ms UTC) without making an object or a text of it. Its words as UTF-8, and the digits of its id
   * on the platform (none: both places are equal), lie in `bytes` for the time of the call.
   */
  plain(voice: ChatVoice, at: number, bytes: Uint8Array, words: number, wordsEnd: number, id: number, idEnd: number): void;
}

export interface ChatBatch {
  records: ChatRecord[];
  problems: ChatProblem[];
  /** bytes of the file consumed so far */
  bytesRead: number;
  /** how many of these records had an id that a spreadsheet has rounded (7.42E+18): they carry none; absent = 0 */
  damagedIds?: number;
}

export interface ChatConversation {
  /** what `ChatRecord.conversation` refers to; stable within the file: the external id when known, else the name */
  key: string;
  /** wxid of the peer, `…@chatroom`, null = the file does not say */
  externalId: string | null;
  name: string;
  /** null = the file does not say */
  group: boolean | null;
  /** people of the conversation that the head names */
  members: ChatTalker[];
}

export interface ChatTalker {
  /** wxid; null = the file knows names only */
  externalId: string | null;
  /** the name shown in the chat */
  name: string;
  /** nickname, remark and name in the group where they are told apart; '' = not told */
  nickname: string;
  remark: string;
  groupName: string;
  alias: string;
}

export interface ChatRecord {
  /** line (text, CSV, sheet row) or place in the list (JSON), 1 = first */
  line: number;
  conversation: string;
  /** wxid of who wrote it; null = unknown or system */
  senderId: string | null;
  /** name of who wrote it as the file shows it; '' = unknown or system */
  senderName: string;
  /** null = the file does not say who the seller is */
  direction: MessageDirection | null;
  /** integer ms UTC; a record known to the minute or day carries its first second (China time) */
  at: number;
  precision: TimePrecision;
  kind: MessageKind;
  /** readable words: what was written, or what stands for it: '[图片]' is '' for a picture, `报价.xlsx` for a file, '￥116.00 两箱' for a transfer */
  text: string;
  /** the message's id on the platform, as text, every digit kept; null = none that survives a second export */
  serverId: string | null;
}

/** Why a record was left out. */
export const chatProblemKinds = [
  'noTime',
  'badTime',
  'timeOutOfRange',
  'noConversation',
  'damagedId',
  'brokenQuotes',
  'tooFewCells',
  'cellTooLong',
  'badCharacters',
  'notJson',
  'cutOff',
  'unknownShape',
] as const;
export type ChatProblemKind = (typeof chatProblemKinds)[number];
export interface ChatProblem {
  line: number;
  problem: ChatProblemKind;
  /** the beginning of what could not be read, at most 80 characters */
  text: string;
}

export { earliestAt } from '../../../../../shared/domain/messages.ts';
