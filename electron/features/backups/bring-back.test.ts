import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BackupLook, FoundBackups } from '../../../shared/contracts/backups.ts';
import type { BackupPeople, BackupPosts, BringReport } from '../../../shared/contracts/bring-back.ts';
import { AppError } from '../../../shared/errors.ts';
import { damage, digest } from '../../../tests/helpers/digest.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let dir: string;
let usb: string;
let book: TestApp;
let others: TestApp[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-bring-back-'));
  usb = join(dir, 'usb');
  mkdirSync(usb);
  others = [];
  book = await openTestApp({ secretCost: 14 });
});
afterEach(async () => {
  for (const one of [book, ...others]) await one.close();
  rmSync(dir, { recursive: true, force: true });
});

async function backUp(): Promise<void> {
  await book.call('backups.setUp', { mode: 'open' });
  await book.call('backups.addTarget', { path: usb });
  await book.call('backups.setSchedule', { daily: true, atQuit: false });
  await book.call('backups.run', { jobId: 'backup-run' });
}
async function open(one: TestApp): Promise<string> {
  const place = { path: usb };
  const { backups } = await one.call<FoundBackups>('backups.list', { place });
  const input = { place, name: backups[0]!.name, secret: null, jobId: 'backup-look' };
  return (await one.call<BackupLook>('backups.inspect', input)).lookId;
}
const peopleIn = (one: TestApp, lookId: string, query = '') => one.call<BackupPeople>('backups.lookPeople', { lookId, query });
const postsIn = (one: TestApp, lookId: string, query = '') => one.call<BackupPosts>('backups.lookPosts', { lookId, query });
const bring = (one: TestApp, lookId: string, ids: number[], mode = 'fill') =>
  one.call<BringReport>('backups.bringPeople', { lookId, ids, mode });
const create = async (remark: string, more: Record<string, unknown> = {}) =>
  (await book.call<{ id: number }>('friends.create', friendNamed(remark, more))).id;
const row = (one: TestApp, remark: string) =>
  one.ctx.db.sql('SELECT * FROM friends WHERE remark = ?').get(remark) as Record<string, unknown>;
const tagsOf = (one: TestApp, id: unknown) =>
  one.ctx.db.pluck('SELECT name FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = ? ORDER BY name').all(id);
const notesOf = (one: TestApp, id: unknown) => one.ctx.db.pluck('SELECT body FROM notes WHERE friend_id = ? ORDER BY id').all(id);

async function addPost(text: string, assetIds: number[] = []): Promise<number> {
  const post = { accountId: 1, text, category: 'life', scheduledAt: book.clock.at + 86_400_000, state: 'scheduled', assetIds };
  return (await book.call<{ id: number }>('posts.create', post)).id;
}

it('brings somebody back who is gone and mends somebody who is there, as one action that can be taken back', async () => {
  const gone = await create('李姐', { wxid: 'wxid_li', phone: '13800138000', region: '上海' });
  const kept = await create('王哥', { wxid: 'wxid_wang', region: '北京', description: '爱喝茶' });
  const tag = (await book.call<{ id: number }>('tags.create', { name: '老客户', groupId: null, color: null })).id;
  await book.call('tags.assign', { selection: { by: 'ids', ids: [gone, kept] }, tagIds: [tag] });
  await book.call('trust.setLevel', { selection: { by: 'ids', ids: [gone] }, level: 4, reason: '' });
  await book.call('friends.addNote', { friendId: gone, body: '孩子上小学' });
  await book.call('friends.addNote', { friendId: kept, body: '送过一箱橙' });
  await backUp();
  book.ctx.db.raw.prepare('DELETE FROM friends WHERE id = ?').run(gone);
  book.ctx.db.raw.prepare('DELETE FROM notes').run();
  await book.call('friends.update', { id: kept, values: friendNamed('王哥', { wxid: 'wxid_wang', region: '天津' }) });
  await book.call('tags.delete', { ids: [tag] });
  const before = digest(book.ctx.db);
  const lookId = await open(book);
  const { people, more } = await peopleIn(book, lookId);
  expect(more).toBe(false);
  expect(people, 'without a word only who is gone').toMatchObject([{ id: gone, name: '李姐', present: null, tags: 1, notes: 1 }]);
  const wang = (await peopleIn(book, lookId, 'wang')).people;
  expect(wang).toMatchObject([{ id: kept, present: { id: kept, name: '王哥' }, tags: 1, notes: 1 }]);
  expect(wang[0]!.differences).toEqual([
    { field: 'region', fills: false, theirs: '北京', ours: '天津' },
    { field: 'description', fills: true, theirs: '爱喝茶', ours: null },
  ]);
  const filled = await bring(book, lookId, [gone, kept]);
  expect(filled).toMatchObject({ count: 2, missing: 0 });
  expect(row(book, '李姐')).toMatchObject({ wxid: 'wxid_li', phone_key: '13800138000', region: '上海', trust_level: 4 });
  expect(row(book, '王哥')).toMatchObject({ id: kept, region: '天津', description: '爱喝茶' });
  for (const [name, note] of [
    ['李姐', '孩子上小学'],
    ['王哥', '送过一箱橙'],
  ] as const)
    expect([tagsOf(book, row(book, name).id), notesOf(book, row(book, name).id)]).toEqual([['老客户'], [note]]);
  expect((await peopleIn(book, lookId)).people).toEqual([]);
  expect(await bring(book, lookId, [gone, kept]), 'nothing is left to bring').toEqual({ count: 0, missing: 0, undoId: null });
  expect(await bring(book, lookId, [kept], 'replace')).toMatchObject({ count: 1 });
  expect(row(book, '王哥')).toMatchObject({ region: '北京' });
  await book.call('undo.undo', { id: (await book.call<{ undo: { id: number } }>('undo.state')).undo.id });
  await book.call('undo.undo', { id: filled.undoId });
  const present = digest(book.ctx.db);
  for (const table of ['friends', 'tags', 'friend_tags', 'notes', 'level_changes']) expect(present[table], table).toEqual(before[table]);
  expect(damage(book.ctx.db)).toEqual([]);
});

