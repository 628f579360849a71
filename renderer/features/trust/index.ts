export { LevelPicker, type LevelPickerProps } from './components/level-picker.tsx';
