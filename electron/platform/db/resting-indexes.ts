import type { HostContext } from '../host-context.ts';
import { defineCommand } from '../jobs/command.ts';
import { write } from '../undo/undo-log.ts';
import type { Database } from './database.ts';

/**
 * Takes an index away inside the caller's transaction and notes how to make it again: what nobody's first look needs is made
 * behind the answer. The note lies in the same transaction, so whatever ends the process in between, the next start finds it.
 */
export function restIndex(db: Database, name: string, sql: string): void {
  db.raw.exec(`DROP INDEX "${name}"`);
  db.sql('INSERT INTO resting_indexes (name, sql) VALUES (?, ?)').run(name, sql);
}

/** Whether an index is missing. */
export const indexesRest = (db: Database): boolean => db.pluck('SELECT 1 FROM resting_indexes LIMIT 1').get() !== undefined;

/** Makes one of the missing indexes again; runs in the caller's transaction. @returns false when none is missing */
export function wakeIndex(db: Database): boolean {
  const next = db.sql('SELECT name, sql FROM resting_indexes ORDER BY name LIMIT 1').get() as { name: string; sql: string } | undefined;
  if (!next) return false;
  db.raw.exec(next.sql);
  db.sql('DELETE FROM resting_indexes WHERE name = ?').run(next.name);
  return true;
}

/** Makes all missing indexes again, each in a transaction of its own: stopped or killed half way, the rest waits for the next start. */
export const wakeIndexesCommand = defineCommand<null, null>({
  name: 'db.wakeIndexes',
  writes: true,
  heavy: () => true,
  run(ctx, _, control) {
    while (write(ctx, () => wakeIndex(ctx.db))) control.checkCancelled();
    return null;
  },
});

/** Resolves when every index is there: for reads that look at very many rows one by one. */
export async function indexesAwake(ctx: HostContext): Promise<void> {
  if (indexesRest(ctx.db)) await ctx.execute(wakeIndexesCommand, null);
}
