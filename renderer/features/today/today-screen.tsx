import { Button } from 'antd';
import { type Dispatch, type ReactNode, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react';
import type { CalendarDay, Post } from '../../../shared/contracts/calendar.ts';
import type { CareList } from '../../../shared/contracts/today.ts';
import { useAccounts } from '../../lib/book.ts';
import { useCommands } from '../../lib/commands.ts';
import { count, dateText, spokenDay, weekdayText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { PlusIcon, SunIcon } from '../../ui/icons.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../ui/states.tsx';
import { DuePromise, FollowUpBody } from '../follow-ups/index.ts';
import { lunarText, type PanelTarget, PostPanel, useResultsDue, usualTime } from '../publishing/index.ts';
import { BirthdayLine } from '../touches/index.ts';
import { type Agenda, laterToday, plannedSince, postOf, type TodayItem } from './agenda.ts';
import { tomorrow } from './care-words.ts';
import { CareDoneList, CareFolds } from './components/care-folds.tsx';
import { CareSection, moreNames } from './components/care-section.tsx';
import { DueSections } from './components/due-section.tsx';
import { LapsedPlans } from './components/lapsed-plans.tsx';
import { NameLine } from './components/name-line.tsx';
import { DoneLine, PostLine } from './components/post-line.tsx';
import { useCareActions, useCareHours, useCareRest, useDueActions } from './use-care.ts';
import { useCursor } from './use-cursor.ts';
import { usePostActions } from './use-post-actions.ts';
import { useToday } from './use-today.ts';
import { type Handlers, useTodayKeys } from './use-today-keys.ts';
import './today-screen.css';

function summaryOf(nowAt: number, day: CalendarDay | undefined, agenda: Agenda, ready: boolean): string {
  const lunar = day ? ` · ${lunarText(day)}` : '';
  const special = day ? [...day.festivals, day.solarTerm ?? ''].filter(Boolean).join(' ') : '';
  const rest = !ready ? '' : agenda.open > 0 ? ` · 还有 ${count(agenda.open)} 件` : agenda.walk.length > 0 ? ' · 都做完了' : '';
  return `${dateText(nowAt)} ${weekdayText(nowAt)}${lunar}${special ? ` · ${special}` : ''}${rest}`;
}

/** birthdays ahead that are shown at once */
const shownBirthdays = 6;

interface SectionProps {
  title: string;
  tone?: 'ask';
  items: readonly TodayItem[];
  cursor: ReturnType<typeof useCursor>;
  render: (item: TodayItem, current: boolean) => ReactNode;
}

function Section({ title, tone, items, cursor, render }: SectionProps) {
  if (items.length === 0) return null;
  return (
    <section className={tone ? `today-section ${tone}` : 'today-section'} aria-label={title}>
      <h2>
        {title}
        <span>{count(items.length)}</span>
      </h2>
      <ul>
        {items.map((item) => (
          <Line key={item.key} item={item} cursor={cursor}>
            {(current) => render(item, current)}
          </Line>
        ))}
      </ul>
    </section>
  );
}

/** One line that the cursor walks over. */
function Line({
  item,
  cursor,
  children,
}: {
  item: TodayItem;
  cursor: ReturnType<typeof useCursor>;
  children: (current: boolean) => ReactNode;
}) {
  const current = cursor.current?.key === item.key;
  return (
    <li className={current ? 'today-line current' : 'today-line'} {...cursor.line(item)}>
      {children(current)}
    </li>
  );
}

function Upcoming({ agenda, openFriend }: { agenda: Agenda; openFriend: (id: number) => void }) {
  const [all, setAll] = useState(false);
  if (agenda.upcoming.length === 0) return null;
  const shown = all || agenda.upcoming.length <= shownBirthdays + 1 ? agenda.upcoming : agenda.upcoming.slice(0, shownBirthdays);
  const hidden = agenda.upcoming.length - shown.length;
  return (
    <section className="today-section quiet" aria-label="接下来 7 天过生日">
      <h2>
        接下来 7 天过生日<span>{count(agenda.upcoming.length)}</span>
      </h2>
      <ul>
        {shown.map((due) => (
          <li key={`${due.friendId}-${due.on}`} className="today-line">
            <BirthdayLine due={due} day={spokenDay(new Date(`${due.on}T00:00`).getTime())} onOpen={() => openFriend(due.friendId)} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="today-more" onClick={() => setAll(true)}>
          再看 {count(hidden)} 位
        </button>
      )}
    </section>
  );
}

interface TodayBodyProps {
  today: ReturnType<typeof useToday>;
  cursor: ReturnType<typeof useCursor>;
  handlers: Handlers;
  write: () => void;
  onMore: () => void;
}

function TodayBody({ today, cursor, handlers, write, onMore }: TodayBodyProps) {
  const { agenda, care } = today;
  const rest = useCareRest().data;
  return (
    <div className="today-lists">
      {agenda.walk.length === 0 && <NothingToday write={write} />}
      {agenda.walk.length > 0 && agenda.open === 0 && <p className="today-all-done">今天的都做完了。</p>}
      <div className="today-columns">
        <div className="today-main">
          {!care && <CareComing error={today.careError} onRetry={today.retry} />}
          {care && <Care care={care} agenda={agenda} cursor={cursor} handlers={handlers} onMore={onMore} />}
          <ToPost today={today} cursor={cursor} handlers={handlers} />
          {care && <DueBeside care={care} agenda={agenda} cursor={cursor} handlers={handlers} />}
        </div>
        <div className="today-side">
          <Section
            title="今天过生日"
            items={agenda.birthdays}
            cursor={cursor}
            render={(item, current) =>
              item.kind === 'birthday' && (
                <BirthdayLine due={item.due} showKey={current} onOpen={() => handlers.openFriend(item.due.friendId)} />
              )
            }
          />
          <Upcoming agenda={agenda} openFriend={handlers.openFriend} />
        </div>
        <div className="today-done">
          {rest && care && care.book.friends > 0 && <CareFolds rest={rest} care={care} onOpen={handlers.openFriend} />}
          {care && <CareDoneList done={care.done} onOpen={handlers.openFriend} onBack={handlers.care.back} />}
          <Section
            title="今天已完成"
            items={agenda.done}
            cursor={cursor}
            render={(item, current) =>
              item.kind === 'done' && (
                <DoneLine
                  post={item.post}
                  current={current}
                  onOpen={() => handlers.openPost(item.post.id)}
                  onBack={() => handlers.actions.settle(item.post, 'scheduled')}
                />
              )
            }
          />
        </div>
      </div>
    </div>
  );
}

function NothingToday({ write }: { write: () => void }) {
  return (
    <EmptyState
      icon={<SunIcon width="22" height="22" />}
      title="今天没有要发的，也没有人过生日"
      hint="写一条朋友圈，排个时间，到点在这里提醒你。"
      action={
        <Button type="primary" icon={<PlusIcon />} onClick={write}>
          写一条
        </Button>
      }
    />
  );
}

/** The names of a large book take a while after the start. */
function CareComing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <p className="care-note" role="status">
      正在算今天先联系谁…
    </p>
  );
}

interface CareProps extends Pick<TodayBodyProps, 'cursor' | 'handlers' | 'onMore'> {
  care: CareList;
  agenda: Agenda;
}

/** Whom to care for today. */
function Care({ care, agenda, cursor, handlers, onMore }: CareProps) {
  const hours = useCareHours(care.names);
  return (
    <CareSection
      care={care}
      items={agenda.names}
      onMore={onMore}
      line={(item) =>
        item.kind === 'name' && (
          <Line key={item.key} item={item} cursor={cursor}>
            {(current) => (
              <NameLine
                row={item.row}
                hours={hours.get(item.row.friendId)}
                current={current}
                actions={handlers.care}
                onCopy={(one) => void handlers.due.copy(one)}
                onOpen={() => handlers.openFriend(item.row.friendId)}
              />
            )}
          </Line>
        )
      }
    />
  );
}

/** Follow-ups and promises of today that no name stands for. */
function DueBeside({ care, agenda, cursor, handlers: { due, openFriend } }: Omit<CareProps, 'onMore'>) {
  const body = (item: TodayItem, isCurrent: boolean) => {
    if (item.kind === 'followUp') {
      const { one } = item;
      return (
        <FollowUpBody
          {...{ one, today: care.on, isCurrent }}
          isShort
          onFriend={() => openFriend(one.friendId)}
          onDone={() => due.settle(one, 'done')}
          onLater={() => due.postpone(one, tomorrow())}
          onSkip={() => due.settle(one, 'skipped')}
          onCopy={() => void due.copy(one)}
        />
      );
    }
    if (item.kind !== 'promise') return null;
    const { owed } = item;
    return (
      <DuePromise
        {...{ one: owed, today: care.on, isCurrent }}
        onFriend={() => openFriend(owed.friendId)}
        onKept={() => due.promise(owed, 'kept')}
        onLater={() => due.promise(owed, 'open', tomorrow())}
        onBroken={() => due.promise(owed, 'broken')}
      />
    );
  };
  const line = (item: TodayItem) => (
    <Line key={item.key} item={item} cursor={cursor}>
      {(current) => body(item, current)}
    </Line>
  );
  return <DueSections care={care} followUps={agenda.followUps} promises={agenda.promises} line={line} />;
}

/** What is to go out today, and what should have. */
function ToPost({ today: { agenda, nowAt }, cursor, handlers }: Omit<TodayBodyProps, 'write' | 'onMore'>) {
  const { actions, openPost, tellPost } = handlers;
  const accounts = useAccounts();
  const nameOf = (id: number) => (accounts.active.length > 1 ? (accounts.byId.get(id)?.name ?? null) : null);
  const postLine = (item: TodayItem, current: boolean) =>
    'post' in item && (
      <PostLine
        post={item.post}
        overdue={item.kind === 'overdue'}
        current={current}
        account={nameOf(item.post.accountId)}
        laterAt={laterToday(nowAt)}
        actions={actions}
        onOpen={() => openPost(item.post.id)}
      />
    );
  return (
    <>
      <Section title="这些到点了还没确认：发了吗？" tone="ask" items={agenda.overdue} cursor={cursor} render={postLine} />
      <Section title="今天要发" items={agenda.posts} cursor={cursor} render={postLine} />
      <LapsedPlans beforeAt={plannedSince(nowAt)} onOpen={openPost} />
      <ResultsDueLine onTell={tellPost} />
    </>
  );
}

/** Posts that went out and of which she has not said what came of them: one press opens the latest, its form ready. */
function ResultsDueLine({ onTell }: { onTell: (id: number) => void }) {
  const { data: due = [] } = useResultsDue();
  const [first] = due;
  if (!first) return null;
  return (
    <p className="today-due">
      {count(due.length)} 条发了一天以上，还没记效果：几个赞、几条评论、几单
      <Button size="small" onClick={() => onTell(first.postId)}>
        记效果
      </Button>
    </p>
  );
}

/** An open post panel goes where the cursor goes: its keys must never act on another line than the marked one. */
function usePanelFollows(current: TodayItem | null, setPanel: Dispatch<SetStateAction<PanelTarget | null>>): void {
  const key = current?.key ?? null;
  const postId = postOf(current)?.id ?? null;
  const last = useRef(key);
  useEffect(() => {
    if (last.current === key) return;
    last.current = key;
    setPanel((open) => (open?.kind !== 'post' ? open : postId === null ? null : { kind: 'post', id: postId }));
  }, [key, postId, setPanel]);
}

interface TodayScreenProps {
  lead?: ReactNode;
  onOpenFriend: (id: number) => void;
  /** a private post goes to its friends one by one */
  onSend: (post: Post) => void;
}

/** 今日: whom to care for, what to post, whom to congratulate, what is still unanswered; each done with one key. */
export function TodayScreen({ lead, onOpenFriend, onSend }: TodayScreenProps) {
  const [more, setMore] = useState(0);
  const today = useToday(more);
  const cursor = useCursor(today.agenda.walk, today.ready && !today.care && !today.careError);
  const actions = usePostActions(onSend);
  const [care, due] = [useCareActions(), useDueActions()];
  const [panel, setPanel] = useState<PanelTarget | null>(null);
  usePanelFollows(cursor.current, setPanel);
  const write = useCallback(() => setPanel({ kind: 'new', at: usualTime(now(), now()) }), []);
  const openPost = (id: number, telling = false) => setPanel({ kind: 'post', id, telling });
  const handlers: Handlers = { actions, care, due, openPost, tellPost: (id) => openPost(id, true), openFriend: onOpenFriend };
  useTodayKeys(cursor, handlers, write);
  useCommands([{ id: 'write-post', label: '写一条内容', words: 'xieyitiao xyt neirong pengyouquan', keys: 'n', run: write }]);
  return (
    <PageFrame
      title="今天先做什么？"
      summary={summaryOf(today.nowAt, today.day, today.agenda, today.ready)}
      scroll={false}
      actions={
        <Button icon={<PlusIcon />} onClick={write}>
          写一条
        </Button>
      }
    >
      <div className="today-lead">{lead}</div>
      <div className="today-body">
        {today.error ? (
          <ErrorState error={today.error} onRetry={today.retry} />
        ) : today.ready ? (
          <TodayBody today={today} cursor={cursor} handlers={handlers} write={write} onMore={() => setMore(more + moreNames)} />
        ) : (
          <div className="today-lists">
            <LoadingSkeleton rows={6} height={56} />
          </div>
        )}
        {panel && <PostPanel target={panel} onOpen={setPanel} onClose={() => setPanel(null)} onSend={onSend} />}
      </div>
    </PageFrame>
  );
}
