import { rmSync } from 'node:fs';
import type { Database } from './database.ts';

/** Lets statements read a database file beside the book under `name`, also inside a transaction. */
export function attachSideFile(db: Database, name: string, path: string): void {
  db.raw.prepare(`ATTACH DATABASE ? AS "${name}"`).run(path);
}

/** Lets go of every such file and takes it away; call it behind the transaction that read them, whatever became of it. */
export function detachSideFiles(db: Database): void {
  for (const { name, file } of db.raw.pragma('database_list') as { name: string; file: string }[]) {
    if (name === 'main' || name === 'temp') continue;
    db.raw.exec(`DETACH DATABASE "${name}"`);
    rmSync(file, { force: true });
  }
}
