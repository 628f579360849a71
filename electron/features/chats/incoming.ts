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

export interface IncomingBatch {
  records: IncomingRecord[];
  problems: IncomingProblem[];
  /** bytes of the file consumed so far */
  bytesRead: number;
}

/** Chats of one file. `conversations` is asked anew while records come: a reader may add to it. */
export interface IncomingChats {
  ownerId: string | null;
  knowsMe: boolean;
  conversations: IncomingConversation[];
  records(): AsyncGenerator<IncomingBatch>;
}
