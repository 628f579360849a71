export { redo, undo, useUndoState } from './mutations.ts';
export { undoSentence } from './sentences.ts';
