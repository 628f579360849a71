import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { AudienceHours } from '../../../shared/contracts/insights.ts';
import type { ActiveHours, KeywordHits, SearchFilter, SearchMessagesResult, SearchStatus } from '../../../shared/contracts/search.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { undoChatBatch } from '../chats/index.ts';
import { indexingFor } from './index.ts';

const hourMs = 3_600_000;
const group = { key: 'g@chatroom', externalId: 'g@chatroom', name: '团购一群', group: true };
const li = { key: 'wxid_li', externalId: 'wxid_li', name: '李姐', group: false };
const wang = { key: 'wxid_wang', externalId: 'wxid_wang', name: '王哥', group: false };

let app: TestApp;
let liId: number;
let batchId: number;
beforeAll(async () => {
  app = await openTestApp();
  liId = (await app.call<{ id: number }>('friends.create', friendNamed('李姐', { wxid: 'wxid_li' }))).id;
  const inGroup = (more: object) => record({ conversation: group.key, direction: null, ...more });
  const report = await bringIn(app.ctx, {
    ownerId: 'wxid_me',
    conversations: [li, wang, group],
    records: [
      record({ text: '车厘子多少钱一箱' }),
      record({ at: noon + hourMs, text: '99 一箱', direction: 'out' }),
      record({ at: noon + 2 * hourMs, text: '还有吗', kind: 'quote' }),
      record({ at: noon + 3 * hourMs, conversation: wang.key, text: 'iPhone 多少钱' }),
      inGroup({ at: noon + 4 * hourMs, senderId: 'wxid_li', senderName: '一号楼李姐', text: '大闸蟹多少钱' }),
      inGroup({ at: noon + 5 * hourMs, senderId: 'wxid_zhao', senderName: '赵', text: '多少钱呀' }),
      inGroup({ at: noon + 6 * hourMs, senderId: 'wxid_me', senderName: '我', text: '多少钱？88' }),
    ],
  });
  batchId = report.batchId;
});
afterAll(() => app.close());

/** All pages as one: on a busy machine the time of an answer may be over before the first page is full. */
async function search(text: string, filter: SearchFilter = {}): Promise<SearchMessagesResult> {
  const hits: SearchMessagesResult['hits'] = [];
  for (let cursor: string | null = null; ; ) {
    const page: SearchMessagesResult = await app.call('search.messages', { text, filter, cursor, limit: 50 });
    hits.push(...page.hits);
    cursor = page.cursor;
    if (cursor === null) return { ...page, hits };
  }
}
const texts = async (text: string, filter: SearchFilter = {}) => (await search(text, filter)).hits.map(({ excerpt }) => excerpt);

