import type { MixReport } from '../../../../shared/contracts/insights.ts';
import { percent } from '../../../lib/format.ts';

const width = 560;
const height = 120;
const left = 30;
const step = (width - left - 22) / 11;
const y = (share: number) => 8 + (height - 28) * (1 - share);
const x = (week: number) => left + week * step;
const weekName = (on: string) => `${Number(on.slice(5, 7))}/${Number(on.slice(8))}`;

/** Share of living posts week by week, and what it should be; a week without posts leaves a gap. */
export function MixTrend({ trend, goal }: { trend: MixReport['trend']; goal: number }) {
  const points = trend.map(({ livingShare }, week) => (livingShare === null ? null : { x: x(week), y: y(livingShare) }));
  const lines = points.flatMap((point, week) => {
    const next = points[week + 1];
    return point && next ? [`M${point.x} ${point.y}L${next.x} ${next.y}`] : [];
  });
  return (
    <figure className="mix-trend">
      <figcaption>最近 {trend.length} 周，活人内容占多少</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={trendText(trend)}>
        <line x1={left} x2={width - 8} y1={y(goal)} y2={y(goal)} className="mix-goal" />
        <text x={left - 6} y={y(goal) + 4} textAnchor="end" className="mix-caption">
          {percent(goal)}
        </text>
        <line x1={left} x2={width - 8} y1={y(0)} y2={y(0)} className="mix-axis" />
        <path d={lines.join('')} className="mix-line" />
        {trend.map((week, at) => {
          const point = points[at];
          return (
            <g key={week.weekOn}>
              {point && (
                <circle cx={point.x} cy={point.y} r="4" className="mix-point">
                  <title>{weekText(week)}</title>
                </circle>
              )}
              {at % 2 === 1 && (
                <text x={x(at)} y={height - 4} textAnchor="middle" className="mix-caption">
                  {weekName(week.weekOn)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

const weekText = ({ weekOn, total, offers, livingShare }: MixReport['trend'][number]) =>
  `${weekName(weekOn)} 那周：${total} 条，活人内容 ${livingShare === null ? '–' : percent(livingShare)}，促销 ${offers} 条`;
const trendText = (trend: MixReport['trend']) =>
  trend
    .filter(({ total }) => total > 0)
    .map(weekText)
    .join('；') || '最近没有发过内容';
