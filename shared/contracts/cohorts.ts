/** insights.cohorts: who is still with her, by the month in which they were added (shared/domain/cohorts.ts). */
import { z } from 'zod';
import { day, moment } from './common.ts';

export const cohortsReport = z.object({
  fromOn: day,
  toOn: day,
  cohorts: z.array(z.object({ month: z.string(), added: z.int(), kept: z.array(z.int()) })),
  /** the book knows of no chat and no contact: only purchases are signs */
  onlyOrders: z.boolean(),
  reckonedAt: moment,
});
export type CohortsReport = z.infer<typeof cohortsReport>;
