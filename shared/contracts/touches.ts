import { z } from 'zod';
import { day, line, moment, rowId } from './common.ts';
import { birthdayDue, friendSelection } from './friends.ts';

export const touchpoints = ['private', 'group', 'moments', 'phone', 'visit', 'birthday'] as const;
export type Touchpoint = (typeof touchpoints)[number];
/**
 * What the guard counts a touch as (domain-rules: 打扰预算), stored by place: only append. `ordinary` weighs nothing: a chat, a visit,
 * an answer.
 */
export const touchKinds = [
  'ordinary',
  'privateAdvert',
  'massSend',
  'mention',
  'liveInvite',
  'groupAdvert',
  'momentAdvert',
  'service',
] as const;
export type TouchKind = (typeof touchKinds)[number];
export const logTouchInput = z.object({
  selection: friendSelection,
  touchpoint: z.enum(touchpoints),
  direction: z.enum(['in', 'out']),
  at: moment,
  note: line(500),
  /** what the guard counts it as; contacts of hers are ordinary */
  kind: z.enum(touchKinds).default('ordinary'),
  /** why she went on although the guard said no; '' = it did not */
  overrideReason: line(200).default(''),
});
export const birthdaysInput = z.object({ fromOn: day, toOn: day });
export const birthdaysDue = z.array(birthdayDue);
export const wishBirthdayInput = z.object({ friendId: rowId, on: day, wished: z.boolean() });
