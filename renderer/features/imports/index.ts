export { ImportScreen } from './screens/import-screen.tsx';
