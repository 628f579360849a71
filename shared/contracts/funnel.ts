/** insights.funnel: how far those came who were added in a period (shared/domain/funnel.ts). */
import { z } from 'zod';
import { day, moment, rowId } from './common.ts';

const row = z.object({
  added: z.int(),
  stayed: z.int(),
  bought: z.int(),
  again: z.int(),
  /** null = the book keeps no referrals */
  spread: z.int().nullable(),
});
const period = z.object({ fromOn: day, toOn: day });

export const funnelReport = period.extend({
  total: row,
  /** by when they were added, in months or weeks */
  cohorts: z.array(period.extend({ row })),
  accounts: z.array(z.object({ id: rowId, row })),
  /** id 0 = no channel */
  channels: z.array(z.object({ id: z.int().min(0), row })),
  /** as poolReport */
  silenceDays: z.int().nullable(),
  /** brought somebody and did not buy twice; null = the book keeps no referrals */
  early: z.int().nullable(),
  /** so long those who were brought have to stay */
  stayDays: z.int(),
  reckonedAt: moment,
});
export type FunnelReport = z.infer<typeof funnelReport>;
