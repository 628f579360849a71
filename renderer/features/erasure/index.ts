export { EraseDialog } from './components/erase-dialog.tsx';
export { useErasuresKept } from './queries.ts';
export { erasureActions } from './store.ts';
export { placeText } from './words.ts';
