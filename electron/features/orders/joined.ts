import type { Database } from '../../platform/db/database.ts';
import { fillChosen } from '../../platform/undo/recorder.ts';

/*
 * An order by hand that a file holds too, by her word, has two names: its own token, and what the file calls it. `joined_as` keeps both,
 * and by which one it goes follows from whether an import holds it. So imports that hold it come and go in any order: as long as one is
 * there, its file meets the order; when none is, it is an order by hand again.
 */

/** What a file calls an order. */
export interface FileName {
  source: string;
  identity: string;
  occurrence: number;
}

/** Keeps both names of an order, and lets it go by the one that fits. */
export function noteJoined(db: Database, orderId: number, hand: string, { source, identity, occurrence }: FileName): void {
  db.sql('UPDATE orders SET joined_as = ? WHERE id = ?').run(JSON.stringify([hand, source, identity, occurrence]), orderId);
  settleJoined(db, [orderId]);
}

const isHeld = 'EXISTS (SELECT 1 FROM order_claims WHERE order_id = orders.id)';
const chosen = 'id IN (SELECT id FROM temp.chosen) AND joined_as IS NOT NULL';

/** Says of orders by which name they go. One whose name another order has by now (she said that they are two) keeps the one it has. */
export function settleJoined(db: Database, orderIds: ArrayLike<number>): void {
  fillChosen(db, orderIds);
  const byFile = 'source = joined_as ->> 1, identity = joined_as ->> 2, occurrence = joined_as ->> 3';
  const byHand = "source = 'manual', identity = joined_as ->> 0, occurrence = 1";
  db.sql(`UPDATE OR IGNORE orders SET ${byFile} WHERE ${chosen} AND ${isHeld}`).run();
  db.sql(`UPDATE OR IGNORE orders SET ${byHand} WHERE ${chosen} AND NOT ${isHeld}`).run();
}