describe('searching over the wire', () => {
  it('tells where, who and when, before and after the index is made', async () => {
    const before = await search('多少钱');
    await indexingFor(app.ctx).now();
    const after = await search('多少钱');
    expect(after).toEqual({ ...before, indexing: null });
    expect(after.hits).toMatchObject([
      { excerpt: '多少钱？88', direction: 'out', group: true, talkerName: null, friendId: null, conversationName: '团购一群' },
      { excerpt: '多少钱呀', direction: 'in', talkerName: '赵', friendId: null, friendName: null },
      { excerpt: '大闸蟹多少钱', talkerName: '一号楼李姐', friendId: liId, friendName: '李姐', ranges: [[3, 3]] },
      { excerpt: 'iPhone 多少钱', group: false, friendId: null, conversationName: '王哥', ranges: [[7, 3]] },
      { excerpt: '车厘子多少钱一箱', friendId: liId, at: noon, precision: 'second', kind: 'text', ranges: [[3, 3]] },
    ]);
    expect(await texts('IPHONE')).toEqual(['iPhone 多少钱']);
    expect(await app.call<SearchStatus>('search.status')).toEqual({ messages: 7, indexing: null });
    expect(app.events).toContainEqual({ type: 'changed', topics: ['search'] });
  });

  it('narrows down by friend, chat, kind, direction, type and period', async () => {
    const [oldest] = (await search('车厘子')).hits;
    const chat = oldest!.conversationId;
    expect(await texts('多少', { friendIds: [liId] })).toEqual(['大闸蟹多少钱', '车厘子多少钱一箱']);
    expect(await texts('多少', { friendIds: [liId], kind: 'private' })).toEqual(['车厘子多少钱一箱']);
    expect(await texts('多少', { friendIds: [liId], conversationIds: [chat] })).toEqual(['车厘子多少钱一箱']);
    expect(await texts('多少', { kind: 'group', direction: 'in' })).toEqual(['多少钱呀', '大闸蟹多少钱']);
    expect(await texts('多少', { direction: 'out' })).toEqual(['多少钱？88']);
    expect(await texts('吗', { messageKinds: ['quote'] })).toEqual(['还有吗']);
    expect(await texts('吗', { messageKinds: ['text'] })).toEqual([]);
    expect(await texts('多少', { fromAt: noon + 3 * hourMs, toAt: noon + 5 * hourMs })).toEqual(['大闸蟹多少钱', 'iPhone 多少钱']);
    expect(await texts('多少', { fromAt: noon, toAt: noon })).toEqual([]);
    expect(await texts('多少', { friendIds: [9999] })).toEqual([]);
  });

  it('is made anew when its file is broken or gone, and finds everything meanwhile', async () => {
    const all = (await search('多少钱')).hits;
    const file = join(app.dataDir, 'search.db');
    /** The book opened again, with search.db as `change` left it; it is seen to only when the test says so. */
    const reopenWith = async (change: () => void) => {
      await app.app.close();
      change();
      // a second after the start it would look for what is left to do, on a busy machine before the first search has its answer
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      app = await openTestApp({ clock: app.clock, dataDir: app.dataDir });
      vi.useRealTimers();
    };
    await reopenWith(() => writeFileSync(file, Buffer.alloc(65_536, 'not a database')));
    expect((await search('多少钱')).hits).toEqual(all);
    await indexingFor(app.ctx).now();
    expect(await search('多少钱')).toEqual({ hits: all, cursor: null, searchedTo: null, indexing: null });
    await reopenWith(() => {
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    });
    expect(await search('多少钱')).toEqual({ hits: all, cursor: null, searchedTo: null, indexing: { done: 0, total: 7 } });
    await indexingFor(app.ctx).now();
    expect(existsSync(file)).toBe(true);
    expect(await search('多少钱')).toEqual({ hits: all, cursor: null, searchedTo: null, indexing: null });
  });

  it('hides what an import brought once it is taken back', async () => {
    const report = await bringIn(app.ctx, { records: [record({ at: noon + 9 * hourMs, text: '榴莲多少钱' })] });
    await indexingFor(app.ctx).now();
    expect(await texts('榴莲')).toEqual(['榴莲多少钱']);
    undoChatBatch(app.ctx, report.batchId, idle);
    expect(await texts('榴莲')).toEqual([]);
    await indexingFor(app.ctx).now();
    expect(await texts('榴莲')).toEqual([]);
    expect(await texts('车厘子')).toHaveLength(1);
  });
});

