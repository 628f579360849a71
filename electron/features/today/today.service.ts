import type { Saved } from '../../../shared/contracts/common.ts';
import type { AnswerName, DoneName } from '../../../shared/contracts/today.ts';
import { dayAfter, startOfDay } from '../../../shared/domain/segment-days.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { fulfil, type Moved, putOffDue, takeBackPutOff } from '../follow-ups/index.ts';
import { noteEvents } from '../friends/index.ts';
import { wishBirthday } from '../touches/index.ts';
import { longestPutOff } from './today-reads.ts';

/**
 * Puts a name off to a day, skips it for today, or takes back what was said of it today. It is an event of the friend: in her timeline,
 * her export and her erasure like all others. Follow-ups that are due with her wait with her; a promise stays one of its day.
 * @throws AppError `notFound` (friend, or nothing was said today), `invalidInput` (a day that is over or too far)
 */
export const answerNameCommand = defineCommand<AnswerName, Saved>({
  name: 'today.answer',
  writes: true,
  heavy: () => false,
  run(ctx, input) {
    const { friendId, answer } = input;
    const on = localDay(ctx.clock.now());
    const untilOn = answer === 'later' ? input.untilOn : dayAfter(on, 1);
    if (untilOn <= on || untilOn > dayAfter(on, longestPutOff)) throw new AppError('invalidInput', { fields: ['untilOn'] });
    const { undoId } = act(ctx, { kind: `today.${answer}`, topics: ['today', 'followUps'] }, (record, details) => {
      details.name = nameOf(ctx, friendId);
      if (answer !== 'back') {
        details.untilOn = untilOn;
        const moved = putOffDue(ctx, record, friendId, untilOn);
        return noteEvents(ctx, record, [friendId], 'putOff', {
          answer,
          untilOn,
          ...(moved.length > 0 ? { moved: JSON.stringify(moved) } : {}),
        });
      }
      const said = ctx.db
        .sql("SELECT id, details FROM friend_events WHERE friend_id = ? AND kind = 'putOff' AND at >= ? ORDER BY id DESC")
        .all(friendId, startOfDay(on)) as { id: number; details: string }[];
      if (said.length === 0) throw new AppError('notFound', { what: 'putOff' });
      for (const { details: told } of said) {
        const { untilOn: until, moved = '[]' } = JSON.parse(told) as { untilOn: string; moved?: string };
        takeBackPutOff(ctx, record, friendId, until, JSON.parse(moved) as Moved[]);
      }
      record.remove(
        'friend_events',
        said.map(({ id }) => id),
      );
    });
    return { id: friendId, undoId };
  },
});

/**
 * Notes that a name was cared for, and completes what that fulfils: one contact, one step back.
 * @throws AppError `notFound`, `changedSince` (something was done meanwhile, or is no longer due)
 */
export const doneNameCommand = defineCommand<DoneName, Saved>({
  name: 'today.done',
  writes: true,
  heavy: () => false,
  run(ctx, { friendId, birthday, followUps, promises }) {
    const topics = ['touches' as const, 'friends' as const, 'followUps' as const, 'today' as const];
    const { undoId } = act(ctx, { kind: 'today.done', topics }, (record, details) => {
      details.name = nameOf(ctx, friendId);
      if (birthday) wishBirthday(ctx, record, friendId, localDay(ctx.clock.now()));
      details.title = fulfil(ctx, record, friendId, { followUps, promises }, birthday).join('、');
    });
    return { id: friendId, undoId };
  },
});

function nameOf({ db }: ServiceContext, friendId: number): string {
  const name = db.pluck("SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?").get(friendId);
  if (name === undefined) throw new AppError('notFound', { what: 'friend' });
  return name as string;
}
