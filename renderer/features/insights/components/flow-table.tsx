import type { LayersReport } from '../../../../shared/contracts/layers.ts';
import type { FlowCode } from '../../../../shared/domain/layers.ts';
import { count, percent } from '../../../lib/format.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { layerOf, periodText } from '../layer-words.ts';
import { ChartSection } from './chart-section.tsx';
import { Heads, type LayerDoors } from './layer-actions.tsx';

interface FlowRow {
  from: string;
  /** null = there is nowhere further to go */
  moved: FlowCode | null;
  stayed: FlowCode;
  lost: FlowCode;
}
const rows: readonly (FlowRow & { codes: readonly FlowCode[] })[] = (
  [
    { from: '还没买过', moved: 'noneMoved', stayed: 'noneStayed', lost: 'noneLost' },
    { from: '买过一次', moved: 'onceMoved', stayed: 'onceStayed', lost: 'onceLost' },
    { from: '回头客', moved: null, stayed: 'backStayed', lost: 'backLost' },
    { from: '这段时间新加的', moved: 'newMoved', stayed: 'newStayed', lost: 'newLost' },
  ] satisfies FlowRow[]
).map((row) => ({ ...row, codes: [row.moved, row.stayed, row.lost].filter((code) => code !== null) }));

/** How friends moved in the window: of those there at its beginning some moved on, some stayed, some were lost. */
export function FlowTable({ report, doors }: { report: LayersReport; doors: LayerDoors }) {
  const wordsOf = useLayerWords();
  const headsOf = (code: FlowCode | null) => (code === null ? 0 : layerOf(report, code).heads);
  const headsIn = (codes: readonly FlowCode[]) => codes.reduce((sum, code) => sum + headsOf(code), 0);
  const cell = (code: FlowCode | null) =>
    code === null ? (
      <span className="layer-nobody">–</span>
    ) : (
      <Heads codes={[code]} label={wordsOf(code).label} heads={headsOf(code)} doors={doors} />
    );
  return (
    <ChartSection
      title="谁往前走了？"
      sentence={sentence(report)}
      basis={`${periodText(report)}，${count(rows.reduce((sum, { codes }) => sum + headsIn(codes), 0))} 位好友`}
      table={() => ({
        header: ['开头是', '人数', '往前走了', '还在原处', '走了'],
        rows: rows.map(({ from, codes, moved, stayed, lost }) => [
          from,
          headsIn(codes),
          moved === null ? '' : headsOf(moved),
          headsOf(stayed),
          headsOf(lost),
        ]),
      })}
    >
      <table className="plain-table layer-flow" aria-label="谁往前走了">
        <thead>
          <tr>
            <th scope="col">开头是</th>
            <th scope="col">人数</th>
            <th scope="col">往前走了</th>
            <th scope="col">还在原处</th>
            <th scope="col">走了</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, codes, moved, stayed, lost }) => (
            <tr key={from}>
              <th scope="row">{from}</th>
              <td>
                <Heads codes={codes} label={`开头是${from}`} heads={headsIn(codes)} doors={doors} />
              </td>
              <td>{cell(moved)}</td>
              <td>{cell(stayed)}</td>
              <td>{cell(lost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="insight-note">
        往前走：还没买的买了，买过一次的又买了。走了：删了你、拉黑了你，或者你标成流失。每一行三个数加起来就是开头的人数。
      </p>
    </ChartSection>
  );
}

function sentence(report: LayersReport): string {
  const of = (code: FlowCode) => layerOf(report, code).heads;
  const first = of('noneMoved') + of('newMoved');
  const once = of('onceMoved') + of('onceStayed') + of('onceLost');
  const back =
    once === 0 ? '' : `；开头买过一次的 ${count(once)} 位里，${count(of('onceMoved'))} 位又来了（${percent(of('onceMoved') / once)}）`;
  return `${count(first)} 位第一次买${back}；走了 ${count(of('noneLost') + of('onceLost') + of('backLost') + of('newLost'))} 位。`;
}
