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
  forget: (id: number) =>
    useSegmentsStore.setState(({ drafts }) => {
      const { [id]: _, ...rest } = drafts;
      return { drafts: rest };
    }),
  focus: (path: string | null) => useSegmentsStore.setState({ fresh: path }),
};
