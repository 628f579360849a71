import { type TouchKind, type Touchpoint, touchKinds } from '../../../shared/contracts/touches.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { fillChosen, type Recorder, type SqlValue } from '../../platform/undo/recorder.ts';

/** One contact with one friend, as other features note it. */
export interface OneTouch {
  friendId: number;
  at: number;
  touchpoint: Touchpoint;
  direction: 'in' | 'out';
  kind: TouchKind;
  note: string;
  sendItemId: number | null;
  overrideReason: string;
}

/** Moves last contact forward to `at` for the friends in temp.chosen. */
export function contactAt(ctx: ServiceContext, record: Recorder, at: number): void {
  const behind = ctx.db
    .pluck('SELECT id FROM friends WHERE id IN (SELECT id FROM temp.chosen) AND (last_contact_at IS NULL OR last_contact_at < ?)')
    .all(at) as number[];
  record.update('friends', behind, { last_contact_at: at });
}

/** Notes a contact inside the caller's transaction; last contact moves forward, never back. @returns the id of the touch */
export function noteTouch(ctx: ServiceContext, record: Recorder, touch: OneTouch): number {
  // first, so that undo comes to it last: it is reckoned from the contacts that are left
  fillChosen(ctx.db, [touch.friendId]);
  contactAt(ctx, record, touch.at);
  const id = Number(
    ctx.db
      .sql(
        `INSERT INTO touches (friend_id, at, touchpoint, direction, note, kind, send_item_id, override_reason)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        touch.friendId,
        touch.at,
        touch.touchpoint,
        touch.direction,
        touch.note,
        touchKinds.indexOf(touch.kind),
        touch.sendItemId,
        touch.overrideReason,
      ).lastInsertRowid,
  );
  record.inserted('touches', [id]);
  return id;
}

/** Contacts of one friend out of another book: values by column, the oldest first. Last contact moves forward to the newest. */
export function noteTouches(ctx: ServiceContext, record: Recorder, friendId: number, rows: readonly Record<string, SqlValue>[]): void {
  const newest = rows.at(-1);
  if (!newest) return;
  fillChosen(ctx.db, [friendId]);
  contactAt(ctx, record, Number(newest['at']));
  const columns = Object.keys(newest);
  const insert = ctx.db.sql(`INSERT INTO touches (friend_id, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})`);
  record.inserted(
    'touches',
    rows.map((row) => Number(insert.run(friendId, ...columns.map((column) => row[column])).lastInsertRowid)),
  );
}
