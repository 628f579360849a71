import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import { useCommands } from '../../lib/commands.ts';
import { clockTime, count, dayText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ErrorState, LoadingSkeleton } from '../../ui/states.tsx';
import { categoryWords, PostPanel, stateWords, usualTime } from '../publishing/index.ts';
import { type BoardItem, ownDayText } from './components/board-items.tsx';
import { CalendarBoard } from './components/calendar-board.tsx';
import { UnfinishedDrafts } from './components/draft-bar.tsx';
import { EventDialog } from './components/event-dialog.tsx';
import { ExportDialog, ImportDialog } from './components/file-dialogs.tsx';
import { FillDialog } from './components/fill-dialog.tsx';
import { ListView } from './components/list-view.tsx';
import { PostTools } from './components/post-tools.tsx';
import { SelectionBar } from './components/selection-bar.tsx';
import { SeriesDialog } from './components/series-dialogs.tsx';
import { SlotsDialog } from './components/slots-dialog.tsx';
import { type CalendarTool, Toolbar, toolWords } from './components/toolbar.tsx';
import { dayFacts, dayName, pageTitle, rangeOf } from './days.ts';
import { useRollForward } from './mutations.ts';
import { shiftBetween } from './shift.ts';
import { type Calendar, postsOf, useCalendar } from './use-calendar.ts';
import { useCalendarKeys } from './use-calendar-keys.ts';
import './calendar-screen.css';

/** What is said aloud when the cursor moves to a day. */
function DayAloud({ calendar }: { calendar: Calendar }) {
  const on = dayText(calendar.cursorAt);
  const day = calendar.dayMap.get(on);
  const own = calendar.events.filter(({ fromOn, toOn }) => fromOn <= on && on <= toOn).map(ownDayText);
  const posts = postsOf(calendar).map((post) => `${clockTime(post.scheduledAt)} ${categoryWords[post.category]} ${stateWords[post.state]}`);
  return (
    <p className="sr-only" aria-live="polite">
      {dayName(calendar.cursorAt)}，{day ? `${dayFacts(day)}，` : ''}
      {own.length > 0 ? `${own.join('；')}，` : ''}
      {posts.length === 0 ? '还没有内容' : `${posts.length} 条：${posts.join('；')}`}
    </p>
  );
}

/** What a click and a drop on the board mean. */
function useBoardActions(calendar: Calendar, onOwn: (own: CalendarEvent) => void) {
  const { open, selection, actions } = calendar;
  const { toggle, reach, posts: chosen } = selection;
  const onItem = useCallback(
    (item: BoardItem, keys: { toggle: boolean; reach: boolean }) => {
      if ('own' in item) return onOwn(item.own);
      if ('slot' in item) {
        const { accountId, category, at } = item.slot;
        return open({ kind: 'new', at, begin: { accountId, category } }, at);
      }
      if (keys.reach) reach(item.post.id);
      else if (keys.toggle) toggle(item.post.id);
      else open({ kind: 'post', id: item.post.id }, item.post.scheduledAt);
    },
    [open, toggle, reach, onOwn],
  );
  const onDay = useCallback((at: number, hasTime: boolean) => open({ kind: 'new', at: hasTime ? at : usualTime(at, now()) }, at), [open]);
  const onMove = useCallback(
    (post: Post, scheduledAt: number, copy: boolean) => {
      const by = shiftBetween(post.scheduledAt, scheduledAt);
      // one of the chosen takes the others along
      const along = chosen.some(({ id }) => id === post.id) ? chosen : [post];
      if (copy) actions.copy(along, by);
      else actions.shift(along, by);
    },
    [actions, chosen],
  );
  return { onItem, onDay, onMove };
}

function Board({ calendar, onOwn }: { calendar: Calendar; onOwn: (own: CalendarEvent) => void }) {
  const { view, cursorAt, list, events, slots, dayMap, accounts, accountId, target, open, posts, selection } = calendar;
  const names = useMemo(() => {
    if (accountId !== null || accounts.active.length < 2) return null;
    return new Map(accounts.list.map((account) => [account.id, account.name]));
  }, [accountId, accounts]);
  const board = useBoardActions(calendar, onOwn);
  if (posts.error && !posts.data) return <ErrorState error={posts.error} onRetry={() => void posts.refetch()} />;
  if (!posts.data) return <LoadingSkeleton rows={6} height={96} />;
  const openId = target?.kind === 'post' ? target.id : null;
  const shown = { posts: list, events, days: dayMap, accountNames: names, openId };
  if (view === 'list') {
    const { fromOn, toOn } = calendar;
    return (
      <ListView
        {...shown}
        {...{ fromOn, toOn, selection, onOwnDay: onOwn }}
        cursorOn={dayText(cursorAt)}
        onOpen={(post) => open({ kind: 'post', id: post.id }, post.scheduledAt)}
      />
    );
  }
  return <CalendarBoard view={view} cursorAt={cursorAt} {...shown} slots={slots} chosen={selection.ids} {...board} />;
}

