import { changeReport, saved } from '../../../shared/contracts/common.ts';
import { birthdaysDue, birthdaysInput, logTouchInput, wishBirthdayInput } from '../../../shared/contracts/touches.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { resolveSelection } from '../friends/index.ts';
import { readBirthdays } from './birthdays.ts';
import { logTouchCommand, wishBirthdayCommand } from './touches.service.ts';

export const touchesRouter = router({
  log: procedure
    .input(logTouchInput)
    .output(changeReport)
    .mutation(async ({ ctx, input: { selection, ...touch } }) =>
      ctx.execute(logTouchCommand, { ...touch, friendIds: await resolveSelection(ctx, selection) }),
    ),
  birthdays: procedure
    .input(birthdaysInput)
    .output(birthdaysDue)
    .query(({ ctx, input }) => readBirthdays(ctx, input.fromOn, input.toOn)),
  wishBirthday: procedure
    .input(wishBirthdayInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(wishBirthdayCommand, input)),
});
