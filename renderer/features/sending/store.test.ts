import { expect, it } from 'vitest';
import { sendingActions, useSendingStore } from './store.ts';

it('begins a new list with nobody chosen', () => {
  sendingActions.draftAnew();
  const nobody = { mode: 'only', tagIds: [], levels: [], segmentIds: [] };
  expect(useSendingStore.getState().drafting).toEqual({ source: { by: 'audience', audience: nobody, accountIds: [] } });
  sendingActions.closeDraft();
  expect(useSendingStore.getState().drafting).toBeNull();
});
