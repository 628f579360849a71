import type { LayersReport } from '../../../shared/contracts/layers.ts';
import { concentrationOf } from '../../../shared/domain/concentration.ts';
import { fewestForQuintiles } from '../../../shared/domain/rfm.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { layersOf, tallyLayers } from '../segments/index.ts';

/** Who falls into which layer, with what they brought in the window. */
export async function layersReport(ctx: HostContext): Promise<LayersReport> {
  const layers = await layersOf(ctx);
  const { people, archived, purchases } = layers;
  const { count, fen, ever, refunds } = purchases;
  const of = (ids: Uint32Array) => {
    const sums = { orders: 0, fen: 0 };
    for (let i = 0; i < ids.length; i++) {
      sums.orders += count[ids[i]!]!;
      sums.fen += fen[ids[i]!]!;
    }
    return sums;
  };
  const money = new Float64Array(people.length);
  let [buyers, recentBuyers, refundedHeads] = [0, 0, 0];
  for (let i = 0; i < people.length; i++) {
    const id = people[i]!;
    if (ever[id]! > 0) buyers++;
    else if (refunds[id]! > 0) refundedHeads++;
    if (count[id]! > 0) money[recentBuyers++] = fen[id]!;
  }
  let odd = 0;
  for (let id = 0; id < purchases.odd.length; id++) odd += purchases.odd[id]!;
  return {
    fromOn: layers.fromOn,
    toOn: layers.toOn,
    days: layers.rules.windowDays,
    rules: { talkDays: layers.rules.talkDays, tieDays: layers.rules.tieDays },
    people: people.length,
    buyers,
    recentBuyers,
    // who bought nothing in the window adds nothing
    ...of(people),
    by: buyers >= fewestForQuintiles ? 'quintiles' : 'thresholds',
    scored: layers.scored,
    layers: tallyLayers(layers),
    ...concentrationOf(money.subarray(0, recentBuyers)),
    left: { unlinked: of(Uint32Array.of(0)), archived: of(archived), odd, refundedHeads },
    reckonedAt: layers.reckonedAt,
  };
}
