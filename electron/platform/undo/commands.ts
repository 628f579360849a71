import type { UndoReport } from '../../../shared/contracts/undo.ts';
import { type AnyCommand, defineCommand, heavyRows } from '../jobs/command.ts';
import { turnRound } from './undo-log.ts';

export interface TurnRoundInput {
  id: number;
  to: 'undone' | 'done';
  /** rows the action holds; decides where the work is done */
  weight: number;
}

/** Takes an action back or does it again. */
export const turnRoundCommand = defineCommand<TurnRoundInput, UndoReport>({
  name: 'undo.turnRound',
  writes: true,
  heavy: ({ weight }) => weight > heavyRows,
  run: (ctx, { id, to }) => turnRound(ctx, id, to),
});

export const undoCommands: AnyCommand[] = [turnRoundCommand];
