import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { count, dateText } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

const gone = (unchanged: number): string => (unchanged > 0 ? `，${count(unchanged)} 位的理由已经不在了，没动` : '');

/** Accepts suggestions, puts them off, or never wants to hear of them again. */
export function useAnswer() {
  return useMutation(
    trpc.suggestions.answer.mutationOptions({
      onSuccess: ({ changed, unchanged, undoId }, { answer, untilOn }) => {
        if (changed === 0) return notify.done('理由已经不在了，没动');
        const whom = `${count(changed)} 位`;
        const done = {
          accepted: `已按建议给 ${whom}调级`,
          later: `${whom}的建议，${untilOn && dateText(Date.parse(`${untilOn}T00:00:00`))}再提`,
          never: `不再提 ${whom}的建议`,
        }[answer];
        notify.done(done + gone(unchanged), undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Takes answers back. */
export function useAskAgain() {
  return useMutation(
    trpc.suggestions.askAgain.mutationOptions({
      onSuccess: ({ changed, undoId }) => notify.done(`重新提 ${count(changed)} 位的建议`, undoId),
      onError: notify.failed,
    }),
  );
}
