import { useMutation } from '@tanstack/react-query';
import type { FollowUp, Promised, PromiseState } from '../../../shared/contracts/follow-ups.ts';
import { client, trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';
import { dayWords } from './words.ts';

/** One after the other, as the keys came. */
const always = { networkMode: 'always', onError: notify.failed, scope: { id: 'followUps' } } as const;

export function useSettle() {
  return useMutation({
    ...always,
    mutationFn: ({ one, state }: { one: FollowUp; state: 'done' | 'skipped' }) => client.followUps.settle.mutate({ pick: one.pick, state }),
    onSuccess: ({ undoId }, { one, state }) =>
      notify.done(state === 'done' ? `「${one.name}」跟进做完，记了一次联系` : `跳过「${one.name}」的「${one.title}」`, undoId),
  });
}

export function usePostpone() {
  return useMutation({
    ...always,
    mutationFn: ({ one, untilOn }: { one: FollowUp; untilOn: string }) => client.followUps.postpone.mutate({ pick: one.pick, untilOn }),
    onSuccess: ({ undoId }, { one, untilOn }) => notify.done(`「${one.name}」的「${one.title}」改到${dayWords(untilOn)}`, undoId),
  });
}

export function useReopen() {
  return useMutation({
    ...always,
    mutationFn: ({ id }: { id: number; name: string }) => client.followUps.reopen.mutate({ id }),
    onSuccess: ({ undoId }, { name }) => notify.done(`「${name}」的跟进重新打开`, undoId),
  });
}

export const useAddFollowUp = () =>
  useMutation(
    trpc.followUps.add.mutationOptions({
      onSuccess: ({ undoId }, { dueOn }) => notify.done(`记下了，${dayWords(dueOn)}跟进`, undoId),
      onError: notify.failed,
    }),
  );

export const useAddPromise = () =>
  useMutation(
    trpc.followUps.promise.mutationOptions({
      onSuccess: ({ undoId }, { dueOn }) => notify.done(`记下答应的事，${dayWords(dueOn)}之前`, undoId),
      onError: notify.failed,
    }),
  );

export function useChangeFollowUp() {
  return useMutation({
    ...always,
    mutationFn: (input: { id: number; title: string; words: string; dueOn: string }) => client.followUps.change.mutate(input),
    onSuccess: ({ undoId }, { title }) => notify.done(`「${title}」改好了`, undoId),
  });
}

export type SopDraft = Parameters<typeof client.followUps.saveSop.mutate>[0];

export function useSaveSop() {
  return useMutation({
    ...always,
    mutationFn: ({ draft }: { draft: SopDraft; said: string }) => client.followUps.saveSop.mutate(draft),
    onSuccess: ({ undoId }, { said }) => notify.done(said, undoId),
  });
}

export function useRemoveSop() {
  return useMutation({
    ...always,
    mutationFn: ({ id }: { id: string; name: string }) => client.followUps.removeSop.mutate({ id }),
    onSuccess: ({ undoId }, { name }) => notify.done(`模板「${name}」删掉了；做过的还在`, undoId),
  });
}

const promiseDone: Record<PromiseState, string> = { kept: '做到了', broken: '记为没做到', open: '改回没结' };

export function useChangePromise() {
  return useMutation({
    ...always,
    mutationFn: ({ one, state, dueOn }: { one: Promised; state: PromiseState; dueOn: string }) =>
      client.followUps.changePromise.mutate({ id: one.id, state, dueOn }),
    onSuccess: ({ undoId }, { one, state, dueOn }) =>
      notify.done(`答应「${one.name}」的${state === one.state ? `改到${dayWords(dueOn)}` : promiseDone[state]}`, undoId),
  });
}
