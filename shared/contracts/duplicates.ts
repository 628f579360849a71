import { z } from 'zod';
import { rowId } from './common.ts';

/** Why two contacts may be one person: the same usable phone number, the same 微信号, the same name in the same region. */
export const duplicateReasons = ['phone', 'alias', 'name'] as const;
export const duplicateGroup = z.object({
  reason: z.enum(duplicateReasons),
  /** what they share, as shown */
  shared: z.string(),
  friends: z.array(z.object({ id: rowId, name: z.string(), accountId: rowId, accountName: z.string(), region: z.string().nullable() })),
  /** the first two of whom nothing has been said, of one account if there are such: only these can be merged */
  pair: z.tuple([rowId, rowId]),
  /** of some others among them she has said that they are different people */
  toldApart: z.boolean(),
});
export type DuplicateGroup = z.infer<typeof duplicateGroup>;
/** At most 200 groups; `total` counts all. Archived friends, persons already linked across accounts, and those told apart are left out. */
export const duplicates = z.object({ total: z.int(), groups: z.array(duplicateGroup) });
export type Duplicates = z.infer<typeof duplicates>;

/** Fields of which one of two values has to win. */
export const mergeFields = [
  'remark',
  'nickname',
  'wxid',
  'alias',
  'phone',
  'channelId',
  'gender',
  'region',
  'address',
  'birthday',
  'ageBand',
  'incomeBand',
  'interests',
  'tie',
  'signature',
  'description',
  'sourceText',
  'addedAt',
  'status',
  'trustLevel',
] as const;
export type MergeField = (typeof mergeFields)[number];
/** Fields that are not named: the kept friend's value, the other's where the kept one has none. */
export const mergeInput = z.object({
  keepId: rowId,
  otherId: rowId,
  fields: z.partialRecord(z.enum(mergeFields), z.enum(['keep', 'other'])),
});
export type MergeInput = z.infer<typeof mergeInput>;

export const linkInput = z.object({ ids: z.array(rowId).min(2).max(50) });
export const linkedFriend = z.object({ id: rowId, name: z.string(), accountId: rowId, accountName: z.string() });
export type LinkedFriend = z.infer<typeof linkedFriend>;
