import type { Segment, SegmentInput, SegmentTest } from '../../../../shared/contracts/segments.ts';
import type { TestPatch } from '../rule-edit.ts';

/** What the fields of one condition need. */
export interface EditorProps<T extends SegmentTest = SegmentTest> {
  test: T;
  /** changes parts of the condition as it is by then; the rest of it stays */
  onChange: (patch: TestPatch<T>) => void;
  /** the first field takes the focus */
  autoFocus: boolean;
  /** the segment that is being written: it cannot be made of itself */
  segmentId: number;
}

/** What the page hands to the segment that is open. */
export interface SegmentEditorProps {
  /** null = a new one */
  segment: Segment | null;
  draft: SegmentInput;
  changed: boolean;
  /** changes the draft as it is by then */
  onDraft: (change: (draft: SegmentInput) => SegmentInput) => void;
  /** where to go next: a segment, or nowhere */
  onGo: (id: number | null) => void;
  onPeople: (segmentId: number, archived: 'no' | 'only' | 'any') => void;
  onFriend: (id: number) => void;
}
