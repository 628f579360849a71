import { useMemo } from 'react';
import type { Post } from '../../../shared/contracts/calendar.ts';
import { isOneByOne } from '../../../shared/domain/post-reach.ts';
import { now } from '../../lib/now.ts';
import { useMovePost, useSettlePost } from '../publishing/index.ts';
import { laterToday } from './agenda.ts';

export interface PostActions {
  settle: (post: Post, state: 'posted' | 'skipped' | 'scheduled') => void;
  /** to the evening of today */
  later: (post: Post) => void;
  /** it is out; a private one first goes to its friends one by one */
  finish: (post: Post) => void;
}

/** What is done with a post on the page 今日; every one can be undone. */
export function usePostActions(onSend: (post: Post) => void): PostActions {
  const { mutate: settle } = useSettlePost();
  const { mutate: move } = useMovePost();
  return useMemo(
    () => ({
      settle: (post, state) => settle({ post, state }),
      later: (post) => move({ post, scheduledAt: laterToday(now()) }),
      finish: (post) => (isOneByOne(post) ? onSend(post) : settle({ post, state: 'posted' })),
    }),
    [settle, move, onSend],
  );
}
