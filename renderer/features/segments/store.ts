import { create } from 'zustand';
import type { SegmentInput } from '../../../shared/contracts/segments.ts';

/** What is being written, by segment id; 0 = a new one. It stays when she looks at another and goes when it is saved. */
interface SegmentsState {
  drafts: Readonly<Record<number, SegmentInput>>;
  /** a condition that has just been added: its first field takes the focus */
  fresh: string | null;
}

export const useSegmentsStore = create<SegmentsState>(() => ({ drafts: {}, fresh: null }));

export const segmentsActions = {
  write: (id: number, draft: SegmentInput) => useSegmentsStore.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: draft } })),
  /** Changes what is written by now, or else `kept`: two fields that change at once do not undo one another. */
  edit: (id: number, kept: SegmentInput, change: (draft: SegmentInput) => SegmentInput) =>
    useSegmentsStore.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: change(drafts[id] ?? kept) } })),
  forget: (id: number) =>
    useSegmentsStore.setState(({ drafts }) => {
      const { [id]: _, ...rest } = drafts;
      return { drafts: rest };
    }),
  /** What was sent is saved, as segment `savedId`; what was written meanwhile stays, to be saved too. */
  settle: (id: number, savedId: number, sent: SegmentInput | undefined) =>
    useSegmentsStore.setState(({ drafts }) => {
      const { [id]: left, ...rest } = drafts;
      return { drafts: left === undefined || left === sent ? rest : { ...rest, [savedId]: left } };
    }),
  focus: (path: string | null) => useSegmentsStore.setState({ fresh: path }),
};
