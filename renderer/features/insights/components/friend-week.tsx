import { Button } from 'antd';
import { useState } from 'react';
import type { FriendWeek, WeekItem } from '../../../../shared/contracts/insights.ts';
import { categoryWords } from '../../../../shared/domain/words.ts';
import { clockTime, dayText, startOfDay } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { categoryColors, touchpointWords } from '../../../lib/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ChevronLeftIcon, ChevronRightIcon } from '../../../ui/icons.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useFriendWeek } from '../queries.ts';
import { dayWords } from '../words.ts';
import './friend-week.css';

/** Opens the week of one friend from her panel. */
export function FriendWeekButton({ friendId }: { friendId: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        这一周看到什么
      </Button>
      {open && <FriendWeekDialog friendId={friendId} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Monday of the week of a moment, and of others by whole weeks from it. */
function mondayOf(at: number, weeks: number): string {
  const date = new Date(startOfDay(at));
  date.setDate(date.getDate() - ((date.getDay() + 6) % 7) + 7 * weeks);
  return dayText(date.getTime());
}

function daysFrom(monday: string): string[] {
  return Array.from({ length: 7 }, (_, i) => {
    const date = new Date(`${monday}T12:00`);
    date.setDate(date.getDate() + i);
    return dayText(date.getTime());
  });
}

/** The change of places: all that one friend saw and will see of her in a week, in order. */
function FriendWeekDialog({ friendId, onClose }: { friendId: number; onClose: () => void }) {
  const [weeks, setWeeks] = useState(0);
  const monday = mondayOf(now(), weeks);
  const week = useFriendWeek(friendId, monday);
  return (
    <Dialog open title={week.data ? `站在${week.data.name}那边看` : '站在好友那边看'} width={760} onClose={onClose}>
      <div className="friend-week-pager">
        <button type="button" className="icon-button" aria-label="上一周" onClick={() => setWeeks(weeks - 1)}>
          <ChevronLeftIcon />
        </button>
        <Button size="small" disabled={weeks === 0} onClick={() => setWeeks(0)}>
          这一周
        </Button>
        <button type="button" className="icon-button" aria-label="下一周" onClick={() => setWeeks(weeks + 1)}>
          <ChevronRightIcon />
        </button>
        <p aria-live="polite">{week.data ? summary(week.data) : ''}</p>
      </div>
      {week.error && !week.data && <ErrorState error={week.error} onRetry={() => void week.refetch()} />}
      {!week.data && !week.error && <LoadingSkeleton rows={7} height={44} />}
      {week.data && week.data.unknown > 0 && (
        <p className="friend-week-unknown">
          另有 {week.data.unknown} 条说不准看不看得到：「给谁看」里选的标签或人群已经删除了，或者是从文件导入的。
        </p>
      )}
      {week.data && <Days monday={monday} week={week.data} />}
      {week.data && <Waiting lists={week.data.waiting} />}
    </Dialog>
  );
}

/** '看过 2 条朋友圈（1 条促销），还会看到 6 条朋友圈（1 条促销），还会收到 1 条私聊' */
function summary({ items, carried }: FriendWeek): string {
  const posts = (state: WeekItem['state'], words: string) => {
    const some = items.filter((item) => item.channel === 'moments' && item.state === state);
    const offers = some.filter(({ category }) => category === 'offer').length;
    return some.length === 0 ? [] : [`${words} ${some.length} 条朋友圈${offers > 0 ? `（${offers} 条促销）` : ''}`];
  };
  const times = (direction: WeekItem['direction'], words: string) => {
    const many = items.filter((item) => item.kind === 'touch' && item.direction === direction).length;
    return many === 0 ? [] : [words.replace('#', String(many))];
  };
  const alone = items.filter((item) => item.state === 'coming' && item.kind !== 'touch' && item.channel !== 'moments').length;
  const said = [
    ...posts('shown', '看过'),
    ...posts('coming', '还会看到'),
    ...(alone > 0 ? [`还会收到 ${alone} 条私聊`] : []),
    ...times('out', '你找过对方 # 次'),
    ...times('in', '对方找过你 # 次'),
  ];
  const before = carried >= 0.05 ? `。这周开始时还有打扰 ${oneDigit(carried)}` : '';
  return `${said.length > 0 ? said.join('，') : '这一周什么也没看到'}${before}`;
}

const oneDigit = (load: number): string => (Math.round(load * 10) / 10).toString();

const whyWords = { paused: '名单先停着', blocked: '打了不收广告的标签，不会发', gone: '删了你或拉黑了你，不会发' } as const;

/** What goes to her alone, and has no moment as things stand. */
function Waiting({ lists }: { lists: FriendWeek['waiting'] }) {
  if (lists.length === 0) return null;
  return (
    <section className="friend-week-waiting" aria-label="没有定时间的">
      <h3>没有定时间的</h3>
      <ul>
        {lists.map(({ name, why }, i) => (
          <li key={i}>
            {name}
            <small>{whyWords[why]}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Days({ monday, week }: { monday: string; week: FriendWeek }) {
  const byDay = Map.groupBy(week.items, ({ at }) => dayText(at));
  const loads = new Map(week.loads.map(({ on, load }) => [on, load]));
  const today = dayText(now());
  return (
    <ol className="friend-week">
      {daysFrom(monday).map((on) => (
        <li key={on} aria-current={on === today ? 'date' : undefined}>
          <h3>{on === today ? '今天' : dayWords(on)}</h3>
          <ul>
            {(byDay.get(on) ?? []).map((item) => (
              <Item key={item.key} item={item} />
            ))}
          </ul>
          <span
            className="friend-week-load"
            data-full={(loads.get(on) ?? 0) >= week.cap || undefined}
            title={`这天结束时的打扰${on > today ? '（排好的、名单里等着的都发了的话）' : ''}，到了 ${oneDigit(week.cap)} 广告先等一等`}
          >
            打扰 {oneDigit(loads.get(on) ?? 0)} / {oneDigit(week.cap)}
          </span>
        </li>
      ))}
    </ol>
  );
}

const stateWords = { shown: '', coming: '排好了', unsent: '到点没发' } as const;

/** What it is: a post by its category, a list to go through, a contact. */
function What({ item }: { item: WeekItem }) {
  if (item.category)
    return (
      <span className="friend-week-category" data-tag-color={categoryColors[item.category]}>
        {categoryWords[item.category]}
        {item.channel === 'private' && '·私聊'}
      </span>
    );
  if (item.kind === 'queue') return <span className="friend-week-touch">发送名单</span>;
  return (
    <span className="friend-week-touch">
      {item.direction === 'in' ? '对方找我' : '我找对方'}·{touchpointWords[item.touchpoint as keyof typeof touchpointWords]}
    </span>
  );
}

function Item({ item }: { item: WeekItem }) {
  const weighs = item.weight > 0 && item.state !== 'unsent' ? `打扰 +${oneDigit(item.weight)}` : '';
  const said = [stateWords[item.state], weighs].filter(Boolean).join(' · ');
  return (
    <li data-state={item.state} data-direction={item.direction}>
      <time>{clockTime(item.at)}</time>
      <What item={item} />
      <p>{item.text.split('\n', 1)[0]}</p>
      {said && <small>{said}</small>}
    </li>
  );
}
