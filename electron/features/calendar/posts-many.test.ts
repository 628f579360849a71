import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Post, PostsReport, SettledReport } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { type PublishChannel, publishChannels } from '../../../shared/contracts/content.ts';
import type { GuardFriend } from '../../../shared/contracts/guard.ts';
import type { Reach } from '../../../shared/contracts/insights.ts';
import type { RuleCount } from '../../../shared/contracts/segments.ts';
import type { QueueDetail } from '../../../shared/contracts/sending.ts';
import { allOf } from '../../../shared/domain/segment-rule.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { packIds, unpackIds } from '../../platform/id-pack.ts';

let book: TestApp;
let second: number;
beforeEach(async () => {
  book = await openTestApp();
  second = (
    await book.call<Saved>('accounts.create', {
      name: '小号',
      wxid: null,
      role: null,
      category: null,
      capacity: 10_000,
      standing: 'normal',
      note: null,
    })
  ).id;
});
afterEach(() => book.close());

const hour = 3_600_000;
const only = (tagIds: number[]) => ({ mode: 'only', tagIds, levels: [], segmentIds: [] });
const values = (more: Record<string, unknown> = {}) => ({
  ...{ accountId: 1, text: '新一批脐橙', category: 'offer', scheduledAt: book.clock.at + hour, state: 'scheduled', assetIds: [] },
  ...more,
});
const create = async (more: Record<string, unknown> = {}) => (await book.call<Saved>('posts.create', values(more))).id;
const get = (id: number) => book.call<Post>('posts.get', { id });
const all = () => book.call<Post[]>('posts.list', { fromAt: 0, toAt: 4e12, accountId: null });
const undo = (id: number | null) => book.call('undo.undo', { id });
const redo = (id: number | null) => book.call('undo.redo', { id });
const seen = (id: number) => {
  const row = book.ctx.db.sql('SELECT heads, friend_ids AS ids FROM post_audiences WHERE post_id = ?').get(id) as
    | { heads: number; ids: Buffer }
    | undefined;
  return row && { heads: row.heads, ids: [...unpackIds(row.ids)] };
};

describe('posts of several accounts', () => {
  test('are made at once, know of each other, and are changed together where they are not settled', async () => {
    const stage = await book.app.files.stageStream(
      'a.png',
      (async function* () {
        yield png(4, 4);
      })(),
    );
    const asset = await book.call<{ id: number }>('posts.addAsset', { fileId: stage.fileId });
    const made = await book.call<Saved>('posts.create', values({ alsoAccountIds: [second, 1], channel: 'group', assetIds: [asset.id] }));
    const [mine, other] = (await all()) as [Post, Post];
    expect([mine.accountId, other.accountId]).toEqual([1, second]);
    expect([mine.siblings, other.siblings, mine.siblingKey]).toEqual([1, 1, other.siblingKey]);
    expect(other).toMatchObject({ text: mine.text, channel: 'group', assets: mine.assets });

    const changed = await book.call<Saved>('posts.update', { id: mine.id, values: values({ text: '改了', title: '题' }), siblings: true });
    expect(await get(other.id)).toMatchObject({ text: '改了', title: '题', accountId: second, assets: [] });
    await undo(changed.undoId);
    expect((await get(other.id)).text).toBe('新一批脐橙');

    await book.call('posts.move', { id: other.id, scheduledAt: 5 * hour });
    await book.call('posts.update', { id: mine.id, values: values({ scheduledAt: 9 * hour }), siblings: true });
    expect((await get(other.id)).scheduledAt).toBe(5 * hour);
    await book.call('posts.settle', { id: other.id, state: 'skipped', at: book.clock.at });
    await book.call('posts.update', { id: mine.id, values: values({ text: '只有我' }), siblings: true });
    expect((await get(other.id)).text).not.toBe('只有我');
    await undo(made.undoId);
    expect(await all()).toHaveLength(0);
  });
});

