import { rmSync } from 'node:fs';
import type { ServiceContext } from '../../platform/context.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { write } from '../../platform/undo/undo-log.ts';

/** How often the log beside the book is tried to be emptied; each time SQLite itself waits for who reads, up to 10 s. */
const tries = 2;

/** Whether files may still hold words of somebody who was erased. */
export const needsCleaning = ({ db }: ServiceContext): boolean =>
  db.pluck('SELECT 1 FROM erased_people WHERE leftovers IS NOT NULL LIMIT 1').get() !== undefined;

/**
 * Takes out of the files what erased people left in them: pictures, and every page of the book. `secure_delete` writes zeros over rows
 * that go, but not over what pages kept of them when they were split or put together; so the book is written anew, page by page.
 * @returns false = somebody was reading all the time: the next start does it
 */
export const cleanCommand = defineCommand<null, boolean>({
  name: 'erasure.clean',
  writes: true,
  heavy: () => true,
  run(ctx) {
    const { db } = ctx;
    const rows = db.sql('SELECT id, leftovers FROM erased_people WHERE leftovers IS NOT NULL').all() as { id: number; leftovers: string }[];
    if (rows.length === 0) return true;
    for (const { leftovers } of rows) for (const path of JSON.parse(leftovers) as string[]) rmSync(path, { force: true });
    writeAnew(ctx);
    if (!emptyLog(ctx)) return false;
    const done = db.sql('UPDATE erased_people SET leftovers = NULL WHERE id = ?');
    write(ctx, () => {
      for (const { id } of rows) done.run(id);
    });
    return emptyLog(ctx);
  },
});

function writeAnew({ db }: ServiceContext): void {
  // a connection of its own: in memory, as the others keep what is temporary, a big book would not find room
  const own = openDatabase(db.raw.name);
  try {
    own.raw.pragma('temp_store = FILE');
    own.raw.exec('VACUUM');
  } finally {
    own.close();
  }
}

function emptyLog({ db }: ServiceContext): boolean {
  for (let i = 0; i < tries; i++) {
    const [{ busy }] = db.raw.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
    if (busy === 0) return true;
  }
  return false;
}
