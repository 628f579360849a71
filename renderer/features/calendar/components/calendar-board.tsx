import FullCalendar, {
  type CalendarApi,
  type CalendarOptions,
  type CalendarRef,
  type DateClickInfo,
  type DayCellInfo,
  type DayHeaderInfo,
  type EventDropInfo,
} from '@fullcalendar/react';
import dayGridPlugin from '@fullcalendar/react/daygrid';
import interactionPlugin from '@fullcalendar/react/interaction';
import zhCn from '@fullcalendar/react/locales/zh-cn';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import { memo, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CalendarDay, Post } from '../../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../../shared/contracts/calendar-events.ts';
import type { FreeSlot } from '../../../../shared/contracts/slots.ts';
import { clockTime, dayText } from '../../../lib/format.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import { addDays, dayFacts, dayName, dayNote, rangeOf } from '../days.ts';
import { monthRoom, tightDays } from '../month-room.ts';
import { type BoardItem, BoardItemView, type ItemLooks, itemClass, itemOf, toBoardEvents } from './board-items.tsx';
import '../../../ui/tag-chip.css';
import './calendar-board.css';

const plugins = [dayGridPlugin, timeGridPlugin, interactionPlugin];
const viewTypes = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay' } as const;
export type BoardView = keyof typeof viewTypes;
const noSlots: readonly FreeSlot[] = [];
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

export interface CalendarBoardProps {
  view: BoardView;
  /** ms; any moment of the day that has the cursor */
  cursorAt: number;
  posts: readonly Post[];
  events: readonly CalendarEvent[];
  /** shown where the hours are */
  slots: readonly FreeSlot[];
  days: ReadonlyMap<string, CalendarDay>;
  /** names of accounts, shown when posts of several stand together */
  accountNames: ReadonlyMap<number, string> | null;
  openId: number | null;
  chosen: ReadonlySet<number>;
  onItem: (item: BoardItem, keys: { toggle: boolean; reach: boolean }) => void;
  /** a click on free space: the day, and the time when the hours are shown */
  onDay: (at: number, hasTime: boolean) => void;
  /** `copy`: dropped with Alt held */
  onMove: (post: Post, scheduledAt: number, copy: boolean, revert: () => void) => void;
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
  if (info.view.type === viewTypes.month) return <span className="day-head">{weekday}</span>;
  return (
    <span className="day-head week">
      <span>{weekday}</span>
      <span className={info.isToday ? 'day-number today' : 'day-number'}>{info.date.getDate()}</span>
      <DayWords day={days.get(dayText(info.date.getTime()))} />
    </span>
  );
}

function useFollow(ref: RefObject<CalendarRef | null>, view: BoardView, cursorDay: string): void {
  useEffect(() => {
    const api: CalendarApi | undefined = ref.current?.getApi();
    if (!api) return;
    // after the render that led here: the calendar refuses changes inside of React's own update
    queueMicrotask(() => {
      if (api.view.type !== viewTypes[view]) api.changeView(viewTypes[view], cursorDay);
      else api.gotoDate(cursorDay);
    });
  }, [ref, view, cursorDay]);
}

/** px that the frame is high; 0 before it was looked at */
function useHeight(frame: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const read = () => setHeight(element.clientHeight);
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return height;
}

/** What never changes: texts, classes, how it is dragged. */
const fixedOptions = {
  plugins,
  locale: zhCn,
  headerToolbar: false,
  height: '100%',
  firstDay: 1,
  fixedWeekCount: false,
  expandRows: true,
  editable: true,
  eventDurationEditable: false,
  eventDragMinDistance: 6,
  dragRevertDuration: 150,
  allDayHeaderClass: 'board-all-day',
  allDayHeaderContent: () => '日子',
  slotDuration: '00:30:00',
  snapDuration: '00:05:00',
  slotHeaderInterval: '01:00',
  slotMinHeight: 26,
  scrollTime: '07:30:00',
  slotEventOverlap: false,
  nowIndicator: true,
  eventDisplay: 'block',
  closeHint: '关闭',
  moreLinkContent: (info) => `还有 ${info.num} 条`,
  moreLinkHint: (count) => `还有 ${count} 条，展开这一天`,
  className: 'board',
  viewClass: 'board-view',
  tableClass: 'board-table',
  tableHeaderClass: 'board-header',
  dayHeaderClass: (info) => (info.inPopover ? 'board-pop-header' : 'board-day-header'),
  dayHeaderAlign: 'start',
  dayRowClass: 'board-row',
  dayHeaderRowClass: 'board-header-row',
  dayCellTopClass: 'board-cell-top',
  dayCellTopInnerClass: 'board-cell-top-inner',
  slotLaneClass: (info) => (info.isMinor ? 'board-slot minor' : 'board-slot'),
  slotHeaderClass: 'board-slot-header',
  slotHeaderInnerClass: 'board-slot-text',
  slotHeaderContent: (info) => (info.time ? clockTime(info.date.getTime()) : ''),
  slotHeaderRowClass: 'board-slot-row',
  fillerClass: 'board-filler',
  nowIndicatorLineClass: 'board-now',
  nowIndicatorHeaderClass: 'board-now-dot',
  rowMoreLinkClass: 'board-more',
  columnMoreLinkClass: 'board-more',
  popoverClass: 'board-popover',
  popoverCloseClass: 'icon-button board-popover-close',
  popoverCloseContent: () => <CloseIcon width="14" height="14" />,
  highlightClass: 'board-highlight',
} satisfies CalendarOptions;

