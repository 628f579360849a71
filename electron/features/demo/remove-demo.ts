import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { assetFiles, unusedAssetSql } from '../content/index.ts';
import { forgetDemoActions } from './forget-undo.ts';

/** Demo rows that nothing else uses, by table; the order lets what hangs on others go first. `unused` speaks of row `r`. */
const removals: { table: string; unused: string | ((db: Database, row: string) => string) }[] = [
  // notes, touches, levels, tags and events of a friend fall with her by foreign key, pictures' places with the post
  { table: 'friends', unused: '1' },
  { table: 'posts', unused: '1' },
  { table: 'contents', unused: '1' },
  { table: 'assets', unused: unusedAssetSql },
  { table: 'tags', unused: 'NOT EXISTS (SELECT 1 FROM friend_tags WHERE tag_id = r.id)' },
  { table: 'tag_groups', unused: 'NOT EXISTS (SELECT 1 FROM tags WHERE group_id = r.id)' },
  { table: 'channels', unused: 'NOT EXISTS (SELECT 1 FROM friends WHERE channel_id = r.id)' },
  {
    table: 'accounts',
    unused: `NOT EXISTS (SELECT 1 FROM friends WHERE account_id = r.id) AND NOT EXISTS (SELECT 1 FROM posts WHERE account_id = r.id)
      AND NOT EXISTS (SELECT 1 FROM import_batches WHERE account_id = r.id)`,
  },
];

/** Settings that hold an account's id. */
const accountSettings = ['calendar.accountId', 'trust.board.accountId', 'imports.lastAccountId'];

/** Deletes inside the caller's transaction. @returns paths of pictures that nothing needs any more, to be deleted after commit */
export function removeDemoRows(ctx: ServiceContext): string[] {
  const files: string[] = [];
  for (const { table, unused } of removals) {
    const ids = ctx.db
      .pluck(
        `SELECT r.id FROM "${table}" r JOIN demo_rows d ON d.table_name = ? AND d.row_id = r.id
         WHERE ${typeof unused === 'string' ? unused : unused(ctx.db, 'r')}`,
      )
      .all(table) as number[];
    if (table === 'assets') files.push(...assetFiles(ctx, ids));
    const remove = ctx.db.sql(`DELETE FROM "${table}" WHERE id = ?`);
    for (const id of ids) remove.run(id);
  }
  forgetDemoActions(
    ctx,
    removals.map(({ table }) => table),
  );
  ctx.db.sql('DELETE FROM demo_rows').run();
  for (const key of accountSettings)
    ctx.db
      .sql(
        "DELETE FROM settings WHERE key = ? AND value <> 'null' AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = CAST(value AS INTEGER))",
      )
      .run(key);
  return files;
}
