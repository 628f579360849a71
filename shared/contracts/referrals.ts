/** 转介绍: who brought whom. Times are ms UTC. */
import { z } from 'zod';
import { referralStates } from '../domain/referrals.ts';
import { day, moment, rowId } from './common.ts';

const state = z.enum(referralStates);

/** referrals.of q: who brought a friend, and whom she brought */
export const referralsOfInput = z.object({ friendId: rowId });
export const broughtFriend = z.object({
  friendId: rowId,
  name: z.string(),
  cameAt: moment,
  state,
  /** 1 = brought by the friend herself, 2 = by one of those … */
  depth: z.int(),
});
export type BroughtFriend = z.infer<typeof broughtFriend>;
export const referralsOf = z.object({
  /** null = nobody said */
  by: z.object({ friendId: rowId, name: z.string(), state }).nullable(),
  /** each right behind the one who brought her; at most `mostShown` */
  people: z.array(broughtFriend),
  /** how many more there are */
  more: z.int(),
  /** of the whole tree, and of those whom she brought herself */
  total: z.int(),
  own: z.object({ brought: z.int(), valid: z.int() }),
  stayDays: z.int(),
});
export type ReferralsOf = z.infer<typeof referralsOf>;
export const mostShown = 200;

/** why somebody cannot have brought a friend */
export const referralFaults = ['self', 'samePerson', 'circle'] as const;
export type ReferralFault = (typeof referralFaults)[number];
/** referrals.set m → saved; `byId` null = nobody said. @throws `referralUnfit` {why, name, by}, `notFound` */
export const setReferralInput = z.object({ friendId: rowId, byId: rowId.nullable() });
export type SetReferral = z.infer<typeof setReferralInput>;

/** referrals.report q: who came in the window because somebody brought them */
export const referralReport = z.object({
  fromOn: day,
  toOn: day,
  days: z.int(),
  stayDays: z.int(),
  /** friends who are not archived */
  friends: z.int(),
  brought: z.int(),
  valid: z.int(),
  waiting: z.int(),
  /** why the others do not count */
  left: z.object({ gone: z.int(), notNew: z.int(), samePerson: z.int(), circle: z.int() }),
  /** null = nobody to judge by */
  k: z.number().nullable(),
  /** who brought them, the most valid ones first; at most `mostBringers` */
  bringers: z.array(z.object({ friendId: rowId, name: z.string(), brought: z.int(), valid: z.int(), waiting: z.int() })),
  /** how many brought somebody */
  bringerHeads: z.int(),
});
export type ReferralReport = z.infer<typeof referralReport>;
export const mostBringers = 50;
