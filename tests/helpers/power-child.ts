/**
 * Saves into the book below the folder in argv[3] under a disk that is recorded, and writes each acknowledgement into the record too, as
 * a file of its own, so that it stands between the calls before and after it. argv[4] = NORMAL gives up what openDatabase insists on;
 * argv[5] saves in all, with a backup after every twentieth.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openSweepBook, runBackup, setUpBackups } from './sweep-work.ts';
import { friendNamed } from './test-app.ts';

const [, , migrationsDir, root, synchronous, saves] = process.argv as [string, string, string, string, 'FULL' | 'NORMAL', string];
const book = await openSweepBook(root, migrationsDir);
book.app.ctx.db.raw.pragma(`synchronous = ${synchronous}`);
// a checkpoint now and then, as in a long day
book.app.ctx.db.raw.pragma('wal_autocheckpoint = 60');
await setUpBackups(book);
mkdirSync(join(root, 'said'), { recursive: true });
const said = openSync(join(root, 'said', 'lines'), 'w');
const say = (line: Record<string, unknown>) => writeSync(said, `${JSON.stringify(line)}\n`);
say({ ready: true });
for (let n = 1; n <= Number(saves); n++) {
  const name = `好友${n}`;
  await book.app.call('friends.create', friendNamed(name));
  say({ name });
  if (n % 20 === 0) say({ backup: await runBackup(book) });
}
closeSync(said);
process.exit(0);
