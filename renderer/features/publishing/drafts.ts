import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { postDraft } from '../../../shared/contracts/calendar.ts';
import { moment, rowId } from '../../../shared/contracts/common.ts';
import { asset } from '../../../shared/contracts/content.ts';
import { useSetting } from '../settings/index.ts';
import type { PostEdits } from './post-form.ts';

/** What she was writing when the panel closed or the program ended; `postId` null = a new post. */
const draftShape = postDraft.extend({
  values: postDraft.shape.values.extend({ alsoAccountIds: z.array(rowId).max(50).optional(), alsoSiblings: z.boolean().optional() }),
  assets: z.array(asset).optional(),
  at: moment,
});
export type Draft = z.infer<typeof draftShape>;

/** drafts kept at once: a new post and the posts touched last */
const maxDrafts = 3;
const maxStored = 20_000;
/** a pause in typing after which the draft is kept */
const keepAfterMs = 500;

/** Drafts from the setting, newest first; anything unreadable counts as none. */
export function readDrafts(stored: string | null): Draft[] {
  if (stored === null) return [];
  try {
    const parsed = z.array(draftShape).safeParse(JSON.parse(stored));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** The setting with this draft first, one per post, as many as fit. */
export function withDraft(stored: string | null, draft: Draft): string {
  const kept = [draft, ...readDrafts(stored).filter((other) => other.postId !== draft.postId)].slice(0, maxDrafts);
  let text = JSON.stringify(kept);
  while (text.length > maxStored && kept.length > 1) {
    kept.pop();
    text = JSON.stringify(kept);
  }
  return text;
}

/** The setting without the draft of this post. */
export function withoutDraft(stored: string | null, postId: number | null): string | null {
  const kept = readDrafts(stored).filter((draft) => draft.postId !== postId);
  return kept.length === 0 ? null : JSON.stringify(kept);
}

/** The edits that a draft holds. */
export function editsOf(draft: Draft): PostEdits {
  const { assetIds: _ids, ...values } = draft.values;
  return { ...values, ...(draft.assets ? { assets: draft.assets } : {}) };
}

/** The draft that edits make; null when there is nothing worth keeping. */
export function draftOf(postId: number | null, edits: PostEdits, at: number): Draft {
  const { assets, accountId, ...values } = edits;
  const account = typeof accountId === 'number' ? { accountId } : {};
  if (!assets) return { postId, at, values: { ...values, ...account } };
  return { postId, at, assets, values: { ...values, ...account, assetIds: assets.map((one) => one.id) } };
}

/** All drafts, and how to drop one. */
export function useDrafts() {
  const [stored, setStored] = useSetting('calendar.draft');
  const drop = useCallback((postId: number | null) => setStored(withoutDraft(stored, postId)), [stored, setStored]);
  return { drafts: readDrafts(stored), drop };
}

/**
 * Keeps the draft of one post while it is being written: half a second after the last change, and at once when the panel closes.
 * `draft` null = nothing unsaved. Gives `forget`, to be called when it was saved or thrown away.
 */
export function useKeepDraft(postId: number | null, draft: Draft | null): () => void {
  const [stored, setStored] = useSetting('calendar.draft');
  const latest = useRef({ stored, draft });
  useEffect(() => {
    latest.current = { stored, draft };
  });
  const [found] = useState(() => readDrafts(stored).some((one) => one.postId === postId));
  const written = useRef(found ? 'found' : '');
  const keep = useCallback(() => {
    const { stored: before, draft: current } = latest.current;
    const signature = current ? JSON.stringify([current.values, current.assets]) : '';
    if (signature === written.current) return;
    written.current = signature;
    setStored(current ? withDraft(before, current) : withoutDraft(before, postId));
  }, [postId, setStored]);
  useEffect(() => {
    if (draft === null && written.current === '') return;
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  }, [draft, keep]);
  useEffect(() => {
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);
  return useCallback(() => {
    latest.current.draft = null;
    keep();
  }, [keep]);
}
