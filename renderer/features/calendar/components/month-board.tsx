import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { dayText, weekdayWords } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { isSettled } from '../../publishing/index.ts';
import { dragChip } from '../chip-drag.ts';
import { dayAt, dayName, pageTitle, rangeOf } from '../days.ts';
import { type BoardSize, type MonthDay, monthRoom, planMonth } from '../month-plan.ts';
import { shiftBetween, shifted } from '../shift.ts';
import type { BoardItem } from './board-items.tsx';
import type { CalendarBoardProps } from './board-props.ts';
import { DayPopover } from './day-popover.tsx';
import { MonthCell } from './month-cell.tsx';
import './month-board.css';

/** how long after midnight the number of today may still be that of yesterday */
const lookMs = 30_000;

/** 'YYYY-MM-DD' of today; a page that stays open over midnight turns to the new day. */
function useToday(): string {
  const [today, setToday] = useState(() => dayText(now()));
  useEffect(() => {
    const timer = setInterval(() => setToday(dayText(now())), lookMs);
    return () => clearInterval(timer);
  }, []);
  return today;
}

interface Hands extends Pick<CalendarBoardProps, 'posts' | 'events' | 'onItem' | 'onDay'> {
  onMore: (on: string) => void;
  onDrop: (post: Post, on: string, copy: boolean) => void;
  onDragged: () => void;
}

/** The post or the day of her own that lies there. */
function itemAt(target: Element, { posts, events }: Hands): BoardItem | null {
  const { post: postId, own: ownId } = target.closest<HTMLElement>('[data-post], [data-own]')?.dataset ?? {};
  const post = posts.find(({ id }) => String(id) === postId);
  if (post) return { post };
  const own = events.find(({ id }) => String(id) === ownId);
  return own ? { own } : null;
}

const dayOf = (target: Element) => target.closest<HTMLElement>('[data-date]')?.dataset.date;

/** What clicks and drags mean, said once for the whole month: hundreds of chips have no ears of their own. */
function useHands(frame: RefObject<HTMLElement | null>, hands: Hands): void {
  const latest = useRef(hands);
  useLayoutEffect(() => {
    latest.current = hands;
  });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onClick = ({ target, ctrlKey, metaKey, shiftKey }: MouseEvent) => {
      if (!(target instanceof Element)) return;
      const item = itemAt(target, latest.current);
      if (item) return latest.current.onItem(item, { toggle: ctrlKey || metaKey, reach: shiftKey });
      const on = dayOf(target);
      if (on === undefined || target.closest('.board-popover')) return;
      if (target.closest('.board-more')) latest.current.onMore(on);
      else latest.current.onDay(dayAt(on), false);
    };
    const onPress = (event: PointerEvent) => {
      if (!(event.target instanceof Element) || event.button !== 0 || !event.isPrimary) return;
      const chip = event.target.closest<HTMLElement>('[data-post]');
      const [item, fromOn] = [itemAt(event.target, latest.current), dayOf(event.target)];
      if (!chip || fromOn === undefined || item === null || !('post' in item) || isSettled(item.post)) return;
      const { post } = item;
      dragChip(event, chip, {
        frame: element,
        fromOn,
        onDrop: (on, copy) => latest.current.onDrop(post, on, copy),
        onEnd: () => latest.current.onDragged(),
      });
    };
    element.addEventListener('click', onClick);
    element.addEventListener('pointerdown', onPress);
    return () => {
      element.removeEventListener('click', onClick);
      element.removeEventListener('pointerdown', onPress);
    };
  }, [frame]);
}

/** Which day shows all it has, and where that day lies. */
function useUnfolded(weeks: MonthDay[][], frame: RefObject<HTMLElement | null>) {
  const [unfoldedOn, setUnfoldedOn] = useState<string | null>(null);
  const fold = useCallback(() => {
    // back to where she came from, unless she is elsewhere already
    const there = frame.current?.querySelector('.month-popover')?.contains(document.activeElement);
    if (there) frame.current?.querySelector<HTMLElement>(`[data-date="${unfoldedOn}"] .board-more`)?.focus({ preventScroll: true });
    setUnfoldedOn(null);
  }, [frame, unfoldedOn]);
  const firstOn = weeks[0]?.[0]?.on;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another month begins folded, also the same one when she comes back to it
  useEffect(() => setUnfoldedOn(null), [firstOn]);
  const row = weeks.findIndex((week) => week.some(({ on }) => on === unfoldedOn));
  const column = weeks[row]?.findIndex(({ on }) => on === unfoldedOn) ?? -1;
  const day = weeks[row]?.[column];
  return { unfolded: day ? { day, place: { row, column, weeks: weeks.length } } : null, unfold: setUnfoldedOn, fold };
}

/** A month, every week a row. */
export function MonthBoard({ height, width, dayWidth, ...props }: CalendarBoardProps & BoardSize) {
  const { cursorAt, posts, events, days, accountNames, openId, chosen, onItem, onDay, onMove } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [today, cursorOn] = [useToday(), dayText(cursorAt)];
  const { fromAt, toAt } = rangeOf('month', cursorAt);
  const weeks = useMemo(() => {
    const room = monthRoom(height, Math.round((toAt - fromAt) / (7 * 86_400_000)));
    return planMonth({ posts, events }, { fromAt, toAt }, room);
  }, [posts, events, fromAt, toAt, height]);
  const looks = useMemo(() => ({ accounts: accountNames, openId, chosen }), [accountNames, openId, chosen]);
  const { unfolded, unfold, fold } = useUnfolded(weeks, frame);
  const onDrop = (post: Post, on: string, copy: boolean) => {
    const to = shifted(post.scheduledAt, { days: shiftBetween(post.scheduledAt, dayAt(on)).days, minutes: 0 });
    onMove(post, to, copy);
  };
  useHands(frame, { posts, events, onItem, onDay, onMore: unfold, onDrop, onDragged: fold });
  const month = cursorOn.slice(0, 7);
  return (
    <div ref={frame} className="month-frame" data-width={width}>
      <table className="month" aria-label={pageTitle('month', cursorAt)}>
        <thead>
          <tr className="month-week month-head">
            {weekdayWords.map((day) => (
              <th key={day} scope="col" className="day-head">
                {day}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, row) => (
            // by its place: the next month is drawn into the rows of this one
            <tr key={row} className="month-week" aria-label={`${dayName(week[0]?.at ?? 0)} – ${dayName(week.at(-1)?.at ?? 0)}`}>
              {week.map((day, column) => (
                <MonthCell
                  key={column}
                  {...{ day, looks, width, dayWidth }}
                  facts={days.get(day.on)}
                  today={day.on === today}
                  cursor={day.on === cursorOn}
                  other={!day.on.startsWith(month)}
                  unfolded={day === unfolded?.day}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {unfolded && <DayPopover key={unfolded.day.on} {...unfolded} looks={looks} onClose={fold} />}
    </div>
  );
}
