import type { LevelFlow } from '../../../shared/contracts/trust.ts';

export type FlowKind = 'up' | 'down' | 'stay' | 'joined';
/** People who went one way; `from` null = joined the book within the period. */
export interface FlowMove {
  from: number | null;
  to: number;
  count: number;
  kind: FlowKind;
}
export interface FlowLink extends FlowMove {
  /** middle of the band on the left and on the right, and its thickness, px */
  leftY: number;
  rightY: number;
  thickness: number;
}
export interface FlowNode {
  /** null = those who joined */
  level: number | null;
  count: number;
  y: number;
  height: number;
}
export interface FlowLayout {
  left: FlowNode[];
  right: FlowNode[];
  links: FlowLink[];
  /** px in all */
  height: number;
}

export const ladder = [6, 5, 4, 3, 2, 1] as const;
const gap = 14;
const thinnest = 3;
const emptyNode = 2;

/** Everybody of a flow by the way they went: moved, stayed or joined. */
export function movesOf(flow: LevelFlow): FlowMove[] {
  const moves: FlowMove[] = flow.moves.map((move) => ({ ...move, kind: move.to > move.from ? 'up' : 'down' }));
  for (const level of ladder) {
    const left = flow.moves.filter((move) => move.from === level).reduce((sum, move) => sum + move.count, 0);
    const stayed = (flow.start[level - 1] ?? 0) - left;
    if (stayed > 0) moves.push({ from: level, to: level, count: stayed, kind: 'stay' });
    const joined = flow.joined[level - 1] ?? 0;
    if (joined > 0) moves.push({ from: null, to: level, count: joined, kind: 'joined' });
  }
  return moves;
}

const high = (level: number | null) => (level === null ? 0 : level);

function stack(levels: readonly (number | null)[], links: FlowLink[], side: 'left' | 'right'): FlowNode[] {
  let y = 0;
  return levels.map((level) => {
    const mine = links.filter((link) => (side === 'left' ? link.from : link.to) === level);
    // bands leave in the order in which they arrive, so that they cross as little as possible
    mine.sort((a, b) => (side === 'left' ? b.to - a.to : high(b.from) - high(a.from)));
    let at = y;
    for (const link of mine) {
      if (side === 'left') link.leftY = at + link.thickness / 2;
      else link.rightY = at + link.thickness / 2;
      at += link.thickness;
    }
    const node = { level, count: mine.reduce((sum, link) => sum + link.count, 0), y, height: Math.max(emptyNode, at - y) };
    // a label needs its line even where nobody stands
    y += Math.max(node.height, 18) + gap;
    return node;
  });
}

/**
 * Places of all bars and bands for a picture of about `height` px; level 6 on top, those who joined at the foot.
 * A band is never thinner than it can be pointed at, so the picture may grow a little.
 */
export function layoutFlow(flow: LevelFlow, height: number): FlowLayout {
  const moves = movesOf(flow);
  const people = moves.reduce((sum, move) => sum + move.count, 0);
  const joins = flow.joined.some((count) => count > 0);
  const room = Math.max(80, height - 6 * (gap + 4));
  const perPerson = people > 0 ? room / people : 0;
  const links = moves.map((move) => ({ ...move, leftY: 0, rightY: 0, thickness: Math.max(thinnest, move.count * perPerson) }));
  const left = stack(joins ? [...ladder, null] : ladder, links, 'left');
  const right = stack(ladder, links, 'right');
  const end = (nodes: FlowNode[]) => Math.max(...nodes.map((node) => node.y + Math.max(18, node.height)));
  return { left, right, links, height: Math.max(end(left), end(right)) };
}

/** 「近 30 天，23 位往上走，4 位往下，另有 12 位新加入。」 */
export function flowSentence(flow: LevelFlow, period: string): string {
  const joined = flow.joined.reduce((sum, count) => sum + count, 0);
  const walked = [flow.ups > 0 ? `${flow.ups} 位往上走` : '', flow.downs > 0 ? `${flow.downs} 位往下` : ''].filter(Boolean).join('，');
  const came = joined > 0 ? `${walked ? '，另有 ' : ''}${joined} 位新加入` : '';
  return `${period}，${walked || (came ? '' : '没有人换过等级')}${came}。`;
}
