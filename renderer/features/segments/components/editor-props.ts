import type { SegmentTest } from '../../../../shared/contracts/segments.ts';
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
