import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactPage, FriendChatStats } from '../../../shared/contracts/chats.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { FriendDetail, TimelineItem } from '../../../shared/contracts/friends.ts';
import { bringIn, idle, memoryChats, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { undoChatBatch } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const friend = async (name: string, wxid: string | null = null) =>
  (await app.call<Saved>('friends.create', friendNamed(name, { wxid }))).id;
const stats = (friendId: number) => app.call<FriendChatStats>('chats.friendStats', { friendId });
const contacts = (friendId: number, more: object = {}) =>
  app.call<ContactPage>('chats.contacts', { friendId, before: null, limit: 50, ...more });
const lastContact = async (id: number) => (await app.call<FriendDetail>('friends.get', { id })).lastContactAt;
const firstChat = async (friendId: number) =>
  (await app.call<TimelineItem[]>('friends.timeline', { friendId, limit: 50 })).filter(({ kind }) => kind === 'firstChat');
const undoLast = async () => {
  const { undo: last } = await app.call<{ undo: { id: number } }>('undo.state');
  return app.call<{ kept: number }>('undo.undo', { id: last.id });
};
const said = (at: number, direction: 'in' | 'out', more: object = {}) => record({ at, direction, text: `${direction} ${at}`, ...more });
const other = [{ key: 'wxid_two', externalId: 'wxid_two', name: '李姐小号', group: false }];
const ofOther = (at: number, direction: 'in' | 'out') => said(at, direction, { conversation: 'wxid_two' });

describe('the first touch', () => {
  it('tells the first message of both sides, who began and how long the answer took', async () => {
    const id = await friend('李姐', 'wxid_li');
    expect(await stats(id)).toBe(null);
    expect(await firstChat(id)).toEqual([]);
    const system = said(noon - dayMs, 'in', { direction: 'system', kind: 'system', text: '你已添加了李姐' });
    const batch = await bringIn(app.ctx, { records: [system, said(noon + 90_000, 'out'), said(noon, 'in'), said(noon + dayMs, 'in')] });
    expect(await stats(id)).toMatchObject({
      firstIn: { at: noon, kind: 'text', text: `in ${noon}`, precision: 'second' },
      firstOut: { at: noon + 90_000 },
      openedBy: 'in',
      answeredAfterMs: 90_000,
    });
    expect(await firstChat(id)).toMatchObject([{ at: noon, details: { openedBy: 'in', answered: true } }]);
    const older = await bringIn(app.ctx, { records: [said(noon - 9 * dayMs, 'out')] });
    expect(await stats(id)).toMatchObject({ firstOut: { at: noon - 9 * dayMs }, openedBy: 'out', answeredAfterMs: 9 * dayMs });
    undoChatBatch(app.ctx, older.batchId, idle);
    expect(await stats(id)).toMatchObject({ openedBy: 'in', answeredAfterMs: 90_000 });
    undoChatBatch(app.ctx, batch.batchId, idle);
    expect(await stats(id)).toBe(null);
    expect(await firstChat(id)).toEqual([]);
  });

  it('does not guess who began within a minute or day that is all the file knew', async () => {
    const id = await friend('李姐', 'wxid_li');
    await bringIn(app.ctx, { records: [said(noon, 'in', { precision: 'minute' }), said(noon, 'out', { precision: 'minute' })] });
    expect(await stats(id)).toMatchObject({ openedBy: null, answeredAfterMs: null, firstIn: { precision: 'minute' } });
    expect(await firstChat(id)).toMatchObject([{ details: { openedBy: null, answered: true } }]);
  });
});

describe('contacts', () => {
  it('are the runs of messages, newest first, page by page', async () => {
    const id = await friend('李姐', 'wxid_li');
    const records = [0, 1, 2, 3, 4].flatMap((day) => [
      said(noon + day * dayMs, day % 2 ? 'in' : 'out'),
      said(noon + day * dayMs + hourMs, day % 2 ? 'out' : 'in'),
      said(noon + day * dayMs + 1.5 * hourMs, 'out'),
    ]);
    await bringIn(app.ctx, { records });
    const all = await contacts(id);
    expect(all.more).toBe(false);
    expect(all.rows.map(({ fromAt }) => fromAt)).toEqual([4, 3, 2, 1, 0].map((day) => noon + day * dayMs));
    expect(all.rows[0]).toMatchObject({ openedBy: 'out', inCount: 1, outCount: 2, toAt: noon + 4 * dayMs + 1.5 * hourMs });
    expect(all.rows[1]).toMatchObject({ openedBy: 'in', inCount: 1, outCount: 2 });
    const first = await contacts(id, { limit: 2 });
    expect(first).toEqual({ rows: all.rows.slice(0, 2), more: true });
    expect(await contacts(id, { limit: 3, before: first.rows[1]!.messageId })).toEqual({ rows: all.rows.slice(2), more: false });
    expect(await contacts(999)).toEqual({ rows: [], more: false });
  });
});

describe('two chats with one friend', () => {
  /** 李姐 in two chats: she wrote in the one, the seller in the other, on the same day. */
  async function twins(): Promise<[number, number]> {
    const one = await friend('李姐', 'wxid_li');
    const two = await friend('李姐小号', 'wxid_two');
    await bringIn(app.ctx, { records: [said(noon, 'in'), said(noon + dayMs, 'in'), said(noon + dayMs + hourMs, 'out')] });
    await bringIn(app.ctx, {
      conversations: other,
      records: [ofOther(noon + hourMs, 'out'), ofOther(noon + dayMs + 2 * hourMs, 'in'), ofOther(noon + dayMs + 3 * hourMs, 'out')],
    });
    return [one, two];
  }
  const tables = ['conversations', 'chat_talkers', 'friend_chat_stats', 'friends', 'touches'];
  const book = () => tables.map((table) => app.ctx.db.sql(`SELECT * FROM ${table} ORDER BY 1`).all());

  it('count as one after a merge, each day once, and as two after its undo', async () => {
    const [one, two] = await twins();
    const before = book();
    expect([await stats(one), await stats(two)]).toMatchObject([
      { twoWayDays: 1, openedBy: 'in' },
      { twoWayDays: 1, openedBy: 'out' },
    ]);
    const { undoId } = await app.call<Saved>('friends.merge', { keepId: one, otherId: two, fields: {} });
    expect(await stats(one)).toMatchObject({
      inCount: 3,
      outCount: 3,
      twoWayDays: 2,
      firstIn: { at: noon },
      firstOut: { at: noon + hourMs },
      openedBy: 'in',
      answeredAfterMs: hourMs,
      lastInAt: noon + dayMs + 2 * hourMs,
      lastOutAt: noon + dayMs + 3 * hourMs,
    });
    expect(await lastContact(one)).toBe(noon + dayMs + 3 * hourMs);
    expect((await contacts(one)).rows.map(({ inCount, outCount }) => [inCount, outCount])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect(await app.call('undo.undo', { id: undoId })).toMatchObject({ kept: 0 });
    expect(book()).toEqual(before);
    expect(await app.call('undo.redo', { id: undoId })).toMatchObject({ kept: 0 });
    expect(await stats(one)).toMatchObject({ inCount: 3, twoWayDays: 2 });
  });

  it('are right when an import came between a merge and its undo', async () => {
    const [one, two] = await twins();
    const { undoId } = await app.call<Saved>('friends.merge', { keepId: one, otherId: two, fields: {} });
    const later = await bringIn(app.ctx, { conversations: other, records: [ofOther(noon + 5 * dayMs, 'in')] });
    expect(await lastContact(one)).toBe(noon + 5 * dayMs);
    await app.call('undo.undo', { id: undoId });
    expect(await stats(one)).toMatchObject({ inCount: 2, outCount: 1, twoWayDays: 1, lastInAt: noon + dayMs });
    expect(await stats(two)).toMatchObject({ inCount: 2, outCount: 2, lastInAt: noon + 5 * dayMs });
    expect([await lastContact(one), await lastContact(two)]).toEqual([noon + dayMs + hourMs, noon + 5 * dayMs]);
    undoChatBatch(app.ctx, later.batchId, idle);
    expect(await lastContact(two)).toBe(noon + dayMs + 3 * hourMs);
  });

  it('are right for a friend whose first chat came between a merge and its undo', async () => {
    const [one, two] = [await friend('李姐', 'wxid_li'), await friend('李姐小号', 'wxid_two')];
    await bringIn(app.ctx, { conversations: other, records: [ofOther(noon, 'in')] });
    const { undoId } = await app.call<Saved>('friends.merge', { keepId: one, otherId: two, fields: {} });
    await bringIn(app.ctx, { records: [said(noon + dayMs, 'in'), said(noon + dayMs + hourMs, 'out')] });
    expect(await stats(one)).toMatchObject({ inCount: 2, outCount: 1 });
    await app.call('undo.undo', { id: undoId });
    expect([await stats(one), await stats(two)]).toMatchObject([
      { inCount: 1, outCount: 1, twoWayDays: 1 },
      { inCount: 1, outCount: 0 },
    ]);
    expect([await lastContact(one), await lastContact(two)]).toEqual([noon + dayMs + hourMs, noon]);
  });

  it('follow a chat that goes to another friend with an import', async () => {
    const [one, two] = await twins();
    const file = [{ source: memoryChats({ conversations: other, records: [ofOther(noon + 2 * dayMs, 'in')] }), bytes: 100 }];
    await bringIn(app.ctx, { records: [] }, { files: [{ ...file[0]!, choose: () => ({ as: 'friend', friendId: one }) }] });
    expect(await stats(two)).toBe(null);
    expect(await lastContact(two)).toBe(null);
    expect(await stats(one)).toMatchObject({ inCount: 4, outCount: 3, twoWayDays: 2 });
    expect(await lastContact(one)).toBe(noon + 2 * dayMs);
  });
});

describe('last contact', () => {
  it('is the newest of chats and contacts on record, whatever goes first', async () => {
    const id = await friend('李姐', 'wxid_li');
    const log = (at: number) =>
      app.call('touches.log', { selection: { by: 'ids', ids: [id] }, touchpoint: 'phone', direction: 'out', at, note: '' });
    await log(noon + dayMs);
    const batch = await bringIn(app.ctx, { records: [said(noon, 'in')] });
    expect(await lastContact(id)).toBe(noon + dayMs);
    expect(await undoLast()).toMatchObject({ kept: 0 });
    expect(await lastContact(id)).toBe(noon);
    const { redo } = await app.call<{ redo: { id: number } }>('undo.state');
    await app.call('undo.redo', { id: redo.id });
    expect(await lastContact(id)).toBe(noon + dayMs);
    undoChatBatch(app.ctx, batch.batchId, idle);
    expect(await lastContact(id)).toBe(noon + dayMs);
  });

  it('comes from the chat again when a birthday wish is taken off', async () => {
    const id = await friend('李姐', 'wxid_li');
    await bringIn(app.ctx, { records: [said(noon, 'in')] });
    await app.call('touches.wishBirthday', { friendId: id, on: '2024-05-02', wished: true });
    expect(await lastContact(id)).toBe(app.clock.now());
    await app.call('touches.wishBirthday', { friendId: id, on: '2024-05-02', wished: false });
    expect(await lastContact(id)).toBe(noon);
    await undoLast();
    expect(await lastContact(id)).toBe(app.clock.now());
  });

  it('stays for a friend who is archived and taken back out', async () => {
    const id = await friend('李姐', 'wxid_li');
    await bringIn(app.ctx, { records: [said(noon, 'in')] });
    for (const archived of [true, false]) {
      await app.call('friends.setArchived', { selection: { by: 'ids', ids: [id] }, archived });
      expect(await lastContact(id)).toBe(noon);
      expect(await stats(id)).toMatchObject({ inCount: 1, firstIn: { at: noon } });
    }
  });
});
