import type { PoolReport } from '../../../../shared/contracts/pool.ts';
import { count } from '../../../lib/format.ts';

const [width, height, top, foot] = [480, 220, 16, 24];

/** Effective friends beside the number of all of them, at the end of each step. */
export function PoolLines({ report: { steps, total } }: { report: PoolReport }) {
  const points = [{ closing: total.opening, all: total.all - total.new }, ...steps.map(({ row }) => row)];
  const most = Math.max(1, ...points.map(({ all }) => all));
  const x = (at: number) => (at / Math.max(1, points.length - 1)) * width;
  const y = (value: number) => top + (1 - value / most) * (height - top - foot);
  const path = (of: 'closing' | 'all') => points.map((point, at) => `${at === 0 ? 'M' : 'L'}${x(at)},${y(point[of])}`).join('');
  return (
    <figure className="pool-chart">
      <figcaption>
        <span className="pool-key" data-line="all" />
        好友总数 {count(total.all)}
        <span className="pool-key" data-line="closing" />
        有效好友 {count(total.closing)}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`好友总数 ${count(total.all)}，有效好友 ${count(total.closing)}`}>
        <path className="pool-fill" d={`${path('closing')}L${width},${y(0)}L0,${y(0)}Z`} />
        <path className="pool-all" d={path('all')} />
        <path className="pool-closing" d={path('closing')} />
        <line className="mix-axis" x1="0" x2={width} y1={y(0)} y2={y(0)} />
      </svg>
    </figure>
  );
}
