import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FollowUp, Promised, PromiseState } from '../../../shared/contracts/follow-ups.ts';
import type { CareList, CareName } from '../../../shared/contracts/today.ts';
import { client, trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';
import { keyOf, useChangePromise, useCopyWords, usePostpone, useSettle } from '../follow-ups/index.ts';
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
  /** notes the contact, which completes the follow-ups and promises that stand with it; on a birthday it is the wish */
  touched: (who: CareName) => void;
  tomorrow: (who: Person) => void;
  nextWeek: (who: Person) => void;
  skip: (who: Person) => void;
  back: (who: Person) => void;
}

/** What is done with a name; every one can be undone. */
export function useCareActions(): CareActions {
  const { onMutate, onError } = useLeaving();
  const { mutate: done } = useMutation({
    networkMode: 'always',
    mutationFn: ({ friendId, due, followUps, promises }: CareName): Promise<{ undoId: number | null }> =>
      client.today.done.mutate({
        ...{ friendId, birthday: due.some(({ kind }) => kind === 'birthday') },
        ...{ followUps: followUps.map(({ pick }) => pick), promises: promises.map(({ id }) => id) },
      }),
    onMutate: ({ friendId }) => onMutate((list) => ({ ...list, names: list.names.filter((one) => one.friendId !== friendId) })),
    onSuccess: ({ undoId }, who) => notify.done(doneText(who), undoId),
    onError,
  });
  const { mutate: answer } = useMutation(
    trpc.today.answer.mutationOptions({
      onMutate: ({ answer, friendId }) => {
        if (answer !== 'back') onMutate((list) => ({ ...list, names: list.names.filter((one) => one.friendId !== friendId) }));
      },
      onSuccess: ({ undoId }, { answer }) => notify.done(answerWords[answer], undoId),
      onError,
    }),
  );
  return useMemo(
    () => ({
      touched: done,
      tomorrow: ({ friendId }) => answer({ answer: 'later', friendId, untilOn: tomorrow() }),
      nextWeek: ({ friendId }) => answer({ answer: 'later', friendId, untilOn: nextMonday() }),
      skip: ({ friendId }) => answer({ answer: 'skipped', friendId }),
      back: ({ friendId }) => answer({ answer: 'back', friendId }),
    }),
    [done, answer],
  );
}

/** A line that was answered leaves at once: the next key must not fall on it a second time. What the book says comes behind. */
function useLeaving() {
  const queryClient = useQueryClient();
  return useMemo(() => {
    const queryKey = trpc.today.care.queryKey();
    return {
      onMutate: (without: (list: CareList) => CareList) =>
        void queryClient.setQueriesData<CareList>({ queryKey }, (list) => list && without(list)),
      onError: (error: unknown) => {
        void queryClient.invalidateQueries({ queryKey });
        notify.failed(error);
      },
    };
  }, [queryClient]);
}

/** What one key does with a follow-up or a promise that is due. */
export function useDueActions() {
  const [settle, postpone, change] = [useSettle(), usePostpone(), useChangePromise()];
  const { onMutate } = useLeaving();
  const leave = (one: FollowUp) =>
    onMutate((list) => ({ ...list, followUps: without(list.followUps, (row) => keyOf(row) === keyOf(one)) }));
  const leavePromise = ({ id }: Promised) => onMutate((list) => ({ ...list, promises: without(list.promises, (row) => row.id === id) }));
  return {
    settle: (one: FollowUp, state: 'done' | 'skipped') => {
      leave(one);
      settle.mutate({ one, state });
    },
    postpone: (one: FollowUp, untilOn: string) => {
      leave(one);
      postpone.mutate({ one, untilOn });
    },
    promise: (one: Promised, state: PromiseState, dueOn = one.dueOn) => {
      leavePromise(one);
      change.mutate({ one, state, dueOn });
    },
    copy: useCopyWords(),
  };
}
export type DueActions = ReturnType<typeof useDueActions>;

function without<Row>({ total, rows }: { total: number; rows: Row[] }, isGone: (row: Row) => boolean) {
  const left = rows.filter((row) => !isGone(row));
  return { total: total - (rows.length - left.length), rows: left };
}

function doneText({ name, followUps, promises }: CareName): string {
  const done = [...followUps.map(({ title }) => `「${title}」做完了`), ...promises.map(({ text }) => `答应的「${text}」做到了`)];
  return [`已记下联系了「${name}」`, ...done].join('，');
}

const answerWords = { later: '放到那天再提醒', skipped: '今天先不联系', back: '已放回今天的名单' } as const;
