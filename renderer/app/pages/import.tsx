import { ImportScreen } from '../../features/imports/index.ts';
import { useSetting } from '../../features/settings/index.ts';
import { useJobs } from '../event-bridge.ts';

/** 导入: the wizard with the progress that the shell hears of. */
export default function ImportPage() {
  const jobs = useJobs((state) => state.jobs);
  const [lastAccountId, setLastAccountId] = useSetting('imports.lastAccountId');
  return <ImportScreen jobs={jobs} lastAccountId={lastAccountId} onAccount={setLastAccountId} />;
}
