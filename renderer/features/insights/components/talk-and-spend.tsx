import { useState } from 'react';
import type { LayersReport } from '../../../../shared/contracts/layers.ts';
import type { LayerCode } from '../../../../shared/domain/layers.ts';
import { count, money, yuanText } from '../../../lib/format.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { layerOf, periodText } from '../layer-words.ts';
import { ChartSection } from './chart-section.tsx';
import { DescribeLayer } from './describe-layer.tsx';
import { Heads, LayerActions, type LayerDoors } from './layer-actions.tsx';
import { Plan } from './layer-list.tsx';

/** as they stand on the screen: who pays much above, who talks much at the right */
const quadrant = ['buyOnly', 'talkBuy', 'quiet', 'talkOnly'] as const satisfies readonly LayerCode[];

/** Who talks with her and who pays, in four fields. */
export function TalkAndSpend({ report, doors }: { report: LayersReport; doors: LayerDoors }) {
  const wordsOf = useLayerWords();
  const [writing, setWriting] = useState<LayerCode | null>(null);
  const all = quadrant.reduce((sum, code) => sum + layerOf(report, code).heads, 0);
  const period = periodText(report);
  return (
    <ChartSection
      title="聊得多的，买得多吗？"
      sentence={sentence(report, all)}
      basis={`${period}，说过话或付过钱的 ${count(all)} 位`}
      table={() => {
        const rows = quadrant.map((code) => ({ label: wordsOf(code).label, ...layerOf(report, code) }));
        return {
          header: ['谁', '人数', '钱（元）'],
          rows: rows.map(({ label, heads, fen }) => [label, heads, yuanText(fen)]),
          paint: { as: 'bar', shares: rows.map(({ heads }) => [0, heads / Math.max(1, all)]) },
        };
      }}
    >
      <ul className="talk-fields" aria-label="聊和买">
        {quadrant.map((code) => {
          const { heads, fen } = layerOf(report, code);
          const { label, plan } = wordsOf(code);
          return (
            <li key={code} data-code={code}>
              <p className="talk-head">
                <b>{label}</b>
                <span>
                  <Heads codes={[code]} label={label} heads={heads} doors={doors} /> 位，{money(fen)}
                </span>
              </p>
              <Plan label={label} plan={plan} onWrite={() => setWriting(code)} />
              <LayerActions code={code} heads={heads} doors={doors} />
            </li>
          );
        })}
      </ul>
      <p className="insight-note">
        聊得多：有来有往 {count(report.rules.talkDays)} 天以上（从头到现在）；买得多：付的钱到了付钱的人的中间那一位。
      </p>
      {writing && <DescribeLayer key={writing} code={writing} onClose={() => setWriting(null)} />}
    </ChartSection>
  );
}

function sentence(report: LayersReport, all: number): string {
  if (all === 0) return '这段时间没有人说过话，也没有人付过钱。';
  const [silent, talking] = [layerOf(report, 'buyOnly').heads, layerOf(report, 'talkOnly').heads];
  if (silent === 0 && talking === 0) return '聊得多的也买得多，两边对得上。';
  const said = [
    silent > 0 ? `${count(silent)} 位花得多却没怎么说过话，先去问候` : '',
    talking > 0 ? `${count(talking)} 位聊得来还没怎么买，缺一个合适的` : '',
  ];
  return `${said.filter(Boolean).join('；')}。`;
}
