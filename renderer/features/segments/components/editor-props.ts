import type { SegmentTest } from '../../../../shared/contracts/segments.ts';

/** What the fields of one condition need. */
export interface EditorProps<T extends SegmentTest = SegmentTest> {
  test: T;
  onChange: (test: SegmentTest) => void;
  /** the first field takes the focus */
  autoFocus: boolean;
  /** the segment that is being written: it cannot be made of itself */
  segmentId: number;
}
