import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Account } from '../../../shared/contracts/accounts.ts';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { Asset } from '../../../shared/contracts/content.ts';
import type { DemoStatus } from '../../../shared/contracts/demo.ts';
import type { FriendPage } from '../../../shared/contracts/friends.ts';
import type { MixReport } from '../../../shared/contracts/insights.ts';
import type { Segment } from '../../../shared/contracts/segments.ts';
import type { QueueSummary } from '../../../shared/contracts/sending.ts';
import type { Settings } from '../../../shared/contracts/settings.ts';
import type { TagBook } from '../../../shared/contracts/tags.ts';
import { allOf } from '../../../shared/domain/segment-rule.ts';
import { demoFileOnce } from '../../../tests/helpers/demo-file.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp({ demoFile: demoFileOnce() });
});
afterEach(() => book.close());

const load = () => book.call<DemoStatus>('demo.load');
const remove = () => book.call<DemoStatus>('demo.remove');
const status = () => book.call<DemoStatus>('demo.status');
const count = (table: string) => book.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;
const orphans = () => book.ctx.db.raw.pragma('foreign_key_check') as unknown[];
const page = (filter: object = {}, limit = 200) =>
  book.call<FriendPage>('friends.list', { filter, sort: { key: 'name', direction: 'asc' }, offset: 0, limit });
