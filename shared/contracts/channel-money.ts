/** insights.channels, insights.saveSpends: what channels cost and bring (shared/domain/channel-money.ts). Money in 分. */
import { z } from 'zod';
import { mostSpendFen } from '../domain/channel-money.ts';
import { day, moment, rowId } from './common.ts';

const spendFen = z.int().min(0).max(mostSpendFen);
const monthName = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const channelsReport = z.object({
  fromOn: day,
  toOn: day,
  /** months whose spend counts */
  months: z.array(monthName),
  channels: z.array(
    z.object({
      /** 0 = no channel */
      id: z.int().min(0),
      spendFen: z.int().nullable(),
      /** of the months: what is told of each */
      spends: z.array(z.object({ month: monthName, spendFen })),
      added: z.int(),
      bought: z.int(),
      again: z.int(),
      freebies: z.int(),
      marginFen: z.int(),
      paidBackOn: day.nullable(),
    }),
  ),
  /** their purchases, and those of them with goods whose cost nobody wrote down */
  orders: z.int(),
  costless: z.int(),
  reckonedAt: moment,
});
export type ChannelsReport = z.infer<typeof channelsReport>;

/** What was spent on a channel: whole months of it; null = not told. */
export const saveSpendsInput = z.object({
  channelId: rowId,
  spends: z
    .array(z.object({ month: monthName, spendFen: spendFen.nullable() }))
    .min(1)
    .max(130),
});
export type SaveSpends = z.infer<typeof saveSpendsInput>;
export const spendsSaved = z.object({ undoId: rowId.nullable() });
