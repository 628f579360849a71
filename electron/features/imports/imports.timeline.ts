import type { TimelineSource } from '../friends/index.ts';

/** With which file a friend came in. */
export const importTimeline: TimelineSource = (ctx, friendId) => {
  const row = ctx.db
    .sql(
      'SELECT friends.created_at AS at, import_batches.file_name AS file FROM friends JOIN import_batches ON import_batches.id = import_batch_id WHERE friends.id = ?',
    )
    .get(friendId) as { at: number; file: string } | undefined;
  return row ? [{ key: 'imported', at: row.at, kind: 'imported', details: { file: row.file } }] : [];
};
