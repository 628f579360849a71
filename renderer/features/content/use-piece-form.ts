import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ContentPiece } from '../../../shared/contracts/content.ts';
import { notify } from '../../ui/toast.tsx';
import { useKept } from '../../ui/use-kept.ts';
import { useSendOnce } from '../../ui/use-send-once.ts';
import { useSetting } from '../settings/index.ts';
import { useCreatePiece, useUpdatePiece } from './mutations.ts';
import { blankPiece, type PieceValues, readDrafts, sameValues, toInput, valuesOf, whatIsMissing, withDraft } from './piece-form.ts';

/** Keeps what is being written; `values` null = nothing unsaved. */
function useKeepDraft(contentId: number | null, values: PieceValues | null) {
  const [stored, setStored] = useSetting('content.draft');
  const [found] = useState(() => readDrafts(stored).some((draft) => draft.contentId === contentId));
  const signature = useMemo(() => (values ? JSON.stringify(values) : ''), [values]);
  return useKept(signature, found, (isDraft, answered) => setStored(withDraft(stored, contentId, isDraft ? values : null), answered));
}

/** What the panel writes: the saved piece (null = a new one), her changes on top, and saving. */
export function usePieceForm(piece: ContentPiece | null, onSaved: (id: number) => void) {
  const contentId = piece?.id ?? null;
  const [stored] = useSetting('content.draft');
  const [draft] = useState(() => readDrafts(stored).find((one) => one.contentId === contentId)?.values ?? null);
  const base = useMemo(() => (piece ? valuesOf(piece) : blankPiece), [piece]);
  const [edited, setEdited] = useState<PieceValues | null>(draft);
  const values = edited ?? base;
  const dirty = edited !== null && !sameValues(edited, base);
  const { forget, state: kept } = useKeepDraft(contentId, dirty ? edited : null);
  const change = useCallback((make: (old: PieceValues) => PieceValues) => setEdited((old) => make(old ?? base)), [base]);
  const reset = useCallback(() => {
    setEdited(null);
    forget();
  }, [forget]);
  // saved, or changed from elsewhere to what stands here: nothing is hers alone any more
  useEffect(() => {
    if (edited && sameValues(edited, base)) setEdited(null);
  }, [edited, base]);
  const { save, saving } = useSave(contentId, values, forget, onSaved);
  return { values, dirty, kept, change, reset, save, saving, missing: whatIsMissing(values), restored: draft !== null };
}

function useSave(contentId: number | null, values: PieceValues, forget: () => void, onSaved: (id: number) => void) {
  const create = useCreatePiece();
  const update = useUpdatePiece();
  // a new piece is written once: the panel then turns to what came of it
  const send = useSendOnce(contentId !== null);
  const save = async () => {
    const missing = whatIsMissing(values);
    if (missing !== null) return notify.done(missing);
    await send(async () => {
      // when it fails the mutation says so; everything written is still here and in the draft
      const input = toInput(values);
      const saved = contentId === null ? await create.mutateAsync(input) : await update.mutateAsync({ id: contentId, values: input });
      forget();
      notify.done(contentId === null ? '已存进素材库' : '修改已保存，以前的样子在「版本」里', saved.undoId);
      onSaved(saved.id);
    });
  };
  return { save, saving: create.isPending || update.isPending };
}
