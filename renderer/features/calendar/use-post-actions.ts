import { useMemo } from 'react';
import type { Post, PostState } from '../../../shared/contracts/calendar.ts';
import { notify } from '../../ui/toast.tsx';
import { isSettled } from '../publishing/index.ts';
import { useCopyPosts, useDeletePosts, useMovePosts, useSettlePosts } from './mutations.ts';
import { placesAfter, type Shift } from './shift.ts';

export interface PostActions {
  /** what is posted or skipped stays where it was */
  shift: (posts: readonly Post[], by: Shift) => void;
  copy: (posts: readonly Post[], by: Shift) => void;
  remove: (posts: readonly Post[]) => void;
  settle: (posts: readonly Post[], state: PostState) => void;
}

/** Everything that is done to many posts at once. */
export function usePostActions(): PostActions {
  const { mutate: move } = useMovePosts();
  const { mutate: copy } = useCopyPosts();
  const { mutate: remove } = useDeletePosts();
  const { mutate: settle } = useSettlePosts();
  return useMemo(
    () => ({
      shift(posts, by) {
        const open = posts.filter((post) => !isSettled(post));
        if (open.length > 0) return move(placesAfter(open, by));
        notify.done('已发和跳过的留在原来的日子，没有移动');
      },
      copy: (posts, by) => posts.length > 0 && copy(placesAfter(posts, by)),
      remove: (posts) => posts.length > 0 && remove(posts.map(({ id }) => id)),
      settle: (posts, state) => posts.length > 0 && settle({ posts, state }),
    }),
    [move, copy, remove, settle],
  );
}
