export { LevelPicker, type LevelPickerProps } from './components/level-picker.tsx';
export { TrustScreen } from './screens/trust-screen.tsx';
