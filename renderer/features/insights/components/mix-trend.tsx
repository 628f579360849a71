import type { MixReport } from '../../../../shared/contracts/insights.ts';
import { count, percent } from '../../../lib/format.ts';
import type { ChartTable } from '../../../ui/chart-picture.ts';
import { SaveChart } from '../../../ui/save-chart.tsx';

const width = 560;
const height = 120;
const left = 30;
const step = (width - left - 22) / 11;
const y = (share: number) => 8 + (height - 28) * (1 - share);
const x = (week: number) => left + week * step;
const weekName = (on: string) => `${Number(on.slice(5, 7))}/${Number(on.slice(8))}`;
const weekWords = (on: string) => `${weekName(on)} 那周`;

interface MixTrendProps {
  trend: MixReport['trend'];
  /** least share of living posts */
  goal: number;
  /** opens the posts of a week, by its Monday and what it is called */
  onWeek: (weekOn: string, name: string) => void;
}

/** Share of living posts week by week, and what it should be; a week without posts leaves a gap, each other one opens its posts. */
export function MixTrend({ trend, goal, onWeek }: MixTrendProps) {
  const points = trend.map(({ livingShare }, week) => (livingShare === null ? null : { x: x(week), y: y(livingShare) }));
  const lines = points.flatMap((point, week) => {
    const next = points[week + 1];
    return point && next ? [`M${point.x} ${point.y}L${next.x} ${next.y}`] : [];
  });
  return (
    <figure className="mix-trend" data-chart>
      <figcaption>
        <b>
          最近 {trend.length} 周，活人内容占多少
          <SaveChart
            title="活人内容占多少"
            sentence={trendSentence(trend, goal)}
            basis={`最近 ${trend.length} 周，发过 ${count(trend.reduce((sum, { total }) => sum + total, 0))} 条`}
            table={() => tableOf(trend)}
          />
        </b>
        {trendSentence(trend, goal)}
      </figcaption>
      <div className="mix-weeks">
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={trendText(trend)} data-picture="">
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
                {point && <circle cx={point.x} cy={point.y} r="4" className="mix-point" />}
                {at % 2 === 1 && (
                  <text x={x(at)} y={height - 4} textAnchor="middle" className="mix-caption">
                    {weekName(week.weekOn)}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
        {trend.map((week, at) => {
          const point = points[at];
          return (
            point && (
              <button
                key={week.weekOn}
                type="button"
                style={{ left: `${(point.x / width) * 100}%`, top: `${(point.y / height) * 100}%` }}
                aria-label={`看${weekText(week)}`}
                title={weekText(week)}
                onClick={() => onWeek(week.weekOn, weekWords(week.weekOn))}
              />
            )
          );
        })}
      </div>
    </figure>
  );
}

function trendSentence(trend: MixReport['trend'], goal: number): string {
  const told = trend.filter(({ livingShare }) => livingShare !== null);
  if (told.length === 0) return '这些周没有发过内容。';
  const good = told.filter(({ livingShare }) => livingShare! >= goal).length;
  return `发过的 ${told.length} 周里，${good} 周到了 ${percent(goal)}。`;
}

const tableOf = (trend: MixReport['trend']): ChartTable => ({
  header: ['哪一周（周一）', '发了', '促销', '活人内容'],
  rows: trend.map(({ weekOn, total, offers, livingShare }) => [weekOn, total, offers, livingShare === null ? '' : percent(livingShare)]),
});

const weekText = ({ weekOn, total, offers, livingShare }: MixReport['trend'][number]) =>
  `${weekWords(weekOn)}：${total} 条，活人内容 ${livingShare === null ? '–' : percent(livingShare)}，促销 ${offers} 条`;
const trendText = (trend: MixReport['trend']) =>
  trend
    .filter(({ total }) => total > 0)
    .map(weekText)
    .join('；') || '最近没有发过内容';
