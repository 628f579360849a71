/** insights.pool: 留量, the statement of friends who are still there (shared/domain/pool.ts). */
import { z } from 'zod';
import { type PoolPart, poolParts } from '../domain/pool.ts';
import { day, moment, rowId, withinDays } from './common.ts';

/** Days that a page of 洞察 looks at: up to ten years. */
export const periodInput = z
  .object({ fromOn: day, toOn: day })
  .refine(({ fromOn, toOn }) => withinDays(fromOn, toOn, 3660), { path: ['toOn'], message: 'period' });
export type PeriodInput = z.infer<typeof periodInput>;

const period = z.object({ fromOn: day, toOn: day });
const row = z.object(Object.fromEntries(poolParts.map((part) => [part, z.int()])) as Record<PoolPart, z.ZodInt>);

export const poolReport = period.extend({
  total: row,
  /** by months or weeks, the first one first */
  steps: z.array(period.extend({ row })),
  accounts: z.array(z.object({ id: rowId, row })),
  /** id 0 = no channel */
  channels: z.array(z.object({ id: z.int().min(0), row })),
  /** so many days without a sign are silence; null = the book knows of no chat and no contact, so that nobody can be called silent */
  silenceDays: z.int().nullable(),
  left: z.object({
    /** gone, and the book does not know since when: counted as gone all the time */
    undated: z.int(),
    /** said to be added on a day still to come */
    future: z.int(),
  }),
  reckonedAt: moment,
});
export type PoolReport = z.infer<typeof poolReport>;
