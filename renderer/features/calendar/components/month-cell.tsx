import { memo } from 'react';
import type { CalendarDay } from '../../../../shared/contracts/calendar.ts';
import { type BoardWidth, type MonthDay, oneLine } from '../month-plan.ts';
import { type ItemLooks, OwnDay } from './board-items.tsx';
import { DayWords } from './day-words.tsx';
import { MonthChip } from './month-chip.tsx';

/** Under lines that bars take. */
const below = (lines: number) => (lines > 0 ? { marginTop: lines * oneLine } : undefined);

const chipLooks = ({ id }: { id: number }, { accounts, openId, chosen }: ItemLooks) => ({
  accounts,
  open: id === openId,
  chosen: chosen.has(id),
});

/** Everything that a day has, one below the other. */
export function DayList({ posts, own, looks }: MonthDay['all'] & { looks: ItemLooks }) {
  return (
    <ul>
      {own.map((one) => (
        <li key={`own-${one.id}`}>
          <button type="button" className="board-event own" data-own={one.id}>
            <OwnDay own={one} />
          </button>
        </li>
      ))}
      {posts.map((post) => (
        <li key={post.id}>
          <MonthChip post={post} lines={2} width="huge" dayWidth={0} gap={0} {...chipLooks(post, looks)} />
        </li>
      ))}
    </ul>
  );
}

/** What is drawn of a day: its posts, and the bars that begin on it. The cell is what holds them together: a list in it is slow. */
function DayItems({ day, looks, width, dayWidth }: Pick<MonthCellProps, 'day' | 'looks' | 'width' | 'dayWidth'>) {
  return (
    <div className="month-items">
      {day.bars.map(({ own, line, days }) => (
        <button
          key={`own-${own.id}`}
          type="button"
          className="board-event own month-bar"
          style={{ top: line * oneLine, width: `calc(${days * 100}% + ${days - 7}px)` }}
          data-own={own.id}
        >
          <OwnDay own={own} />
        </button>
      ))}
      {day.posts.map(({ post, gap }) => (
        <MonthChip key={post.id} {...{ post, width, dayWidth, gap }} lines={day.tight ? 1 : 2} {...chipLooks(post, looks)} />
      ))}
    </div>
  );
}

export interface MonthCellProps {
  day: MonthDay;
  facts: CalendarDay | undefined;
  looks: ItemLooks;
  width: BoardWidth;
  /** px that the board is wide for each day */
  dayWidth: number;
  today: boolean;
  cursor: boolean;
  /** of the month before or after */
  other: boolean;
  /** all of it is shown beside */
  unfolded: boolean;
}

/** A day of the month: its number, what day it is, what lies there. */
export const MonthCell = memo(function MonthCell(props: MonthCellProps) {
  const { day, facts, width, today, cursor, other, unfolded } = props;
  const date = new Date(day.at);
  const states = `board-cell${today ? ' today' : ''}${other ? ' other' : ''}${cursor ? ' cursor' : ''}`;
  const narrow = width === 'tiny' || width === 'small';
  const many = `还有 ${day.hidden} 条`;
  return (
    <td className={states} data-date={day.on} aria-current={today ? 'date' : undefined}>
      <div className="board-cell-top-inner">
        <span className="sr-only">{`${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日`}</span>
        <span className={today ? 'day-number today' : 'day-number'} aria-hidden="true">
          {date.getDate() === 1 && !narrow ? `${date.getMonth() + 1}月1日` : date.getDate()}
        </span>
        <DayWords day={facts} />
      </div>
      {(day.posts.length > 0 || day.bars.length > 0) && <DayItems {...props} />}
      {day.hidden > 0 && (
        <button
          type="button"
          className="board-more"
          title={`${many}，展开这一天`}
          aria-haspopup="dialog"
          aria-expanded={unfolded}
          style={below(day.moreGap)}
        >
          {many}
        </button>
      )}
    </td>
  );
});
