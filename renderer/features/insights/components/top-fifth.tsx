import type { LayersReport } from '../../../../shared/contracts/layers.ts';
import { count, percent } from '../../../lib/format.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { layerOf, periodText } from '../layer-words.ts';
import { ChartSection } from './chart-section.tsx';
import { Heads, LayerActions, type LayerDoors } from './layer-actions.tsx';

/** fewer people than this, and one order more or less turns the share over */
const fewestForShare = 10;

/** 80/20: how much of the money comes from how few. */
export function TopFifth({ report, doors }: { report: LayersReport; doors: LayerDoors }) {
  const wordsOf = useLayerWords();
  const { plan, label } = wordsOf('top');
  const best = layerOf(report, 'super').heads;
  const { topShare, recentBuyers } = report;
  const { heads } = layerOf(report, 'top');
  const period = periodText(report);
  const nothing = `${period}没有人付过钱，看不出来。把时间放长一点试试。`;
  return (
    <ChartSection
      title="生意靠多少人撑着？"
      sentence={
        topShare === null ? nothing : `前 20% 的 ${count(heads)} 位，带来 ${percent(topShare)} 的钱。${verdict(topShare, recentBuyers)}`
      }
      basis={`${period}，付过钱的 ${count(recentBuyers)} 位`}
      tellsItself
      table={() => ({
        header: ['人的份额（从花得少的数起）', '钱的份额'],
        rows: report.lorenz.map(({ people, money }) => [percent(people), percent(money)]),
      })}
    >
      {topShare === null ? (
        <p className="insight-note">{nothing}</p>
      ) : (
        <div className="top-fifth">
          <Lorenz report={report} />
          <div>
            <p className="top-verdict">
              前 20% 的 <Heads codes={['top']} label={label} heads={heads} doors={doors} /> 位，带来 <b>{percent(topShare)}</b> 的钱
            </p>
            <p>{verdict(topShare, recentBuyers)}</p>
            <p className="layer-plan-whole">{plan}</p>
            <LayerActions code="top" heads={heads} doors={doors} />
            <p className="top-super">
              其中
              <Heads codes={['super']} label={wordsOf('super').label} heads={best} doors={doors} />
              位又常和你聊，是{wordsOf('super').label}：{wordsOf('super').plan}
            </p>
            {best > 0 && <LayerActions code="super" heads={best} doors={doors} />}
            <p className="insight-note">
              {period}付过钱的 {count(recentBuyers)} 位，从花得少到花得多排开。线越往下弯，钱越集中在少数人身上；虚线是人人花得一样多。
            </p>
          </div>
        </div>
      )}
    </ChartSection>
  );
}

function verdict(share: number, buyers: number): string {
  if (buyers < fewestForShare) return `只有 ${count(buyers)} 位付过钱，多一单少一单就变，当个参考。`;
  if (share >= 0.8) return '典型的二八：丢一位大主顾就伤筋动骨，先把他们照顾好，再慢慢培养后面的人。';
  if (share >= 0.5) return '一多半的钱来自少数人：时间先给他们。';
  return '钱来得比较均匀：没有离不开的人，可以想想谁能多买一点。';
}

const width = 320;
const height = 220;
const left = 38;
const bottom = 30;
const x = (people: number) => left + people * (width - left - 8);
const y = (part: number) => 8 + (1 - part) * (height - 8 - bottom);

/** The Lorenz curve, and the step that the top fifth makes. */
function Lorenz({ report: { lorenz, topShare, recentBuyers } }: { report: LayersReport }) {
  const line = lorenz.map(({ people, money }, at) => `${at === 0 ? 'M' : 'L'}${x(people)} ${y(money)}`).join('');
  const rest = 1 - (topShare ?? 0);
  const cut = 1 - Math.ceil(recentBuyers / 5) / recentBuyers;
  const said = `${count(recentBuyers)} 位买家从花得少到花得多：前面的 ${percent(cut)} 带来 ${percent(rest)} 的钱，最后的 ${percent(1 - cut)} 带来 ${percent(1 - rest)}`;
  return (
    <figure className="lorenz">
      <figcaption>钱的份额</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said} data-picture="">
        <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="lorenz-even" />
        <path d={`${line}L${x(1)} ${y(0)}Z`} className="lorenz-area" />
        <path d={line} className="lorenz-line" />
        <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(0)} className="mix-axis" />
        <line x1={x(0)} x2={x(0)} y1={y(0)} y2={y(1)} className="mix-axis" />
        <path d={`M${x(cut)} ${y(0)}V${y(rest)}H${x(0)}`} className="lorenz-cut" />
        <circle cx={x(cut)} cy={y(rest)} r="4" className="mix-point" />
        {[0, 0.5, 1].map((part) => (
          <text key={part} x={left - 6} y={y(part) + 4} textAnchor="end" className="mix-caption">
            {percent(part)}
          </text>
        ))}
        <text x={x(0)} y={height - 10} className="mix-caption">
          花得少的人
        </text>
        <text x={x(1)} y={height - 10} textAnchor="end" className="mix-caption">
          花得多的人
        </text>
      </svg>
    </figure>
  );
}
