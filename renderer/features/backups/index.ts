export { BackupsScreen } from './backups-screen.tsx';
export { BackupProgress } from './components/backup-progress.tsx';
export { LastBackup } from './components/last-backup.tsx';
export { MissedUpdateDialog } from './components/missed-update.tsx';
export { TakenBackDialog } from './components/taken-back.tsx';
export { useBackUpNow } from './queries.ts';
