export { AssetGrid } from './components/asset-grid.tsx';
export { AssetViewer, SaveAssetButton } from './components/asset-viewer.tsx';
export { PiecePicker, type PiecePickerProps } from './components/piece-picker.tsx';
export { Thumb } from './components/thumb.tsx';
export { WordsPreview } from './components/words-preview.tsx';
export { usePiece } from './queries.ts';
export { LibraryScreen } from './screens/library-screen.tsx';
export { useAddAssets } from './use-add-assets.ts';
export { pieceName } from './words.ts';
