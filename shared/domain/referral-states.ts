/** What becomes of somebody who was brought; `waiting` is still to be seen, everything behind it does not count. */
export const referralStates = ['valid', 'waiting', 'gone', 'notNew', 'samePerson', 'circle'] as const;
export type ReferralState = (typeof referralStates)[number];
