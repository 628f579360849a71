import { useMutation } from '@tanstack/react-query';
import { maxPostsAtOnce, type Post } from '../../../shared/contracts/calendar.ts';
import { checkMayBePosted } from '../../../shared/domain/post-words.ts';
import { client, trpc } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { notify } from '../../ui/toast.tsx';
import { toInput, valuesOf } from './post-form.ts';
import { postTitle, whenText } from './words.ts';

/** The beginning of a post for a short message. */
function named(post: Pick<Post, 'text' | 'assets'>): string {
  const title = [...postTitle(post)];
  return `「${title.length > 12 ? `${title.slice(0, 12).join('')}…` : title.join('')}」`;
}

/** Says what became of a post: posted or skipped at `at` (ms; now by default), or back on the list. */
export function useSettlePost() {
  return useMutation({
    networkMode: 'always',
    mutationFn: async ({ post, state, at }: { post: Post; state: 'posted' | 'skipped' | 'scheduled'; at?: number }) => {
      if (state === 'posted') checkMayBePosted(post);
      return client.posts.settle.mutate({ id: post.id, state, at: at ?? now() });
    },
    onSuccess: (saved, { post, state, at }) => {
      if (state === 'scheduled') return notify.done(`${named(post)}重新排上了：${whenText(post.scheduledAt)}`, saved.undoId);
      const word = state === 'posted' ? '已标为已发' : '已跳过';
      notify.done(`${word}：${named(post)}${at ? `，${whenText(at)}` : ''}`, saved.undoId);
    },
    onError: notify.failed,
  });
}

/** Moves a post to another moment (ms). */
export function useMovePost() {
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ post, scheduledAt }: { post: Post; scheduledAt: number }) => client.posts.move.mutate({ id: post.id, scheduledAt }),
    onSuccess: (saved, { post, scheduledAt }) => notify.done(`${named(post)}移到了${whenText(scheduledAt)}`, saved.undoId),
    onError: notify.failed,
  });
}

/** Promises a post for another moment (ms). */
export function useSchedulePost() {
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ post, scheduledAt }: { post: Post; scheduledAt: number }) =>
      client.posts.update.mutate({
        id: post.id,
        values: toInput({ ...valuesOf(post), accountId: post.accountId, scheduledAt, state: 'scheduled' }),
      }),
    onSuccess: (saved, { post, scheduledAt }) => notify.done(`${named(post)}排在${whenText(scheduledAt)}`, saved.undoId),
    onError: notify.failed,
  });
}

/** Skips many posts in one action. */
export function useSkipPosts() {
  return useMutation({
    networkMode: 'always',
    mutationFn: (posts: readonly Post[]) =>
      client.posts.settleMany.mutate({ ids: posts.slice(0, maxPostsAtOnce).map(({ id }) => id), state: 'skipped', at: null }),
    onSuccess: ({ ids, undoId }) => notify.done(`${count(ids.length)} 条不发了，日历上还看得到`, undoId),
    onError: notify.failed,
  });
}

/** Takes a post away; undo brings it back with its pictures. */
export function useDeletePost() {
  return useMutation({
    networkMode: 'always',
    mutationFn: (post: Post) => client.posts.delete.mutate({ id: post.id }),
    onSuccess: (saved, post) => notify.done(`已删除${named(post)}`, saved.undoId),
    onError: notify.failed,
  });
}

export function useCreatePost() {
  return useMutation(trpc.posts.create.mutationOptions({ onError: notify.failed }));
}

export function useUpdatePost() {
  return useMutation(trpc.posts.update.mutationOptions({ onError: notify.failed }));
}
