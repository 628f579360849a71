import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { fillChosen, type Recorder, type UndoTable } from '../../platform/undo/recorder.ts';

/*
 * A friend's last contact is the newest of what was noted by hand and what private chats hold. It is reckoned from both whenever one of
 * them changes, so that imports and contacts come off in any order.
 */

/** `id` of a friend → her last contact; NULL = none */
const newestContact = `nullif(max(coalesce((SELECT max(at) FROM touches WHERE friend_id = friends.id), 0),
  coalesce((SELECT max(coalesce(last_in_at, 0), coalesce(last_out_at, 0)) FROM friend_chat_stats WHERE friend_id = friends.id), 0)), 0)`;

/** Sets the last contact of the friends in temp.chosen. */
export function settleChosen(db: Database): void {
  db.sql(
    `UPDATE friends SET last_contact_at = newest FROM (SELECT id AS friend, ${newestContact} AS newest FROM friends WHERE id IN (SELECT id FROM temp.chosen))
     WHERE id = friend AND last_contact_at IS NOT newest`,
  ).run();
}

/** Contacts noted by hand went. */
export function contactsWent({ db }: ServiceContext, record: Recorder, { friendIds }: DomainEvents['touches.removed']): void {
  const read = db.pluck(`SELECT ${newestContact} FROM friends WHERE id = ?`);
  record.updateEach(
    'friends',
    ['last_contact_at'],
    Array.from(friendIds, (id) => ({ id, values: [read.get(id) as number | null] })),
  );
}

/** The same tables, which after an undo also put last contacts right. */
export function settlingContacts(tables: readonly UndoTable[]): UndoTable[] {
  const settle = (db: Database, friendIds: ArrayLike<number>) => {
    if (friendIds.length === 0) return;
    fillChosen(db, friendIds);
    settleChosen(db);
  };
  return tables.map((table) => {
    if (table.name === 'friends')
      return {
        ...table,
        derived: [...(table.derived ?? []), 'last_contact_at'],
        refresh(db, ids) {
          table.refresh?.(db, ids);
          settle(db, ids);
        },
      };
    if (table.name !== 'touches') return table;
    return {
      ...table,
      refresh(db, ids) {
        fillChosen(db, ids);
        settle(db, db.pluck('SELECT DISTINCT friend_id FROM touches WHERE id IN (SELECT id FROM temp.chosen)').all() as number[]);
      },
    };
  });
}
