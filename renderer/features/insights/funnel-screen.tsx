import type { ReactNode } from 'react';
import type { FunnelReport } from '../../../shared/contracts/funnel.ts';
import {
  besideFunnel,
  conversion,
  type FunnelPart,
  type FunnelRow,
  type FunnelStep,
  fewestForShare,
  funnelMeaning,
  funnelRowsSentence,
  funnelSentence,
  funnelSteps,
  funnelWords,
} from '../../../shared/domain/funnel.ts';
import { type Period, periodText } from '../../../shared/domain/periods.ts';
import { useAccounts, useChannels } from '../../lib/book.ts';
import { count, dayText, percent } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import type { ChartTable } from '../../ui/chart-picture.ts';
import { InsightsIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ChartSection, ChartSummary } from './components/chart-section.tsx';
import { type FigureDoors, FigureLink, type FigureOf } from './components/figure-link.tsx';
import { InsightFrame } from './components/insight-frame.tsx';
import { daysOf, PeriodPicker, type PeriodProps } from './components/period-picker.tsx';
import { useFunnel } from './queries.ts';

export interface FunnelScreenProps extends PeriodProps, FigureDoors {
  tabs: ReactNode;
}

/** 漏斗: how far those came who were added in a period. */
export function FunnelScreen({ tabs, onFigure, ...period }: FunnelScreenProps) {
  return (
    <InsightFrame
      tab="funnel"
      title="加来的人，走到了哪一步？"
      tabs={tabs}
      actions={<PeriodPicker {...period} />}
      report={useFunnel(daysOf(period.chosen))}
    >
      {(report) => <Funnel report={report} onFigure={onFigure} />}
    </InsightFrame>
  );
}

function Funnel({ report, onFigure }: { report: FunnelReport } & FigureDoors) {
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  const today = dayText(now());
  if (report.total.added === 0)
    return (
      <EmptyState
        icon={<InsightsIcon width="22" height="22" />}
        title="这段时间没有新加的好友"
        hint="换一段时间看看。好友资料里写了添加日期的按那天，没写的按记进簿子的那天。"
      />
    );
  const figure = (part: FunnelPart, days: Period = report): FigureOf => ({ of: 'funnel', part, fromOn: days.fromOn, toOn: days.toOn });
  const basis = `${periodText(report, today)}新加的 ${count(report.total.added)} 位好友，算到现在`;
  const byChannel: TableRow[] = report.channels.map(({ id, row }) => ({
    ...{ key: String(id), name: id === 0 ? '没写渠道' : (channels.get(id)?.name ?? '') },
    ...{ row, figure: (part: FunnelStep) => ({ ...figure(part), channelId: id }) },
  }));
  const byAccount: TableRow[] = report.accounts.map(({ id, row }) => ({
    ...{ key: String(id), name: accounts.get(id)?.name ?? '' },
    ...{ row, figure: (part: FunnelStep) => ({ ...figure(part), accountId: id }) },
  }));
  const byMonth: TableRow[] = report.cohorts.map((cohort) => ({
    ...{ key: cohort.fromOn, name: periodText(cohort, today), row: cohort.row },
    figure: (part) => figure(part, cohort),
  }));
  return (
    <>
      <ChartSummary
        title="漏斗"
        sentence={funnelSentence(report.total, periodText(report, today))}
        basis={`看了 ${count(report.total.added)} 位新加的好友，算到现在`}
        table={() => stepsTable(report.total)}
      />
      <Steps row={report.total} figure={figure} onFigure={onFigure} />
      {report.early !== null && report.early > 0 && (
        <p className="insight-note">
          另有 <FigureLink figure={figure(besideFunnel)} heads={report.early} onFigure={onFigure} />{' '}
          位还没买到两单，就带来了新好友：不在上面的步子里。
        </p>
      )}
      <Rows title="哪个渠道来的" head="渠道" rows={byChannel} basis={basis} onFigure={onFigure} />
      <Rows title="加到哪个微信号" head="微信号" rows={byAccount} basis={basis} onFigure={onFigure} />
      <Rows title="什么时候加的" head="加的日子" rows={byMonth} basis={basis} onFigure={onFigure} />
      <p className="insight-note">
        每一步的人都在前一步里；百分比是前一步里有多少走到了这一步。留存：还有效，或者已经买过（买了又走的也算走到过成交）。买过：付了钱、没全退的单，算到现在。裂变：带来的人里至少一位有效，就是新人、加上满{' '}
        {report.stayDays} 天还在（同「转介绍」）。晚加的人时间还短，别拿来和早加的比。前一步不到 {fewestForShare} 位的，不写百分比。
      </p>
    </>
  );
}

