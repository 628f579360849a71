import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import { bringFollowUps, lackingFollowUps } from '../follow-ups/index.ts';
import { bringMoney, lackingMoney, type OtherBook } from '../orders/index.ts';
import { bringReferrals, lackingReferrals } from '../referrals/index.ts';
import { bringAnswers } from '../suggestions/index.ts';
import { noteTouches } from '../touches/index.ts';
import { bringLevels } from '../trust/index.ts';
import { type CopiedFriend, presentFriend } from './same.ts';

/* What hangs on a friend of a backup: orders and payments, contacts, points, follow-ups, who brought whom, and the way up and down the trust ladder. */

type Row = Record<string, SqlValue>;

/** What a contact says; where it came from (post, send queue) are rows of the other book. */
const touchColumns = ['at', 'touchpoint', 'direction', 'note', 'due_on', 'kind', 'override_reason'];
const pointColumns = ['at', 'delta', 'reason', 'kind'];

const rowsOf = (db: Database, table: string, columns: string[], friendId: number): Row[] =>
  db.sql(`SELECT ${columns.join(', ')} FROM ${table} WHERE friend_id = ? ORDER BY at, id`).all(friendId) as Row[];

/** Rows of the backup that are not here, and rows of here that the backup does not have; equal ones count as often as they stand there. */
function compare(other: OtherBook, present: Database, table: string, columns: string[], from: number, to: number | null) {
  const ours = new Map<string, number>();
  for (const row of to === null ? [] : rowsOf(present, table, columns, to)) {
    const key = JSON.stringify(Object.values(row));
    ours.set(key, (ours.get(key) ?? 0) + 1);
  }
  const lacking = rowsOf(other.db, table, columns, from).filter((row) => {
    const key = JSON.stringify(Object.values(row));
    const left = ours.get(key) ?? 0;
    ours.set(key, left - 1);
    return left <= 0;
  });
  return { lacking, isNewer: [...ours.values()].some((left) => left > 0) };
}

const touchesLacking = (ctx: ServiceContext, other: OtherBook, from: number, to: number | null): Row[] =>
  compare(other, ctx.db, 'touches', touchColumns, from, to).lacking;

/** None where points were given or taken here that the backup does not know: the same ones might count twice, under another day. */
function pointsLacking(ctx: ServiceContext, other: OtherBook, from: number, to: number | null): Row[] {
  const { lacking, isNewer } = compare(other, ctx.db, 'point_entries', pointColumns, from, to);
  return isNewer ? [] : lacking;
}

/** Where a friend of the other book is in this one; null = she is not. */
function isHere(ctx: ServiceContext, { db, accountOf }: OtherBook): (id: number) => number | null {
  return (id) => {
    const friend = db.sql('SELECT * FROM friends WHERE id = ?').get(id) as CopiedFriend;
    return presentFriend(ctx, accountOf(friend.account_id).id, friend);
  };
}

/** How much of each kind a friend of the backup (`from`) would bring; `to` null = the friend is not here. */
export function lackingRecords(ctx: ServiceContext, other: OtherBook, from: number, to: number | null) {
  return {
    ...lackingMoney(ctx, other, from, to === null),
    touches: touchesLacking(ctx, other, from, to).length,
    points: pointsLacking(ctx, other, from, to).length,
    followUps: lackingFollowUps(ctx, other.db, from, to),
    referrals: lackingReferrals(ctx, other.db, { from, to, here: isHere(ctx, other) }),
  };
}

/** Since when she deleted or blocked us, or was given up: without it nobody would know. What else happened names rows of the other book. */
function bringStatus(ctx: ServiceContext, record: Recorder, other: Database, from: number, to: number): void {
  const rows = other
    .arrays("SELECT at, kind, details FROM friend_events WHERE friend_id = ? AND kind = 'status' ORDER BY at, id")
    .all(from) as unknown[][];
  const insert = ctx.db.sql('INSERT INTO friend_events (friend_id, at, kind, details) VALUES (?, ?, ?, ?)');
  record.inserted(
    'friend_events',
    rows.map((row) => Number(insert.run(to, ...row).lastInsertRowid)),
  );
}

/** Brings them in. `isNew`: the friend `to` has just been made of the one of the backup. */
export function bringRecords(ctx: ServiceContext, record: Recorder, other: OtherBook, from: number, to: number, isNew: boolean): void {
  if (isNew) {
    bringLevels(ctx, record, other.db, from, to);
    bringStatus(ctx, record, other.db, from, to);
    bringAnswers(ctx, record, other.db, from, to);
  }
  noteTouches(ctx, record, to, touchesLacking(ctx, other, from, to));
  const insert = ctx.db.sql('INSERT INTO point_entries (friend_id, at, delta, reason, kind) VALUES (?, ?, ?, ?, ?)');
  record.inserted(
    'point_entries',
    pointsLacking(ctx, other, from, to).map((row) => Number(insert.run(to, ...pointColumns.map((name) => row[name])).lastInsertRowid)),
  );
  bringFollowUps(ctx, record, other.db, from, to);
  bringReferrals(ctx, record, other.db, { from, to, here: isHere(ctx, other) });
  bringMoney(ctx, record, other, from, to, isNew);
}
