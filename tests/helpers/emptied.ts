import type { Topic } from '../../shared/events.ts';
import type { TestApp } from './test-app.ts';

/** Empties tables of a book, and what could be undone in it: another app would start workers of its own. */
export function emptied({ ctx }: TestApp, tables: readonly string[], topics: Topic[]): void {
  ctx.db.raw.pragma('foreign_keys = OFF');
  for (const table of [...tables, 'undo_steps', 'undo_actions']) ctx.db.sql(`DELETE FROM ${table}`).run();
  ctx.db.raw.pragma('foreign_keys = ON');
  ctx.announce({ topics });
}
