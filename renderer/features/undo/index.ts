export { useUndo, useUndoState } from './mutations.ts';
export { undoSentence } from './sentences.ts';
