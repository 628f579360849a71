import { concentrationOf, fifthOf } from '../../../shared/domain/concentration.ts';
import { type RfmThresholds, scoresOf } from '../../../shared/domain/rfm.ts';
import type { Breather } from '../../platform/jobs/breather.ts';
import { type Purchases, payersOf } from '../segments/index.ts';

/** What friends are worth, by friend id: the M score of the layers and the top fifth, from the same orders and over the same people. */
export interface Worth {
  /** 1–5 of who ever bought, 0 = never */
  score: Uint8Array;
  /** 分 paid minus refunded in the window */
  fen: Float64Array;
  top: Uint8Array;
  topHeads: number;
  /** who ever bought; who paid something in the window */
  buyers: number;
  paying: number;
  /** part of the money that the top fifth brought; null = none came */
  moneyShare: number | null;
}

/** @param people ids of who is not archived, ascending */
export async function worthOf(
  { ever, fen }: Purchases,
  people: Uint32Array,
  thresholds: RfmThresholds,
  breather: Breather,
): Promise<Worth> {
  const buyers = people.filter((id) => ever[id]! > 0);
  const money = Float64Array.from(buyers, (id) => fen[id]!);
  await breather.breathe();
  const { scores } = scoresOf('money', money, thresholds);
  await breather.breathe();
  const [score, top] = [new Uint8Array(ever.length), new Uint8Array(ever.length)];
  for (let i = 0; i < buyers.length; i++) score[buyers[i]!] = scores[i]!;
  const paying = buyers.filter((id) => fen[id]! > 0);
  const paid = money.filter((one) => one > 0);
  await breather.breathe();
  for (const id of payersOf(paying, paid).best) top[id] = 1;
  return {
    ...{ score, fen, top, buyers: buyers.length, paying: paying.length },
    topHeads: fifthOf(paying.length),
    moneyShare: concentrationOf(paid).topShare,
  };
}
