import type { ServiceContext } from '../../platform/context.ts';
import { undoChatBatch } from '../chats/index.ts';
import { assetFiles, unusedAmong } from '../content/index.ts';
import { forgetDemoActions } from './forget-undo.ts';

/** Where audiences and rules name tags and segments by id, inside JSON. */
const rules: readonly (readonly [table: string, column: string])[] = [
  ['friend_segments', 'rule'],
  ['tag_rules', 'body'],
  ['posts', 'audience'],
  ['recurrences', 'post'],
  ['send_queues', 'audience'],
];

/** In SQL: no rule or audience that is left names row `r`. `lists`: how they call such ids. */
const unnamed = (...lists: string[]): string =>
  rules
    .map(
      ([table, column]) =>
        `NOT EXISTS (SELECT 1 FROM "${table}" u, json_tree(u."${column}") j
           WHERE (${lists.map((list) => `j.path LIKE '%.${list}'`).join(' OR ')}) AND j.value = r.id)`,
    )
    .join(' AND ');

/** Demo rows that nothing else uses, by table; the order lets what hangs on others go first. `unused` speaks of row `r`. */
const removals: { table: string; unused: string }[] = [
  // goods, items, sizes, notes, touches, levels, tags, events and places of pictures fall with their row by foreign key
  { table: 'orders', unused: '1' },
  { table: 'send_queues', unused: '1' },
  { table: 'friends', unused: '1' },
  { table: 'recurrences', unused: '1' },
  { table: 'posts', unused: '1' },
  { table: 'contents', unused: '1' },
  { table: 'slots', unused: '1' },
  { table: 'calendar_events', unused: '1' },
  { table: 'assets', unused: '1' },
  { table: 'friend_segments', unused: unnamed('segmentIds') },
  {
    table: 'products',
    unused: `NOT EXISTS (SELECT 1 FROM order_lines WHERE product_id = r.id) AND ${unnamed('productIds')}`,
  },
  { table: 'group_buys', unused: 'NOT EXISTS (SELECT 1 FROM orders WHERE group_buy_id = r.id)' },
  { table: 'import_batches', unused: '1' },
  { table: 'tags', unused: `NOT EXISTS (SELECT 1 FROM friend_tags WHERE tag_id = r.id) AND ${unnamed('tagIds')}` },
  { table: 'tag_groups', unused: 'NOT EXISTS (SELECT 1 FROM tags WHERE group_id = r.id)' },
  { table: 'channels', unused: 'NOT EXISTS (SELECT 1 FROM friends WHERE channel_id = r.id)' },
  { table: 'accounts', unused: '1' },
];

/** Settings that hold an account's id. */
const accountSettings = ['calendar.accountId', 'trust.board.accountId', 'imports.lastAccountId'];

/** Takes the chats back as an import of chats is taken back, in a transaction of its own, before the friends go. */
export function takeChatsBack(ctx: ServiceContext): void {
  const batches = ctx.db.pluck("SELECT row_id FROM demo_rows WHERE table_name = 'import_batches'").all() as number[];
  for (const batchId of batches) undoChatBatch(ctx, batchId, { progress: () => {}, checkCancelled: () => {} });
}

/** Deletes inside the caller's transaction. @returns paths of pictures that nothing needs any more, to be deleted after commit */
export function removeDemoRows(ctx: ServiceContext): string[] {
  const files: string[] = [];
  // made ahead of a demo series, by nobody's hand
  const ofSeries = "SELECT row_id FROM demo_rows WHERE table_name = 'recurrences'";
  ctx.db.sql(`DELETE FROM posts WHERE recurrence_id IN (${ofSeries})`).run();
  for (const { table, unused } of removals) {
    const ids = unusedRows(ctx, table, unused);
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

function unusedRows(ctx: ServiceContext, table: string, unused: string): number[] {
  const needed = table === 'accounts' ? neededBy(ctx, table) : [];
  const ids = ctx.db
    .pluck(
      `SELECT r.id FROM "${table}" r JOIN demo_rows d ON d.table_name = ? AND d.row_id = r.id
       WHERE ${[unused, ...needed].join(' AND ')}`,
    )
    .all(table) as number[];
  // used in a draft, or by a series that is hers: as the library sees it
  return table === 'assets' ? unusedAmong(ctx, ids) : ids;
}

/** In SQL: nothing that would not fall with it refers to row `r`; read out of the book's foreign keys, so that no table is forgotten. */
function neededBy(ctx: ServiceContext, table: string): string[] {
  const users = ctx.db
    .sql(
      `SELECT t.name AS "table", k."from" AS "column" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
       WHERE t.type = 'table' AND k."table" = ? AND k.on_delete NOT IN ('CASCADE', 'SET NULL')`,
    )
    .all(table) as { table: string; column: string }[];
  return users.map((user) => `NOT EXISTS (SELECT 1 FROM "${user.table}" u WHERE u."${user.column}" = r.id)`);
}
