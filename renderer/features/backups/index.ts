export { BackupsScreen } from './backups-screen.tsx';
export { LastBackup } from './components/last-backup.tsx';
export { TakenBackDialog } from './components/taken-back.tsx';
export { useBackUpNow } from './queries.ts';
