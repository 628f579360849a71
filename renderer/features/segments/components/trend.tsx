import type { Segment } from '../../../../shared/contracts/segments.ts';
import { count } from '../../../lib/format.ts';

export interface TrendProps {
  sizes: Segment['sizes'];
  width: number;
  height: number;
}

const dayMs = 86_400_000;

/** How a segment grew, day by day, as a line; with fewer than two days there is nothing to draw yet. */
export function Trend({ sizes, width, height }: TrendProps) {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (!first || !last || sizes.length < 2) return null;
  const from = Date.parse(first.on);
  const span = Math.max(dayMs, Date.parse(last.on) - from);
  const numbers = sizes.map(({ size }) => size);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = 3;
  const x = (on: string) => room + ((Date.parse(on) - from) / span) * (width - 2 * room);
  const y = (size: number) => (high === low ? height / 2 : height - room - ((size - low) / (high - low)) * (height - 2 * room));
  const label = `${first.on} 有 ${count(first.size)} 位，${last.on} 有 ${count(last.size)} 位，最多 ${count(high)} 位，最少 ${count(low)} 位`;
  return (
    <svg className="trend" width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      <polyline points={sizes.map(({ on, size }) => `${x(on).toFixed(1)},${y(size).toFixed(1)}`).join(' ')} />
      <circle cx={x(last.on)} cy={y(last.size)} r="2.5" />
    </svg>
  );
}
