import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { reAddStates } from '../../../shared/domain/ban-day.ts';
import { accounts } from '../accounts/accounts.schema.ts';
import { friends } from '../friends/friends.schema.ts';

/** When the ban-day kit of an account was last made and last tried; facts, so no undo takes them back. ms UTC. */
export const banKits = sqliteTable('ban_kits', {
  accountId: integer('account_id')
    .primaryKey()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  bundleAt: integer('bundle_at'),
  bundlePeople: integer('bundle_people').notNull().default(0),
  drillAt: integer('drill_at'),
  drillPeople: integer('drill_people').notNull().default(0),
});

/** Somebody of a banned account who was asked again from another one, or was passed over. Who has no row here still waits. */
export const reAdds = sqliteTable(
  're_adds',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .unique()
      .references(() => friends.id, { onDelete: 'cascade' }),
    /** the account that was banned; the friend may stand under another one by now */
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    /** the account that asked; null = was not asked */
    viaAccountId: integer('via_account_id').references(() => accounts.id),
    state: text('state', { enum: reAddStates }).notNull(),
    askedAt: integer('asked_at'),
    /** came, was not to be found or was passed over at; null = waits for an answer */
    settledAt: integer('settled_at'),
  },
  (table) => [index('re_adds_account').on(table.accountId, table.state), index('re_adds_via').on(table.viaAccountId, table.askedAt)],
);
