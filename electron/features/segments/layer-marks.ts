import { ties } from '../../../shared/contracts/friends.ts';
import { flowCodes, flowOf, type LayerCode, type LayerRules, layerCodes } from '../../../shared/domain/layers.ts';
import type { ChatFacts, Portrait } from './fact-columns.ts';
import type { Purchases } from './purchases.ts';

const layerBits = Object.fromEntries(layerCodes.map((code, place) => [code, 1 << place])) as Record<LayerCode, number>;
/** The bit of a layer; how somebody moved has none, it stands beside the others. */
export const layerBit = (code: LayerCode): number => layerBits[code];

// looked up once: by name for each of 100,000 friends it takes longer than everything else
const [talkBuy, talkOnly, buyOnly, quiet] = (['talkBuy', 'talkOnly', 'buyOnly', 'quiet'] as const).map(layerBit) as [
  number,
  number,
  number,
  number,
];
const [leadOnly, refunder, askedOnly] = (['leadOnly', 'refunder', 'askedOnly'] as const).map(layerBit) as [number, number, number];
const [superUser, tieStrong, tieWeak] = (['super', 'tieStrong', 'tieWeak'] as const).map(layerBit) as [number, number, number];

/** What is known of everybody where the marks are made, by friend id. */
export interface MarkGround {
  rules: LayerRules;
  /** first moment of the window, ms */
  from: number;
  purchases: Purchases;
  chats: ChatFacts;
  portrait: Portrait;
  /** 1 = of the top fifth */
  top: Uint8Array;
  /** when she was added, else written down, ms */
  since: Float64Array;
  /** 1 = deleted us, blocked us or was given up */
  gone: Uint8Array;
  /** 分 from which on somebody who pays in the window pays much */
  muchFen: number;
}

/** fewer times than this are no sign */
const someTimes = 2;
const manyQuestions = 3;

/** Bits of everything else that one friend is: what she says and pays, signs of a hunter of bargains, how near she is. */
export const marksOf = (id: number, ground: MarkGround): number => talkAndSpend(id, ground) | signs(id, ground) | tieOf(id, ground);

/** Only of those who wrote or paid in the window. */
function talkAndSpend(id: number, { rules, from, purchases, chats, top, muchFen }: MarkGround): number {
  const fen = purchases.fen[id]!;
  const hasTalked = (chats.lastIn[id] ?? 0) >= from;
  if (!hasTalked && fen === 0) return 0;
  const talksMuch = hasTalked && (chats.twoWayDays[id] ?? 0) >= rules.talkDays;
  const paysMuch = fen >= muchFen;
  const mark = talksMuch ? (paysMuch ? talkBuy : talkOnly) : paysMuch ? buyOnly : quiet;
  return mark | (talksMuch && top[id] === 1 ? superUser : 0);
}

function signs(id: number, { purchases, chats }: MarkGround): number {
  const [ever, refunds] = [purchases.ever[id]!, purchases.refunds[id]!];
  const buysLead = ever >= someTimes && purchases.lead[id] === ever;
  const givesBack = refunds >= someTimes && refunds >= ever;
  const onlyAsks = ever === 0 && (chats.askedCount[id] ?? 0) >= manyQuestions;
  return (buysLead ? leadOnly : 0) | (givesBack ? refunder : 0) | (onlyAsks ? askedOnly : 0);
}

/** As she marked it; what she did not mark, by how many days they talked. */
function tieOf(id: number, { rules, chats, portrait }: MarkGround): number {
  const told = portrait.tie[id] ?? 0;
  if (told > 0) return ties[told - 1] === 'strong' ? tieStrong : tieWeak;
  if ((chats.twoWayDays[id] ?? 0) >= rules.tieDays) return tieStrong;
  return (chats.inCount[id] ?? 0) > 0 ? tieWeak : 0;
}

const flowPlaces = new Map(flowCodes.map((code, place) => [code, place]));

/** How she moved, as a place in flowCodes. */
export function flowPlace(id: number, { from, purchases, since, gone }: MarkGround): number {
  const ever = purchases.ever[id]!;
  return flowPlaces.get(flowOf({ before: ever - purchases.count[id]!, ever, wasThere: since[id]! < from, isGone: gone[id] === 1 }))!;
}
