export { TagPicker } from './components/tag-picker.tsx';
export { TagsScreen } from './screens/tags-screen.tsx';
