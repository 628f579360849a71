import { z } from 'zod';
import { line, moment, rowId } from './common.ts';
import { friendSelection } from './friends.ts';

/** Where a movement of points comes from: by hand, or the difference to what an imported file says. */
export const pointKinds = ['manual', 'import'] as const;
export type PointKind = (typeof pointKinds)[number];

/** More at once is a slip of the hand, or no number of points. */
export const mostPoints = 100_000_000;

export const pointEntry = z.object({
  id: rowId,
  /** whole points, never 0 */
  delta: z.int(),
  reason: z.string(),
  kind: z.enum(pointKinds),
  at: moment,
});
export type PointEntry = z.infer<typeof pointEntry>;

export const friendPointsInput = z.object({ friendId: rowId });
export const friendPoints = z.object({
  /** sum of all movements; below 0 only where something older was taken back */
  balance: z.int(),
  /** movements there are; 0 = nobody ever counted points here */
  count: z.int(),
  /** newest first, 50 at most */
  entries: z.array(pointEntry),
});
export type FriendPoints = z.infer<typeof friendPoints>;

/** points.balances q → what each of them has, by friend id; those without any movement are left out. */
export const balancesInput = z.object({ friendIds: z.array(rowId).max(500) });
export const balances = z.record(z.string(), z.int());

/** The same movement for everybody of a selection. */
export const addPointsInput = z.object({
  selection: friendSelection,
  delta: z
    .int()
    .min(-mostPoints)
    .max(mostPoints)
    .refine((delta) => delta !== 0),
  reason: line(100),
});
