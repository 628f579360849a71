import { type SegmentRule, segmentRule } from '../../../shared/contracts/segments.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { timePrecisions } from '../../../shared/domain/messages.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { testsOf } from '../../../shared/domain/segment-rule.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import { firstSops } from '../../../shared/domain/sop-starters.ts';
import { dayNamed, dayNumber, localZoneName } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { DemoFile, DemoOrder } from './demo-file.ts';
import { hour, insertRow, minute, type Places, pastMoment, plainInsert } from './rows.ts';

/** What a shop has beside its people and words: orders, segments, a send list, hours, days of its own, a series. */
export function insertShop(ctx: ServiceContext, data: DemoFile, places: Places, now: number): void {
  insertOrders(ctx, data, places, now);
  insertSegments(ctx, data, places, now);
  insertQueue(ctx, data, places, now);
  insertFollowUps(ctx, data, places, now);
  for (const { account, ...slot } of data.slots) insertRow(ctx, 'slots', { account_id: places.accounts[account]!, ...slot });
  for (const { title, kind, from, to, note } of data.events)
    insertRow(ctx, 'calendar_events', {
      ...{ title, kind, note, from_on: dayIn(now, from), to_on: dayIn(now, to) },
      ...stamps(now),
    });
  insertSeries(ctx, data.series, places, now);
}

const stamps = (at: number) => ({ created_at: at, updated_at: at });
const dayIn = (now: number, days: number): string => dayNamed(dayNumber(localDay(now)) + days);

function insertOrders(ctx: ServiceContext, data: DemoFile, places: Places, now: number): void {
  const productIds = data.products.map(({ name, kind, priceFen, costFen, unitDays, cycleDays }) => {
    const known = ctx.db.pluck('SELECT id FROM products WHERE name_key = ?').get(foldName(name)) as number | undefined;
    return (
      known ??
      insertRow(ctx, 'products', {
        ...{ name, name_key: foldName(name), kind, price_fen: priceFen, cost_fen: costFen, unit_days: unitDays, cycle_days: cycleDays },
        ...stamps(now),
      })
    );
  });
  const groupBuys = data.groupBuys.map(({ title, day }) =>
    insertRow(ctx, 'group_buys', {
      ...{ account_id: places.accounts[0]!, title, title_key: foldName(title), day: dayIn(now, day), source: 'ktt' },
      ...stamps(now),
    }),
  );
  for (const [n, order] of data.orders.entries()) insertOrder(ctx, data, order, { n, productIds, groupBuys }, places, now);
}

interface OrderPlaces {
  /** running number */
  n: number;
  productIds: number[];
  groupBuys: number[];
}

function insertOrder(
  ctx: ServiceContext,
  data: DemoFile,
  order: DemoOrder,
  { n, productIds, groupBuys }: OrderPlaces,
  places: Places,
  now: number,
): void {
  const friend = data.friends[order.friend]!;
  const at = Math.max(pastMoment(order.at, now), pastMoment(friend.added, now));
  const amount = order.lines.reduce((sum, [, count, fen]) => sum + count * fen, 0);
  const wasPaid = order.status !== 'unpaid' && order.status !== 'cancelled';
  const name = friend.nickname || friend.remark;
  const orderNo = `DEMO${String(n + 1).padStart(6, '0')}`;
  const id = insertRow(ctx, 'orders', {
    ...{ account_id: places.accounts[friend.account]!, friend_id: places.friends[order.friend]!, friend_by: 'wxid' },
    ...{ source: 'ktt', identity: `n\u001fktt\u001f${orderNo}`, occurrence: 1, order_no: orderNo },
    group_buy_id: order.groupBuy === null || friend.account !== 0 ? null : groupBuys[order.groupBuy]!,
    ...{ buyer_name: name, buyer_key: foldName(name), receiver: '', phone: '', address: friend.address ?? '' },
    ...{ at, ordered_at: at, paid_at: wasPaid ? Math.min(at + 2 * minute, now) : null, precision: timePrecisions.indexOf('second') },
    ...{ status: orderStatuses.indexOf(order.status), status_text: '', amount_fen: amount, paid_fen: wasPaid ? amount : null },
    ...{ refund_fen: order.status === 'refunded' ? amount : 0, note: '', seller_note: '', extra: '{}' },
    ...stamps(at),
  });
  for (const [position, [product, count, fen]] of order.lines.entries())
    plainInsert(ctx, 'order_lines', {
      ...{ order_id: id, position, product_id: productIds[product]!, product: data.products[product]!.name, spec: '' },
      ...{ quantity_milli: count * 1000, unit: '份', price_fen: fen, amount_fen: count * fen, refund_fen: null },
    });
}

function insertSegments(ctx: ServiceContext, data: DemoFile, places: Places, now: number): void {
  const written = pastMoment([-22, 20 * 60], now);
  for (const { name, note, rule, sizes } of data.segments) {
    if (ctx.db.pluck('SELECT 1 FROM friend_segments WHERE name = ?').get(name) !== undefined) continue;
    const id = insertRow(ctx, 'friend_segments', { name, note, rule: JSON.stringify(withTags(rule, places.tags)), ...stamps(written) });
    for (const [day, size] of sizes) plainInsert(ctx, 'segment_sizes', { segment_id: id, on: dayIn(now, day), size });
  }
}

