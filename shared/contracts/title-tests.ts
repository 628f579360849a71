/** Titles of a piece tried against each other in one channel; the figures are those she counted. */
import { z } from 'zod';
import { line, moment, rowId } from './common.ts';
import { publishChannels } from './content.ts';

const counted = z.int().min(0).max(10_000_000);

/** titleTests.create m */
export const titleTestInput = z.object({
  contentId: rowId,
  channel: z.enum(publishChannels),
  titles: z.array(line(200).min(1)).min(2).max(6),
});
export type TitleTestInput = z.infer<typeof titleTestInput>;
/** titleTests.count m: how many saw a title, and how many of them answered */
export const titleCountInput = z
  .object({ armId: rowId, shown: counted, responded: counted })
  .refine(({ shown, responded }) => responded <= shown, { path: ['responded'] });
export type TitleCountInput = z.infer<typeof titleCountInput>;
/** titleTests.close m: `armId` = the title the piece takes in that channel; null = none */
export const closeTitleTestInput = z.object({ id: rowId, armId: rowId.nullable() });
export type CloseTitleTestInput = z.infer<typeof closeTitleTestInput>;

export const titleTest = z.object({
  id: rowId,
  contentId: rowId,
  /** title of the piece, else its first words */
  piece: z.string(),
  channel: z.enum(publishChannels),
  createdAt: moment,
  closedAt: moment.nullable(),
  arms: z.array(z.object({ id: rowId, title: z.string(), shown: z.int(), responded: z.int() })),
  /** shared/domain/post-results.ts: a winner only where chance could hardly have made it */
  verdict: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('winner'), index: z.int(), chance: z.number() }),
    z.object({ kind: z.literal('open'), missing: z.int() }),
  ]),
});
export type TitleTest = z.infer<typeof titleTest>;
/** titleTests.list q: open ones first, then the newest closed ones */
export const titleTestList = z.array(titleTest);
