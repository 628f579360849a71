import type { Saved } from '../../shared/contracts/common.ts';
import type { FollowUpList, PromiseList } from '../../shared/contracts/follow-ups.ts';
import type { HandOrder } from '../../shared/contracts/orders-by-hand.ts';
import type { CareList, CareName, CareRest } from '../../shared/contracts/today.ts';
import type { UndoState } from '../../shared/contracts/undo.ts';
import { type Sop, type SopKey, sopKeys } from '../../shared/domain/follow-up.ts';
import { firstSops } from '../../shared/domain/sop-starters.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { emptied } from './emptied.ts';
import { paidOrder } from './paid-order.ts';
import { friendNamed, type TestApp } from './test-app.ts';

export const dayMs = 86_400_000;

/** A book for tests of 今日, and what is done in it. */
export function todayBook(app: TestApp) {
  const begin = app.clock.at;
  /** An empty book: another one would start workers of its own. */
  function clear(): void {
    app.clock.at = begin;
    const tables = [
      'orders',
      'order_lines',
      'order_claims',
      'products',
      'touches',
      'friend_chat_stats',
      'friend_events',
      'follow_ups',
      'promises',
      'friend_tags',
      'tags',
      'friends',
      'settings',
    ];
    emptied(app, tables, ['friends', 'orders', 'chats', 'touches', 'tags', 'settings', 'rules', 'today', 'followUps']);
    setTemplates({});
  }

  /** Templates are off but those that are named: everybody who was added or bought is followed up with otherwise. */
  function setTemplates(on: Partial<Record<SopKey, Partial<Sop>>>): void {
    const sops = Object.fromEntries(sopKeys.map((key) => [key, { ...firstSops[key], isOn: key in on, ...on[key] }]));
    const sql = "INSERT OR REPLACE INTO settings (key, value, updated_at) VALUES ('followUps.sops', ?, 0)";
    app.ctx.db.sql(sql).run(JSON.stringify(sops));
    app.ctx.announce({ topics: ['settings', 'rules'] });
  }

  const care = (more = 0) => app.call<CareList>('today.care', { more });
  const rest = () => app.call<CareRest>('today.rest');
  const namesNow = async (more = 0) => (await care(more)).names.map(({ name }) => name);
  const day = (later: number) => localDay(app.clock.now(), later);
  const ago = (days: number) => app.clock.now() - days * dayMs;
  const friend = async (name: string, more: Record<string, unknown> = {}) =>
    (await app.call<Saved>('friends.create', friendNamed(name, { addedAt: ago(400), ...more }))).id;
  const only = (...ids: number[]) => ({ by: 'ids', ids });
  const touch = (id: number, days = 0, more: object = {}) =>
    app.call('touches.log', { selection: only(id), touchpoint: 'private', direction: 'out', at: ago(days), note: '', ...more });
  const setLevel = (id: number, level: number) => app.call('trust.setLevel', { selection: only(id), level, reason: '' });
  const order = (friendId: number | null, amountFen: number, daysAgo: number, more: Partial<HandOrder> = {}) =>
    paidOrder(app.clock.now(), friendId, amountFen, daysAgo, more);
  const buy = async (...told: Parameters<typeof order>) => (await app.call<Saved>('orders.create', order(...told))).id;
  const answer = (said: object) => app.call('today.answer', said);
  const undo = async () => {
    const { undo: action } = await app.call<UndoState>('undo.state');
    await app.call('undo.undo', { id: action!.id });
  };
  /** Days on which both wrote, so many days ago, as the background would read them. */
  function talked(id: number, daysAgo: readonly number[]): void {
    const first = Math.floor((app.clock.now() + 8 * 3_600_000) / dayMs);
    const numbers = daysAgo.map((one) => first - one).sort((a, b) => a - b);
    const days = numbers.map((one, i) => one - (numbers[i - 1] ?? 0)).join();
    const last = ago(Math.min(...daysAgo));
    app.ctx.db
      .sql(
        `INSERT OR REPLACE INTO friend_chat_stats (friend_id, first_at, last_in_at, last_out_at, in_count, out_count, two_way_days, asked_count, talk_days)
         VALUES (?, ?, ?, ?, 9, 9, ?, 0, ?)`,
      )
      .run(id, ago(Math.max(...daysAgo)), last, last, numbers.length, days);
    app.ctx.db
      .sql(
        `UPDATE friend_chat_stats SET talk_key = in_count || ':' || out_count || ':' || two_way_days || ':' || coalesce(first_at, 0) || ':'
           || coalesce(last_in_at, 0) || ':' || coalesce(last_out_at, 0) WHERE friend_id = ?`,
      )
      .run(id);
    app.ctx.db.sql('UPDATE friends SET last_contact_at = ? WHERE id = ?').run(last, id);
    app.ctx.announce({ topics: ['chats', 'friends'] });
  }

  const hand = async (friendId: number, title: string, later = 0) =>
    (await app.call<Saved>('followUps.add', { friendId, title, words: '', dueOn: day(later) })).id;
  const promised = async (friendId: number, text: string, later = 0) =>
    (await app.call<Saved>('followUps.promise', { friendId, text, dueOn: day(later) })).id;
  const followUps = () => app.call<FollowUpList>('followUps.list', { limit: 50 });
  const openPromises = async () => (await app.call<PromiseList>('followUps.promises', { settled: false, limit: 50 })).rows;
  const done = ({ friendId, due, followUps, promises }: CareName) =>
    app.call<Saved>('today.done', {
      ...{ friendId, birthday: due.some(({ kind }) => kind === 'birthday') },
      ...{ followUps: followUps.map(({ pick }) => pick), promises: promises.map(({ id }) => id) },
    });
  const redo = async () => app.call('undo.redo', { id: (await app.call<UndoState>('undo.state')).redo!.id });
  return {
    clear,
    setTemplates,
    care,
    rest,
    namesNow,
    day,
    ago,
    friend,
    only,
    touch,
    setLevel,
    order,
    buy,
    answer,
    undo,
    talked,
    hand,
    promised,
    followUps,
    openPromises,
    done,
    redo,
  };
}
