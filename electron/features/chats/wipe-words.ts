import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { mostWithin, type StaleLeaf, staleLeaves } from '../../platform/db/stale-leaves.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { write } from '../../platform/undo/undo-log.ts';

/** Pages that are cleared in one transaction: the log beside the book stays small. */
const pagesAtOnce = 500;
/** A row that is larger than a page fills another one only by and by. */
const passes = 2;

/**
 * Takes words of messages that are gone out of pages which those messages once left for others (stale-leaves.ts): one message of each
 * such page is made so long that it fills the page, then what it was, and SQLite writes zeros over what that frees. Reads the whole
 * file, writes those pages only. @throws AppError `cancelled`: the rest is to be done
 */
export function wipeMovedWords(ctx: ServiceContext, control: JobControl): void {
  const { db } = ctx;
  const pageSize = db.raw.pragma('page_size', { simple: true }) as number;
  const isMessage = db.pluck('SELECT 1 FROM messages WHERE id = ?');
  for (let pass = 0; pass < passes; pass++) {
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
    const leaves: StaleLeaf[] = [];
    for (const leaf of staleLeaves(db.raw.name, pageSize)) if (isMessage.get(leaf.row.id) !== undefined) leaves.push(leaf);
    if (leaves.length === 0) return;
    for (let from = 0; from < leaves.length; from += pagesAtOnce) {
      control.checkCancelled();
      write(ctx, () => {
        for (const leaf of leaves.slice(from, from + pagesAtOnce)) fillAndEmpty(db, pageSize, leaf);
      });
    }
  }
}

function fillAndEmpty(db: Database, pageSize: number, { free, row }: StaleLeaf): void {
  const { id, payload, bytes } = row;
  // as bytes: they must come back as they are, whatever they are
  const words = db.pluck('SELECT CAST(content AS BLOB) FROM messages WHERE id = ?').get(id) as Buffer;
  const set = db.sql('UPDATE messages SET content = CAST(? AS TEXT) WHERE id = ?');
  set.run(Buffer.alloc(fillingLength({ room: bytes + free, others: payload - textBytes(words.length), pageSize }), ' '), id);
  set.run(words, id);
}

const varintBytes = (value: number): number => (value < 128 ? 1 : value < 16_384 ? 2 : 3);
/** What a text takes up in a row, with the number that says how long it is. */
const textBytes = (length: number): number => varintBytes(13 + 2 * length) + length;
/** of an id: seconds × 2^21 */
const idBytes = 8;

/** How long a text has to be for its row, `others` of which are not the text, to take up all the room, or as much of it as can be. */
function fillingLength({ room, others, pageSize }: { room: number; others: number; pageSize: number }): number {
  const most = Math.min(room - idBytes, mostWithin(pageSize));
  for (let length = most - others; length > 0; length--) {
    const payload = others + textBytes(length);
    if (payload <= mostWithin(pageSize) && varintBytes(payload) + idBytes + payload <= room) return length;
  }
  return 0;
}
