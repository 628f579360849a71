import { DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { count } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { SaveChart } from '../../../ui/save-chart.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { type FlowMove, flowSentence, movesOf } from '../flow-layout.ts';
import { type Period, type PeriodKind, periodOf } from '../periods.ts';
import { useFlow } from '../queries.ts';
import { FlowMatrix, flowTable } from './flow-matrix.tsx';
import { FlowPicture } from './flow-picture.tsx';

/** The choice of a period: one of the usual ones, or first and last day. */
export interface PeriodChoice {
  kind: PeriodKind;
  custom: readonly [number, number] | null;
}

/** Chooses the period of the flow. */
export function PeriodPicker({ choice, onChoice }: { choice: PeriodChoice; onChoice: (choice: PeriodChoice) => void }) {
  const { kind, custom } = choice;
  return (
    <div className="flow-tools">
      <Segmented<PeriodKind>
        aria-label="时间段"
        value={kind}
        onChange={(next) => onChoice({ kind: next, custom })}
        options={[
          { value: 'd30', label: '近 30 天' },
          { value: 'd90', label: '近 90 天' },
          { value: 'year', label: '今年' },
          { value: 'custom', label: '自定义' },
        ]}
      />
      {kind === 'custom' && (
        <DatePicker.RangePicker
          aria-label="从哪天到哪天"
          allowClear={false}
          maxDate={dayjs(now())}
          value={custom ? [dayjs(custom[0]), dayjs(custom[1])] : null}
          onChange={(dates) => {
            if (dates?.[0] && dates[1]) onChoice({ kind, custom: [dates[0].valueOf(), dates[1].valueOf()] });
          }}
        />
      )}
    </div>
  );
}

export interface FlowProps {
  accountId: number | null;
  choice: PeriodChoice;
  chosen: FlowMove | null;
  /** opens the people of one move of this period */
  onChoose: (move: FlowMove, period: Period) => void;
}

/** How friends went up and down the ladder in a period. */
export function Flow({ accountId, choice, chosen, onChoose }: FlowProps) {
  const period = useMemo(() => periodOf(choice.kind, now(), choice.custom), [choice]);
  const flow = useFlow(period, accountId);
  const data = flow.data;
  const people = data ? [...data.start, ...data.joined].reduce((sum, value) => sum + value, 0) : 0;
  const basis = `${period.label}，共 ${count(people)} 位好友，归档的不算。`;
  const choose = (move: FlowMove) => onChoose(move, period);
  return (
    <div className="flow" data-chart>
      {flow.error && <ErrorState error={flow.error} onRetry={() => void flow.refetch()} />}
      {!data && !flow.error && <LoadingSkeleton />}
      {data && people === 0 && <EmptyState title="这段时间里还没有好友" hint="换一段时间，或者先导入好友。" />}
      {data && people > 0 && (
        <>
          <header className="flow-head">
            <p className="flow-sentence" role="status">
              {flowSentence(data, period.label)}
              <small>{basis}左边是开始时站在哪一级，右边是结束时。点任何一条，看是哪些人。</small>
            </p>
            <SaveChart
              title="好友在阶梯上的流动"
              sentence={flowSentence(data, period.label)}
              basis={basis}
              table={() => flowTable(movesOf(data))}
            />
          </header>
          <FlowPicture flow={data} chosen={chosen} onChoose={choose} />
          <FlowMatrix moves={movesOf(data)} chosen={chosen} onChoose={choose} />
        </>
      )}
    </div>
  );
}
