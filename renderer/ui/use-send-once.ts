import { useCallback, useRef } from 'react';

/**
 * Lets a form be sent once, however fast it is pressed again: the second press of a double click comes before the first has been drawn.
 * After a failure it may be sent again; after success only when `again`, otherwise the form is about to go away.
 * What `run` rejects with has been told elsewhere (by the mutation).
 */
export function useSendOnce(again = false): (run: () => Promise<unknown>) => Promise<void> {
  const sent = useRef(false);
  return useCallback(
    async (run) => {
      if (sent.current) return;
      sent.current = true;
      try {
        await run();
        if (again) sent.current = false;
      } catch {
        sent.current = false;
      }
    },
    [again],
  );
}
