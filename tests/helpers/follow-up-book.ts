import type { Saved } from '../../shared/contracts/common.ts';
import type { FollowUp, FollowUpList, FollowUpPick } from '../../shared/contracts/follow-ups.ts';
import type { TimelineItem } from '../../shared/contracts/friends.ts';
import type { HandOrder } from '../../shared/contracts/orders-by-hand.ts';
import type { UndoState } from '../../shared/contracts/undo.ts';
import type { Sop, SopKey } from '../../shared/domain/follow-up.ts';
import { firstSops } from '../../shared/domain/sop-starters.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { paidOrder } from './paid-order.ts';
import { friendNamed, type TestApp } from './test-app.ts';

/** A book for tests of 跟进, and what is done in it. */
export function followUpBook(app: TestApp) {
  /** Puts everybody away instead of opening another book: each would start a worker of its own. */
  const clear = () => {
    const { db } = app.ctx;
    db.sql('UPDATE friends SET archived_at = 1').run();
    for (const table of ['follow_ups', 'promises', 'settings']) db.sql(`DELETE FROM ${table}`).run();
    app.ctx.announce({ topics: ['friends', 'rules'] });
    // everybody's first order is thanked for otherwise
    return change({});
  };
  const day = (later: number) => localDay(app.clock.now(), later);
  const friend = async (name: string, more: Record<string, unknown> = {}) =>
    (await app.call<Saved>('friends.create', friendNamed(name, more))).id;
  const order = async (friendId: number, daysAgo: number, more: Partial<HandOrder> = {}) =>
    (await app.call<Saved>('orders.create', paidOrder(app.clock.now(), friendId, 5800, daysAgo, more))).id;
  const list = () => app.call<FollowUpList>('followUps.list', { limit: 100 });
  const brief = ({ name, title, dueOn, on, putOff }: FollowUp) => [name, title, dueOn, on, putOff];
  const parts = async () => {
    const { late, now, later } = await list();
    return { late: late.rows.map(brief), now: now.rows.map(brief), later: later.rows.map(brief) };
  };
  const everything = async () => {
    const { late, now, later } = await list();
    return [...late.rows, ...now.rows, ...later.rows];
  };
  const pickOf = async (title: string): Promise<FollowUpPick> => (await everything()).find((one) => one.title === title)!.pick;
  const settle = async (title: string, state: 'done' | 'skipped' = 'done') =>
    app.call<Saved>('followUps.settle', { pick: await pickOf(title), state });
  const undo = async () => app.call('undo.undo', { id: (await app.call<UndoState>('undo.state')).undo!.id });
  const redo = async () => app.call('undo.redo', { id: (await app.call<UndoState>('undo.state')).redo!.id });
  const only = (id: number) => ({ by: 'ids', ids: [id] });
  const change = (sops: Partial<Record<SopKey, Partial<Sop>>>) =>
    app.call('settings.set', {
      key: 'followUps.sops',
      value: Object.fromEntries(
        Object.entries({ firstOrder: { isOn: false }, ...sops }).map(([key, sop]) => [key, { ...firstSops[key as SopKey], ...sop }]),
      ),
    });
  const timeline = async (friendId: number) =>
    (await app.call<TimelineItem[]>('friends.timeline', { friendId, limit: 50 })).map(({ kind, details }) => [
      kind,
      details['state'] ?? details['note'],
    ]);
  return { clear, day, friend, order, list, brief, parts, everything, pickOf, settle, undo, redo, only, change, timeline };
}
