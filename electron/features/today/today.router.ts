import { saved } from '../../../shared/contracts/common.ts';
import {
  answerNameInput,
  careHours as careHoursShape,
  careInput,
  careList as careListShape,
  careRest as careRestShape,
  doneNameInput,
  hoursInput,
} from '../../../shared/contracts/today.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { careHours, careList, careRest } from './today.queries.ts';
import { answerNameCommand, doneNameCommand } from './today.service.ts';

export const todayRouter = router({
  care: procedure
    .input(careInput)
    .output(careListShape)
    .query(({ ctx, input }) => careList(ctx, input.more)),
  hours: procedure
    .input(hoursInput)
    .output(careHoursShape)
    .query(({ ctx, input }) => careHours(ctx, input.friendIds)),
  rest: procedure.output(careRestShape).query(({ ctx }) => careRest(ctx)),
  done: procedure
    .input(doneNameInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(doneNameCommand, input)),
  answer: procedure
    .input(answerNameInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(answerNameCommand, input)),
});
