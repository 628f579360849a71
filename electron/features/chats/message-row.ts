import type { Chunk } from './chunk.ts';
import { isWordless } from './message-id.ts';

/** A message of the book as `columns` reads it. */
export type Row = [
  id: number,
  conversationId: number,
  talkerId: number,
  direction: number,
  kind: number,
  precision: number,
  sourceKey: number | null,
  batchId: number,
  content: string,
];
export const columns = 'id, conversation_id, talker_id, direction, kind, precision, source_key, batch_id, content';

/** Whether a record says the same as a message of the book; times aside. */
export function isSame(chunk: Chunk, record: number, row: Row): boolean {
  return (
    row[1] === chunk.conversation(record).id &&
    row[2] === chunk.talker(record) &&
    row[3] === chunk.direction(record) &&
    row[4] === chunk.kind(record) &&
    (isWordless[row[4]]! || row[8] === chunk.textOf(record))
  );
}

/** Whether records look at the same place first and know their time equally well. */
export const areNeighbours = (chunk: Chunk, a: number, b: number): boolean =>
  chunk.base(a) === chunk.base(b) && chunk.precision(a) === chunk.precision(b);

/** Whether two records say the same; times aside. */
export function isSameRecord(chunk: Chunk, a: number, b: number): boolean {
  return (
    chunk.conversation(a) === chunk.conversation(b) &&
    chunk.talker(a) === chunk.talker(b) &&
    chunk.direction(a) === chunk.direction(b) &&
    chunk.kind(a) === chunk.kind(b) &&
    (isWordless[chunk.kind(a)]! || chunk.textOf(a) === chunk.textOf(b))
  );
}
