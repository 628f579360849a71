import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Which rows came with the demo data, so that one click removes exactly those. */
export const demoRows = sqliteTable(
  'demo_rows',
  {
    tableName: text('table_name').notNull(),
    rowId: integer('row_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tableName, table.rowId] })],
);
