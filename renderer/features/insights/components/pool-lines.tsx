import type { PoolReport } from '../../../../shared/contracts/pool.ts';
import { niceTop } from '../../../../shared/domain/nice-scale.ts';
import { count } from '../../../lib/format.ts';

const [width, height, top, foot, left, right] = [520, 240, 34, 26, 44, 14];
const bottom = height - foot;

/** 11/30: the day on which a step ends. */
const dayMark = (on: string) => `${Number(on.slice(5, 7))}/${Number(on.slice(8))}`;

/** Effective friends beside the number of all of them, at the end of each step. */
export function PoolLines({ report: { fromOn, steps, total } }: { report: PoolReport }) {
  const points = [
    { on: fromOn, closing: total.opening, all: total.all - total.new },
    ...steps.map(({ toOn, row }) => ({ on: toOn, ...row })),
  ];
  const most = niceTop(Math.max(...points.map(({ all }) => all)));
  const x = (at: number) => left + (at / Math.max(1, points.length - 1)) * (width - left - right);
  const y = (value: number) => top + (1 - value / most) * (bottom - top);
  const path = (of: 'closing' | 'all') => points.map((point, at) => `${at === 0 ? 'M' : 'L'}${x(at)},${y(point[of])}`).join('');
  // marks that would touch each other are left away, never the last one
  const apart = Math.ceil(points.length / 7);
  const isMarked = (at: number) => (points.length - 1 - at) % apart === 0;
  return (
    <figure className="pool-chart">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`从 ${count(points[0]!.closing)} 位有效好友到 ${count(total.closing)} 位；好友总数从 ${count(points[0]!.all)} 到 ${count(total.all)}`}
        data-picture=""
      >
        {[0, most / 2, most].map((value) => (
          <g key={value}>
            <line className={value === 0 ? 'mix-axis' : 'pool-grid'} x1={left} x2={width - right} y1={y(value)} y2={y(value)} />
            <text className="mix-caption" x={left - 8} y={y(value) + 4} textAnchor="end">
              {count(value)}
            </text>
          </g>
        ))}
        <path className="pool-fill" d={`${path('closing')}L${x(points.length - 1)},${y(0)}L${x(0)},${y(0)}Z`} />
        <path className="pool-all" d={path('all')} />
        <path className="pool-closing" d={path('closing')} />
        {points.map((point, at) => (
          <g key={point.on + at}>
            <circle className="pool-point" cx={x(at)} cy={y(point.closing)} r="3">
              <title>{`${dayMark(point.on)}：有效 ${count(point.closing)} 位，总数 ${count(point.all)} 位`}</title>
            </circle>
            {isMarked(at) && (
              <text
                className="mix-caption"
                x={x(at)}
                y={height - 8}
                textAnchor={at === points.length - 1 ? 'end' : at === 0 ? 'start' : 'middle'}
              >
                {dayMark(point.on)}
              </text>
            )}
          </g>
        ))}
        <Key x={left} name="pool-all" text={`好友总数 ${count(total.all)}`} />
        <Key x={left + 170} name="pool-closing" text={`有效好友 ${count(total.closing)}`} />
      </svg>
    </figure>
  );
}

/** Which line is which. */
function Key({ x, name, text }: { x: number; name: string; text: string }) {
  return (
    <g>
      <path className={name} d={`M${x},12h16`} />
      <text className="mix-caption" x={x + 22} y="16">
        {text}
      </text>
    </g>
  );
}
