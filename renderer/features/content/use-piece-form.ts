import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ContentPiece } from '../../../shared/contracts/content.ts';
import { notify } from '../../ui/toast.tsx';
import { useSendOnce } from '../../ui/use-send-once.ts';
import { useSetting } from '../settings/index.ts';
import { useCreatePiece, useUpdatePiece } from './mutations.ts';
import { blankPiece, type PieceValues, readDrafts, sameValues, toInput, valuesOf, whatIsMissing, withDraft } from './piece-form.ts';

/** A pause in typing after which the draft is kept. */
const keepAfterMs = 500;

/**
 * Keeps what is being written: half a second after the last change, and at once when the panel or the page goes. `values` null = nothing
 * unsaved. @returns `forget`: it was saved or thrown away
 */
function useKeepDraft(contentId: number | null, values: PieceValues | null): () => void {
  const [stored, setStored] = useSetting('content.draft');
  const latest = useRef({ stored, values });
  const forgotten = useRef<PieceValues | null>(null);
  useEffect(() => {
    latest.current = { stored, values: values === forgotten.current ? null : values };
  });
  const keep = useCallback(() => {
    const { stored: before, values: current } = latest.current;
    const next = withDraft(before, contentId, current);
    if (next !== before) setStored(next);
  }, [contentId, setStored]);
  useEffect(() => {
    if (values === null && !readDrafts(latest.current.stored).some((draft) => draft.contentId === contentId)) return;
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  }, [values, contentId, keep]);
  useEffect(() => {
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);
  return useCallback(() => {
    // it may be drawn again before the panel turns away: what was saved is no draft then either
    forgotten.current = latest.current.values;
    latest.current.values = null;
    keep();
  }, [keep]);
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
  const forget = useKeepDraft(contentId, dirty ? edited : null);
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
  return { values, dirty, change, reset, save, saving, missing: whatIsMissing(values), restored: draft !== null };
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