const emptyWords: Record<Calendar['view'], string> = {
  month: '这个月还没有内容，点一天写一条',
  week: '这一周还没有内容，点一个时间写一条',
  day: '这天还没有内容，点一个时间写一条',
  list: '这个月还没有内容，按 n 写一条',
};

/** How many posts the page has; a small window leaves the states out rather than cutting them. */
function summaryOf(calendar: Calendar): ReactNode {
  if (!calendar.posts.data) return undefined;
  const { fromAt, toAt } = rangeOf(calendar.view === 'month' ? 'list' : calendar.view, calendar.cursorAt);
  const mine = calendar.list.filter((post) => post.scheduledAt >= fromAt && post.scheduledAt < toAt);
  if (mine.length === 0) return emptyWords[calendar.view];
  const states = (['posted', 'scheduled', 'planned', 'skipped'] as const)
    .map((state) => ({ state, many: mine.filter((post) => post.state === state).length }))
    .filter(({ state, many }) => many > 0 || state === 'posted' || state === 'scheduled');
  const byState = states.map(({ state, many }) => `${stateWords[state]} ${count(many)}`).join('，');
  return (
    <>
      {count(mine.length)} 条<span className="calendar-states">：{byState}</span>
    </>
  );
}

interface ToolDialogProps {
  tool: CalendarTool | null;
  own: CalendarEvent | null;
  calendar: Calendar;
  onClose: () => void;
}

function ToolDialog({ tool, own, calendar, onClose }: ToolDialogProps) {
  const { cursorAt, accountId } = calendar;
  if (own || tool === 'event') return <EventDialog own={own} on={dayText(cursorAt)} onClose={onClose} />;
  if (tool === 'fill') return <FillDialog cursorAt={cursorAt} accountId={accountId} onClose={onClose} />;
  if (tool === 'slots') return <SlotsDialog accountId={accountId} onClose={onClose} />;
  if (tool === 'series') return <SeriesDialog onClose={onClose} />;
  if (tool === 'import') return <ImportDialog accountId={accountId} onClose={onClose} />;
  if (tool === 'export') return <ExportDialog cursorAt={cursorAt} accountId={accountId} onClose={onClose} />;
  return null;
}

/** 内容日历: month, week, day or list, and the post panel beside it. */
export function CalendarScreen({ onSend }: { onSend: (post: Post) => void }) {
  const calendar = useCalendar();
  const { open, cursorAt, selection } = calendar;
  const [tool, setTool] = useState<CalendarTool | null>(null);
  const [own, setOwn] = useState<CalendarEvent | null>(null);
  const write = useCallback((at?: number) => open({ kind: 'new', at: at ?? usualTime(cursorAt, now()) }), [open, cursorAt]);
  const closePanel = useCallback(() => open(null), [open]);
  useRollForward();
  useCalendarKeys(calendar, write);
  useCommands([
    { id: 'write-post', label: '写一条内容', words: 'xieyitiao xyt neirong pengyouquan', keys: 'n', run: () => write() },
    { id: 'calendar-fill', label: toolWords.fill, words: 'sucaiku paiman yizhou scpm', run: () => setTool('fill') },
    { id: 'calendar-slots', label: toolWords.slots, words: 'gudingdangqi gddq', run: () => setTool('slots') },
    { id: 'calendar-event', label: toolWords.event, words: 'rizi shangxin zhibo fahuo', run: () => setTool('event') },
  ]);
  return (
    <PageFrame
      title="这几天发什么？"
      summary={summaryOf(calendar)}
      scroll={false}
      actions={<Toolbar calendar={calendar} onWrite={() => write()} onTool={setTool} />}
    >
      <UnfinishedDrafts calendar={calendar} />
      <div className="calendar-body">
        <section className="calendar-board" data-view={calendar.view} aria-label={pageTitle(calendar.view, cursorAt)}>
          <Board calendar={calendar} onOwn={setOwn} />
          <SelectionBar selection={selection} actions={calendar.actions} />
        </section>
        {calendar.target && (
          <PostPanel
            target={calendar.target}
            onOpen={calendar.open}
            onClose={closePanel}
            onSend={onSend}
            tools={(slot) => <PostTools slot={slot} onGone={closePanel} />}
          />
        )}
      </div>
      <DayAloud calendar={calendar} />
      <ToolDialog
        tool={tool}
        own={own}
        calendar={calendar}
        onClose={() => {
          setTool(null);
          setOwn(null);
        }}
      />
    </PageFrame>
  );
}
