import type { ChatBatch, ChatProblemKind } from '../chat-source.ts';

/** Rows one after the other: `next` goes on, `cells` is the same array every time. */
export interface RowScanner {
  readonly cells: readonly string[];
  readonly line: number;
  readonly problem: ChatProblemKind | null;
  next(): boolean;
}

/** Adds what the row of a scanner says to a batch: a record or a problem, or nothing for a header that comes again. */
export type RowAssembler = (scanner: RowScanner, batch: ChatBatch) => void;
