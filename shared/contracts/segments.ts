import { z } from 'zod';
import { rowId } from './common.ts';
import { trustLevel } from './friends.ts';

/**
 * Who may see a post or is meant by a send queue: everybody of the account, only those who are in one of the sets (可见), or everybody
 * but those (不可见). The sets add up (one tag or one level or one segment is enough). A deleted tag or segment is an error, never 'everybody'.
 */
export const audience = z.object({
  mode: z.enum(['all', 'only', 'except']),
  tagIds: z.array(rowId).max(200).default([]),
  levels: z.array(trustLevel).max(6).default([]),
  segmentIds: z.array(rowId).max(50).default([]),
});
export type Audience = z.infer<typeof audience>;
/** Everybody of the account. */
export const everybody: Audience = { mode: 'all', tagIds: [], levels: [], segmentIds: [] };