/** The rule with ids of tags in place of their places + 1. */
function withTags(rule: SegmentRule, tags: readonly number[]): SegmentRule {
  const own = structuredClone(rule);
  for (const { leaf } of testsOf(own)) if (leaf.test.field === 'tags') leaf.test.tagIds = leaf.test.tagIds.map((place) => tags[place - 1]!);
  return segmentRule.parse(own);
}

function insertQueue(ctx: ServiceContext, { queue }: DemoFile, places: Places, now: number): void {
  const kind = touchKinds.indexOf(queue.kind);
  const made = pastMoment([-1, 19 * 60 + 30], now);
  const queueId = insertRow(ctx, 'send_queues', {
    ...{ name: queue.name, content_id: places.pieces[queue.piece]!, text: queue.text, kind, state: 'open' },
    audience: JSON.stringify({ by: 'selection', count: queue.items.length }),
    ...stamps(made),
  });
  for (const [place, { friend, state, at, replied }] of queue.items.entries()) {
    const friendId = places.friends[friend]!;
    const settledAt = at === null ? null : pastMoment(at, now);
    const repliedAt = replied && settledAt !== null ? Math.min(settledAt + hour / 4, now - minute) : null;
    const itemId = plainInsert(ctx, 'send_items', {
      ...{ queue_id: queueId, friend_id: friendId, place, state, settled_at: settledAt, replied_at: repliedAt },
    });
    if (state !== 'sent' || settledAt === null) continue;
    const contact = { friend_id: friendId, touchpoint: 'private', note: queue.name, send_item_id: itemId };
    const touchId = plainInsert(ctx, 'touches', { ...contact, at: settledAt, direction: 'out', kind });
    if (repliedAt !== null) plainInsert(ctx, 'touches', { ...contact, at: repliedAt, direction: 'in', kind: 0, note: '回复了' });
    ctx.db.sql('UPDATE send_items SET touch_id = ? WHERE id = ?').run(touchId, itemId);
    ctx.db
      .sql('UPDATE friends SET last_contact_at = max(coalesce(last_contact_at, 0), ?) WHERE id = ?')
      .run(repliedAt ?? settledAt, friendId);
  }
}

/** What she did with steps of templates, what she set herself, and what she promised. They go with their friend. */
function insertFollowUps(ctx: ServiceContext, data: DemoFile, places: Places, now: number): void {
  for (const { friend, sop, step: key, from, at, isDone } of data.followUps) {
    const friendId = places.friends[friend]!;
    const { title, kind, days } = firstSops[sop].steps.find((step) => step.key === key)!;
    const settledAt = pastMoment(at, now);
    const contact = { friend_id: friendId, touchpoint: 'private', note: `跟进：${title}`, at: settledAt, direction: 'out' };
    plainInsert(ctx, 'follow_ups', {
      ...{ friend_id: friendId, sop, step: key, from_on: dayIn(now, from), title, due_on: dayIn(now, from + days) },
      ...{ state: isDone ? 'done' : 'skipped', settled_at: settledAt, created_at: settledAt },
      touch_id: isDone ? plainInsert(ctx, 'touches', { ...contact, kind: touchKinds.indexOf(kind) }) : null,
    });
    if (isDone)
      ctx.db.sql('UPDATE friends SET last_contact_at = max(coalesce(last_contact_at, 0), ?) WHERE id = ?').run(settledAt, friendId);
  }
  const open = ({ friend, on, made }: DemoFile['promises' | 'ownFollowUps'][number]) => ({
    ...{ friend_id: places.friends[friend]!, due_on: dayIn(now, on), state: 'open', created_at: pastMoment(made, now) },
  });
  for (const one of data.ownFollowUps) plainInsert(ctx, 'follow_ups', { ...open(one), title: one.title });
  for (const one of data.promises) plainInsert(ctx, 'promises', { ...open(one), text: one.text });
}

/** Its posts are made ahead by the calendar, as those of every series. */
function insertSeries(ctx: ServiceContext, series: DemoFile['series'], places: Places, now: number): void {
  const { account, weekdays, minute: at, category, text } = series;
  const post = {
    ...{ accountId: places.accounts[account]!, alsoAccountIds: [], title: '', text, category, channel: 'moments', state: 'scheduled' },
    ...{ audience: { mode: 'all', tagIds: [], levels: [], segmentIds: [] }, contentId: null, assetIds: [] },
  };
  insertRow(ctx, 'recurrences', {
    ...{ rule: JSON.stringify({ kind: 'weekly', weekdays, minute: at, zone: localZoneName() }), post: JSON.stringify(post) },
    ...{ from_on: dayIn(now, 0), until_on: null, made_until_on: dayIn(now, -1), skipped_on: '[]' },
    ...stamps(now),
  });
}
