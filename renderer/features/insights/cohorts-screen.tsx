import type { CSSProperties, ReactNode } from 'react';
import type { CohortsReport } from '../../../shared/contracts/cohorts.ts';
import { cohortSentence } from '../../../shared/domain/cohorts.ts';
import { figureText } from '../../../shared/domain/figures.ts';
import { fewestForShare } from '../../../shared/domain/funnel.ts';
import { type Period, periodText } from '../../../shared/domain/periods.ts';
import { monthAround } from '../../../shared/domain/segment-days.ts';
import { count, dayText, percent } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import type { ChartTable } from '../../ui/chart-picture.ts';
import { InsightsIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ChartSummary } from './components/chart-section.tsx';
import { type FigureDoors, FigureLink } from './components/figure-link.tsx';
import { InsightFrame } from './components/insight-frame.tsx';
import { daysOf, PeriodPicker, type PeriodProps } from './components/period-picker.tsx';

import { AccountPicker, ChannelPicker, useWhoseName, type Whose } from './components/whose-picker.tsx';
import { useCohorts } from './queries.ts';

export interface CohortsScreenProps extends PeriodProps, FigureDoors {
  tabs: ReactNode;
  whose: Whose;
  onWhose: (whose: Whose) => void;
}

/** 留存: who is still with her, by the month in which they were added. */
export function CohortsScreen({ tabs, onFigure, whose, onWhose, ...period }: CohortsScreenProps) {
  return (
    <InsightFrame
      tab="cohorts"
      title="加来的人，留住了吗？"
      tabs={tabs}
      actions={
        <>
          <AccountPicker accountId={whose.accountId} onAccount={(accountId) => onWhose({ ...whose, accountId })} />
          <ChannelPicker channelId={whose.channelId} onChannel={(channelId) => onWhose({ ...whose, channelId })} />
          <PeriodPicker {...period} />
        </>
      }
      report={useCohorts(daysOf(period.chosen), whose)}
    >
      {(report) => <Cohorts report={report} whose={whose} onFigure={onFigure} />}
    </InsightFrame>
  );
}

type CohortRow = CohortsReport['cohorts'][number];
const tableOf = (cohorts: readonly CohortRow[]): ChartTable => ({
  header: ['哪个月加的', '加了', ...cohorts[0]!.kept.map((_, since) => (since === 0 ? '当月' : `第 ${since} 月`))],
  rows: cohorts.map(({ month, added, kept }) => [month, added, ...kept]),
  paint: {
    as: 'heat',
    shares: cohorts.map(({ added, kept }) => [0, 0, ...kept.map((heads) => (added < fewestForShare ? 0 : heads / added))]),
  },
});

/** Months since that there is room for. */
const columns = 13;

function Cohorts({ report, whose, onFigure }: { report: CohortsReport; whose: Whose } & FigureDoors) {
  const { cohorts, onlyOrders } = report;
  const added = cohorts.reduce((sum, cohort) => sum + cohort.added, 0);
  const today = dayText(now());
  const nameOf = useWhoseName();
  if (added === 0)
    return (
      <EmptyState
        icon={<InsightsIcon width="22" height="22" />}
        title="这段时间没有新加的好友"
        hint="换一段时间看看：选「今年」，一个月一个月地看谁留了下来。"
      />
    );
  const months = Math.min(columns, Math.max(...cohorts.map(({ kept }) => kept.length)));
  return (
    <>
      <ChartSummary
        title="留存"
        sentence={cohortSentence(cohorts, today.slice(0, 7))}
        basis={`${periodText(report, today)}新加的 ${count(added)} 位好友${nameOf(whose)}`}
        table={() => tableOf(cohorts)}
      />
      <section className="insight" aria-label="哪个月加的，留住了多少">
        <table className="insight-figures cohorts" aria-label="哪个月加的，留住了多少">
          <thead>
            <tr>
              <th scope="col">哪个月加的</th>
              <th scope="col">加了</th>
              {Array.from({ length: months }, (_, since) => (
                <th scope="col" key={since}>
                  {since === 0 ? '当月' : `第 ${since} 月`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => (
              <Row key={cohort.month} cohort={cohort} months={months} today={today} whose={whose} onFigure={onFigure} />
            ))}
          </tbody>
        </table>
      </section>
      <p className="insight-note">
        留住：那个月里{onlyOrders ? '' : '说过话、来找过你，或者'}买过东西的，占那个月加的人的几成
        {onlyOrders ? '（簿子里没有聊天和来访，只看买没买）' : '（有来有往的日子、他最后发来的一条、他来找你的记录、付了没全退的单）'}
        。按整月看；斜着的最后一格是这个月，还没过完。加的人不到 {fewestForShare} 位的，写人数，不写百分比。
      </p>
    </>
  );
}

interface RowProps extends FigureDoors {
  cohort: CohortRow;
  months: number;
  today: string;
  whose: Whose;
}

function Row({ cohort: { month, added, kept }, months, today, whose, onFigure }: RowProps) {
  const days: Period = monthAround(`${month}-01`, 0);
  const name = periodText(days, today);
  const few = added < fewestForShare;
  return (
    <tr>
      <th scope="row">
        {name}
        {added > 0 && few && <small className="few">人少</small>}
      </th>
      <td>
        <FigureLink figure={{ of: 'cohort', part: 'added', ...days, ...whose }} heads={added} of={name} onFigure={onFigure} />
      </td>
      {Array.from({ length: months }, (_, since) => {
        const heads = kept[since];
        if (heads === undefined || added === 0) return <td key={since} />;
        const text = few ? count(heads) : percent(heads / added);
        const part = `m${since}` as const;
        return (
          <td
            key={since}
            style={{ '--share': few ? 0 : heads / added } as CSSProperties}
            data-running={since === kept.length - 1 || undefined}
          >
            {heads === 0 ? (
              <span className="layer-nobody">{text}</span>
            ) : (
              <button
                type="button"
                className="cohort-cell"
                aria-label={`${text}：看${name}加的、${since === 0 ? '当月' : `第 ${since} 个月`}有动静的 ${count(heads)} 位`}
                title={`${count(heads)} 位`}
                onClick={() => onFigure(figureText({ of: 'cohort', part, ...days, ...whose }))}
              >
                {text}
              </button>
            )}
          </td>
        );
      })}
    </tr>
  );
}
