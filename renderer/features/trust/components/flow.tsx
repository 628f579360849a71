import { DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { count } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { type FlowMove, flowSentence, movesOf } from '../flow-layout.ts';
import { type Period, type PeriodKind, periodOf } from '../periods.ts';
import { useFlow } from '../queries.ts';
import { FlowPicture, moveText } from './flow-picture.tsx';

/** Everybody who moved or joined, biggest first. */
function MovesTable({ moves, onChoose }: { moves: readonly FlowMove[]; onChoose: (move: FlowMove) => void }) {
  const rank = { up: 0, down: 1, joined: 2, stay: 3 };
  const words = { up: '往上', down: '往下', joined: '新加入', stay: '' };
  const shown = moves.filter((move) => move.kind !== 'stay').sort((a, b) => rank[a.kind] - rank[b.kind] || b.count - a.count);
  if (shown.length === 0) return null;
  return (
    <table className="flow-table">
      <caption>谁动了</caption>
      <thead>
        <tr>
          <th scope="col">从</th>
          <th scope="col">到</th>
          <th scope="col">方向</th>
          <th scope="col">人数</th>
          <th scope="col">
            <span className="sr-only">看是谁</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((move) => (
          <tr key={`${move.from}-${move.to}`}>
            <td>{move.from === null ? '还不在' : <LevelPill level={move.from} />}</td>
            <td>
              <LevelPill level={move.to} />
            </td>
            <td className={`flow-way ${move.kind}`}>{words[move.kind]}</td>
            <td>{count(move.count)} 位</td>
            <td>
              <button
                type="button"
                className="link-button"
                aria-label={`看是谁：${moveText(move)}，${count(move.count)} 位`}
                onClick={() => onChoose(move)}
              >
                看是谁
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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
  const choose = (move: FlowMove) => onChoose(move, period);
  return (
    <div className="flow">
      {flow.error && <ErrorState error={flow.error} onRetry={() => void flow.refetch()} />}
      {!data && !flow.error && <LoadingSkeleton />}
      {data && people === 0 && <EmptyState title="这段时间里还没有好友" hint="换一段时间，或者先导入好友。" />}
      {data && people > 0 && (
        <>
          <p className="flow-sentence" role="status">
            {flowSentence(data, period.label)}
            <small>共 {count(people)} 位好友，归档的不算。左边是开始时站在哪一级，右边是结束时。点任何一条，看是哪些人。</small>
          </p>
          <FlowPicture flow={data} chosen={chosen} onChoose={choose} />
          <MovesTable moves={movesOf(data)} onChoose={choose} />
        </>
      )}
    </div>
  );
}
