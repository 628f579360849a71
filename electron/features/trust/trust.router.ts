import { z } from 'zod';
import { changeReport, rowId } from '../../../shared/contracts/common.ts';
import {
  board,
  boardInput,
  explainInput,
  flowInput,
  flowPeopleInput,
  levelChange,
  levelFlow,
  levelHistoryInput,
  setLevelInput,
} from '../../../shared/contracts/trust.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { actionWeight } from '../../platform/undo/undo-log.ts';
import { resolveSelection } from '../friends/index.ts';
import { flowWeight, readBoard, readHistory } from './trust.queries.ts';
import { explainCommand, flowCommand, flowPeopleCommand, setLevelCommand } from './trust.service.ts';

export const trustRouter = router({
  setLevel: procedure
    .input(setLevelInput)
    .output(changeReport)
    .mutation(async ({ ctx, input: { selection, level, reason } }) =>
      ctx.execute(setLevelCommand, { friendIds: await resolveSelection(ctx, selection), level, reason }),
    ),
  explain: procedure
    .input(explainInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(explainCommand, { ...input, weight: actionWeight(ctx, input.undoId) })),
  history: procedure
    .input(levelHistoryInput)
    .output(z.array(levelChange))
    .query(({ ctx, input }) => readHistory(ctx, input.friendId)),
  board: procedure
    .input(boardInput)
    .output(board)
    .query(({ ctx, input }) => readBoard(ctx, input.filter)),
  flow: procedure
    .input(flowInput)
    .output(levelFlow)
    .query(({ ctx, input }) => ctx.execute(flowCommand, { period: input, weight: flowWeight(ctx, input.fromAt) })),
  flowPeople: procedure
    .input(flowPeopleInput)
    .output(z.array(rowId))
    .query(({ ctx, input: { from, to, ...period } }) =>
      ctx.execute(flowPeopleCommand, { period, from, to, weight: flowWeight(ctx, period.fromAt) }),
    ),
});
