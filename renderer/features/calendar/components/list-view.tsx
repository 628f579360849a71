import { Checkbox } from 'antd';
import type { MouseEvent } from 'react';
import type { CalendarDay, Post } from '../../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../../shared/contracts/calendar-events.ts';
import { publishChannelWords } from '../../../../shared/domain/words.ts';
import { clockTime, count, dayText, fullTime } from '../../../lib/format.ts';
import { CategoryMark, postTitle, StateMark } from '../../publishing/index.ts';
import { dayAt, dayFacts, dayName } from '../days.ts';
import type { Selection } from '../selection.ts';
import { OwnDay } from './board-items.tsx';
import './list-view.css';

export interface ListViewProps {
  posts: readonly Post[];
  events: readonly CalendarEvent[];
  days: ReadonlyMap<string, CalendarDay>;
  /** 'YYYY-MM-DD' of the days that are shown */
  fromOn: string;
  toOn: string;
  cursorOn: string;
  accountNames: ReadonlyMap<number, string> | null;
  openId: number | null;
  selection: Selection;
  onOpen: (post: Post) => void;
  onOwnDay: (own: CalendarEvent) => void;
}

/** Days that have something, in order: posts, and days of her own on their first day of the month. */
function daysWithSomething({ posts, events, fromOn, toOn }: Pick<ListViewProps, 'posts' | 'events' | 'fromOn' | 'toOn'>) {
  const postsOn = Map.groupBy(posts, (post) => dayText(post.scheduledAt));
  const eventsOn = Map.groupBy(events, (own) => (own.fromOn < fromOn ? fromOn : own.fromOn));
  const days = [...new Set([...postsOn.keys(), ...eventsOn.keys()])].filter((on) => on >= fromOn && on <= toOn).sort();
  return days.map((on) => ({ on, posts: postsOn.get(on) ?? [], events: eventsOn.get(on) ?? [] }));
}

/** A month as a list: one line a post, chosen with its box, opened with a click. */
export function ListView(props: ListViewProps) {
  const { days, cursorOn, onOwnDay } = props;
  const found = daysWithSomething(props);
  if (found.length === 0) return <p className="list-empty">这个月还没有内容。按 n 写一条，或者在「更多」里用素材库排满一周。</p>;
  return (
    <div className="post-list">
      {found.map(({ on, posts, events }) => {
        const day = days.get(on);
        return (
          <section key={on} className={on === cursorOn ? 'post-list-day cursor' : 'post-list-day'} aria-label={dayName(dayAt(on))}>
            <h3>
              {dayName(dayAt(on))}
              {day && <small>{dayFacts(day)}</small>}
              {posts.length > 3 && <small className="post-list-many">一天 {count(posts.length)} 条，有点多</small>}
            </h3>
            {events.map((own) => (
              <button key={own.id} type="button" className="post-list-own" onClick={() => onOwnDay(own)}>
                <OwnDay own={own} />
              </button>
            ))}
            <ul>
              {posts.map((post) => (
                <PostLine key={post.id} post={post} {...props} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function PostLine({ post, accountNames, openId, selection, onOpen }: ListViewProps & { post: Post }) {
  const account = accountNames?.get(post.accountId);
  const chosen = selection.ids.has(post.id);
  const name = `${clockTime(post.scheduledAt)} ${post.title || postTitle(post)}`;
  const choose = (event: MouseEvent) => {
    if (event.shiftKey) selection.reach(post.id);
    else if (event.ctrlKey || event.metaKey) selection.toggle(post.id);
    else onOpen(post);
  };
  return (
    <li className={['listed-post', post.id === openId && 'open', chosen && 'chosen'].filter(Boolean).join(' ')} data-state={post.state}>
      <Checkbox aria-label={`选中 ${name}`} checked={chosen} onChange={() => selection.toggle(post.id)} />
      <button type="button" data-post={post.id} onClick={choose} title={`${fullTime(post.scheduledAt)}\n${post.text.slice(0, 200)}`}>
        <b>{clockTime(post.scheduledAt)}</b>
        <StateMark state={post.state} />
        <CategoryMark category={post.category} />
        <span className="listed-post-title">{post.title || postTitle(post)}</span>
        <span className="listed-post-more">
          {[account, post.channel === 'moments' ? '' : publishChannelWords[post.channel], post.recurrenceId === null ? '' : '定期重复']
            .filter(Boolean)
            .join(' · ')}
        </span>
      </button>
    </li>
  );
}
