import type { ReactNode } from 'react';
import type { PoolReport } from '../../../shared/contracts/pool.ts';
import { type Period, periodText } from '../../../shared/domain/periods.ts';
import {
  fewestForPool,
  type PoolPart,
  type PoolRow,
  poolIns,
  poolOuts,
  poolParts,
  poolRowsSentence,
  poolSentence,
  poolWords,
} from '../../../shared/domain/pool.ts';
import { useAccounts, useChannels } from '../../lib/book.ts';
import { count, dayText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import type { ChartTable } from '../../ui/chart-picture.ts';
import { InsightsIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ChartSection, ChartSummary } from './components/chart-section.tsx';
import { type FigureDoors, FigureLink, type FigureOf } from './components/figure-link.tsx';
import { InsightFrame } from './components/insight-frame.tsx';
import { daysOf, PeriodPicker, type PeriodProps } from './components/period-picker.tsx';
import { PoolLines } from './components/pool-lines.tsx';
import { usePool } from './queries.ts';

export interface PoolScreenProps extends PeriodProps, FigureDoors {
  tabs: ReactNode;
}

/** 留量: how many friends are still worth writing to, told like a statement of a bank. */
export function PoolScreen({ tabs, onFigure, ...period }: PoolScreenProps) {
  return (
    <InsightFrame
      tab="pool"
      title="好友真的多了吗？"
      tabs={tabs}
      actions={<PeriodPicker {...period} />}
      report={usePool(daysOf(period.chosen))}
    >
      {(report) => <Pool report={report} onFigure={onFigure} />}
    </InsightFrame>
  );
}

function Pool({ report, onFigure }: { report: PoolReport } & FigureDoors) {
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  if (report.total.all === 0)
    return (
      <EmptyState
        icon={<InsightsIcon width="22" height="22" />}
        title="这段时间还没有好友"
        hint="加上好友、标出谁删了你，这里就像存折一样记着：进来多少，出去多少，还剩多少。"
      />
    );
  const today = dayText(now());
  const figure = (part: PoolPart, days: Period = report): FigureOf => ({ of: 'pool', part, fromOn: days.fromOn, toOn: days.toOn });
  const basis = `${periodText(report, today)}，${count(report.total.all)} 位好友`;
  const byStep: TableRow[] = report.steps.map((step) => ({
    ...{ key: step.fromOn, name: periodText(step, today), row: step.row },
    figure: (part) => figure(part, step),
  }));
  const byAccount: TableRow[] = report.accounts.map(({ id, row }) => ({
    ...{ key: String(id), name: accounts.get(id)?.name ?? '' },
    ...{ row, figure: (part: PoolPart) => ({ ...figure(part), accountId: id }) },
  }));
  const byChannel: TableRow[] = report.channels.map(({ id, row }) => ({
    ...{ key: String(id), name: id === 0 ? '没写渠道' : (channels.get(id)?.name ?? '') },
    ...{ row, figure: (part: PoolPart) => ({ ...figure(part), channelId: id }) },
  }));
  return (
    <>
      <div className="chart-view" data-chart>
        <ChartSummary
          title="留量"
          sentence={poolSentence(report.total, periodText(report, today))}
          basis={`看了 ${count(report.total.all)} 位好友`}
          table={() => statementTable(report.total)}
        />
        <LeftOut report={report} />
        <section className="insight" aria-label="留量">
          <div className="pool-statement">
            <Statement row={report.total} figure={figure} onFigure={onFigure} />
            <PoolLines report={report} />
          </div>
        </section>
      </div>
      <Rows title="一步一步看" head="哪段时间" rows={byStep} basis={basis} onFigure={onFigure} />
      <Rows title="哪个微信号" head="微信号" rows={byAccount} basis={basis} onFigure={onFigure} />
      <Rows title="哪个渠道来的" head="渠道" rows={byChannel} basis={basis} onFigure={onFigure} />
      <p className="insight-note">
        有效好友：没删你、没拉黑、没标成流失、没归档
        {report.silenceDays === null ? '' : `，最近 ${report.silenceDays} 天有过动静（说过话、来找过你、下过单，或者刚加上）`}
        。好友的微信号和渠道按现在的算；抹掉的好友不在里面。
      </p>
    </>
  );
}

/** What is not counted as one might think, and why. */
function LeftOut({ report: { left, silenceDays } }: { report: PoolReport }) {
  const parts: string[] = [];
  if (silenceDays === null) parts.push('簿子里没有聊天和来访，看不出谁很久没动静，没扣这一项');
  if (left.undated > 0) parts.push(`${count(left.undated)} 位走了、不知道哪天走的，算一直不在`);
  if (left.future > 0) parts.push(`${count(left.future)} 位的添加日期在以后，没算`);
  if (parts.length === 0) return null;
  return (
    <div className="layers-left">
      <span>先说清楚：</span>
      <ul>
        {parts.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
    </div>
  );
}

interface StatementProps extends FigureDoors {
  row: PoolRow;
  figure: (part: PoolPart) => FigureOf;
}

function Statement({ row, figure, onFigure }: StatementProps) {
  const line = (part: PoolPart, sign: string, kind: 'sum' | 'in' | 'out') => (
    <tr key={part} data-line={kind}>
      <th scope="row">
        <span aria-hidden="true">{sign}</span>
        {part === 'opening' || part === 'closing' ? `${poolWords[part]}有效好友` : poolWords[part]}
      </th>
      <td>
        <FigureLink figure={figure(part)} heads={row[part]} onFigure={onFigure} />
      </td>
    </tr>
  );
  return (
    <table className="pool-lines" aria-label="留量账">
      <tbody>
        {line('opening', '', 'sum')}
        {poolIns.map((part) => line(part, '+', 'in'))}
        {poolOuts.map((part) => line(part, '−', 'out'))}
        {line('closing', '=', 'sum')}
      </tbody>
    </table>
  );
}

interface TableRow {
  key: string;
  name: string;
  row: PoolRow;
  figure: (part: PoolPart) => FigureOf;
}

const statementTable = (row: PoolRow): ChartTable => ({
  header: ['', '人数'],
  rows: [
    ['期初有效好友', row.opening],
    ...poolIns.map((part) => [`+ ${poolWords[part]}`, row[part]]),
    ...poolOuts.map((part) => [`− ${poolWords[part]}`, row[part]]),
    ['= 期末有效好友', row.closing],
    [poolWords.all, row.all],
  ],
});

const tableOf = (head: string, rows: readonly TableRow[]): ChartTable => ({
  header: [head, ...poolParts.map((part) => poolWords[part])],
  rows: rows.map(({ name, row }) => [name, ...poolParts.map((part) => row[part])]),
});

const columns = ['opening', 'came', 'went', 'closing', 'all'] as const satisfies readonly PoolPart[];

interface RowsProps extends FigureDoors {
  title: string;
  head: string;
  rows: readonly TableRow[];
  basis: string;
}

/** Statements one below the other, briefly; a single one says nothing more. */
function Rows({ title, head, rows, basis, onFigure }: RowsProps) {
  if (rows.length < 2) return null;
  return (
    <ChartSection title={title} sentence={poolRowsSentence(rows)} basis={basis} table={() => tableOf(head, rows)}>
      <table className="insight-figures" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {columns.map((part) => (
              <th scope="col" key={part}>
                {poolWords[part]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, row, figure }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {row.all < fewestForPool && <small className="few">人少</small>}
              </th>
              {columns.map((part) => (
                <td key={part} data-part={part}>
                  <FigureLink figure={figure(part)} heads={row[part]} of={name} onFigure={onFigure} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ChartSection>
  );
}
