import { BackupsScreen } from '../../features/backups/index.ts';
import { useJobs } from '../event-bridge.ts';

/** 备份, with the progress that the shell hears of. */
export default function BackupPage() {
  const jobs = useJobs((state) => state.jobs);
  return <BackupsScreen jobs={jobs} />;
}