const pictureFiles = () =>
  readdirSync(join(book.dataDir, 'assets'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

const tables = [
  ...['accounts', 'channels', 'friends', 'tags', 'tag_groups', 'friend_tags', 'level_changes', 'notes', 'touches', 'friend_events'],
  ...['posts', 'post_assets', 'post_audiences', 'assets', 'demo_rows', 'import_batches', 'recurrences', 'slots', 'calendar_events'],
  ...['orders', 'order_lines', 'products', 'group_buys', 'friend_segments', 'segment_sizes', 'send_queues', 'send_items'],
  ...['conversations', 'messages', 'friend_chat_stats', 'chat_batches', 'chat_owners', 'undo_actions'],
  ...['referrals', 'follow_ups', 'promises'],
];
const counts = () => Object.fromEntries(tables.map((table) => [table, count(table)]));

test('fills an empty book and empties it again to the last row and file', async () => {
  const before = counts();
  expect(await status()).toEqual({ loaded: false, friends: 0, bookEmpty: true });
  expect(await load()).toEqual({ loaded: true, friends: 600, bookEmpty: false });
  expect(await page()).toMatchObject({ total: 600, all: 600 });
  expect(await book.call<Settings>('settings.all')).toMatchObject({ 'app.firstRunDone': true });
  expect(book.events.some((event) => event.type === 'changed' && event.topics.includes('friends') && event.topics.includes('demo'))).toBe(
    true,
  );
  expect(orphans()).toEqual([]);
  expect(pictureFiles()).toBe(16);
  expect(await remove()).toEqual({ loaded: false, friends: 0, bookEmpty: true });
  expect(counts()).toEqual(before);
  expect(pictureFiles()).toBe(0);
  expect(await page()).toMatchObject({ total: 0, all: 0 });
  expect(orphans()).toEqual([]);
  // and once more: what was taken away can be looked at again
  expect(await load()).toMatchObject({ loaded: true, friends: 600 });
});

test('everything fits together and looks as if it happened up to now', async () => {
  await load();
  const wrong = (sql: string) => book.ctx.db.pluck(`SELECT count(*) FROM ${sql}`).get();
  const now = book.clock.at;
  expect(
    wrong('friends f WHERE trust_level <> (SELECT to_level FROM level_changes l WHERE l.friend_id = f.id ORDER BY l.id DESC LIMIT 1)'),
  ).toBe(0);
  expect(wrong('friends f WHERE trust_since_at <> (SELECT max(at) FROM level_changes l WHERE l.friend_id = f.id)')).toBe(0);
  expect(
    wrong(`level_changes l WHERE from_level IS NOT (SELECT to_level FROM level_changes p WHERE p.friend_id = l.friend_id AND p.id < l.id
      ORDER BY p.id DESC LIMIT 1)`),
  ).toBe(0);
  expect(
    wrong(`friends f WHERE last_contact_at IS NOT nullif(max(coalesce((SELECT max(at) FROM touches t WHERE t.friend_id = f.id), 0),
      coalesce((SELECT max(last_in_at, last_out_at) FROM friend_chat_stats s WHERE s.friend_id = f.id), 0)), 0)`),
  ).toBe(0);
  for (const [table, column] of [
    ['level_changes', 'at'],
    ['touches', 'at'],
    ['notes', 'created_at'],
    ['friend_events', 'at'],
    ['friends', 'added_at'],
    ['orders', 'at'],
    ['referrals', 'created_at'],
  ] as const) {
    expect(wrong(`${table} WHERE ${column} >= ${now}`), table).toBe(0);
    const friend = table === 'friends' ? 'id' : 'friend_id';
    expect(wrong(`${table} x WHERE ${column} < (SELECT created_at FROM friends f WHERE f.id = x.${friend})`), table).toBe(0);
  }
  expect(wrong(`friends WHERE search_text = '' OR sort_name = ''`)).toBe(0);
  expect((await page({ text: 'wxid_demo' })).total).toBe(600);
  const today = new Date(now);
  const day = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}-${String(today.getDate()).padStart(2, '0')}`;
  const birthdays = await book.call<{ birthday: { calendar: string } }[]>('touches.birthdays', { fromOn: day, toOn: day });
  expect(birthdays.length).toBeGreaterThanOrEqual(3);
  expect(new Set(birthdays.map(({ birthday }) => birthday.calendar))).toEqual(new Set(['solar', 'lunar']));
  const overdue = await book.call<Post[]>('posts.overdue');
  expect(overdue).toHaveLength(1);
  const soon = await book.call<Post[]>('posts.list', { fromAt: now, toAt: now + 6 * 3_600_000, accountId: null });
  expect(soon.map((post) => post.state)).toEqual(['scheduled', 'scheduled']);
  const posts = await book.call<Post[]>('posts.list', { fromAt: 0, toAt: now + 40 * 86_400_000, accountId: null });
  expect(posts).toHaveLength(60);
  for (const { assets } of posts) for (const asset of assets) expect(book.app.files.assetPath(asset.id)).not.toBeNull();
  expect(posts.filter((post) => post.assets.length >= 2).length).toBeGreaterThan(15);
});

test('every page has something to show', async () => {
  await load();
  const sizes = await book.call<{ id: number; size: number | null }[]>('segments.sizes');
  expect(sizes).toHaveLength(4);
  for (const { size } of sizes.slice(0, 3)) expect(size).toBeGreaterThan(0);
  const segments = await book.call<Segment[]>('segments.list');
  // the line of the last weeks ends where the count of today stands
  for (const { id, name, broken, sizes: grown } of segments) {
    expect(broken).toEqual([]);
    if (grown.length > 1) expect(Math.abs(grown.at(-1)!.size - sizes.find((one) => one.id === id)!.size!), name).toBeLessThanOrEqual(8);
  }
  const [queue] = await book.call<QueueSummary[]>('sending.queues');
  expect(queue).toMatchObject({ name: '礼盒预订', state: 'open', sent: 6, skipped: 1 });
  expect(count('orders WHERE friend_id IS NULL')).toBe(0);
  expect(count('messages')).toBeGreaterThan(80);
  expect(count("post_audiences a JOIN posts p ON p.id = a.post_id WHERE heads < 100 OR state <> 'posted'")).toBe(0);
  const mix = await book.call<MixReport>('insights.mix', { accountId: null, audience: null });
  expect(mix.past.total).toBeGreaterThan(10);
  expect((await book.call<{ made: number }>('recurrences.rollForward')).made).toBeGreaterThan(6);
  await remove();
  expect(count('posts')).toBe(0);
});

test('keeps what her own things name: a tag and goods of her rule, a picture of her draft and of her series, an account she sells by', async () => {
  await load();
  const row = (sql: string) => book.ctx.db.pluck(sql).get() as number;
  const [tag, product] = [row("SELECT id FROM tags WHERE name = '送礼'"), row('SELECT min(id) FROM products')];
  const [drafted, repeated] = [row('SELECT min(id) FROM assets'), row('SELECT max(id) FROM assets')];
  const shop = row("SELECT id FROM accounts WHERE name = '橙子铺'");
  const rule = allOf({ field: 'tags', mode: 'any', tagIds: [tag] }, { field: 'product', productIds: [product], withinDays: null });
  await book.call('segments.create', { name: '我的', note: '', rule });
  await book.call('settings.set', { key: 'content.draft', value: JSON.stringify({ assetIds: [drafted] }) });
  const post = { accountId: 1, text: '生日快乐', category: 'life', state: 'scheduled', assetIds: [repeated] };
  await book.call('recurrences.create', { rule: { kind: 'yearly', month: 5, day: 20, minute: 480 }, post, fromOn: '2026-11-22' });
  // as a 接龙 of hers: it names the account, and nothing of the demo
  const own = `INSERT INTO group_buys (account_id, title, title_key, source, created_at, updated_at) VALUES (${shop}, '我的', '我的', 'solitaire', 1, 1)`;
  book.ctx.db.raw.exec(own);
  await remove();
  expect(orphans()).toEqual([]);
  expect([count(`accounts WHERE id = ${shop}`), count('accounts'), count('group_buys')]).toEqual([1, 2, 1]);
  expect([count(`tags WHERE id = ${tag}`), count(`products WHERE id = ${product}`), count('products')]).toEqual([1, 1, 1]);
  expect([count(`assets WHERE id IN (${drafted}, ${repeated})`), count('assets'), pictureFiles()]).toEqual([2, 2, 2]);
  expect((await book.call<Segment[]>('segments.list')).map(({ name, broken }) => [name, broken])).toEqual([['我的', []]]);
});

test('is refused twice, and where none was built', async () => {
  await load();
  await expect(load()).rejects.toMatchObject({ kind: 'changedSince', details: { what: 'demo' } });
  expect(await status()).toMatchObject({ friends: 600 });
  const bare = await openTestApp();
  await expect(bare.call('demo.load')).rejects.toMatchObject({ kind: 'notFound' });
  await bare.close();
  const lost = await openTestApp({ demoFile: join(book.dataDir, 'gone.json') });
  await expect(lost.call('demo.load')).rejects.toMatchObject({ kind: 'notFound' });
  expect(await lost.call('demo.status')).toMatchObject({ loaded: false, bookEmpty: true });
  await lost.close();
});

test('removing leaves exactly what the seller made herself, and what that needs', async () => {
  const mine = await book.call<Saved>('friends.create', friendNamed('我的老同学', { wxid: 'wxid_mine' }));
  const myTag = await book.call<Saved>('tags.create', { name: '尝鲜', groupId: null, color: 'pink' });
  await load();
  const tagBook = await book.call<TagBook>('tags.book');
  const tagId = (name: string) => tagBook.tags.find((tag) => tag.name === name)!.id;
  // a tag she had already is used as it is
  expect(tagId('尝鲜')).toBe(myTag.id);
  const accounts = await book.call<Account[]>('accounts.list');
  const [shop, helper] = ['橙子铺', '橙子铺-小助手'].map((name) => accounts.find((account) => account.name === name)!.id) as [
    number,
    number,
  ];

  const onDemoAccount = await book.call<Saved>('friends.create', friendNamed('新邻居', { accountId: shop }));
  await book.call('tags.assign', { selection: { by: 'ids', ids: [mine.id, onDemoAccount.id] }, tagIds: [tagId('送礼'), myTag.id] });
  const note = { friendId: mine.id, body: '一起去过果园' };
  await book.call('friends.addNote', note);
  const [demoFriend] = (await page({ accountIds: [shop] }, 1)).rows;
  await book.call('friends.addNote', { friendId: demoFriend!.id, body: '写在演示好友上' });
  const staged = await book.app.files.stageStream(
    'mine.png',
    (async function* () {
      yield png(5, 5);
    })(),
  );
  const picture = await book.call<Asset>('posts.addAsset', { fileId: staged.fileId });
  const demoPicture = (await book.call<Post[]>('posts.list', { fromAt: 0, toAt: book.clock.at, accountId: null })).find(
    (post) => post.assets.length > 0,
  )!.assets[0]!;
  const post = await book.call<Saved>('posts.create', {
    accountId: shop,
    text: '我自己写的',
    category: 'life',
    scheduledAt: book.clock.at + 1000,
    state: 'planned',
    assetIds: [picture.id, demoPicture.id],
  });
  await book.call('settings.set', { key: 'calendar.accountId', value: helper });
  await book.call('settings.set', { key: 'imports.lastAccountId', value: shop });

  expect(await remove()).toEqual({ loaded: false, friends: 0, bookEmpty: false });
  expect(orphans()).toEqual([]);
  expect((await page()).rows.map((row) => row.name).sort()).toEqual(['我的老同学', '新邻居'].sort());
  expect((await page()).rows.find((row) => row.id === mine.id)!.tagIds.sort()).toEqual([myTag.id, tagId('送礼')].sort());
  const left = await book.call<TagBook>('tags.book');
  expect(left.tags.map((tag) => tag.name).sort()).toEqual(['尝鲜', '送礼'].sort());
  expect(left.groups.map((group) => group.name)).toEqual(['需求']);
  expect((await book.call<Account[]>('accounts.list')).map((account) => account.name)).toEqual(['我的微信', '橙子铺']);
  expect(await book.call<Post>('posts.get', { id: post.id })).toMatchObject({ text: '我自己写的', accountId: shop });
  expect((await book.call<Post>('posts.get', { id: post.id })).assets.map((asset) => asset.id)).toEqual([picture.id, demoPicture.id]);
  expect(counts()).toMatchObject({ friends: 2, notes: 1, posts: 1, assets: 2, demo_rows: 0, touches: 0, channels: 11, friend_events: 0 });
  expect(pictureFiles()).toBe(2);
  expect(existsSync(book.app.files.assetPath(demoPicture.id)!.path)).toBe(true);
  expect(await book.call<Settings>('settings.all')).toMatchObject({ 'calendar.accountId': null, 'imports.lastAccountId': shop });
});

test('what was done to demo friends can no longer be undone after they are gone, what was done to own friends can', async () => {
  await load();
  const mine = await book.call<Saved>('friends.create', friendNamed('我的老同学'));
  const level = { level: 4, reason: '' };
  const own = await book.call<Saved>('trust.setLevel', { selection: { by: 'ids', ids: [mine.id] }, ...level });
  const [demoFriend] = (await page({ levels: [1], accountIds: [2] }, 1)).rows;
  await book.call('trust.setLevel', { selection: { by: 'ids', ids: [demoFriend!.id] }, ...level });
  // who brought her own friend is forgotten with the one who did
  await book.call('referrals.set', { friendId: mine.id, byId: demoFriend!.id });
  await book.call('referrals.set', { friendId: mine.id, byId: null });
  const [demoTag] = (await book.call<TagBook>('tags.book')).tags;
  await book.call('tags.delete', { ids: [demoTag!.id] });
  const [post] = await book.call<Post[]>('posts.list', { fromAt: 0, toAt: book.clock.at, accountId: null });
  await book.call('posts.update', { id: post!.id, values: { ...post, state: 'planned', text: '改过', assetIds: [] } });
  await book.call('posts.delete', { id: post!.id });
  await remove();
  expect(await book.call('undo.state')).toMatchObject({ undo: { id: own.undoId } });
  await book.call('undo.undo', { id: own.undoId });
  expect((await page()).rows).toMatchObject([{ id: mine.id, trustLevel: 1 }]);
});
