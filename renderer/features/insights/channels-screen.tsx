import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ChannelsReport } from '../../../shared/contracts/channel-money.ts';
import { channelRates, channelSentence } from '../../../shared/domain/channel-money.ts';
import { fewestForShare } from '../../../shared/domain/funnel.ts';
import { daysIn, periodText } from '../../../shared/domain/periods.ts';
import { useChannels } from '../../lib/book.ts';
import { count, dayText, money, percent, yuanText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import type { ChartTable } from '../../ui/chart-picture.ts';
import { InsightsIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ChartSummary } from './components/chart-section.tsx';
import { type FigureDoors, FigureLink, type FigureOf } from './components/figure-link.tsx';
import { InsightFrame } from './components/insight-frame.tsx';
import { daysOf, PeriodPicker, type PeriodProps } from './components/period-picker.tsx';
import { SpendDialog } from './components/spend-dialog.tsx';
import { useChannelMoney } from './queries.ts';

export interface ChannelsScreenProps extends PeriodProps, FigureDoors {
  tabs: ReactNode;
}

type ChannelRow = ChannelsReport['channels'][number];

/** 渠道: which one is worth its money. */
export function ChannelsScreen({ tabs, onFigure, ...period }: ChannelsScreenProps) {
  return (
    <InsightFrame
      tab="channels"
      title="哪个渠道划算？"
      tabs={tabs}
      actions={<PeriodPicker {...period} />}
      report={useChannelMoney(daysOf(period.chosen))}
    >
      {(report) => <Channels report={report} onFigure={onFigure} />}
    </InsightFrame>
  );
}

function Channels({ report, onFigure }: { report: ChannelsReport } & FigureDoors) {
  const { byId, active } = useChannels();
  const [spending, setSpending] = useState<ChannelRow | null>(null);
  // a channel that brought nobody may have cost something all the same
  const silent = active.filter(({ id }) => report.channels.every((row) => row.id !== id)).map(({ id }) => emptyRow(id));
  const rows = [...report.channels, ...silent];
  const nameOf = (id: number) => (id === 0 ? '没写渠道' : (byId.get(id)?.name ?? ''));
  const period = periodText(report, dayText(now()));
  const added = report.channels.reduce((sum, row) => sum + row.added, 0);
  if (rows.length === 0)
    return <EmptyState icon={<InsightsIcon width="22" height="22" />} title="还没有渠道" hint="先在「账号与渠道」里写下好友从哪里来。" />;
  return (
    <>
      <ChartSummary
        title="渠道账"
        sentence={channelSentence(
          rows.map((row) => ({ ...row, name: nameOf(row.id) })),
          period,
        )}
        basis={`看了 ${count(added)} 位新加的好友，算到现在`}
        table={() => tableOf(rows, nameOf)}
      />
      <section className="insight" aria-label="渠道账">
        <table className="insight-figures" aria-label="渠道账">
          <thead>
            <tr>
              <th scope="col">渠道</th>
              <th scope="col">花费</th>
              <th scope="col">新加</th>
              <th scope="col">首单</th>
              <th scope="col">复购</th>
              <th scope="col">只买引流品</th>
              <th scope="col">一位买家花</th>
              <th scope="col">一位买家赚</th>
              <th scope="col">毛利</th>
              <th scope="col">回本</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} name={nameOf(row.id)} report={report} onSpend={() => setSpending(row)} onFigure={onFigure} />
            ))}
          </tbody>
        </table>
      </section>
      <p className="insight-note">
        看这段时间加上的好友，他们到现在买了什么。毛利：付的钱减退款，再减商品成本
        {report.costless > 0 && `；${count(report.orders)} 单里有 ${count(report.costless)} 单的商品没写全成本，没写的当 0 算，毛利会偏高`}
        。花费按整月算：{monthsText(report.months)}。回本：毛利第一次不少于花费的那天。不到 {fewestForShare} 位的，不写百分比。
      </p>
      {spending && (
        <SpendDialog
          key={spending.id}
          channelId={spending.id}
          name={nameOf(spending.id)}
          months={report.months}
          spends={spending.spends}
          onClose={() => setSpending(null)}
        />
      )}
    </>
  );
}

