import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import { type TouchKind, type Touchpoint, touchKinds } from '../../../shared/contracts/touches.ts';
import { dayParts } from '../../../shared/domain/birthday.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import { fillChosen, type Recorder } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { contactAt } from './one-touch.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    /** contacts went: last contacts that came from them go with them */
    'touches.removed': { friendIds: ArrayLike<number> };
  }
}

export interface LogTouchInput {
  friendIds: Uint32Array;
  touchpoint: Touchpoint;
  direction: 'in' | 'out';
  /** ms UTC */
  at: number;
  note: string;
  kind: TouchKind;
  /** why she went on although the guard said no; '' = it did not */
  overrideReason: string;
}

/** A clock that differs a little between two devices is no reason to refuse a contact "just now". */
const futureTolerance = 5 * 60_000;

/**
 * Notes one contact with every friend; last contact moves forward, never back. `changed` counts friends.
 * @throws AppError `nothingSelected`, `invalidInput` (a contact that has not happened yet, an advert of hers)
 */
export const logTouchCommand = defineCommand<LogTouchInput, ChangeReport>({
  name: 'touches.log',
  writes: true,
  heavy: ({ friendIds }) => friendIds.length > heavyRows,
  run(ctx, { friendIds, touchpoint, direction, at, note, kind, overrideReason }) {
    if (friendIds.length === 0) throw new AppError('nothingSelected');
    if (at > ctx.clock.now() + futureTolerance) throw new AppError('invalidInput', { fields: ['at'] });
    // what she says herself is nobody's advert
    if (direction === 'in' && kind !== 'ordinary') throw new AppError('invalidInput', { fields: ['kind'] });
    const meta = { kind: 'touches.log', topics: ['touches' as const, 'friends' as const], details: { touchpoint, direction, kind } };
    const { value, undoId } = act(ctx, meta, (record, details) => {
      fillChosen(ctx.db, friendIds);
      // first, so that undo comes to it last: it is reckoned from the contacts that are left
      contactAt(ctx, record, at);
      fillChosen(ctx.db, friendIds);
      const { changes, lastInsertRowid } = ctx.db
        .sql(
          `INSERT INTO touches (friend_id, at, touchpoint, direction, note, kind, override_reason)
           SELECT id, ?, ?, ?, ?, ?, ? FROM friends WHERE id IN (SELECT id FROM temp.chosen) ORDER BY id`,
        )
        .run(at, touchpoint, direction, note, touchKinds.indexOf(kind), overrideReason);
      // AUTOINCREMENT within one statement of the only writer: the ids follow each other
      const first = Number(lastInsertRowid) - changes + 1;
      record.inserted(
        'touches',
        Uint32Array.from({ length: changes }, (_, i) => first + i),
      );
      details.changed = changes;
      return { changed: changes, unchanged: friendIds.length - changes };
    });
    return { ...value, undoId };
  },
});

/**
 * Marks a birthday as wished, or takes the mark off again; asking for what is so already changes nothing.
 * @returns the friend's id
 * @throws AppError `notFound` (friend), `invalidInput` (no such day)
 */
export const wishBirthdayCommand = defineCommand<{ friendId: number; on: string; wished: boolean }, Saved>({
  name: 'touches.wishBirthday',
  writes: true,
  heavy: () => false,
  run(ctx, { friendId, on, wished }) {
    if (!dayParts(on)) throw new AppError('invalidInput', { fields: ['on'] });
    const kind = wished ? 'touches.wishBirthday' : 'touches.unwishBirthday';
    const { undoId } = act(ctx, { kind, topics: ['touches', 'friends'], details: { on } }, (record, details) => {
      details.name = friendName(ctx, friendId);
      if (wished) return wishBirthday(ctx, record, friendId, on);
      const there = wishesOf(ctx, friendId, on);
      if (there.length > 0) takeWishesOff(ctx, record, friendId, there);
    });
    return { id: friendId, undoId };
  },
});

const wishesOf = (ctx: ServiceContext, friendId: number, on: string): number[] =>
  ctx.db.pluck("SELECT id FROM touches WHERE due_on = ? AND friend_id = ? AND touchpoint = 'birthday'").all(on, friendId) as number[];

/** Notes the wish inside the caller's transaction, once. */
export function wishBirthday(ctx: ServiceContext, record: Recorder, friendId: number, on: string): void {
  if (wishesOf(ctx, friendId, on).length === 0) addWish(ctx, record, friendId, on);
}

function addWish(ctx: ServiceContext, record: Recorder, friendId: number, on: string): void {
  const now = ctx.clock.now();
  fillChosen(ctx.db, [friendId]);
  contactAt(ctx, record, now);
  const { lastInsertRowid } = ctx.db
    .sql("INSERT INTO touches (friend_id, at, touchpoint, direction, note, due_on) VALUES (?, ?, 'birthday', 'out', '', ?)")
    .run(friendId, now, on);
  record.inserted('touches', [Number(lastInsertRowid)]);
}

function takeWishesOff(ctx: ServiceContext, record: Recorder, friendId: number, wishIds: number[]): void {
  record.remove('touches', wishIds);
  ctx.emit(record, 'touches.removed', { friendIds: [friendId] });
}

function friendName(ctx: ServiceContext, friendId: number): string {
  const name = ctx.db.pluck("SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?").get(friendId);
  if (name === undefined) throw new AppError('notFound', { what: 'friend' });
  return name as string;
}
