import type { LayersReport } from '../../../shared/contracts/layers.ts';
import { lorenz, topFifthShare } from '../../../shared/domain/concentration.ts';
import { fewestForQuintiles } from '../../../shared/domain/rfm.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { layersOf, tallyLayers } from '../segments/index.ts';

/** Who falls into which layer, with what they brought in the window. */
export async function layersReport(ctx: HostContext): Promise<LayersReport> {
  const layers = await layersOf(ctx);
  const { people, archived, purchases } = layers;
  const { count, fen, ever } = purchases;
  const sumOver = (ids: Uint32Array, column: ArrayLike<number>) => ids.reduce((sum, id) => sum + column[id]!, 0);
  const of = (ids: Uint32Array) => ({ orders: sumOver(ids, count), fen: sumOver(ids, fen) });
  const buyers = people.filter((id) => ever[id]! > 0);
  const recent = buyers.filter((id) => count[id]! > 0);
  const money = Float64Array.from(recent, (id) => fen[id]!);
  return {
    fromOn: layers.fromOn,
    toOn: layers.toOn,
    days: layers.rules.windowDays,
    rules: { talkDays: layers.rules.talkDays, tieDays: layers.rules.tieDays },
    people: people.length,
    buyers: buyers.length,
    recentBuyers: recent.length,
    ...of(recent),
    by: buyers.length >= fewestForQuintiles ? 'quintiles' : 'thresholds',
    layers: tallyLayers(layers),
    topShare: topFifthShare(money),
    lorenz: lorenz(money),
    left: {
      unlinked: of(Uint32Array.of(0)),
      archived: of(archived),
      odd: purchases.odd,
      refundedHeads: people.reduce((many, id) => many + (ever[id] === 0 && purchases.refunds[id]! > 0 ? 1 : 0), 0),
    },
    reckonedAt: layers.reckonedAt,
  };
}
