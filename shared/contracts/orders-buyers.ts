/** Who buyers may be among the friends: the same for orders, bills and 接龙. */
import { z } from 'zod';
import { rowId } from './common.ts';

/** Why an order or payment is somebody's. hand = she chose; remembered = she chose it before for this buyer. */
export const linkReasons = ['wxid', 'phone', 'remembered', 'hand', 'remark', 'groupName', 'nickname', 'alias', 'similar'] as const;
export type LinkReason = (typeof linkReasons)[number];

export const buyerCandidate = z.object({
  friendId: rowId,
  name: z.string(),
  /** 0–1 */
  score: z.number(),
  by: z.enum(linkReasons),
  /** in her words, e.g. '备注名相同' */
  reason: z.string(),
});
export type BuyerCandidate = z.infer<typeof buyerCandidate>;
export const buyerMatches = ['certain', 'doubtful', 'none'] as const;
