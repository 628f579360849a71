import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { MiniWindow } from '../features/sending/index.ts';
import { undo } from '../features/undo/index.ts';
import { setUndoHandler } from '../ui/toast.tsx';

/** What the desktop's small window shows; its address says which queue, and which system-wide key is its own. */
export default function Mini() {
  const [params] = useSearchParams();
  // it has no shell around it that would
  useEffect(() => {
    setUndoHandler((undoId) => void undo(undoId));
    return () => setUndoHandler(null);
  }, []);
  return <MiniWindow queueId={Number(params.get('queue'))} shortcut={params.get('key')} />;
}
