import { Button, Segmented, Select } from 'antd';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { CalendarDay, Post } from '../../../shared/contracts/calendar.ts';
import { useAccounts } from '../../lib/book.ts';
import { useCommands } from '../../lib/commands.ts';
import { clockTime, count, dayText, spokenTime } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { now } from '../../lib/now.ts';
import { ChevronLeftIcon, ChevronRightIcon, PlusIcon } from '../../ui/icons.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ErrorState, LoadingSkeleton } from '../../ui/states.tsx';
import {
  arrowKey,
  categoryWords,
  PostPanel,
  pressKey,
  stateWords,
  useCalendarDays,
  useDrafts,
  useMovePost,
  usePosts,
  usualTime,
} from '../publishing/index.ts';
import { useSetting } from '../settings/index.ts';
import { CalendarBoard } from './components/calendar-board.tsx';
import { addDays, type CalendarView, dayFacts, dayName, pageTitle, rangeOf, turnPage } from './days.ts';
import { usePlace } from './use-place.ts';
import './calendar-screen.css';

const noPosts: Post[] = [];
const noDays: CalendarDay[] = [];

function useCalendar() {
  const [view, setView] = useSetting('calendar.view');
  const [wantedAccount, setAccountId] = useSetting('calendar.accountId');
  const accounts = useAccounts();
  // an account that was archived since is no filter any more
  const accountId = accounts.active.some((account) => account.id === wantedAccount) ? wantedAccount : null;
  const place = usePlace();
  const range = rangeOf(view, place.cursorAt);
  const posts = usePosts(range.fromAt, range.toAt, accountId);
  const days = useCalendarDays(dayText(range.fromAt), dayText(addDays(range.toAt, -1)));
  const dayMap = useMemo(() => new Map((days.data ?? noDays).map((day) => [day.on, day])), [days.data]);
  return { view, setView, accountId, setAccountId, accounts, ...place, posts, list: posts.data ?? noPosts, dayMap };
}

type Calendar = ReturnType<typeof useCalendar>;

/** Posts of the day of the cursor, by time. */
function postsOf(calendar: Calendar): Post[] {
  const day = dayText(calendar.cursorAt);
  return calendar.list.filter((post) => dayText(post.scheduledAt) === day);
}

function useCalendarKeys(calendar: Calendar, write: (at?: number) => void): void {
  const { view, setView, moveTo, target, open } = calendar;
  const step = (days: number) => () => moveTo((at) => addDays(at, days));
  const openNext = () => {
    const posts = postsOf(calendar);
    const at = posts.findIndex((post) => target?.kind === 'post' && post.id === target.id);
    const next = posts[(at + 1) % Math.max(1, posts.length)];
    if (next) open({ kind: 'post', id: next.id });
    else write();
  };
  useShortcuts('内容日历', [
    { keys: 'n', label: '写一条', run: () => write() },
    arrowKey({ keys: ['ArrowRight', 'j'], label: '后一天', run: step(1) }),
    arrowKey({ keys: ['ArrowLeft', 'k'], label: '前一天', run: step(-1) }),
    arrowKey({ keys: 'ArrowDown', label: '下一周的这天', run: step(7) }),
    arrowKey({ keys: 'ArrowUp', label: '上一周的这天', run: step(-7) }),
    { keys: '[', label: view === 'month' ? '上个月' : '上一周', run: () => moveTo((at) => turnPage(view, at, -1)) },
    { keys: ']', label: view === 'month' ? '下个月' : '下一周', run: () => moveTo((at) => turnPage(view, at, 1)) },
    { keys: 't', label: '回到今天', run: () => moveTo(() => addDays(now(), 0)) },
    pressKey({ keys: 'Enter', label: '打开这天的内容（没有就写一条）', run: openNext }),
    { keys: 'm', label: '看一个月', run: () => setView('month') },
    { keys: 'w', label: '看一周', run: () => setView('week') },
  ]);
}

/** What is said aloud when the cursor moves to a day. */
function DayAloud({ calendar }: { calendar: Calendar }) {
  const day = calendar.dayMap.get(dayText(calendar.cursorAt));
  const posts = postsOf(calendar).map((post) => `${clockTime(post.scheduledAt)} ${categoryWords[post.category]} ${stateWords[post.state]}`);
  return (
    <p className="sr-only" aria-live="polite">
      {dayName(calendar.cursorAt)}，{day ? `${dayFacts(day)}，` : ''}
      {posts.length === 0 ? '还没有内容' : `${posts.length} 条：${posts.join('；')}`}
    </p>
  );
}

function Toolbar({ calendar, onWrite }: { calendar: Calendar; onWrite: () => void }) {
  const { view, setView, cursorAt, moveTo, accounts, accountId, setAccountId } = calendar;
  const page = view === 'month' ? '个月' : '一周';
  return (
    <div className="calendar-toolbar">
      <div className="calendar-pager">
        <button
          type="button"
          className="icon-button"
          aria-label={`上${page}`}
          title={`上${page}（[）`}
          onClick={() => moveTo((at) => turnPage(view, at, -1))}
        >
          <ChevronLeftIcon />
        </button>
        <Button size="small" title="回到今天（t）" onClick={() => moveTo(() => addDays(now(), 0))}>
          今天
        </Button>
        <button
          type="button"
          className="icon-button"
          aria-label={`下${page}`}
          title={`下${page}（]）`}
          onClick={() => moveTo((at) => turnPage(view, at, 1))}
        >
          <ChevronRightIcon />
        </button>
        <h2 aria-live="polite">{pageTitle(view, cursorAt)}</h2>
      </div>
      {accounts.active.length > 1 && (
        <Select
          aria-label="看哪个微信号"
          className="calendar-account"
          value={accountId ?? 0}
          options={[{ value: 0, label: '全部微信号' }, ...accounts.active.map((account) => ({ value: account.id, label: account.name }))]}
          onChange={(id: number) => setAccountId(id === 0 ? null : id)}
        />
      )}
      <Segmented<CalendarView>
        aria-label="看一个月还是一周"
        value={view}
        options={[
          { value: 'month', label: '月' },
          { value: 'week', label: '周' },
        ]}
        onChange={setView}
      />
      <Button type="primary" icon={<PlusIcon />} onClick={onWrite}>
        写一条
      </Button>
    </div>
  );
}

