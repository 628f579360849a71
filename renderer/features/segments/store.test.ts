import { beforeEach, expect, it } from 'vitest';
import type { SegmentInput } from '../../../shared/contracts/segments.ts';
import { emptyRule } from '../../../shared/domain/segment-rule.ts';
import { segmentsActions, useSegmentsStore } from './store.ts';

const kept: SegmentInput = { name: '老客', note: '', rule: emptyRule() };
const drafts = () => useSegmentsStore.getState().drafts;
beforeEach(() => useSegmentsStore.setState({ drafts: {}, fresh: null }));

it('two fields that change before the page is drawn again do not undo one another', () => {
  segmentsActions.edit(3, kept, (draft) => ({ ...draft, name: '老客户' }));
  segmentsActions.edit(3, kept, (draft) => ({ ...draft, note: '常来' }));
  expect(drafts()).toEqual({ 3: { ...kept, name: '老客户', note: '常来' } });
});

it('what was saved is forgotten, what was written meanwhile stays with the segment it became', () => {
  segmentsActions.write(0, kept);
  segmentsActions.settle(0, 7, drafts()[0]);
  expect(drafts()).toEqual({});
  segmentsActions.write(0, kept);
  const sent = drafts()[0];
  segmentsActions.edit(0, kept, (draft) => ({ ...draft, note: '写到一半' }));
  segmentsActions.settle(0, 7, sent);
  expect(drafts()).toEqual({ 7: { ...kept, note: '写到一半' } });
});
