import { useState } from 'react';
import type { LayersReport } from '../../../../shared/contracts/layers.ts';
import { fewestForLayers, type LayerCode, rfmLayers } from '../../../../shared/domain/layers.ts';
import { fewestForQuintiles } from '../../../../shared/domain/rfm.ts';
import { count, money, percent, yuanText } from '../../../lib/format.ts';
import { rfmCode, useLayerWords } from '../../../lib/layer-words.ts';
import type { ChartTable } from '../../../ui/chart-picture.ts';
import { layerOf, periodText, sameScores } from '../layer-words.ts';
import { ChartSection } from './chart-section.tsx';
import { DescribeLayer } from './describe-layer.tsx';
import { Heads, LayerActions, type LayerDoors } from './layer-actions.tsx';
import { Plan } from './layer-list.tsx';

interface RfmTableProps {
  report: LayersReport;
  doors: LayerDoors;
}

/** Whom to care for first: the three layers whose people are worth the most trouble, in that order. */
const urgent: readonly LayerCode[] = ['rfm011', 'rfm001', 'rfm111'];

/** What the table says, in one sentence. */
function useAdvice(report: LayersReport): string {
  const wordsOf = useLayerWords();
  if (report.buyers < fewestForLayers) return `只有 ${count(report.buyers)} 位买过，太少，分层说明不了什么：先把他们一个个照顾好。`;
  const code = urgent.find((one) => layerOf(report, one).heads > 0);
  if (!code) return '没有谁比别人突出：大家买得差不多，先照顾最近来过的。';
  const { heads } = layerOf(report, code);
  return `先照顾「${wordsOf(code).label}」的 ${count(heads)} 位：${wordsOf(code).who}。`;
}

/** RFM: the eight classes and who never bought, each with its money and what she does for it. */
export function RfmTable({ report, doors }: RfmTableProps) {
  const [writing, setWriting] = useState<LayerCode | null>(null);
  const advice = useAdvice(report);
  const wordsOf = useLayerWords();
  const period = periodText(report);
  return (
    <ChartSection
      title="八种买家，各用各的办法"
      sentence={advice}
      basis={`${period}，买过的 ${count(report.buyers)} 位`}
      table={() => tableOf(report, (code) => wordsOf(code).label)}
    >
      <table className="plain-table layer-table" aria-label="八种买家">
        <thead>
          <tr>
            <th scope="col">谁</th>
            <th scope="col">人数</th>
            <th scope="col">{period}的钱</th>
            <th scope="col">怎么照顾</th>
            <th scope="col">
              <span className="sr-only">下一步</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rfmLayers.map((code) => (
            <Row key={code} code={code} report={report} doors={doors} onWrite={() => setWriting(code)} />
          ))}
        </tbody>
      </table>
      <p className="insight-note">
        {count(report.buyers)} 位买过的好友，按最近一次买的日子（R）、{period}买的次数（F）、{period}付的钱（M）各打 1–5 分，
        {report.by === 'quintiles' ? '五分之一的人一档' : `不到 ${fewestForQuintiles} 位时按固定的线（下面可以改）`}；高过平均分记 1，否则记
        0，三个数字就是 111 到 000。{sameScores(report).join('')}
      </p>
      {writing && <DescribeLayer key={writing} code={writing} onClose={() => setWriting(null)} />}
    </ChartSection>
  );
}

function tableOf(report: LayersReport, labelOf: (code: LayerCode) => string): ChartTable {
  const most = Math.max(1, ...rfmLayers.map((code) => layerOf(report, code).fen));
  const rows = rfmLayers.map((code) => layerOf(report, code));
  return {
    header: ['', '谁', '人数', '单数', '钱（元）'],
    rows: rows.map(({ code, heads, orders, fen }) => [rfmCode(code) ?? '', labelOf(code), heads, orders, yuanText(fen)]),
    paint: { as: 'bar', shares: rows.map(({ fen }) => [0, 0, 0, 0, fen / most]) },
  };
}

function Row({ code, report, doors, onWrite }: RfmTableProps & { code: LayerCode; onWrite: () => void }) {
  const { label, who, plan } = useLayerWords()(code);
  const { heads, fen, orders } = layerOf(report, code);
  const most = Math.max(1, ...rfmLayers.map((one) => layerOf(report, one).fen));
  const rfm = rfmCode(code);
  return (
    <tr data-important={rfm?.endsWith('1') || undefined}>
      <th scope="row">
        <span className="layer-name">
          {rfm && <code>{rfm}</code>}
          {label}
        </span>
        <small>{who}</small>
      </th>
      <td>
        <Heads codes={[code]} label={label} heads={heads} doors={doors} />
      </td>
      <td>
        {orders === 0 ? (
          <span className="layer-nobody">–</span>
        ) : (
          <>
            <svg className="compare-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(fen / most) * 100} height="8" rx="1" />
            </svg>
            <span className="layer-money">
              {money(fen)}
              <small>
                {report.fen > 0 ? percent(fen / report.fen) : '0%'}，{count(orders)} 单
              </small>
            </span>
          </>
        )}
      </td>
      <td>
        <Plan label={label} plan={plan} onWrite={onWrite} />
      </td>
      <td>
        <LayerActions code={code} heads={heads} doors={doors} />
      </td>
    </tr>
  );
}
