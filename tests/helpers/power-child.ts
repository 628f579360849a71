/**
 * Saves into the book below the folder in argv[3] under a disk that is recorded, and writes each acknowledgement into the record too, as
 * a file of its own, so that it stands between the calls before and after it. argv[4] = NORMAL gives up what openDatabase insists on;
 * argv[5] saves in all, with a backup and a sealed file of its own, as a ban-day kit is one, after every twentieth.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openKey, writeSealed } from '../../electron/platform/sealed/sealed-file.ts';
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
mkdirSync(join(root, 'sealed'));
/** Noise: each sector of it counts. */
function seal(name: string): string {
  const writer = writeSealed(join(root, 'sealed', name), { kind: 'noise' }, openKey(name));
  writer.write(randomBytes(20_000));
  writer.finish();
  return name;
}
for (let n = 1; n <= Number(saves); n++) {
  const name = `好友${n}`;
  await book.app.call('friends.create', friendNamed(name));
  say({ name });
  if (n % 20 !== 0) continue;
  say({ backup: await runBackup(book) });
  say({ sealed: seal(name) });
}
closeSync(said);
process.exit(0);
