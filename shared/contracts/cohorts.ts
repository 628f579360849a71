/** insights.cohorts: who is still with her, by the month in which they were added (shared/domain/cohorts.ts). */
import { z } from 'zod';
import { day, moment, rowId } from './common.ts';
import { periodInput } from './pool.ts';

/** Of all, unless an account or a channel (0 = those without one) is named. */
export const cohortsInput = periodInput.safeExtend({
  accountId: rowId.nullable().default(null),
  channelId: z.int().min(0).nullable().default(null),
});
export type CohortsInput = z.output<typeof cohortsInput>;

export const cohortsReport = z.object({
  fromOn: day,
  toOn: day,
  cohorts: z.array(z.object({ month: z.string(), added: z.int(), kept: z.array(z.int()) })),
  /** the book knows of no chat and no contact: only purchases are signs */
  onlyOrders: z.boolean(),
  reckonedAt: moment,
});
export type CohortsReport = z.infer<typeof cohortsReport>;
