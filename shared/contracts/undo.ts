import { z } from 'zod';
import { moment, rowId } from './common.ts';

/** What was done, in words the renderer can put into a sentence: `kind` is `feature.verb`. */
export const undoAction = z.object({
  id: rowId,
  at: moment,
  kind: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  state: z.enum(['done', 'undone']),
});
export type UndoAction = z.infer<typeof undoAction>;
/** `undo` = the newest action not yet undone, `redo` = the newest undone one after which nothing new was done. */
export const undoState = z.object({ undo: undoAction.nullable(), redo: undoAction.nullable() });
export type UndoState = z.infer<typeof undoState>;
export const undoInput = z.object({ id: rowId });
/** `kept` = values that were left as they are because they were changed again since. */
export const undoReport = z.object({ action: undoAction, kept: z.int() });
export type UndoReport = z.infer<typeof undoReport>;
