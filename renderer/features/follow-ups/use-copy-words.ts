import { useCallback } from 'react';
import type { FollowUp } from '../../../shared/contracts/follow-ups.ts';
import { unfilledIn } from '../../../shared/domain/template.ts';
import { bridge } from '../../lib/bridge.ts';
import { notify } from '../../ui/toast.tsx';

/** Puts the words of a follow-up onto the clipboard; the friend must never read {称呼}. */
export function useCopyWords(): (one: FollowUp) => Promise<void> {
  return useCallback(async (one) => {
    if (one.words === '') return;
    const open = unfilledIn(one.words);
    if (open.length > 0) {
      notify.done(`话里还有 ${open.map((name) => `{${name}}`).join('、')} 没填，没复制`);
      return;
    }
    try {
      await bridge().copyText(one.words);
      notify.done(`给「${one.name}」的话复制好了，粘贴到微信就行`);
    } catch (error) {
      notify.failed(error);
    }
  }, []);
}
