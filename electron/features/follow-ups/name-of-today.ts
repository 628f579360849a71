import type { FollowUpPick } from '../../../shared/contracts/follow-ups.ts';
import type { FollowUpKind } from '../../../shared/domain/follow-up.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { openItems } from './evaluate.ts';
import { type Found, friendName, keep, kindOf, noteContact, noteOf, rowOf, stepOf } from './follow-ups.service.ts';

/*
 * What becomes of all that is due with a friend when she is answered as a name of 今日, inside that transaction.
 */

export interface Fulfilled {
  followUps: readonly FollowUpPick[];
  /** ids of promises that are kept by it */
  promises: readonly number[];
}

/**
 * One contact that does what was due. Looked at again: what is no longer due, or is of somebody else, refuses the whole.
 * @param hasContact what she does is a contact already (a birthday wished): no other is noted
 * @returns what was done, in words
 * @throws AppError `notFound`, `changedSince`
 */
export function fulfil(
  ctx: ServiceContext,
  record: Recorder,
  friendId: number,
  { followUps, promises }: Fulfilled,
  hasContact: boolean,
): string[] {
  const rows = followUps.map((pick) => rowOf(ctx, record, pick));
  const texts = promises.map((id) => openPromise(ctx, friendId, id));
  if (rows.some((row) => row.friendId !== friendId)) throw new AppError('changedSince', { name: friendName(ctx, friendId) });
  const titles = rows.map(({ title }) => title);
  const note = titles.length > 0 ? noteOf(titles) : texts.length > 0 ? `做到了：${texts.join('、')}`.slice(0, 500) : '';
  const touchId = hasContact ? null : noteContact(ctx, record, { friendId, kind: heaviest(ctx, rows), note });
  const at = ctx.clock.now();
  // it is the contact of the first: taken back, it goes once
  for (const [i, { id }] of rows.entries())
    record.update('follow_ups', [id], { state: 'done', settled_at: at, touch_id: i === 0 ? touchId : null });
  record.update('promises', promises, { state: 'kept', settled_at: at });
  return [...titles, ...texts];
}

function openPromise(ctx: ServiceContext, friendId: number, id: number): string {
  const text = ctx.db.pluck("SELECT text FROM promises WHERE id = ? AND friend_id = ? AND state = 'open'").get(id, friendId);
  if (text === undefined) throw new AppError('changedSince', { name: friendName(ctx, friendId) });
  return text as string;
}

/** Of several that are said at once the one that weighs most. */
function heaviest(ctx: ServiceContext, rows: readonly Found[]): FollowUpKind {
  const kinds = new Set(rows.map((row) => kindOf(ctx, row)));
  return (['privateAdvert', 'ordinary', 'service'] as const).find((kind) => kinds.has(kind)) ?? 'ordinary';
}

/** A follow-up that waits with its friend: its row, the day it was put off to before, and whether the row was made for it. */
export interface Moved {
  id: number;
  was: string | null;
  isNew: boolean;
}

/** Puts all that is due today with a friend off to a day; promises keep theirs. */
export function putOffDue(ctx: ServiceContext, record: Recorder, friendId: number, untilOn: string): Moved[] {
  const now = ctx.clock.now();
  const today = dayNumber(localDay(now));
  const untilBefore = ctx.db.pluck('SELECT until_on FROM follow_ups WHERE id = ?');
  const moved = openItems(ctx, { friendIds: [friendId], now })
    .filter(({ on }) => on <= today)
    .flatMap((item): Moved[] => {
      if (item.id > 0) return [{ id: item.id, was: untilBefore.get(item.id) as string | null, isNew: false }];
      const step = stepOf(ctx, item.sop, item.step);
      return step ? [{ id: keep(ctx, record, item, step.title), was: null, isNew: true }] : [];
    });
  record.update(
    'follow_ups',
    moved.map(({ id }) => id),
    { until_on: untilOn },
  );
  return moved;
}

/** Takes that back, as far as nothing else was done with them since. */
export function takeBackPutOff(ctx: ServiceContext, record: Recorder, friendId: number, untilOn: string, moved: readonly Moved[]): void {
  const isStill = ctx.db.pluck("SELECT 1 FROM follow_ups WHERE id = ? AND friend_id = ? AND state = 'open' AND until_on = ?");
  for (const { id, was, isNew } of moved) {
    if (isStill.get(id, friendId, untilOn) === undefined) continue;
    if (isNew) record.remove('follow_ups', [id]);
    else record.update('follow_ups', [id], { until_on: was });
  }
}
