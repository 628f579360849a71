import { useState } from 'react';
import type { QueueSummary, SendCard } from '../../../shared/contracts/sending.ts';
import { AppError } from '../../../shared/errors.ts';
import { bridge } from '../../lib/bridge.ts';
import { notify } from '../../ui/toast.tsx';
import { useSend } from './mutations.ts';
import { byHandText, clipboardText, copyHindrance, sendSteps } from './words.ts';

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
  /** of the queue she stands in; undefined = not known yet */
  queueState: QueueSummary['state'] | undefined;
  /** her words as they stand on the screen */
  text: string;
  /** who comes next, for the message */
  nextName: string | null;
  clipboard: Clipboard;
  /** one thing at a time: what is done for a friend waits for nothing else of hers */
  once: (run: () => Promise<unknown>) => Promise<void>;
  /** she is done: the next one may come */
  onSent: (itemId: number) => void;
}

/** How far one friend is; of another friend it says nothing. */
interface Progress {
  itemId: number | undefined;
  /** steps that are on the clipboard or were */
  done: number;
  /** the system refused the clipboard */
  refused: boolean;
  /** why she goes on although the guard said no; it counts until the last picture is copied */
  reason: string;
}
const begun = (itemId: number | undefined): Progress => ({ itemId, done: 0, refused: false, reason: '' });

/**
 * One press of `c`: the words, then picture after picture; the last of them writes the contact and goes on. What must not go out is refused
 * before anything reaches the clipboard, and when the system refuses the clipboard nothing is marked as sent.
 */
export function useSendStep({ card, queueState, text, nextName, clipboard, once, onSent }: Options) {
  const [kept, setKept] = useState<Progress>(begun(undefined));
  const { mutateAsync: send, isPending } = useSend();
  const itemId = card?.id;
  const at = kept.itemId === itemId ? kept : begun(itemId);
  const steps = card ? sendSteps({ ...card, text }) : [];
  const copyNow = async (one: SendCard, overrideReason: string) => {
    const step = steps[at.done];
    if (!step) return;
    const hindrance = copyHindrance(queueState, text);
    if (hindrance) return notify.failed(hindrance);
    const reason = overrideReason || at.reason;
    const keep = (part: Partial<Progress>) => setKept({ ...at, reason, refused: false, ...part });
    try {
      await (step.kind === 'text' ? clipboard.text(text) : clipboard.picture(step.assetId));
    } catch (error) {
      // told on the card, with other ways
      const refused = error instanceof AppError && error.kind === 'clipboardRefused';
      keep({ refused });
      if (!refused) notify.failed(error);
      return;
    }
    const left = steps.length - at.done - 1;
    if (left > 0) {
      keep({ done: at.done + 1 });
      return notify.done(clipboardText(one.name, text, step, left, nextName));
    }
    keep({});
    await noteSent(one, reason, clipboardText(one.name, text, step, 0, nextName));
  };
  /** What fails here has been told by the mutation: with her, but not on record. */
  const noteSent = async (one: SendCard, overrideReason: string, done: string) => {
    const saved = await send({ itemId: one.id, text, overrideReason });
    setKept(begun(undefined));
    notify.done(done, saved.undoId);
    onSent(one.id);
  };
  /** @param overrideReason why she goes on although the guard says no; '' = it does not */
  const copy = (overrideReason = '') => void (card && once(() => copyNow(card, overrideReason)));
  /** She has it without our clipboard: copied by hand, scanned by the phone. */
  const sentByHand = () => void (card && once(() => noteSent(card, at.reason, byHandText(card.name, nextName))));
  /** the guard was asked and answered: it let her, or she has said why all the same */
  const mayGo = card?.guard.answer === 'ok' || at.reason !== '';
  return { steps, done: at.done, refused: at.refused, busy: isPending, mayGo, copy, sentByHand };
}
