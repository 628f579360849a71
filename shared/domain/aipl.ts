/*
 * Where a friend stands on the way from stranger to supporter (domain-rules: AIPL).
 *
 * Worked example: somebody who was added, asked a price and bought once is P. She buys a second time: L. Had she only asked: I.
 * Of three who bought once one brought a friend who is still there after 30 days: L, until that one is gone. One is tagged 好评: L.
 */

/** A = added, no act of her own · I = liked, commented, asked, joined a group, tried · P = one paid order · L = repeat, good review, share or referral. */
export const aiplStates = ['A', 'I', 'P', 'L'] as const;
export type AiplState = (typeof aiplStates)[number];

export interface AiplSigns {
  /** wrote, asked, answered, joined a group or took a sample: an act of her own */
  hasActed: boolean;
  /** paid orders that were not wholly given back */
  paidOrders: number;
  /** marked as 铁粉, carries a tag of those who spoke for us, or brought somebody who counts by now */
  hasSpokenForUs: boolean;
}

/** The highest state that is met. Whoever spoke for us without having bought is L as well. */
export function aiplOf({ hasActed, paidOrders, hasSpokenForUs }: AiplSigns): AiplState {
  if (paidOrders >= 2 || hasSpokenForUs) return 'L';
  if (paidOrders === 1) return 'P';
  return hasActed ? 'I' : 'A';
}
