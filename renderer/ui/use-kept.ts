import { useCallback, useEffect, useRef, useState } from 'react';
import { KeepSoon } from '../lib/keep-soon.ts';

/** Of what is being written: nothing unsaved, not kept yet, kept over a crash, could not be kept. */
export type KeptState = 'none' | 'waiting' | 'kept' | 'failed';
export const keptWords: Record<KeptState, string> = {
  none: '',
  waiting: '正在存草稿…',
  kept: '草稿已存，关掉也不丢',
  failed: '草稿没存住，先点保存',
};

/** What the book answered. */
interface Answered {
  onSuccess: () => void;
  onError: () => void;
}

/**
 * Keeps what is being written: within a second of each change, and at once when the panel or the page goes.
 * @param signature changes with what is to be kept; '' = nothing unsaved
 * @param found whether something of it was kept before
 * @param keep writes it, or (false) takes away what was kept
 * @returns `forget`: it was saved or thrown away
 */
export function useKept(signature: string, found: boolean, keep: (isDraft: boolean, answered: Answered) => void) {
  const [told, setTold] = useState<{ signature: string; state: 'kept' | 'failed' } | null>(null);
  const forgotten = useRef<string | null>(null);
  // null = not known
  const written = useRef(found ? null : '');
  const latest = useRef({ signature, keep });
  useEffect(() => {
    // it may be drawn again before the panel turns away: what was saved is no draft then either
    if (signature !== forgotten.current) forgotten.current = null;
    latest.current = { signature: forgotten.current === null ? signature : '', keep };
  });
  const [soon] = useState(
    () =>
      new KeepSoon(() => {
        const { signature: current, keep: write } = latest.current;
        if (current === written.current) return;
        written.current = current;
        write(current !== '', {
          onSuccess: () => setTold({ signature: current, state: 'kept' }),
          onError: () => {
            // the next change, or the end of the panel, tries again
            if (written.current === current) written.current = null;
            setTold({ signature: current, state: 'failed' });
          },
        });
      }),
  );
  useEffect(() => {
    if (signature !== '' || written.current !== '') soon.changed();
  }, [signature, soon]);
  useEffect(() => {
    const now = () => soon.now();
    window.addEventListener('pagehide', now);
    return () => {
      window.removeEventListener('pagehide', now);
      now();
    };
  }, [soon]);
  const forget = useCallback(() => {
    forgotten.current = latest.current.signature;
    latest.current.signature = '';
    soon.now();
  }, [soon]);
  const state: KeptState = signature === '' ? 'none' : told?.signature === signature ? told.state : 'waiting';
  return { forget, state };
}
