import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CareName } from '../../../shared/contracts/today.ts';
import { client, trpc } from '../../lib/api.ts';
import { dayText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { notify } from '../../ui/toast.tsx';
import { nextMonday, tomorrow } from './care-words.ts';

/** Whom to care for today, `more` of them than the minutes are enough for. */
export const useCare = (more: number) => useQuery({ ...trpc.today.care.queryOptions({ more }), placeholderData: keepPreviousData });

/** The best hour of each; asked behind the names, which need not wait for it. */
export function useCareHours(names: readonly CareName[]) {
  const friendIds = names.map(({ friendId }) => friendId).sort((a, b) => a - b);
  const { data } = useQuery({
    ...trpc.today.hours.queryOptions({ friendIds }),
    enabled: friendIds.length > 0,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => new Map(data?.map((one) => [one.friendId, one])), [data]);
}

export const useCareRest = () => useQuery({ ...trpc.today.rest.queryOptions(), placeholderData: keepPreviousData });

export interface Person {
  friendId: number;
  name: string;
}
export interface CareActions {
  /** notes the contact; on a birthday it is the wish */
  touched: (who: CareName) => void;
  tomorrow: (who: Person) => void;
  nextWeek: (who: Person) => void;
  skip: (who: Person) => void;
  back: (who: Person) => void;
}

/** What is done with a name; every one can be undone. */
export function useCareActions(): CareActions {
  const { mutate: touch } = useMutation({
    networkMode: 'always',
    mutationFn: ({ friendId, due }: CareName): Promise<{ undoId: number | null }> =>
      due.some(({ kind }) => kind === 'birthday')
        ? client.touches.wishBirthday.mutate({ friendId, on: dayText(now()), wished: true })
        : client.touches.log.mutate({
            ...{ selection: { by: 'ids', ids: [friendId] }, touchpoint: 'private', direction: 'out', at: now(), note: '' },
            ...{ kind: 'ordinary', overrideReason: '' },
          }),
    onSuccess: ({ undoId }, { name }) => notify.done(`已记下联系了「${name}」`, undoId),
    onError: notify.failed,
  });
  const { mutate: answer } = useMutation(
    trpc.today.answer.mutationOptions({
      onSuccess: ({ undoId }, { answer }) => notify.done(answerWords[answer], undoId),
      onError: notify.failed,
    }),
  );
  return useMemo(
    () => ({
      touched: touch,
      tomorrow: ({ friendId }) => answer({ answer: 'later', friendId, untilOn: tomorrow() }),
      nextWeek: ({ friendId }) => answer({ answer: 'later', friendId, untilOn: nextMonday() }),
      skip: ({ friendId }) => answer({ answer: 'skipped', friendId }),
      back: ({ friendId }) => answer({ answer: 'back', friendId }),
    }),
    [touch, answer],
  );
}

const answerWords = { later: '放到那天再提醒', skipped: '今天先不联系', back: '已放回今天的名单' } as const;
