import type { UndoReport } from '../../../shared/contracts/undo.ts';
import { type AnyCommand, defineCommand, heavyRows } from '../jobs/command.ts';
import { turnAsAction, turnRound } from './undo-log.ts';

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

/** The same as an action of its own; `kind` says what that is. */
export const turnAsActionCommand = defineCommand<Omit<TurnRoundInput, 'to'> & { kind: string; to: 'aside' | 'done' }, UndoReport>({
  name: 'undo.turnAsAction',
  writes: true,
  heavy: ({ weight }) => weight > heavyRows,
  run: (ctx, { kind, id, to }) => turnAsAction(ctx, kind, id, to),
});

export const undoCommands: AnyCommand[] = [turnRoundCommand, turnAsActionCommand];