/** What she had not finished writing when the panel or the program closed. */
function UnfinishedDrafts({ calendar }: { calendar: Calendar }) {
  const { drafts, drop } = useDrafts();
  const openId = calendar.target?.kind === 'post' ? calendar.target.id : null;
  const draft = drafts.find((one) => !(calendar.target && one.postId === openId));
  const [asked, setAsked] = useState(false);
  if (!draft || calendar.target) return null;
  const title = (draft.values.text ?? '').trim().split('\n', 1)[0]?.slice(0, 24) ?? '';
  const at = draft.values.scheduledAt ?? usualTime(calendar.cursorAt, now());
  return (
    <div className="draft-bar" role="status">
      <span>
        有一条没写完：{title ? `「${title}」` : '还没有文字'}，{spokenTime(draft.at)}留下的
      </span>
      <Button
        size="small"
        type="primary"
        ghost
        onClick={() => calendar.open(draft.postId === null ? { kind: 'new', at } : { kind: 'post', id: draft.postId }, at)}
      >
        继续写
      </Button>
      <Button
        size="small"
        danger={asked}
        onClick={() => {
          if (!asked) return setAsked(true);
          setAsked(false);
          drop(draft.postId);
        }}
      >
        {asked ? '真的丢掉' : '丢掉'}
      </Button>
    </div>
  );
}

function Board({ calendar }: { calendar: Calendar }) {
  const { view, cursorAt, list, dayMap, accounts, accountId, target, open, posts } = calendar;
  const move = useMovePost();
  const names = useMemo(() => {
    if (accountId !== null || accounts.active.length < 2) return null;
    return new Map(accounts.list.map((account) => [account.id, account.name]));
  }, [accountId, accounts]);
  const { mutate } = move;
  const onMove = useCallback(
    (post: Post, scheduledAt: number, revert: () => void) => mutate({ post, scheduledAt }, { onError: revert }),
    [mutate],
  );
  const onOpen = useCallback((id: number, at: number) => open({ kind: 'post', id }, at), [open]);
  const onDay = useCallback((at: number, hasTime: boolean) => open({ kind: 'new', at: hasTime ? at : usualTime(at, now()) }, at), [open]);
  if (posts.error && !posts.data) return <ErrorState error={posts.error} onRetry={() => void posts.refetch()} />;
  if (!posts.data) return <LoadingSkeleton rows={6} height={96} />;
  return (
    <CalendarBoard
      view={view}
      cursorAt={cursorAt}
      posts={list}
      days={dayMap}
      accountNames={names}
      openId={target?.kind === 'post' ? target.id : null}
      onOpen={onOpen}
      onDay={onDay}
      onMove={onMove}
    />
  );
}

/** How many posts the month or the week has; a small window leaves the states out rather than cutting them. */
function summaryOf(calendar: Calendar): ReactNode {
  if (!calendar.posts.data) return undefined;
  const { fromAt, toAt } =
    calendar.view === 'month'
      ? { fromAt: new Date(calendar.cursorAt).setDate(1), toAt: turnPage('month', new Date(calendar.cursorAt).setDate(1), 1) }
      : rangeOf('week', calendar.cursorAt);
  const mine = calendar.list.filter((post) => post.scheduledAt >= fromAt && post.scheduledAt < toAt);
  if (mine.length === 0) return calendar.view === 'month' ? '这个月还没有内容，点一天写一条' : '这一周还没有内容，点一个时间写一条';
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

/** 内容日历: month or week, and the post panel beside it. */
export function CalendarScreen() {
  const calendar = useCalendar();
  const { open, cursorAt } = calendar;
  const write = useCallback((at?: number) => open({ kind: 'new', at: at ?? usualTime(cursorAt, now()) }), [open, cursorAt]);
  useCalendarKeys(calendar, write);
  useCommands([{ id: 'write-post', label: '写一条内容', words: 'xieyitiao xyt neirong pengyouquan', keys: 'n', run: () => write() }]);
  return (
    <PageFrame
      title="这几天发什么？"
      summary={summaryOf(calendar)}
      scroll={false}
      actions={<Toolbar calendar={calendar} onWrite={() => write()} />}
    >
      <UnfinishedDrafts calendar={calendar} />
      <div className="calendar-body">
        <section className="calendar-board" data-view={calendar.view} aria-label={pageTitle(calendar.view, cursorAt)}>
          <Board calendar={calendar} />
        </section>
        {calendar.target && <PostPanel target={calendar.target} onOpen={calendar.open} onClose={() => calendar.open(null)} />}
      </div>
      <DayAloud calendar={calendar} />
    </PageFrame>
  );
}
