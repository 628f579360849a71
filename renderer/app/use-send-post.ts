import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import type { Post } from '../../shared/contracts/calendar.ts';
import { sendingActions } from '../features/sending/index.ts';

/** Opens 发送 with a new queue of a private post: its words, its pictures, its friends. */
export function useSendPost(): (post: Post) => void {
  const navigate = useNavigate();
  return useCallback(
    (post) => {
      sendingActions.draftPost(post);
      void navigate('/sending');
    },
    [navigate],
  );
}