/** How days look: what each is, which has the cursor. */
function dayOptions(days: ReadonlyMap<string, CalendarDay>, cursorDay: string) {
  const cellClass = (info: { date: Date; isToday: boolean; isOther?: boolean }, base: string) =>
    [base, info.isToday && 'today', info.isOther && 'other', dayText(info.date.getTime()) === cursorDay && 'cursor']
      .filter(Boolean)
      .join(' ');
  return {
    dayHeaderContent: (info) => <DayHead info={info} days={days} />,
    dayCellClass: (info) => cellClass(info, 'board-cell'),
    dayCellTopContent: (info) => <MonthDay info={info} days={days} />,
    dayLaneClass: (info) => cellClass(info, 'board-lane'),
  } satisfies CalendarOptions;
}

/** How what lies there looks. */
function itemOptions(looks: ItemLooks) {
  return {
    eventClass: (info) => itemClass(info, looks),
    eventContent: (info) => <BoardItemView info={info} looks={looks} />,
    eventDidMount: (info) => {
      const item = itemOf(info);
      if ('post' in item) info.el.dataset.post = String(item.post.id);
    },
  } satisfies CalendarOptions;
}

/** What a click and a drop do. */
function actOptions({ view, onItem, onDay, onMove }: Pick<CalendarBoardProps, 'view' | 'onItem' | 'onDay' | 'onMove'>) {
  return {
    eventClick: ({ event, jsEvent }) => onItem(itemOf({ event }), { toggle: jsEvent.ctrlKey || jsEvent.metaKey, reach: jsEvent.shiftKey }),
    dateClick: (info: DateClickInfo) => onDay(info.date.getTime(), view !== 'month' && !info.allDay),
    eventDrop: (info: EventDropInfo) => {
      const at = info.event.start?.getTime();
      const item = itemOf(info);
      // a post is a moment: among the days of her own it has no place
      if (at === undefined || info.event.allDay || !('post' in item)) return info.revert();
      onMove(item.post, at, info.jsEvent.altKey, info.revert);
    },
  } satisfies CalendarOptions;
}

const noDays: ReadonlySet<string> = new Set();

/**
 * What the calendar is to draw, and how many lines a day of the month gets. It is told the number: left to find
 * out by itself it draws all that could fit, measures it, and hides most of it again.
 */
function useDrawn({ view, cursorAt, posts, events, slots }: CalendarBoardProps, height: number) {
  const { fromAt, toAt } = rangeOf('month', cursorAt);
  const [fromOn, toOn] = [dayText(fromAt), dayText(addDays(toAt, -1))];
  const weeks = Math.round((toAt - fromAt) / (7 * 86_400_000));
  const room = useMemo(() => (view === 'month' ? monthRoom(height, weeks) : null), [view, height, weeks]);
  const drawn = useMemo(() => {
    const tight = room ? tightDays({ posts, events }, { fromOn, toOn }, room) : noDays;
    return toBoardEvents(posts, events, room ? noSlots : slots, tight);
  }, [posts, events, slots, fromOn, toOn, room]);
  return { events: drawn, dayMaxEventRows: room?.lines ?? true };
}

function FilledBoard(props: CalendarBoardProps & { height: number }) {
  const { view, cursorAt, days, accountNames, openId, chosen, onItem, onDay, onMove } = props;
  const ref = useRef<CalendarRef>(null);
  const cursorDay = dayText(cursorAt);
  useFollow(ref, view, cursorDay);
  // where it begins; later changes go through the api
  const [first] = useState(() => ({ initialView: viewTypes[view], initialDate: cursorDay }));
  const drawn = useDrawn(props, props.height);
  // kept while they mean the same, or each turn of the cursor would draw every post again
  const dayLooks = useMemo(() => dayOptions(days, cursorDay), [days, cursorDay]);
  const itemLooks = useMemo(() => itemOptions({ accounts: accountNames, openId, chosen }), [accountNames, openId, chosen]);
  const acts = useMemo(() => actOptions({ view, onItem, onDay, onMove }), [view, onItem, onDay, onMove]);
  const options = { ...fixedOptions, ...first, ...drawn, ...dayLooks, ...itemLooks, ...acts };
  return <FullCalendar ref={ref} {...options} allDaySlot={props.events.length > 0} />;
}

/** Month, week or day with everything that is planned; posts are dragged to another day or hour. */
export const CalendarBoard = memo(function CalendarBoard(props: CalendarBoardProps) {
  const frame = useRef<HTMLDivElement>(null);
  const height = useHeight(frame);
  return (
    <div className="board-frame" ref={frame}>
      {height > 0 && <FilledBoard {...props} height={height} />}
    </div>
  );
});
