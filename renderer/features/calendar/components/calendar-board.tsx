import FullCalendar, {
  type CalendarApi,
  type CalendarRef,
  type DateClickInfo,
  type DayCellInfo,
  type DayHeaderInfo,
  type EventDisplayInfo,
  type EventDropInfo,
  type EventInput,
} from '@fullcalendar/react';
import dayGridPlugin from '@fullcalendar/react/daygrid';
import interactionPlugin from '@fullcalendar/react/interaction';
import zhCn from '@fullcalendar/react/locales/zh-cn';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { CalendarDay, Post } from '../../../../shared/contracts/calendar.ts';
import { clockTime, dayText } from '../../../lib/format.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import { categoryColors, categoryWords, isSettled, postTitle, StateIcon, stateWords } from '../../publishing/index.ts';
import { addDays, type CalendarView, dayFacts, dayName, dayNote } from '../days.ts';
import '../../../ui/tag-chip.css';
import './calendar-board.css';

const plugins = [dayGridPlugin, timeGridPlugin, interactionPlugin];
const viewNames = { month: 'dayGridMonth', week: 'timeGridWeek' } as const;
/** a post is a moment; on the hours of the week it is drawn as tall as its two lines */
const drawnMs = 50 * 60_000;
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

export interface CalendarBoardProps {
  view: CalendarView;
  /** ms; any moment of the day that has the cursor */
  cursorAt: number;
  posts: readonly Post[];
  days: ReadonlyMap<string, CalendarDay>;
  /** names of accounts, shown when posts of several stand together */
  accountNames: ReadonlyMap<number, string> | null;
  openId: number | null;
  /** `at` = when it is planned */
  onOpen: (id: number, at: number) => void;
  /** a click on free space: the day, and the time when the hours are shown */
  onDay: (at: number, hasTime: boolean) => void;
  onMove: (post: Post, scheduledAt: number, revert: () => void) => void;
}

/** 班 / 休 and the word of the day (festival, solar term, lunar day). */
function DayWords({ day }: { day: CalendarDay | undefined }) {
  const note = dayNote(day);
  return (
    <>
      {day?.arrangement && (
        <span className={day.arrangement.work ? 'day-mark work' : 'day-mark rest'} title={dayFacts(day)}>
          {day.arrangement.work ? '班' : '休'}
        </span>
      )}
      {note.text !== '' && (
        <span className={note.special ? 'day-note special' : 'day-note'} title={day && dayFacts(day)}>
          {note.text}
        </span>
      )}
    </>
  );
}

/** Number of a day of the month, with what the day is. */
function MonthDay({ info, days }: { info: DayCellInfo; days: ReadonlyMap<string, CalendarDay> }) {
  const date = info.date;
  return (
    <>
      <span className={info.isToday ? 'day-number today' : 'day-number'}>
        {date.getDate() === 1 && <span className="day-month">{date.getMonth() + 1}月</span>}
        {date.getDate()}
        {date.getDate() === 1 && <span className="day-month">日</span>}
      </span>
      <DayWords day={days.get(dayText(date.getTime()))} />
    </>
  );
}

/** Head of a column: the weekday, in the week view with its date and what the day is. */
function DayHead({ info, days }: { info: DayHeaderInfo; days: ReadonlyMap<string, CalendarDay> }) {
  const weekday = weekdays[info.date.getDay()] ?? '';
  if (info.inPopover) return <span>{dayName(info.date.getTime())}</span>;
  if (info.view.type !== viewNames.week) return <span className="day-head">{weekday}</span>;
  return (
    <span className="day-head week">
      <span>{weekday}</span>
      <span className={info.isToday ? 'day-number today' : 'day-number'}>{info.date.getDate()}</span>
      <DayWords day={days.get(dayText(info.date.getTime()))} />
    </span>
  );
}

/** A post on the calendar: time, kind, state, first words. */
function PostChip({ post, account }: { post: Post; account: string | null }) {
  return (
    <span className="post-chip" data-tag-color={categoryColors[post.category]} data-state={post.state}>
      <span className="post-chip-head">
        <b>{clockTime(post.scheduledAt)}</b>
        <span className="post-chip-kind">{categoryWords[post.category]}</span>
        <span className="post-chip-state" title={stateWords[post.state]}>
          <StateIcon state={post.state} size={12} />
          <span className="post-chip-word">{stateWords[post.state]}</span>
        </span>
      </span>
      <span className="post-chip-title">{postTitle(post)}</span>
      {account && <span className="sr-only">，{account}</span>}
    </span>
  );
}

function hoverText(post: Post, account: string | null): string {
  const pictures = post.assets.length > 0 ? `，${post.assets.length} 张图` : '';
  return `${clockTime(post.scheduledAt)} ${categoryWords[post.category]}，${stateWords[post.state]}${account ? `，${account}` : ''}${pictures}\n${post.text.slice(0, 200)}`;
}

/** Days with two posts, and with more: on a low window their posts get one line each. */
function densityOf(posts: readonly Post[]): (post: Post) => 'several' | 'crowd' | null {
  const perDay = new Map<string, number>();
  for (const { scheduledAt } of posts) perDay.set(dayText(scheduledAt), (perDay.get(dayText(scheduledAt)) ?? 0) + 1);
  return ({ scheduledAt }) => {
    const many = perDay.get(dayText(scheduledAt)) ?? 1;
    return many > 2 ? 'crowd' : many > 1 ? 'several' : null;
  };
}

