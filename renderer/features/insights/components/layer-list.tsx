import { useState } from 'react';
import type { LayersReport } from '../../../../shared/contracts/layers.ts';
import type { LayerCode } from '../../../../shared/domain/layers.ts';
import { count, money, yuanText } from '../../../lib/format.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { layerOf, periodText } from '../layer-words.ts';
import { ChartSection } from './chart-section.tsx';
import { DescribeLayer } from './describe-layer.tsx';
import { Heads, LayerActions, type LayerDoors } from './layer-actions.tsx';

interface LayerListProps {
  title: string;
  /** what the list says */
  sentence: string;
  codes: readonly LayerCode[];
  report: LayersReport;
  doors: LayerDoors;
  note: string;
}

/** A few layers one below the other, each with what she does for it. */
export function LayerList({ title, sentence, codes, report, doors, note }: LayerListProps) {
  const wordsOf = useLayerWords();
  const [writing, setWriting] = useState<LayerCode | null>(null);
  return (
    <ChartSection
      title={title}
      sentence={sentence}
      basis={`${periodText(report)}，${count(report.people)} 位好友`}
      table={() => ({
        header: ['谁', '怎么看出来', '人数', '钱（元）'],
        rows: codes.map((code) => [
          wordsOf(code).label,
          wordsOf(code).who,
          layerOf(report, code).heads,
          yuanText(layerOf(report, code).fen),
        ]),
      })}
    >
      <table className="plain-table layer-table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">谁</th>
            <th scope="col">人数</th>
            <th scope="col">{periodText(report)}的钱</th>
            <th scope="col">怎么照顾</th>
            <th scope="col">
              <span className="sr-only">下一步</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {codes.map((code) => {
            const { heads, fen } = layerOf(report, code);
            const { label, who, plan } = wordsOf(code);
            return (
              <tr key={code}>
                <th scope="row">
                  <span className="layer-name">{label}</span>
                  <small>{who}</small>
                </th>
                <td>
                  <Heads codes={[code]} label={label} heads={heads} doors={doors} />
                </td>
                <td>{fen === 0 ? <span className="layer-nobody">–</span> : <span className="layer-money">{money(fen)}</span>}</td>
                <td>
                  <Plan label={label} plan={plan} onWrite={() => setWriting(code)} />
                </td>
                <td>
                  <LayerActions code={code} heads={heads} doors={doors} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="insight-note">{note}</p>
      {writing && <DescribeLayer key={writing} code={writing} onClose={() => setWriting(null)} />}
    </ChartSection>
  );
}

/** What she does for a layer, and the way to change it. */
export function Plan({ label, plan, onWrite }: { label: string; plan: string; onWrite: () => void }) {
  return (
    <div className="layer-plan">
      <p title={plan}>{plan}</p>
      <button type="button" className="link-button" aria-label={`改「${label}」怎么照顾`} onClick={onWrite}>
        改
      </button>
    </div>
  );
}
