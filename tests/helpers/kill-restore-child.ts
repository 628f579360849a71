/**
 * Lets one book after the other take the place of the present one in the folder in argv[3], as restores do, until it is killed; says which
 * one is in place. Each book holds its number; argv[4] is the first.
 */
import { mkdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { finishRestore, restoreOpened, waitForRestore } from '../../electron/platform/db/swap-book.ts';
import { dataFolder } from '../../electron/platform/files/data-folder.ts';

const [, , , dataDir, first] = process.argv as [string, string, string, string, string];
const folder = dataFolder(dataDir);
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);
finishRestore(folder);
// what was half made before is swept up at every start
rmSync(folder.staging, { recursive: true, force: true });
mkdirSync(folder.staging, { recursive: true });
for (let n = Number(first); ; n++) {
  const present = openDatabase(folder.database);
  present.raw.exec(`INSERT INTO saved VALUES (${n})`);
  say({ saved: n });
  const book = join(folder.staging, `book-${n}.db`);
  const next = openDatabase(book);
  next.raw.exec(`CREATE TABLE book(number INTEGER); CREATE TABLE saved(number INTEGER); INSERT INTO book VALUES (${n})`);
  next.close();
  say({ begun: n });
  waitForRestore(folder, book, { kind: 'restore', madeAt: n, now: n });
  present.close();
  finishRestore(folder);
  say({ done: n });
  openDatabase(folder.database).close();
  restoreOpened(folder);
  say({ opened: n });
}
