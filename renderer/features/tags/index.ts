export { TagPicker, type TagPickerProps } from './components/tag-picker.tsx';
