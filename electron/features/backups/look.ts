import type { BackupLook, LookKind } from '../../../shared/contracts/backups.ts';
import type { Database } from '../../platform/db/database.ts';

/** How each kind is counted, and how its newest moment (ms UTC) is found. Columns that every version of the book has. */
const sources: Record<LookKind, { table: string; newest: string }> = {
  friends: { table: 'friends', newest: 'max(created_at)' },
  conversations: { table: 'conversations', newest: 'max(last_at)' },
  // the id of a message is its place in time: seconds × 2^21
  messages: { table: 'messages', newest: '(max(id) >> 21) * 1000' },
  orders: { table: 'orders', newest: 'max(created_at)' },
  posts: { table: 'posts', newest: 'max(created_at)' },
  content: { table: 'contents', newest: 'max(created_at)' },
  touches: { table: 'touches', newest: 'max(at)' },
  notes: { table: 'notes', newest: 'max(created_at)' },
  points: { table: 'point_entries', newest: 'max(at)' },
};

/** What is in a book, whatever version made it: a kind that it does not know yet counts as none. */
export function lookInto(db: Database): BackupLook['counts'] {
  const known = new Set(db.raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all());
  return (Object.keys(sources) as LookKind[]).map((kind) => {
    const { table, newest } = sources[kind];
    if (!known.has(table)) return { kind, count: 0, newestAt: null };
    const [count, newestAt] = db.raw.prepare(`SELECT count(*), ${newest} FROM ${table}`).raw().get() as [number, number | null];
    return { kind, count, newestAt: newestAt === null ? null : Math.max(0, newestAt) };
  });
}
