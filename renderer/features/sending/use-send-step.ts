import { useCallback, useEffect, useRef, useState } from 'react';
import type { SendCard } from '../../../shared/contracts/sending.ts';
import { AppError } from '../../../shared/errors.ts';
import { bridge } from '../../lib/bridge.ts';
import { notify } from '../../ui/toast.tsx';
import { useSend } from './mutations.ts';
import { clipboardText, type SendStep, sendSteps } from './words.ts';

/** How the words get onto the clipboard; a small window of its own has a clipboard of its own. */
export interface Clipboard {
  text(text: string): Promise<void>;
  picture(assetId: number): Promise<void>;
}

export const pageClipboard: Clipboard = {
  text: (text) => bridge().copyText(text),
  picture: (assetId) =>
    bridge().capabilities.clipboardImage ? bridge().copyImage(assetId) : Promise.reject(new AppError('unsupportedHere')),
};

interface Options {
  card: SendCard | undefined;
  /** her words as they stand on the screen */
  text: string;
  /** who comes next, for the message */
  nextName: string | null;
  clipboard: Clipboard;
  /** she is done: the next one may come */
  onSent: () => void;
}

/**
 * One press of `c`: the words, then picture after picture; the last of them writes the contact and goes on. When the system refuses the
 * clipboard nothing is marked as sent.
 */
export function useSendStep({ card, text, nextName, clipboard, onSent }: Options) {
  const [done, setDone] = useState(0);
  const [refused, setRefused] = useState(false);
  /** why she goes on although the guard said no; it counts until the last picture is copied */
  const reason = useRef('');
  const { mutateAsync: send, isPending } = useSend();
  const itemId = card?.id;
  useEffect(() => {
    void itemId;
    setDone(0);
    setRefused(false);
    reason.current = '';
  }, [itemId]);
  const steps = card ? sendSteps({ ...card, text }) : [];
  const copy = useCallback(
    async (overrideReason = '') => {
      if (!card || isPending) return;
      if (overrideReason !== '') reason.current = overrideReason;
      const all = sendSteps({ ...card, text });
      const step = all[done];
      if (!step) return;
      if (!(await put(step, text, clipboard, setRefused))) return;
      const left = all.length - done - 1;
      if (left > 0) {
        setDone(done + 1);
        return notify.done(clipboardText(card.name, text, step, left, nextName));
      }
      // what fails here has been told by the mutation: copied, but not on record
      const saved = await send({ itemId: card.id, text, overrideReason: reason.current }).catch(() => null);
      if (!saved) return;
      notify.done(clipboardText(card.name, text, step, 0, nextName), saved.undoId);
      setDone(0);
      onSent();
    },
    [card, text, done, isPending, clipboard, nextName, send, onSent],
  );
  return { steps, done, refused, busy: isPending, copy };
}

/** @returns false when the clipboard is what it was */
async function put(step: SendStep, text: string, clipboard: Clipboard, setRefused: (refused: boolean) => void): Promise<boolean> {
  try {
    await (step.kind === 'text' ? clipboard.text(text) : clipboard.picture(step.assetId));
    setRefused(false);
    return true;
  } catch (error) {
    // a DOMException is the browser's own refusal, usually because the window was not in front
    if (error instanceof Error && error.name === 'NotAllowedError') setRefused(true);
    else notify.failed(error);
    return false;
  }
}
