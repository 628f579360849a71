import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Post } from '../../../shared/contracts/calendar.ts';
import { trpc } from '../../lib/api.ts';
import { now } from '../../lib/now.ts';
import { notify } from '../../ui/toast.tsx';
import { useSendOnce } from '../../ui/use-send-once.ts';
import { draftOf, editsOf, useDrafts, useKeepDraft } from './drafts.ts';
import { useCreatePost, useUpdatePost } from './mutations.ts';
import { isChanged, type PostEdits, type PostValues, toInput, valuesOf, whatIsMissing } from './post-form.ts';
import { whenText } from './words.ts';

/** What the panel writes: the base (saved post, or what a new one begins with), her edits on top, and saving. */
export function usePostForm(post: Post | null, initial: PostValues, onSaved: (id: number) => void) {
  const postId = post?.id ?? null;
  const { drafts } = useDrafts();
  const [restored] = useState(() => drafts.find((draft) => draft.postId === postId) ?? null);
  const [edits, setEdits] = useState<PostEdits>(() => firstEdits(restored ? editsOf(restored) : {}, postId));
  const base = useMemo(() => (post ? valuesOf(post) : initial), [post, initial]);
  const values = useMemo(() => ({ ...base, ...edits }), [base, edits]);
  const dirty = post ? isChanged(base, edits) : values.text.trim() !== '' || values.assets.length > 0;
  // a new post is kept whole: its day and account came with the click, not from her hands
  const draft = useMemo(() => (dirty ? draftOf(postId, postId === null ? values : edits, now()) : null), [dirty, postId, values, edits]);
  const { forget, state: kept } = useKeepDraft(postId, draft);
  const change = useCallback((part: PostEdits) => setEdits((old) => ({ ...old, ...part })), []);
  const reset = useCallback(() => {
    setEdits({});
    forget();
  }, [forget]);
  // a saved post still has its old text for a moment: the edits stand until it has caught up
  useEffect(() => {
    if (post && Object.keys(edits).length > 0 && !isChanged(base, edits)) setEdits({});
  }, [post, base, edits]);
  const { save, saving } = useSave(postId, values, postId === null ? reset : forget, onSaved);
  return { values, dirty, kept, change, reset, save, saving, missing: whatIsMissing(values), restored: restored !== null };
}

/** A new post takes the words of its draft, but the day that was clicked now. */
function firstEdits(edits: PostEdits, postId: number | null): PostEdits {
  if (postId !== null) return edits;
  const { scheduledAt: _clickedNow, ...rest } = edits;
  return rest;
}

function useSave(postId: number | null, values: PostValues, onDone: () => void, onSaved: (id: number) => void) {
  const queries = useQueryClient();
  const create = useCreatePost();
  const update = useUpdatePost();
  // a new post is written once: the panel then turns to the post that came of it
  const send = useSendOnce(postId !== null);
  const save = async () => {
    const missing = whatIsMissing(values);
    if (missing !== null) return notify.done(missing);
    const { accountId } = values;
    if (accountId === null) return;
    const input = toInput({ ...values, accountId });
    await send(async () => {
      // when it fails the mutation says so; everything written is still in the panel and in the draft
      const saved =
        postId === null
          ? await create.mutateAsync(input)
          : await update.mutateAsync({ id: postId, values: input, siblings: values.alsoSiblings });
      // said when the panel stands on what was saved: the first key behind it (c, x) must answer
      await queries.fetchQuery({ ...trpc.posts.get.queryOptions({ id: saved.id }), staleTime: 0 }).catch(() => undefined);
      onDone();
      const where = values.state === 'scheduled' ? `排在${whenText(values.scheduledAt)}` : `计划在${whenText(values.scheduledAt)}`;
      notify.done(postId === null ? `已保存，${where}` : '修改已保存', saved.undoId);
      onSaved(saved.id);
    });
  };
  return { save, saving: create.isPending || update.isPending };
}
