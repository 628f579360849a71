import type { Saved } from '../../../shared/contracts/common.ts';
import type { AnswerName } from '../../../shared/contracts/today.ts';
import { dayAfter, startOfDay } from '../../../shared/domain/segment-days.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { noteEvents } from '../friends/index.ts';
import { longestPutOff } from './today-reads.ts';

/**
 * Puts a name off to a day, skips it for today, or takes back what was said of it today. It is an event of the friend: in her timeline,
 * her export and her erasure like all others. A name that is cared for is a contact (`touches.log`), and nothing of its own.
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
    const { undoId } = act(ctx, { kind: `today.${answer}`, topics: ['today'] }, (record, details) => {
      details.name = nameOf(ctx, friendId);
      if (answer !== 'back') {
        details.untilOn = untilOn;
        return noteEvents(ctx, record, [friendId], 'putOff', { answer, untilOn });
      }
      const said = ctx.db
        .pluck("SELECT id FROM friend_events WHERE friend_id = ? AND kind = 'putOff' AND at >= ?")
        .all(friendId, startOfDay(on)) as number[];
      if (said.length === 0) throw new AppError('notFound', { what: 'putOff' });
      record.remove('friend_events', said);
    });
    return { id: friendId, undoId };
  },
});

function nameOf({ db }: ServiceContext, friendId: number): string {
  const name = db.pluck("SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?").get(friendId);
  if (name === undefined) throw new AppError('notFound', { what: 'friend' });
  return name as string;
}
