export { RescueScreen } from './rescue-screen.tsx';
export { UpdatingScreen } from './updating-screen.tsx';