const emptyRow = (id: number): ChannelRow => ({
  ...{ id, spendFen: null, spends: [], added: 0, bought: 0, again: 0, freebies: 0, marginFen: 0, paidBackOn: null },
});

function tableOf(rows: readonly ChannelRow[], nameOf: (id: number) => string): ChartTable {
  const yuan = (fen: number | null) => (fen === null ? '' : yuanText(fen));
  return {
    header: ['渠道', '花费', '新加', '每位花', '买过', '买过两单以上', '只买引流品', '一位买家花', '一位买家赚', '毛利', '回本那天'],
    rows: rows.map((row) => {
      const { costPerFriendFen, cacFen, ltvFen } = channelRates(row);
      const heads = [row.bought, row.again, row.freebies];
      const money = [yuan(cacFen), yuan(ltvFen), yuan(row.marginFen)];
      return [nameOf(row.id), yuan(row.spendFen), row.added, yuan(costPerFriendFen), ...heads, ...money, row.paidBackOn ?? ''];
    }),
  };
}

const monthText = (month: string) => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;
const monthsText = (months: readonly string[]) =>
  months.length === 1 ? monthText(months[0]!) : `${monthText(months[0]!)}到${monthText(months.at(-1)!)}`;

interface RowProps extends FigureDoors {
  row: ChannelRow;
  name: string;
  report: ChannelsReport;
  onSpend: () => void;
}

function Row({ row, name, report, onSpend, onFigure }: RowProps) {
  const rates = channelRates(row);
  const { fromOn, toOn } = report;
  const funnel = (part: 'added' | 'bought' | 'again'): FigureOf => ({ of: 'funnel', part, fromOn, toOn, channelId: row.id });
  const few = row.added < fewestForShare;
  const share = (rate: number | null, of: number) => (rate === null || of < fewestForShare ? null : <small>{percent(rate)}</small>);
  const fen = (value: number | null) => (value === null ? <span className="layer-nobody">–</span> : money(value));
  const days = row.paidBackOn === null ? 0 : daysIn({ fromOn, toOn: row.paidBackOn });
  return (
    <tr>
      <th scope="row">
        {name}
        {row.added > 0 && few && <small className="few">人少</small>}
      </th>
      <td>
        {row.id === 0 ? (
          <span className="layer-nobody">–</span>
        ) : (
          <Button
            size="small"
            type="link"
            aria-label={row.spendFen === null ? `记花费：${name}` : `${money(row.spendFen)}：改「${name}」的花费`}
            onClick={onSpend}
          >
            {row.spendFen === null ? '记花费' : money(row.spendFen)}
          </Button>
        )}
      </td>
      <td>
        <FigureLink figure={funnel('added')} heads={row.added} of={name} onFigure={onFigure} />
        {rates.costPerFriendFen !== null && <small>每位 {money(rates.costPerFriendFen)}</small>}
      </td>
      <td>
        <FigureLink figure={funnel('bought')} heads={row.bought} of={name} onFigure={onFigure} />
        {share(rates.firstRate, row.added)}
      </td>
      <td>
        <FigureLink figure={funnel('again')} heads={row.again} of={name} onFigure={onFigure} />
        {share(rates.secondRate, row.bought)}
      </td>
      <td>
        <FigureLink
          figure={{ of: 'channel', part: 'freebies', fromOn, toOn, channelId: row.id }}
          heads={row.freebies}
          of={name}
          onFigure={onFigure}
        />
        {share(rates.freebieRate, row.bought)}
      </td>
      <td>{fen(rates.cacFen)}</td>
      <td>{fen(rates.ltvFen)}</td>
      <td>
        {fen(row.bought === 0 ? null : row.marginFen)}
        {rates.roi !== null && <small>{`投产 ${rates.roi < 0 ? '−' : ''}${percent(Math.abs(rates.roi))}`}</small>}
      </td>
      <td>
        {row.paidBackOn === null ? (
          <span className="layer-nobody">{row.spendFen ? '还没' : '–'}</span>
        ) : (
          <>
            {periodText({ fromOn: row.paidBackOn, toOn: row.paidBackOn }, dayText(now()))}
            {days > 0 && <small>第 {count(days)} 天</small>}
          </>
        )}
      </td>
    </tr>
  );
}
