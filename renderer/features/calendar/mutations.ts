import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Post, PostState, SettledReport } from '../../../shared/contracts/calendar.ts';
import { client, queryClient, trpc } from '../../lib/api.ts';
import { count, dayText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { notify } from '../../ui/toast.tsx';
import { whenText } from '../publishing/index.ts';

interface Placed {
  id: number;
  scheduledAt: number;
}
const whereTo = (places: readonly Placed[]) => (places.length === 1 && places[0] ? `到${whenText(places[0].scheduledAt)}` : '');

/** What another window took away meanwhile holds up nothing else. */
const goneText = (gone: number) => (gone > 0 ? `，${count(gone)} 条已经不在了` : '');

/**
 * Shows posts where they were dropped before the book has answered; gives what puts them back. They are moved in the answers that are kept, not beside them: an
 * undo that overtakes the next answer brings the same posts back as before, and nobody would notice that something has changed.
 */
function showMoved(moves: readonly Placed[]): () => void {
  const to = new Map(moves.map(({ id, scheduledAt }) => [id, scheduledAt]));
  const list = trpc.posts.list.pathFilter();
  // an answer from before the move would put them back for a moment
  void queryClient.cancelQueries(list);
  const before = queryClient.getQueriesData<Post[]>(list);
  queryClient.setQueriesData<Post[]>(list, (posts) =>
    posts?.map((post) => ({ ...post, scheduledAt: to.get(post.id) ?? post.scheduledAt })).sort((a, b) => a.scheduledAt - b.scheduledAt),
  );
  return () => {
    for (const [key, posts] of before) queryClient.setQueryData(key, posts);
  };
}

/** Moves posts to other moments, in one action. */
export function useMovePosts() {
  return useMutation({
    networkMode: 'always',
    mutationFn: (moves: Placed[]) => client.posts.moveMany.mutate({ moves }),
    onMutate: showMoved,
    // also where nothing was moved, or not all: what the book says counts
    onSettled: () => void queryClient.invalidateQueries(trpc.posts.list.pathFilter()),
    onSuccess: ({ ids, gone, undoId }, moves) => {
      if (undoId !== null || gone > 0) notify.done(`${count(ids.length)} 条移${whereTo(moves) || '好了'}${goneText(gone)}`, undoId);
    },
    onError: (error, _, putBack) => {
      putBack?.();
      notify.failed(error);
    },
  });
}

/** Writes posts once more for other moments, in one action. */
export function useCopyPosts() {
  return useMutation({
    networkMode: 'always',
    mutationFn: (copies: Placed[]) => client.posts.copyMany.mutate({ copies }),
    onSuccess: ({ ids, gone, undoId }, copies) =>
      notify.done(`${count(ids.length)} 条复制${whereTo(copies) || '好了'}，原来的还在${goneText(gone)}`, undoId),
    onError: notify.failed,
  });
}

/** Takes posts away, in one action. */
export function useDeletePosts() {
  return useMutation({
    networkMode: 'always',
    mutationFn: (ids: number[]) => client.posts.deleteMany.mutate({ ids }),
    onSuccess: ({ ids, gone, undoId }) => notify.done(`已删除 ${count(ids.length)} 条${goneText(gone)}`, undoId),
    onError: notify.failed,
  });
}

/** Why some were not marked as posted. */
const heldText = ({ oneByOne, unfilled }: SettledReport['held']) =>
  `${oneByOne > 0 ? `，${count(oneByOne)} 条私聊要一位一位发，没有标` : ''}${unfilled > 0 ? `，${count(unfilled)} 条里的变量还没改好，没有标` : ''}`;

const doneWords: Record<PostState, string> = { posted: '标为已发', skipped: '跳过了', scheduled: '改为已排', planned: '改为计划' };

/** Says what became of posts, or what is promised of them, in one action. */
export function useSettlePosts() {
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ posts, state }: { posts: readonly Post[]; state: PostState }) =>
      client.posts.settleMany.mutate({ ids: posts.map(({ id }) => id), state, at: null }),
    onSuccess: ({ ids, unchanged, gone, held, undoId }, { state }) => {
      const rest = `${unchanged > 0 ? `，${count(unchanged)} 条本来就是` : ''}${goneText(gone)}${heldText(held)}`;
      const isSame = ids.length === 0 && held.oneByOne + held.unfilled === 0;
      notify.done(isSame ? `这些本来就是这样` : `${count(ids.length)} 条${doneWords[state]}${rest}`, undoId);
    },
    onError: notify.failed,
  });
}

/** a minute is soon enough to notice that a new day has begun */
const lookMs = 60_000;

/** Keeps the series made ahead: when the calendar opens, and when a new day has begun. */
export function useRollForward(): void {
  useEffect(() => {
    let rolledOn = '';
    const roll = () => {
      const today = dayText(now());
      if (today === rolledOn) return;
      rolledOn = today;
      // nothing of hers hangs on it: it is tried again tomorrow, at the next start and the next time the page opens
      client.recurrences.rollForward.mutate().catch(() => undefined);
    };
    roll();
    const timer = setInterval(roll, lookMs);
    return () => clearInterval(timer);
  }, []);
}
