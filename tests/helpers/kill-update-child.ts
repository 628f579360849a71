/**
 * Opens the book of an older version below the folder in argv[3], which is backed up before it is changed, until it is killed; says when
 * it begins and when the book is open, one JSON line each.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { openSweepBook } from './sweep-work.ts';

const [, , migrationsDir, root] = process.argv as [string, string, string, string];
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);
flushCompileCache();
say({ begins: true });
await openSweepBook(root, migrationsDir);
say({ open: true });
// until it is killed
setInterval(() => {}, 60_000);
