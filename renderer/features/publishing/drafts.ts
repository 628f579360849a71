import { useCallback, useMemo, useState } from 'react';
import { z } from 'zod';
import { postFields } from '../../../shared/contracts/calendar.ts';
import { moment, rowId } from '../../../shared/contracts/common.ts';
import { asset } from '../../../shared/contracts/content.ts';
import { draftChars } from '../../../shared/contracts/settings.ts';
import { useKept } from '../../ui/use-kept.ts';
import { useSetting } from '../settings/index.ts';
import type { PostEdits } from './post-form.ts';

/** What she was writing when the panel closed or the program ended, too long for a post or not; `postId` null = a new post. */
const draftShape = z.object({
  postId: rowId.nullable(),
  values: z
    .object({
      ...postFields,
      ...{ title: z.string(), text: z.string(), assetIds: z.array(rowId) },
      ...{ alsoAccountIds: z.array(rowId).max(50), alsoSiblings: z.boolean() },
    })
    .partial(),
  assets: z.array(asset).optional(),
  at: moment,
});
export type Draft = z.infer<typeof draftShape>;

/** drafts kept at once: a new post and the posts touched last */
const maxDrafts = 3;

/** Drafts from the setting, newest first; one that cannot be read costs no other. */
export function readDrafts(stored: string | null): Draft[] {
  if (stored === null) return [];
  try {
    const found = z.array(z.unknown()).parse(JSON.parse(stored));
    return found.flatMap((one) => draftShape.safeParse(one).data ?? []);
  } catch {
    return [];
  }
}

/** The setting with this draft first, one per post, as many as fit. */
export function withDraft(stored: string | null, draft: Draft): string {
  const kept = [draft, ...readDrafts(stored).filter((other) => other.postId !== draft.postId)].slice(0, maxDrafts);
  let text = JSON.stringify(kept);
  while (text.length > draftChars && kept.length > 1) {
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
 * Keeps the draft of one post while it is being written. `draft` null = nothing unsaved. `forget` is to be called when it was saved or
 * thrown away; `state`: whether what stands in the panel is kept.
 */
export function useKeepDraft(postId: number | null, draft: Draft | null) {
  const [stored, setStored] = useSetting('calendar.draft');
  const [found] = useState(() => readDrafts(stored).some((one) => one.postId === postId));
  const signature = useMemo(() => (draft ? JSON.stringify([draft.values, draft.assets]) : ''), [draft]);
  return useKept(signature, found, (isDraft, answered) =>
    setStored(isDraft && draft ? withDraft(stored, draft) : withoutDraft(stored, postId), answered),
  );
}
