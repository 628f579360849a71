import type { MessageDirection, MessageKind, TimePrecision } from '../../../shared/domain/messages.ts';

/*
 * What an import takes: the part of the readers' ChatSource (imports/formats/chats/chat-source.ts) that storing needs. The readers
 * stand above this feature, so their types cannot be named here; every ChatSource fits as it is.
 */

export interface IncomingTalker {
  /** wxid; null = names only */
  externalId: string | null;
  name: string;
  nickname: string;
  remark: string;
  groupName: string;
  alias: string;
}

export interface IncomingConversation {
  /** what records refer to; stable within the file */
  key: string;
  /** wxid of the peer or `…@chatroom`; null = the file does not say */
  externalId: string | null;
  name: string;
  /** null = the file does not say */
  group: boolean | null;
  members: IncomingTalker[];
}

export interface IncomingRecord {
  line: number;
  conversation: string;
  senderId: string | null;
  senderName: string;
  /** null = the file does not say who the seller is */
  direction: MessageDirection | null;
  /** integer ms UTC; first second (China time) of the minute or day when no more is known */
  at: number;
  precision: TimePrecision;
  kind: MessageKind;
  text: string;
  serverId: string | null;
}

export interface IncomingProblem {
  line: number;
  problem: string;
  text: string;
}

/** What many records have in common: who says something of one kind where. */
export interface IncomingVoice extends Pick<IncomingRecord, 'conversation' | 'senderId' | 'senderName' | 'direction' | 'kind'> {
  /** running number within its reading, from 0 */
  number: number;
}

/** Takes what a file says, one after the other, in its order. */
export interface IncomingSink {
  /** later moments (ms UTC) come as `record`, never as `plain` */
  readonly latest: number;
  record(record: IncomingRecord): void;
  problem(problem: IncomingProblem): void;
  /**
   * A record known to the second (`at`, ms UTC) without making an object or a text of it. Its words as UTF-8, and the digits of its id
   * on the platform (none: both places are equal), lie in `bytes` for the time of the call.
   */
  plain(voice: IncomingVoice, at: number, bytes: Uint8Array, words: number, wordsEnd: number, id: number, idEnd: number): void;
}

export interface IncomingBatch {
  records: IncomingRecord[];
  problems: IncomingProblem[];
  /** bytes of the file consumed so far */
  bytesRead: number;
}

/** Chats of one file. `conversations` is asked anew while records come: a reader may add to it. */
interface IncomingFile {
  ownerId: string | null;
  knowsMe: boolean;
  conversations: IncomingConversation[];
}

/** Its records come a batch at a time. */
export interface BatchedChats extends IncomingFile {
  records(): AsyncGenerator<IncomingBatch>;
}

/** Its records go into a sink, as files of millions of them do; says after each piece how much of the file is behind it. */
export interface PouredChats extends IncomingFile {
  pour(sink: IncomingSink): AsyncGenerator<{ bytesRead: number }>;
}

export type IncomingChats = BatchedChats | PouredChats;

/** Puts batches into a sink. */
export async function* pourBatches<T extends IncomingBatch>(batches: AsyncGenerator<T>, sink: IncomingSink): AsyncGenerator<T> {
  for await (const batch of batches) {
    for (const problem of batch.problems) sink.problem(problem);
    for (const record of batch.records) sink.record(record);
    yield batch;
  }
}
