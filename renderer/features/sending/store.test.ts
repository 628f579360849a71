import { expect, it } from 'vitest';
import { sendingActions, useSendingStore } from './store.ts';

it('begins a new list with nobody chosen', () => {
  sendingActions.draftAnew();
  expect(useSendingStore.getState().drafting).toEqual({
    by: 'audience',
    audience: { mode: 'only', tagIds: [], levels: [], segmentIds: [] },
    accountIds: [],
  });
  sendingActions.closeDraft();
  expect(useSendingStore.getState().drafting).toBeNull();
});
