import { undoInput, undoReport, undoState } from '../../shared/contracts/undo.ts';
import { procedure, router } from '../platform/rpc.ts';
import { turnRoundCommand } from '../platform/undo/commands.ts';
import { actionWeight, readUndoState } from '../platform/undo/undo-log.ts';

export const undoRouter = router({
  state: procedure.output(undoState).query(({ ctx }) => readUndoState(ctx)),
  undo: procedure
    .input(undoInput)
    .output(undoReport)
    .mutation(({ ctx, input }) => ctx.execute(turnRoundCommand, { id: input.id, to: 'undone', weight: actionWeight(ctx, input.id) })),
  redo: procedure
    .input(undoInput)
    .output(undoReport)
    .mutation(({ ctx, input }) => ctx.execute(turnRoundCommand, { id: input.id, to: 'done', weight: actionWeight(ctx, input.id) })),
});