function toEvents(posts: readonly Post[]): EventInput[] {
  const density = densityOf(posts);
  return posts.map((post) => ({
    id: String(post.id),
    title: postTitle(post),
    start: post.scheduledAt,
    // never past midnight, or the chip would be drawn on two days
    end: Math.min(post.scheduledAt + drawnMs, addDays(post.scheduledAt, 1)),
    startEditable: !isSettled(post),
    extendedProps: { post, density: density(post) },
  }));
}

/** A crowded day is one with several posts as well. */
const densityClass = (info: EventDisplayInfo) => ({ crowd: 'several crowd', several: 'several' })[String(info.event.extendedProps.density)];
const postOf = (info: { event: { extendedProps: Record<string, unknown> } }) => info.event.extendedProps.post as Post;

function useFollow(view: CalendarView, cursorAt: number) {
  const ref = useRef<CalendarRef>(null);
  const cursorDay = dayText(cursorAt);
  useEffect(() => {
    const api: CalendarApi | undefined = ref.current?.getApi();
    if (!api) return;
    // after the render that led here: the calendar refuses changes inside of React's own update
    queueMicrotask(() => {
      if (api.view.type !== viewNames[view]) api.changeView(viewNames[view], cursorDay);
      else api.gotoDate(cursorDay);
    });
  }, [view, cursorDay]);
  return ref;
}

/** Month or week with everything that is planned; posts are dragged to another day or hour. */
export const CalendarBoard = memo(function CalendarBoard(props: CalendarBoardProps) {
  const { view, cursorAt, posts, days, accountNames, openId, onOpen, onDay, onMove } = props;
  const ref = useFollow(view, cursorAt);
  const events = useMemo(() => toEvents(posts), [posts]);
  // where it begins; later changes go through the api
  const [first] = useState(() => ({ view: viewNames[view], date: dayText(cursorAt) }));
  const cursorDay = dayText(cursorAt);
  const nameOf = (post: Post) => accountNames?.get(post.accountId) ?? null;
  const cellClass = (info: { date: Date; isToday: boolean; isOther?: boolean }, base: string) =>
    [base, info.isToday && 'today', info.isOther && 'other', dayText(info.date.getTime()) === cursorDay && 'cursor']
      .filter(Boolean)
      .join(' ');
  return (
    <FullCalendar
      ref={ref}
      plugins={plugins}
      locale={zhCn}
      initialView={first.view}
      initialDate={first.date}
      headerToolbar={false}
      height="100%"
      firstDay={1}
      fixedWeekCount={false}
      expandRows
      events={events}
      editable
      eventDurationEditable={false}
      eventDragMinDistance={6}
      dragRevertDuration={150}
      dayMaxEvents
      allDaySlot={false}
      slotDuration="00:30:00"
      snapDuration="00:05:00"
      slotHeaderInterval="01:00"
      slotMinHeight={26}
      scrollTime="07:30:00"
      slotEventOverlap={false}
      nowIndicator
      eventDisplay="block"
      closeHint="关闭"
      moreLinkContent={(info) => `还有 ${info.num} 条`}
      moreLinkHint={(count) => `还有 ${count} 条，展开这一天`}
      className="board"
      viewClass="board-view"
      tableClass="board-table"
      tableHeaderClass="board-header"
      dayHeaderClass={(info) => (info.inPopover ? 'board-pop-header' : 'board-day-header')}
      dayHeaderContent={(info) => <DayHead info={info} days={days} />}
      dayHeaderAlign="start"
      dayRowClass="board-row"
      dayHeaderRowClass="board-header-row"
      dayCellClass={(info) => cellClass(info, 'board-cell')}
      dayCellTopClass="board-cell-top"
      dayCellTopInnerClass="board-cell-top-inner"
      dayCellTopContent={(info) => <MonthDay info={info} days={days} />}
      dayLaneClass={(info) => cellClass(info, 'board-lane')}
      slotLaneClass={(info) => (info.isMinor ? 'board-slot minor' : 'board-slot')}
      slotHeaderClass="board-slot-header"
      slotHeaderInnerClass="board-slot-text"
      slotHeaderContent={(info) => (info.time ? clockTime(info.date.getTime()) : '')}
      slotHeaderRowClass="board-slot-row"
      fillerClass="board-filler"
      nowIndicatorLineClass="board-now"
      nowIndicatorHeaderClass="board-now-dot"
      rowMoreLinkClass="board-more"
      columnMoreLinkClass="board-more"
      popoverClass="board-popover"
      popoverCloseClass="icon-button board-popover-close"
      popoverCloseContent={() => <CloseIcon width="14" height="14" />}
      highlightClass="board-highlight"
      eventClass={(info: EventDisplayInfo) =>
        [
          'board-event',
          info.isDragging && 'dragging',
          postOf(info).id === openId && 'open',
          isSettled(postOf(info)) && 'settled',
          densityClass(info),
        ]
          .filter(Boolean)
          .join(' ')
      }
      eventContent={(info: EventDisplayInfo) => (
        <PostChip post={{ ...postOf(info), scheduledAt: info.event.start?.getTime() ?? 0 }} account={nameOf(postOf(info))} />
      )}
      eventDidMount={(info) => {
        info.el.title = hoverText(postOf(info), nameOf(postOf(info)));
      }}
      eventClick={(info) => onOpen(postOf(info).id, postOf(info).scheduledAt)}
      dateClick={(info: DateClickInfo) => onDay(info.date.getTime(), view === 'week')}
      eventDrop={(info: EventDropInfo) => {
        const at = info.event.start?.getTime();
        if (at === undefined) return info.revert();
        onMove(postOf(info), at, info.revert);
      }}
    />
  );
});
