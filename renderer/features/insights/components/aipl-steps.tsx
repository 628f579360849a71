import { useState } from 'react';
import type { LayersReport } from '../../../../shared/contracts/layers.ts';
import { type AiplState, aiplStates } from '../../../../shared/domain/aipl.ts';
import { count, percent } from '../../../lib/format.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { layerOf } from '../layer-words.ts';
import { ChartSection } from './chart-section.tsx';
import { DescribeLayer } from './describe-layer.tsx';
import { Heads, LayerActions, type LayerDoors } from './layer-actions.tsx';
import { Plan } from './layer-list.tsx';

/** AIPL: how far each friend has come, from added to coming back. */
export function AiplSteps({ report, doors }: { report: LayersReport; doors: LayerDoors }) {
  const wordsOf = useLayerWords();
  const [writing, setWriting] = useState<AiplState | null>(null);
  const most = Math.max(1, ...aiplStates.map((state) => layerOf(report, state).heads));
  return (
    <ChartSection
      title="从认识到回头，人走到了哪一步？"
      sentence={flowSentence(report)}
      basis={`从头到现在，${count(report.people)} 位好友`}
      table={() => {
        const rows = aiplStates.map((state) => ({ state, ...layerOf(report, state) }));
        return {
          header: ['走到哪一步', '叫什么', '人数', '占多少'],
          rows: rows.map(({ state, heads }) => [state, wordsOf(state).label, heads, percent(heads / report.people)]),
          paint: { as: 'bar', shares: rows.map(({ heads }) => [0, 0, heads / most]) },
        };
      }}
    >
      <ol className="aipl" aria-label="走到哪一步">
        {aiplStates.map((state) => {
          const { heads } = layerOf(report, state);
          const { label, who, plan } = wordsOf(state);
          return (
            <li key={state} data-state={state}>
              <span className="layer-name">
                <code>{state}</code>
                {label}
                <small>{who}</small>
              </span>
              <svg className="aipl-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(heads / most) * 100} height="8" rx="1" />
              </svg>
              <Heads codes={[state]} label={label} heads={heads} doors={doors} />
              <small className="aipl-share">{percent(heads / report.people)}</small>
              <LayerActions code={state} heads={heads} doors={doors} />
              <Plan label={label} plan={plan} onWrite={() => setWriting(state)} />
            </li>
          );
        })}
      </ol>
      <p className="insight-note">每位好友只算在走得最远的一步，看的是从头到现在，不只这段时间。</p>
      {writing && <DescribeLayer key={writing} code={writing} onClose={() => setWriting(null)} />}
    </ChartSection>
  );
}

/** 612 位好友里，48 位付过钱（8%）；付过钱的里 21 位回头了（44%）。 */
function flowSentence(report: LayersReport): string {
  const { buyers, people } = report;
  const back = layerOf(report, 'L').heads;
  const paid = layerOf(report, 'P').heads;
  // those among the last step who did not buy spoke for her: by her own mark, a tag, or whom they brought
  const marked = back - (buyers - paid);
  const byMark =
    marked > 0
      ? `回头客里有 ${count(marked)} 位还没买过，算的是替你说过话：带来了有效的新好友、贴了「好评」这样的标签，或者你标成了铁粉。`
      : '';
  if (buyers === 0) return `${count(people)} 位好友里还没有人付过钱。${byMark}`;
  const most = `${count(people)} 位好友里，${count(buyers)} 位付过钱（${percent(buyers / people)}）`;
  return `${most}；走到回头这一步的 ${count(back)} 位，停在第一单的 ${count(paid)} 位。${byMark}`;
}
