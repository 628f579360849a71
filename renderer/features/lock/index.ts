export { LockScreen, useLocked } from './lock-screen.tsx';
export { LockSettings } from './lock-settings.tsx';
