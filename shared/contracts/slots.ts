import { z } from 'zod';
import { day, lastMoment, moment, plannedMoment, rowId } from './common.ts';
import { contentCategories } from './content.ts';
import { weekday } from './recurrences.ts';

const category = z.enum(contentCategories);
/** One place of the weekly pattern of an account: `minute` since midnight on the wall. */
export const slotPlace = z.object({ weekday, minute: z.int().min(0).max(1439), category });
export type SlotPlace = z.infer<typeof slotPlace>;
export const slot = slotPlace.extend({ id: rowId, accountId: rowId });
export type Slot = z.infer<typeof slot>;
export const maxSlots = 70;
/** The whole pattern of an account anew; two places at the same minute of a weekday are an error. */
export const setSlotsInput = z.object({ accountId: rowId, slots: z.array(slotPlace).max(maxSlots) });
/** more days are not looked through for free slots */
const maxFreeDays = 400;
/** accountId null = all accounts in use */
export const freeSlotsInput = z
  .object({ fromAt: moment, toAt: plannedMoment, accountId: rowId.nullable() })
  .refine(({ fromAt, toAt }) => toAt - fromAt <= maxFreeDays * 86_400_000, { path: ['toAt'] });
export const freeSlot = z.object({ accountId: rowId, at: moment, on: day, category });
export type FreeSlot = z.infer<typeof freeSlot>;
/** category null = any; looked for in the 60 days behind `afterAt`, which end in time */
export const nextSlotInput = z.object({
  accountId: rowId,
  category: category.nullable().default(null),
  afterAt: moment.max(lastMoment - maxFreeDays * 86_400_000),
});

/** A piece of the library at a slot. */
export const slotPick = z.object({ accountId: rowId, at: plannedMoment, contentId: rowId });
export type SlotPick = z.infer<typeof slotPick>;
const picks = z.array(slotPick).max(500);
/**
 * Filling the free slots of some days from the library. `keep` stand as they are; a piece of `refused` is not proposed for that slot
 * again; the slots of `leaveEmpty` stay empty.
 */
export const proposeInput = z.object({
  fromOn: day,
  toOn: day,
  accountId: rowId.nullable(),
  keep: picks.default([]),
  refused: picks.default([]),
  leaveEmpty: z
    .array(z.object({ accountId: rowId, at: moment }))
    .max(500)
    .default([]),
});
export const maxProposedDays = 31;

/** Why a piece: it is of the category of the slot, near to it, mends the mix, stands in for an offer; how fresh it is. */
export const pickReason = z.object({
  fit: z.enum(['category', 'sameClass', 'mendsMix', 'insteadOfOffer']),
  fresh: z.enum(['neverUsed', 'rested']),
  /** days since it was used last; null = never */
  restedDays: z.int().nullable(),
});
export type PickReason = z.infer<typeof pickReason>;
/** Why a slot stays empty: the day is full, nothing of the library fits, all that fits rests or was used up, or only offers were left. */
export const emptyReasons = ['dayFull', 'noPiece', 'resting', 'used', 'onlyOffers'] as const;
export type EmptyReason = (typeof emptyReasons)[number];
export const proposal = z.object({
  picks: z.array(
    slotPick.extend({
      on: day,
      wanted: category,
      category,
      title: z.string(),
      text: z.string(),
      reason: pickReason,
      others: z.int().min(0),
    }),
  ),
  empty: z.array(z.object({ accountId: rowId, at: moment, on: day, wanted: category, why: z.enum(emptyReasons) })),
  /** shares of offers among the posts of before and after, with the picks */
  offersBefore: z.number().nullable(),
  offersAfter: z.number().nullable(),
});
export type Proposal = z.infer<typeof proposal>;
/** The chosen picks become posts, in one action. */
export const fillSlotsInput = z.object({ picks: picks.min(1) });
