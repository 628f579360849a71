import { useSearchParams } from 'react-router';
import { MiniWindow } from '../features/sending/index.ts';

/** What the desktop's small window shows; its address says which queue, and which system-wide key is its own. */
export default function Mini() {
  const [params] = useSearchParams();
  return <MiniWindow queueId={Number(params.get('queue'))} shortcut={params.get('key')} />;
}