describe('what chats tell', () => {
  it('the hours of a friend and of a segment', async () => {
    // Wednesday, 1 May 2024, noon in China; she wrote at 12 and at 14
    const own = await app.call<ActiveHours>('chats.hours', { friendId: liId });
    // too few, and everybody's are too few as well
    expect(own).toMatchObject({ messages: 2, friends: 1, from: 'everybody', best: [], fromAt: noon, toAt: noon + 2 * hourMs });
    expect(own.cells.flatMap((n, cell) => (n > 0 ? [cell] : []))).toEqual([60, 62]);
    const records = Array.from({ length: 25 }, (_, i) =>
      record({ conversation: wang.key, at: app.clock.now() - (i + 1) * 7 * 24 * hourMs, text: `第${i}周` }),
    );
    await bringIn(
      app.ctx,
      { conversations: [wang], records },
      { people: { mapping: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' } },
    );
    await indexingFor(app.ctx).now();
    const wangId = app.ctx.db.pluck("SELECT id FROM friends WHERE wxid = 'wxid_wang'").get() as number;
    // the clock stands on a Sunday, noon
    const his = await app.call<ActiveHours>('chats.hours', { friendId: wangId });
    expect(his).toMatchObject({ messages: 26, from: 'friend', best: [{ weekday: 6, hour: 12 }, {}, {}] });
    expect(his.cells[6 * 24 + 12]).toBeCloseTo(
      Array.from({ length: 25 }, (_, i) => 2 ** ((-(i + 1) * 7) / 60)).reduce((a, b) => a + b),
      6,
    );
    // now hers are told by everybody's
    expect(await app.call<ActiveHours>('chats.hours', { friendId: liId })).toMatchObject({
      messages: 2,
      from: 'everybody',
      bestOf: 28,
      best: [{ weekday: 6, hour: 12 }, {}, {}],
    });
    const segment = await app.call<ActiveHours>('chats.hours', { selection: { by: 'ids', ids: [liId, wangId] } });
    expect(segment).toMatchObject({ messages: 28, friends: 2, from: 'segment', bestOf: 28, best: [{ weekday: 6 }, {}, {}] });
    const everybody = await app.call<ActiveHours>('chats.hours', { selection: { by: 'filter', filter: {}, except: [] } });
    expect(everybody).toEqual(segment);
    const small = await app.call<ActiveHours>('chats.hours', { selection: { by: 'filter', filter: {}, except: [wangId] } });
    expect(small).toMatchObject({ messages: 2, friends: 1, from: 'everybody', bestOf: 28 });
    for (const [cell, n] of segment.cells.entries()) expect(n).toBeCloseTo(his.cells[cell]! + own.cells[cell]!, 4);
    const empty = await app.call<ActiveHours>('chats.hours', { selection: { by: 'ids', ids: [] } });
    expect(empty).toMatchObject({ messages: 0, friends: 0, from: 'everybody', fromAt: null, toAt: null });
    // of a post's audience: the same, and never everybody's in the place of one that is broken
    const ofPost = (audience: object) => app.call<AudienceHours>('insights.hours', { accountId: 1, audience });
    expect(await ofPost({ mode: 'all' })).toEqual({ messages: 28, friends: 2, from: 'segment', best: segment.best });
    expect(await ofPost({ mode: 'only', levels: [6] })).toMatchObject({ messages: 0, friends: 0, from: 'everybody' });
    await expect(ofPost({ mode: 'only', tagIds: [77] })).rejects.toMatchObject({ kind: 'brokenAudience' });
  });

  it('the hours of friends who are merged, and of both again after its undo', async () => {
    await bringIn(
      app.ctx,
      { conversations: [wang], records: [record({ conversation: wang.key, at: noon + 24 * hourMs, text: '晚一天' })] },
      { people: { mapping: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' } },
    );
    const wangId = app.ctx.db.pluck("SELECT id FROM friends WHERE wxid = 'wxid_wang'").get() as number;
    const told = async (...ids: number[]) => {
      await indexingFor(app.ctx).now();
      const { messages, friends, cells } = await app.call<ActiveHours>('chats.hours', { selection: { by: 'ids', ids } });
      return { messages, friends, places: cells.flatMap((n, cell) => (n > 0 ? [cell] : [])) };
    };
    const [li, his] = [await told(liId), await told(wangId)];
    const { undoId } = await app.call<Saved>('friends.merge', { keepId: liId, otherId: wangId, fields: {} });
    const both = {
      messages: li.messages + his.messages,
      friends: 1,
      places: [...new Set([...li.places, ...his.places])].sort((a, b) => a - b),
    };
    expect(await told(liId)).toEqual(both);
    const { cells } = await app.call<ActiveHours>('chats.hours', { friendId: liId });
    expect(cells.flatMap((n, cell) => (n > 0 ? [cell] : []))).toEqual(both.places);
    await app.call('undo.undo', { id: undoId });
    expect([await told(liId), await told(wangId)]).toEqual([li, his]);
  });

  it('who asked about price and product, by lists she may change', async () => {
    const found = await app.call<KeywordHits>('chats.keywordHits', { friendId: liId });
    expect(found).toMatchObject({
      price: { total: 2, lastAt: noon + 4 * hourMs },
      product: { total: 1, lastAt: noon + 2 * hourMs },
      hits: [
        { about: 'price', keyword: '多少钱', excerpt: '大闸蟹多少钱', ranges: [[3, 3]] },
        { about: 'product', keyword: '还有吗' },
        { about: 'price', excerpt: '车厘子多少钱一箱' },
      ],
    });
    await app.call('settings.set', { key: 'chats.priceWords', value: ['一箱'] });
    await app.call('settings.set', { key: 'chats.productWords', value: [] });
    expect(await app.call<KeywordHits>('chats.keywordHits', { friendId: liId })).toMatchObject({
      price: { total: 1 },
      product: { total: 0, lastAt: null },
      hits: [{ keyword: '一箱' }],
    });
  });

  it('follows when an import is taken back', async () => {
    undoChatBatch(app.ctx, batchId, idle);
    await indexingFor(app.ctx).now();
    expect(await app.call<ActiveHours>('chats.hours', { selection: { by: 'ids', ids: [liId] } })).toMatchObject({ messages: 0 });
    expect(await texts('车厘子')).toEqual([]);
  });
});
