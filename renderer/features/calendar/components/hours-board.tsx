import FullCalendar, {
  type CalendarApi,
  type CalendarOptions,
  type CalendarRef,
  type DateClickInfo,
  type DayHeaderInfo,
  type EventDropInfo,
} from '@fullcalendar/react';
import interactionPlugin from '@fullcalendar/react/interaction';
import zhCn from '@fullcalendar/react/locales/zh-cn';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { CalendarDay } from '../../../../shared/contracts/calendar.ts';
import { clockTime, dayText, weekdayText } from '../../../lib/format.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import { dayName } from '../days.ts';
import { escapeDrag } from '../escape-drag.ts';
import { BoardItemView, type ItemLooks, itemClass, itemOf, toBoardEvents } from './board-items.tsx';
import type { CalendarBoardProps } from './board-props.ts';
import { DayWords } from './day-words.tsx';

const plugins = [timeGridPlugin, interactionPlugin];
const viewTypes = { week: 'timeGridWeek', day: 'timeGridDay' } as const;
type HoursView = keyof typeof viewTypes;
export type HoursBoardProps = CalendarBoardProps & { view: HoursView };

/** Head of a column: the weekday with its date and what the day is. */
function DayHead({ info, days }: { info: DayHeaderInfo; days: ReadonlyMap<string, CalendarDay> }) {
  if (info.inPopover) return <span>{dayName(info.date.getTime())}</span>;
  return (
    <span className="day-head week">
      <span>{weekdayText(info.date.getTime())}</span>
      <span className={info.isToday ? 'day-number today' : 'day-number'}>{info.date.getDate()}</span>
      <DayWords day={days.get(dayText(info.date.getTime()))} />
    </span>
  );
}

function useFollow(ref: RefObject<CalendarRef | null>, view: HoursView, cursorDay: string): void {
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

/** What never changes: texts, classes, how it is dragged. */
const fixedOptions = {
  plugins,
  locale: zhCn,
  headerToolbar: false,
  height: '100%',
  firstDay: 1,
  expandRows: true,
  editable: true,
  eventDurationEditable: false,
  eventDragMinDistance: 6,
  dragRevertDuration: 150,
  ...escapeDrag,
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
  dayMaxEventRows: true,
  tableClass: 'board-table',
  tableHeaderClass: 'board-header',
  dayHeaderClass: (info) => (info.inPopover ? 'board-pop-header' : 'board-day-header'),
  dayHeaderAlign: 'start',
  dayRowClass: 'board-row',
  dayHeaderRowClass: 'board-header-row',
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
  const cellClass = (info: { date: Date; isToday: boolean }, base: string) =>
    [base, info.isToday && 'today', dayText(info.date.getTime()) === cursorDay && 'cursor'].filter(Boolean).join(' ');
  return {
    dayHeaderContent: (info) => <DayHead info={info} days={days} />,
    dayCellClass: (info) => cellClass(info, 'board-cell'),
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
function actOptions({ onItem, onDay, onMove }: Pick<CalendarBoardProps, 'onItem' | 'onDay' | 'onMove'>) {
  return {
    eventClick: ({ event, jsEvent }) => onItem(itemOf({ event }), { toggle: jsEvent.ctrlKey || jsEvent.metaKey, reach: jsEvent.shiftKey }),
    dateClick: (info: DateClickInfo) => onDay(info.date.getTime(), !info.allDay),
    eventDrop: (info: EventDropInfo) => {
      const at = info.event.start?.getTime();
      const item = itemOf(info);
      const { allDay } = info.event;
      // the posts alone say where they stand
      info.revert();
      // a post is a moment: among the days of her own it has no place
      if (at !== undefined && !allDay && 'post' in item) onMove(item.post, at, info.jsEvent.altKey);
    },
  } satisfies CalendarOptions;
}

/** A week or a day by its hours, with everything that is planned; posts are dragged to another day or hour. */
export function HoursBoard(props: HoursBoardProps) {
  const { view, cursorAt, posts, events, slots, days, accountNames, openId, chosen, onItem, onDay, onMove } = props;
  const ref = useRef<CalendarRef>(null);
  const cursorDay = dayText(cursorAt);
  useFollow(ref, view, cursorDay);
  // where it begins; later changes go through the api
  const [first] = useState(() => ({ initialView: viewTypes[view], initialDate: cursorDay }));
  const drawn = useMemo(() => toBoardEvents(posts, events, slots), [posts, events, slots]);
  // kept while they mean the same, or each turn of the cursor would draw every post again
  const dayLooks = useMemo(() => dayOptions(days, cursorDay), [days, cursorDay]);
  const itemLooks = useMemo(() => itemOptions({ accounts: accountNames, openId, chosen }), [accountNames, openId, chosen]);
  const acts = useMemo(() => actOptions({ onItem, onDay, onMove }), [onItem, onDay, onMove]);
  const options = { ...fixedOptions, ...first, ...dayLooks, ...itemLooks, ...acts };
  return <FullCalendar ref={ref} {...options} events={drawn} allDaySlot={events.length > 0} />;
}
