/** 分层: into which groups friends fall by what they bought and did (shared/domain/layers.ts). Times are ms UTC, money 分. */
import { z } from 'zod';
import { layerCodes } from '../domain/layers.ts';
import { day, line, moment, rowId } from './common.ts';

export const layerCode = z.enum(layerCodes);
export { type LayerCode, layerCodes } from '../domain/layers.ts';

const scoredBy = z.enum(['quintiles', 'thresholds']);
/** How one of R, F, M was scored; `alike` = the score that all buyers have, null = they differ */
const scored = z.object({ by: scoredBy, alike: z.int().nullable() });

/** Orders that stand beside the layers, and why. */
const leftOut = z.object({ orders: z.int(), fen: z.int() });

/** insights.layers q: the friends of the book who are not archived */
export const layersReport = z.object({
  /** the window: its first day, and today */
  fromOn: day,
  toOn: day,
  days: z.int(),
  /** by which it was reckoned */
  rules: z.object({ talkDays: z.int(), tieDays: z.int() }),
  /** friends who fall into layers */
  people: z.int(),
  /** of them: who ever bought, and who bought in the window */
  buyers: z.int(),
  recentBuyers: z.int(),
  /** what they paid for in the window */
  orders: z.int(),
  fen: z.int(),
  /** how scores were given: by fifths of the buyers, or by the limits of the settings while they are few */
  by: scoredBy,
  /** each part for itself: fifths that tell nobody apart give way to the limits */
  scored: z.object({ recency: scored, frequency: scored, money: scored }),
  /** every layer; orders and money are those of the window */
  layers: z.array(z.object({ code: layerCode, heads: z.int(), orders: z.int(), fen: z.int() })),
  /** null = nothing was bought in the window */
  topShare: z.number().nullable(),
  lorenz: z.array(z.object({ people: z.number(), money: z.number() })),
  left: z.object({
    /** bought in the window, and nobody knows by whom */
    unlinked: leftOut,
    /** bought in the window by friends who are archived */
    archived: leftOut,
    /** bought at any time, but their money or their day cannot be */
    odd: z.int(),
    /** friends who only ever paid for what was wholly given back */
    refundedHeads: z.int(),
  }),
  reckonedAt: moment,
});
export type LayersReport = z.infer<typeof layersReport>;

/** insights.describeLayer m: what she calls a layer and does for it; '' = as on the first day */
export const describeLayerInput = z.object({ code: layerCode, label: line(20), plan: z.string().trim().max(1000) });
export const layerDescribed = z.object({ undoId: rowId.nullable() });
export type DescribeLayer = z.infer<typeof describeLayerInput>;
