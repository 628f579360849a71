import { useCallback } from 'react';
import { bridge } from '../../../lib/bridge.ts';
import { useOutOfSight } from '../../../lib/out-of-sight.ts';
import { MiniCard } from '../components/mini-card.tsx';
import { pageClipboard } from '../use-send-step.ts';

/** The page of the desktop's small window. `shortcut`: the system-wide key it may have, null = another program has it. */
export function MiniWindow({ queueId, shortcut }: { queueId: number; shortcut: string | null }) {
  const onCopyNext = useCallback(
    (run: () => void) =>
      bridge().onCommand((command) => {
        if (command === 'copyNext' && !useOutOfSight.getState().out) run();
      }),
    [],
  );
  return <MiniCard queueId={queueId} clipboard={pageClipboard} keys={document} onCopyNext={onCopyNext} shortcut={shortcut} />;
}