describe('many posts in one action', () => {
  test('are moved, copied, deleted and marked, and each is taken back whole', async () => {
    const ids = [await create(), await create({ channel: 'xiaohongshu', title: '橙' }), await create({ state: 'planned' })];
    const before = await all();
    const moves = ids.map((id, n) => ({ id, scheduledAt: (n + 1) * 10 * hour }));
    const moved = await book.call<PostsReport>('posts.moveMany', { moves });
    expect((await all()).map((post) => [post.id, post.scheduledAt])).toEqual(moves.map(({ id, scheduledAt }) => [id, scheduledAt]));
    expect((await book.call<PostsReport>('posts.moveMany', { moves })).undoId).toBeNull();
    await undo(moved.undoId);
    const comparable = (posts: Post[]) => posts.map(({ updatedAt: _at, ...post }) => post);
    expect(comparable(await all())).toEqual(comparable(before));

    const copied = await book.call<PostsReport>('posts.copyMany', { copies: moves });
    expect(await get(copied.ids[1]!)).toMatchObject({ channel: 'xiaohongshu', title: '橙', scheduledAt: 20 * hour, state: 'scheduled' });
    expect(await get(copied.ids[2]!)).toMatchObject({ state: 'planned', recurrenceId: null, siblingKey: null });
    await undo(copied.undoId);
    expect(await all()).toHaveLength(3);

    const settled = await book.call<PostsReport>('posts.settleMany', { ids: [...ids, ids[0]], state: 'skipped', at: null });
    expect(settled).toMatchObject({ ids, unchanged: 0 });
    expect((await all()).map(({ state }) => state)).toEqual(['skipped', 'skipped', 'skipped']);
    await undo(settled.undoId);
    const gone = await book.call<PostsReport>('posts.deleteMany', { ids });
    expect(await all()).toHaveLength(0);
    await undo(gone.undoId);
    expect(comparable(await all())).toEqual(comparable(before));
  });

  test('one that another window took away meanwhile holds up none of the others', async () => {
    const [id, gone] = [await create(), await create()];
    await book.call('posts.delete', { id: gone });
    const there = { unchanged: 0, gone: 1 };
    const places = [gone, id].map((of) => ({ id: of, scheduledAt: 7 * hour }));
    expect(await book.call('posts.moveMany', { moves: places })).toMatchObject({ ...there, ids: [id] });
    const copied = await book.call<PostsReport>('posts.copyMany', { copies: places });
    expect(copied).toMatchObject(there);
    expect((await all()).map(({ scheduledAt }) => scheduledAt)).toEqual([7 * hour, 7 * hour]);
    expect(await book.call('posts.settleMany', { ids: [gone, id], state: 'posted', at: null })).toMatchObject({ ...there, ids: [id] });
    expect(await book.call('posts.deleteMany', { ids: [id, gone] })).toMatchObject({ ...there, ids: [id] });
    expect((await all()).map((post) => post.id)).toEqual(copied.ids);
    for (const [path, input] of Object.entries({
      'posts.moveMany': { moves: [{ id: gone, scheduledAt: 1 }] },
      'posts.copyMany': { copies: [{ id: gone, scheduledAt: 1 }] },
      'posts.settleMany': { ids: [gone], state: 'posted', at: null },
      'posts.deleteMany': { ids: [gone] },
    }))
      await expect(book.call(path, input)).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('who could see a post', () => {
  test('is kept when it is marked as posted, taken back by undo and by putting it on the list again', async () => {
    const friend = async (name: string, more = {}) => (await book.call<Saved>('friends.create', friendNamed(name, more))).id;
    const [a, b] = [await friend('甲'), await friend('乙')];
    await friend('别的号', { accountId: second });
    const tag = (await book.call<Saved>('tags.create', { name: '老客', groupId: null, color: null })).id;
    await book.call('tags.assign', { tagIds: [tag], selection: { by: 'ids', ids: [b] } });

    const [open, shown] = [await create(), await create({ audience: only([tag]) })];
    const settled = await book.call<PostsReport>('posts.settleMany', { ids: [open, shown], state: 'posted', at: null });
    expect(seen(open)).toEqual({ heads: 2, ids: [a, b] });
    expect(seen(shown)).toEqual({ heads: 1, ids: [b] });
    for (let n = 0; n < 2; n++) {
      await undo(settled.undoId);
      expect([seen(open), seen(shown)]).toEqual([undefined, undefined]);
      await redo(settled.undoId);
      expect([seen(open)?.ids, seen(shown)?.ids]).toEqual([[a, b], [b]]);
    }
    // corrected to another time: those who saw it stay those who saw it
    await friend('丙');
    await book.call('posts.settle', { id: open, state: 'posted', at: 5 });
    expect(seen(open)?.heads).toBe(2);
    const back = await book.call<Saved>('posts.settle', { id: open, state: 'scheduled', at: 0 });
    expect(seen(open)).toBeUndefined();
    await undo(back.undoId);
    expect(seen(open)?.ids).toEqual([a, b]);
    // corrected to have been for others
    await book.call('posts.update', { id: open, values: values({ audience: only([tag]) }) });
    expect(seen(open)?.ids).toEqual([b]);
    const gone = await book.call<Saved>('posts.delete', { id: open });
    await undo(gone.undoId);
    expect(seen(open)?.ids).toEqual([b]);
  });

  test('is known of moments alone: what goes to groups and other platforms counts as seen by nobody', async () => {
    const friend = (await book.call<Saved>('friends.create', friendNamed('甲'))).id;
    const others: Partial<Record<PublishChannel, number>> = {};
    for (const channel of publishChannels.filter((one) => one !== 'moments' && one !== 'private')) {
      others[channel] = await create({ channel });
      await book.call('posts.settle', { id: others[channel], state: 'posted', at: book.clock.at });
      expect([seen(others[channel]), (await get(others[channel])).heads]).toEqual([undefined, null]);
    }
    // lists of everybody that an older version kept for such posts say nothing either
    const keep = book.ctx.db.sql('INSERT INTO post_audiences (post_id, heads, friend_ids) VALUES (?, 1, ?)');
    for (const id of Object.values(others)) keep.run(id, packIds(Float64Array.of(friend)));
    const loadNow = async () => (await book.call<GuardFriend>('guard.friend', { friendId: friend })).load;
    const rule = allOf({ field: 'seenCount', categories: [], min: 1, max: null, withinDays: 7 });
    const seeing = async () => (await book.call<RuleCount>('segments.count', { rule })).total;
    expect([await loadNow(), await seeing(), (await get(others.group!)).heads]).toEqual([0, 0, null]);
    expect(await book.call('results.echo', { postId: others.group })).toBeNull();

    // said to have been a moment after all, and back
    await book.call('posts.update', { id: others.group, values: values() });
    expect([seen(others.group!)?.ids, await loadNow(), await seeing()]).toEqual([[friend], 0.3, 1]);
    await book.call('posts.update', { id: others.group, values: values({ channel: 'group' }) });
    expect([seen(others.group!), await loadNow(), await seeing()]).toEqual([undefined, 0, 0]);
  });

  test('a deleted tag in its audience keeps nobody from marking it; nobody is said to have seen it, never everybody', async () => {
    const tag = (await book.call<Saved>('tags.create', { name: '老客', groupId: null, color: null })).id;
    const id = await create({ audience: only([tag]) });
    await book.call('tags.delete', { ids: [tag] });
    await book.call('posts.settle', { id, state: 'posted', at: 1 });
    expect((await get(id)).state).toBe('posted');
    expect(seen(id)).toBeUndefined();
    // one of many does not hold up the others
    await book.call('friends.create', friendNamed('甲', {}));
    const [broken, whole] = [await create({ audience: only([tag]) }), await create({})];
    await book.call('posts.settleMany', { ids: [broken, whole], state: 'posted', at: null });
    expect([(await get(broken)).state, (await get(whole)).state]).toEqual(['posted', 'posted']);
    expect([seen(broken), seen(whole)?.heads]).toEqual([undefined, 1]);
    expect([(await get(broken)).heads, (await get(whole)).heads]).toEqual([null, 1]);
    // said afterwards to have been for what is gone: who saw it nobody knows any more, and undo knows it again
    const corrected = await book.call<Saved>('posts.update', { id: whole, values: values({ audience: only([tag]) }) });
    expect([seen(whole), (await get(whole)).state]).toEqual([undefined, 'posted']);
    await undo(corrected.undoId);
    expect(seen(whole)?.heads).toBe(1);
  });
});

describe('a private post', () => {
  const people = async () => [await friend('甲'), await friend('乙'), await friend('丙')];
  const friend = async (name: string) => (await book.call<Saved>('friends.create', friendNamed(name))).id;
  const queueOf = (postId: number, more = {}) => ({
    ...{ name: '脐橙', kind: 'privateAdvert', text: '{称呼}，脐橙到了', assetIds: [], contentId: null, keepMissing: true, postId },
    ...{ source: { by: 'audience', audience: { mode: 'all' }, accountIds: [1] }, ...more },
  });

  test('goes out by a send queue alone: it cannot be marked as posted past the guard, alone, among many or afterwards', async () => {
    const [id, moment] = [await create({ channel: 'private' }), await create()];
    await expect(book.call('posts.settle', { id, state: 'posted', at: 1 })).rejects.toMatchObject({ kind: 'postOneByOne' });
    const both = await book.call<SettledReport>('posts.settleMany', { ids: [id, moment], state: 'posted', at: null });
    expect(both).toMatchObject({ ids: [moment], unchanged: 0, gone: 0, held: { oneByOne: 1, unfilled: 0 } });
    expect([(await get(id)).state, (await get(moment)).state]).toEqual(['scheduled', 'posted']);
    await expect(book.call('posts.update', { id: moment, values: values({ channel: 'private' }) })).rejects.toMatchObject({
      kind: 'postOneByOne',
    });
    const skipped = await book.call<SettledReport>('posts.settleMany', { ids: [id], state: 'skipped', at: null });
    expect(skipped).toMatchObject({ ids: [id], held: { oneByOne: 0, unfilled: 0 } });
  });

  test('one that an older version marked as posted stays as it is, and can be corrected', async () => {
    const id = await create({ channel: 'private' });
    book.ctx.db.sql("UPDATE posts SET state = 'posted', settled_at = 5 WHERE id = ?").run(id);
    await book.call('posts.settle', { id, state: 'posted', at: 7 });
    await book.call('posts.update', { id, values: values({ channel: 'private', text: '更正' }) });
    expect(await get(id)).toMatchObject({ state: 'posted', settledAt: 7, text: '更正', heads: null });
  });

  test('is marked as posted with the queue made of it, in one action; whom it reaches the guard is asked for', async () => {
    const [busy] = await people();
    const touch = { touchpoint: 'private', direction: 'out', at: book.clock.at - hour, note: '', kind: 'privateAdvert' };
    await book.call('touches.log', { ...touch, selection: { by: 'ids', ids: [busy] } });
    const about = { accountId: 1, audience: { mode: 'all' }, at: book.clock.at + hour, postId: null };
    for (const category of ['offer', 'life'])
      expect((await book.call<Reach>('insights.reach', { ...about, channel: 'private', category })).guard).toMatchObject({
        ok: 2,
        notBefore: 1,
      });
    expect((await book.call<Reach>('insights.reach', { ...about, category: 'life' })).guard).toBeNull();

    const id = await create({ channel: 'private' });
    const made = await book.call<Saved>('sending.create', queueOf(id));
    expect(await get(id)).toMatchObject({ state: 'posted', settledAt: book.clock.at, heads: null });
    const { queue } = await book.call<QueueDetail>('sending.queue', { queueId: made.id });
    expect(queue).toMatchObject({ total: 3, ready: 2 });
    for (let n = 0; n < 2; n++) {
      await undo(made.undoId);
      expect([(await get(id)).state, await book.call('sending.queues')]).toEqual(['scheduled', []]);
      await redo(made.undoId);
      expect((await get(id)).state).toBe('posted');
    }
    // nothing of it counts as seen by anybody: each contact is in the log when it is made
    expect(seen(id)).toBeUndefined();
  });

  test('a queue that names another post, or one that is gone, marks nothing', async () => {
    await people();
    const moment = await create();
    await book.call('sending.create', queueOf(moment));
    await book.call('sending.create', queueOf(999));
    expect((await get(moment)).state).toBe('scheduled');
  });
});

describe('a post with open variables', () => {
  test('is kept, but cannot be marked as posted, alone or among many, until it is mended', async () => {
    const [id, whole] = [await create({ text: '{称呼}，{积分数}到期了' }), await create({ text: '真的大括号 {{ }}' })];
    await expect(book.call('posts.settle', { id, state: 'posted', at: 1 })).rejects.toMatchObject({
      kind: 'postUnfilled',
      details: { open: [expect.stringContaining('{称呼}'), expect.stringContaining('{积分数} 不认识')] },
    });
    const many = await book.call<SettledReport>('posts.settleMany', { ids: [id, whole], state: 'posted', at: null });
    expect(many).toMatchObject({ ids: [whole], held: { oneByOne: 0, unfilled: 1 } });
    expect([(await get(id)).state, seen(id)]).toEqual(['scheduled', undefined]);
    await book.call('posts.update', { id, values: values({ text: '各位，积分到期了' }) });
    await book.call('posts.settle', { id, state: 'posted', at: 1 });
    // what is out is corrected as she likes
    await book.call('posts.update', { id, values: values({ text: '{称呼}，更正' }) });
    await book.call('posts.settle', { id, state: 'posted', at: 2 });
    expect(await get(id)).toMatchObject({ state: 'posted', settledAt: 2 });
  });
});
