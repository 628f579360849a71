import type { EventDisplayInfo, EventInput } from '@fullcalendar/react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import type { CalendarEvent, CalendarEventKind } from '../../../../shared/contracts/calendar-events.ts';
import type { TagColor } from '../../../../shared/contracts/common.ts';
import type { FreeSlot } from '../../../../shared/contracts/slots.ts';
import { calendarEventKindWords, publishChannelWords } from '../../../../shared/domain/words.ts';
import { clockTime, dateText, dayText } from '../../../lib/format.ts';
import { categoryColors, categoryWords, isSettled, postTitle, StateIcon, stateWords } from '../../publishing/index.ts';
import { addDays, dayAt } from '../days.ts';
import '../../../ui/tag-chip.css';
import './board-items.css';

/** What lies on the calendar: a post, a day of her own, a slot that nothing has taken. */
export type BoardItem = { post: Post } | { own: CalendarEvent } | { slot: FreeSlot };

/** a post is a moment; on the hours of the week it is drawn as tall as its two lines */
const drawnMs = 50 * 60_000;

export const eventKindColors: Record<CalendarEventKind, TagColor> = { newGoods: 'orange', live: 'purple', shipping: 'cyan', other: 'grey' };

/** A day of her own, in one line: 上新 秋装 */
export function OwnDay({ own }: { own: CalendarEvent }) {
  return (
    <span className="own-day" data-tag-color={eventKindColors[own.kind]} title={ownDayText(own)}>
      <b>{calendarEventKindWords[own.kind]}</b>
      <span>{own.title}</span>
    </span>
  );
}

/** 上新「秋装」，11月28日 – 11月30日 */
export function ownDayText({ kind, title, fromOn, toOn, note }: CalendarEvent): string {
  const days = fromOn === toOn ? dateText(dayAt(fromOn)) : `${dateText(dayAt(fromOn))} – ${dateText(dayAt(toOn))}`;
  return `${calendarEventKindWords[kind]}「${title}」，${days}${note ? `\n${note}` : ''}`;
}

function SlotChip({ slot, account, hover }: { slot: FreeSlot; account: string | null; hover: string }) {
  return (
    <span className="slot-chip" title={hover} data-tag-color={categoryColors[slot.category]}>
      <span>{clockTime(slot.at)}</span>
      <span className="slot-chip-kind">空档：{categoryWords[slot.category]}</span>
      {account && <span className="sr-only">，{account}</span>}
    </span>
  );
}

/** The words of a post on the calendar; the channel first where it is not the usual one. */
export function chipWords(post: Post): string {
  const channel = post.channel === 'moments' ? '' : `${publishChannelWords[post.channel]} · `;
  return `${channel}${post.title || postTitle(post)}`;
}

/** A post among the hours: time, kind, state, first words. */
function PostChip({ post, account, chosen, hover }: { post: Post; account: string | null; chosen: boolean; hover: string }) {
  return (
    <span className="post-chip" title={hover} data-tag-color={categoryColors[post.category]} data-state={post.state}>
      <span className="post-chip-head">
        <b>{clockTime(post.scheduledAt)}</b>
        <span className="post-chip-kind">{categoryWords[post.category]}</span>
        <span className="post-chip-state" title={stateWords[post.state]}>
          {post.recurrenceId !== null && <span className="post-chip-again" role="img" aria-label="定期重复" title="定期重复" />}
          <StateIcon state={post.state} size={12} />
          <span className="post-chip-word">{stateWords[post.state]}</span>
        </span>
      </span>
      <span className="post-chip-title">{chipWords(post)}</span>
      {account && <span className="sr-only">，{account}</span>}
      {chosen && <span className="sr-only">，已选中</span>}
    </span>
  );
}

/** What the hover says. */
export function hoverText(item: BoardItem, accounts: ReadonlyMap<number, string> | null): string {
  if ('own' in item) return ownDayText(item.own);
  const account = accounts?.get('post' in item ? item.post.accountId : item.slot.accountId);
  const whose = account ? `，${account}` : '';
  if ('slot' in item) return `${clockTime(item.slot.at)} 还空着，留给「${categoryWords[item.slot.category]}」${whose}。点一下就写`;
  const { post } = item;
  const more = [
    post.channel === 'moments' ? '' : `，${publishChannelWords[post.channel]}`,
    post.assets.length > 0 ? `，${post.assets.length} 张图` : '',
    post.siblings > 0 ? `，另外 ${post.siblings} 个微信号也发` : '',
    post.recurrenceId === null ? '' : '，定期重复',
  ].join('');
  const head = `${clockTime(post.scheduledAt)} ${categoryWords[post.category]}，${stateWords[post.state]}${whose}${more}`;
  return `${head}\n${post.title ? `${post.title}\n` : ''}${post.text.slice(0, 200)}`;
}

export interface ItemLooks {
  accounts: ReadonlyMap<number, string> | null;
  openId: number | null;
  chosen: ReadonlySet<number>;
}

export const itemOf = (info: { event: { extendedProps: Record<string, unknown> } }): BoardItem =>
  info.event.extendedProps.item as BoardItem;

/** The inside of one thing on the calendar. */
export function BoardItemView({ info, looks }: { info: EventDisplayInfo; looks: ItemLooks }) {
  const item = itemOf(info);
  if ('own' in item) return <OwnDay own={item.own} />;
  const account = looks.accounts?.get('slot' in item ? item.slot.accountId : item.post.accountId) ?? null;
  const hover = hoverText(item, looks.accounts);
  if ('slot' in item) return <SlotChip slot={item.slot} account={account} hover={hover} />;
  // while it is dragged it shows the time it would have
  const post = { ...item.post, scheduledAt: info.event.start?.getTime() ?? item.post.scheduledAt };
  return <PostChip post={post} account={account} chosen={looks.chosen.has(post.id)} hover={hover} />;
}

export function itemClass(info: EventDisplayInfo, { openId, chosen }: ItemLooks): string {
  const item = itemOf(info);
  if ('own' in item) return 'board-event own';
  if ('slot' in item) return 'board-event free';
  return [
    'board-event',
    info.isDragging && 'dragging',
    item.post.id === openId && 'open',
    chosen.has(item.post.id) && 'chosen',
    isSettled(item.post) && 'settled',
  ]
    .filter(Boolean)
    .join(' ');
}

// never past midnight, or the chip would be drawn on two days
const endOf = (at: number) => Math.min(at + drawnMs, addDays(at, 1));

/** What the hours of the week and the day draw. */
export function toBoardEvents(posts: readonly Post[], events: readonly CalendarEvent[], slots: readonly FreeSlot[]): EventInput[] {
  return [
    ...posts.map((post) => ({
      ...{ id: `post-${post.id}`, title: postTitle(post), start: post.scheduledAt, end: endOf(post.scheduledAt) },
      startEditable: !isSettled(post),
      extendedProps: { item: { post } },
    })),
    ...events.map((own) => ({
      ...{ id: `own-${own.id}`, title: own.title, allDay: true, start: own.fromOn, end: dayText(addDays(dayAt(own.toOn), 1)) },
      startEditable: false,
      extendedProps: { item: { own } },
    })),
    ...slots.map((slot) => ({
      ...{ id: `slot-${slot.accountId}-${slot.at}`, title: categoryWords[slot.category], start: slot.at, end: endOf(slot.at) },
      startEditable: false,
      extendedProps: { item: { slot } },
    })),
  ];
}
