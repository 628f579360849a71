/**
 * Saves and backs up the book below the folder in argv[3], over and over, until it is killed; says what was acknowledged, one JSON line
 * each. The number in argv[4] names what it saves.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { openSweepBook, runBackup, setUpBackups } from './sweep-work.ts';
import { friendNamed } from './test-app.ts';

const [, , migrationsDir, root, seed] = process.argv as [string, string, string, string, string];
const book = await openSweepBook(root, migrationsDir);
if ((await book.app.call<{ vault: { kind: string } }>('backups.state')).vault.kind === 'none') await setUpBackups(book);
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);
// the threads and the process of the share take a second to start: they must be there before the clock of the kill runs
await runBackup(book);
flushCompileCache();
say({ ready: true });
for (let n = 0; ; n++) {
  const name = `${seed}-${n}`;
  await book.app.call('friends.create', friendNamed(name));
  say({ name });
  book.app.clock.tick(60_000);
  say({ made: await runBackup(book) });
}
