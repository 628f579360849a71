/** Who buyers may be among the friends: the same for orders, bills and 接龙. */
import { z } from 'zod';
import { matchReasons } from '../domain/name-match.ts';
import { rowId } from './common.ts';

/**
 * Why an order or payment is somebody's. hand = she chose; remembered = she chose it before for this buyer; sender = posted that
 * version of the 接龙 in the group.
 */
export const linkReasons = [
  'wxid',
  'phone',
  'remembered',
  'hand',
  'sender',
  'remark',
  'groupName',
  'nickname',
  'alias',
  'similar',
] as const;
export type LinkReason = (typeof linkReasons)[number];
/** Why somebody is proposed: as above, and in which way a name is like another. */
export const candidateReasons = [...new Set([...linkReasons, ...matchReasons])] as const;
export type CandidateReason = LinkReason | (typeof matchReasons)[number];

export const buyerCandidate = z.object({
  friendId: rowId,
  name: z.string(),
  /** 0–1 */
  score: z.number(),
  by: z.enum(linkReasons),
  reason: z.enum(candidateReasons),
});
export type BuyerCandidate = z.infer<typeof buyerCandidate>;
export const buyerMatches = ['certain', 'doubtful', 'none'] as const;