interface StepsProps extends FigureDoors {
  row: FunnelRow;
  figure: (part: FunnelStep) => FigureOf;
}

function Steps({ row, figure, onFigure }: StepsProps) {
  return (
    <ol className="funnel" aria-label="五步">
      {funnelSteps.map((step) => {
        const heads = row[step];
        return (
          <li key={step}>
            <span className="funnel-name">
              <b>{funnelWords[step]}</b>
              <small>{funnelMeaning[step]}</small>
            </span>
            {heads === null ? (
              <span className="funnel-none">还没记转介绍，看不出谁带来了人</span>
            ) : (
              <>
                <svg className="funnel-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={(heads / row.added) * 100} height="10" />
                </svg>
                <FigureLink figure={figure(step)} heads={heads} onFigure={onFigure} />
                <Share row={row} step={step} />
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The share that came on from the step before; of few people it is not told. */
function Share({ row, step, quiet = false }: { row: FunnelRow; step: FunnelStep; quiet?: boolean }) {
  const part = conversion(row, step);
  if (part === null) return <small className="funnel-share" />;
  const before = row[funnelSteps[funnelSteps.indexOf(step) - 1]!] ?? 0;
  if (quiet && before < fewestForShare) return null;
  return <small className="funnel-share">{before < fewestForShare ? '人少' : percent(part)}</small>;
}

interface TableRow {
  key: string;
  name: string;
  row: FunnelRow;
  figure: (part: FunnelStep) => FigureOf;
}

const stepsTable = (row: FunnelRow): ChartTable => ({
  header: ['走到哪一步', '怎么算', '人数', '前一步里占多少'],
  rows: funnelSteps.map((step) => {
    const part = conversion(row, step);
    return [funnelWords[step], funnelMeaning[step], row[step] ?? '', part === null ? '' : percent(part)];
  }),
  paint: { as: 'bar', shares: funnelSteps.map((step) => [0, 0, (row[step] ?? 0) / row.added]) },
});

/** Without the last step where nobody wrote down who brought whom. */
const columnsOf = (rows: readonly TableRow[]): FunnelStep[] => funnelSteps.filter((step) => rows.every(({ row }) => row[step] !== null));

function tableOf(head: string, rows: readonly TableRow[]): ChartTable {
  const columns = columnsOf(rows);
  return {
    header: [head, ...columns.map((step) => funnelWords[step])],
    rows: rows.map(({ name, row }) => [name, ...columns.map((step) => row[step] ?? '')]),
    paint: { as: 'bar', shares: rows.map(({ row }) => [0, ...columns.map((step) => (row[step] ?? 0) / Math.max(1, row.added))]) },
  };
}

interface RowsProps extends FigureDoors {
  title: string;
  head: string;
  rows: readonly TableRow[];
  basis: string;
}

/** Funnels one below the other, briefly; a single one says nothing more. */
function Rows({ title, head, rows, basis, onFigure }: RowsProps) {
  if (rows.length < 2) return null;
  const columns = columnsOf(rows);
  return (
    <ChartSection title={title} sentence={funnelRowsSentence(rows)} basis={basis} table={() => tableOf(head, rows)}>
      <table className="insight-figures" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {columns.map((step) => (
              <th scope="col" key={step}>
                {funnelWords[step]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, row, figure }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {row.added > 0 && row.added < fewestForShare && <small className="few">人少</small>}
              </th>
              {columns.map((step) => (
                <td key={step}>
                  <FigureLink figure={figure(step)} heads={row[step] ?? 0} of={name} onFigure={onFigure} />
                  {step !== 'added' && <Share row={row} step={step} quiet />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ChartSection>
  );
}