it('brings posts back with their pictures, also into the book of another computer', async () => {
  const staged = await book.app.files.stageStream(
    'a.png',
    (async function* () {
      yield png(3, 3);
    })(),
  );
  const asset = (await book.call<{ id: number }>('posts.addAsset', { fileId: staged.fileId })).id;
  const gone = await addPost('丑橘到货', [asset]);
  await addPost('还在的');
  await create('李姐', { wxid: 'wxid_li' });
  await backUp();
  await book.call('posts.delete', { id: gone });
  const lookId = await open(book);
  expect((await postsIn(book, lookId)).posts).toMatchObject([{ id: gone, text: '丑橘到货', pictures: 1, present: false }]);
  expect((await postsIn(book, lookId, '还在')).posts).toMatchObject([{ present: true }]);
  const report = await book.call<BringReport>('backups.bringPosts', { lookId, ids: [gone], jobId: 'backup-posts' });
  expect(report).toMatchObject({ count: 1, missing: 0 });
  expect(book.ctx.db.pluck("SELECT count(*) FROM posts JOIN post_assets ON post_id = posts.id WHERE text = '丑橘到货'").get()).toBe(1);
  expect(await book.call('backups.bringPosts', { lookId, ids: [gone], jobId: 'backup-posts' })).toMatchObject({ count: 0, undoId: null });
  await book.call('undo.undo', { id: report.undoId });
  expect(book.ctx.db.pluck('SELECT text FROM posts').all()).toEqual(['还在的']);
  const other = await openTestApp({ secretCost: 14 });
  others.push(other);
  const there = await open(other);
  await other.call('backups.bringPosts', { lookId: there, ids: [gone], jobId: 'backup-posts' });
  const [assetId] = other.ctx.db.pluck('SELECT asset_id FROM post_assets').all() as number[];
  expect(other.app.files.assetPath(assetId!)).toMatchObject({ bytes: png(3, 3).length });
  await bring(other, there, [1]);
  expect(row(other, '李姐')).toMatchObject({ wxid: 'wxid_li', account_id: 1 });
  const stale = await bring(other, 'look_other', [1]).catch((error: unknown) => error);
  expect(stale instanceof AppError && stale.kind).toBe('sessionGone');
});

it('offers nobody who was erased, and brings nobody of them', async () => {
  const id = await create('李姐', { wxid: 'wxid_li' });
  await backUp();
  await book.call('erasure.erase', { friendId: id, name: '李姐', booksBeside: false });
  const lookId = await open(book);
  expect([(await peopleIn(book, lookId)).people, (await peopleIn(book, lookId, '李')).people]).toEqual([[], []]);
  expect(await bring(book, lookId, [id])).toEqual({ count: 0, missing: 0, undoId: null });
  expect(row(book, '李姐')).toBeUndefined();
});
