import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { LevelFlow } from '../../../../shared/contracts/trust.ts';
import { count } from '../../../lib/format.ts';
import { levelText, levelWords } from '../../../lib/words.ts';
import { type FlowKind, type FlowLink, type FlowMove, type FlowNode, layoutFlow } from '../flow-layout.ts';

const pictureHeight = 380;
const labelWidth = 132;
const barWidth = 8;

/** 「3 潜在客户 → 4 真实客户」 */
export function moveText({ from, to, kind }: Pick<FlowMove, 'from' | 'to' | 'kind'>): string {
  if (kind === 'stay') return `一直在 ${levelText(to)}`;
  return `${from === null ? '新加入' : levelText(from)} → ${levelText(to)}`;
}

function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [frame, width];
}

function Band({
  link,
  left,
  right,
  chosen,
  onChoose,
}: {
  link: FlowLink;
  left: number;
  right: number;
  chosen: boolean;
  onChoose: () => void;
}) {
  const middle = (left + right) / 2;
  const label = `${moveText(link)}：${count(link.count)} 位，看是谁`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onChoose();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a band of a picture cannot be an HTML button
    <path
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-pressed={chosen}
      data-level={link.to}
      className={`flow-band ${link.kind}`}
      d={`M${left} ${link.leftY} C${middle} ${link.leftY} ${middle} ${link.rightY} ${right} ${link.rightY}`}
      strokeWidth={link.thickness}
      onClick={onChoose}
      onKeyDown={onKeyDown}
    >
      <title>{label}</title>
    </path>
  );
}

function Node({ node, x, side }: { node: FlowNode; x: number; side: 'left' | 'right' }) {
  const name = node.level === null ? '新加入' : levelWords[node.level];
  const textX = side === 'left' ? x - 10 : x + barWidth + 10;
  return (
    <g data-level={node.level ?? undefined} className={node.level === null ? 'flow-node joined' : 'flow-node'}>
      <rect x={x} y={node.y} width={barWidth} height={node.height} rx="2" />
      <text x={textX} y={node.y + Math.max(node.height, 18) / 2} dominantBaseline="central" textAnchor={side === 'left' ? 'end' : 'start'}>
        {node.level !== null && <tspan className="flow-level">{node.level} </tspan>}
        <tspan>{name} </tspan>
        <tspan className="flow-count">{count(node.count)}</tspan>
      </text>
    </g>
  );
}

const order: Record<FlowKind, number> = { stay: 0, joined: 1, down: 2, up: 3 };

export interface FlowPictureProps {
  flow: LevelFlow;
  chosen: FlowMove | null;
  onChoose: (move: FlowMove) => void;
}

/** Where friends stood at the start (left) and at the end (right); every band opens the people in it. */
export function FlowPicture({ flow, chosen, onChoose }: FlowPictureProps) {
  const [frame, width] = useWidth();
  const layout = layoutFlow(flow, pictureHeight);
  const left = labelWidth;
  const right = Math.max(left + 120, width - labelWidth - barWidth);
  const links = [...layout.links].sort((a, b) => order[a.kind] - order[b.kind]);
  return (
    <div ref={frame} className="flow-picture">
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a group of bands inside a picture
        <svg width={width} height={layout.height + 8} role="group" aria-label="好友在阶梯上的流动，左边是开始，右边是结束" data-picture="">
          <g transform="translate(0 4)">
            {links.map((link) => (
              <Band
                key={`${link.from}-${link.to}`}
                link={link}
                left={left + barWidth}
                right={right}
                chosen={chosen?.from === link.from && chosen.to === link.to}
                onChoose={() => onChoose(link)}
              />
            ))}
            {layout.left.map((node) => (
              <Node key={node.level} node={node} x={left} side="left" />
            ))}
            {layout.right.map((node) => (
              <Node key={node.level} node={node} x={right} side="right" />
            ))}
          </g>
        </svg>
      )}
    </div>
  );
}
