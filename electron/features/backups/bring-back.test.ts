import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BackupLook, FoundBackups } from '../../../shared/contracts/backups.ts';
import type { BackupPeople, BackupPosts, BringReport } from '../../../shared/contracts/bring-back.ts';
import { AppError } from '../../../shared/errors.ts';
import { damage, digest } from '../../../tests/helpers/digest.ts';
import { friendTables } from '../../../tests/helpers/friend-tables.ts';
import { bringIn, record } from '../../../tests/helpers/memory-chats.ts';
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

/** A paid order with its goods, and the payment for it, as an import writes them. */
function sell(one: TestApp, friendId: number, no: string): void {
  const { db, clock } = one.ctx;
  const at = clock.now();
  const order = db
    .sql(
      `INSERT INTO orders (account_id, friend_id, friend_by, source, identity, occurrence, order_no, buyer_name, buyer_key, receiver, phone, address, at,
         precision, status, status_text, amount_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
       VALUES (1, ?, 'wxid', 'ktt', ?, 0, ?, '李', '李', '李', '', '', ?, 0, 1, '已付', 9900, 0, '', '', '{}', ?, ?)`,
    )
    .run(friendId, `nktt${no}`, no, at, at, at).lastInsertRowid;
  const product = db
    .sql(
      'INSERT INTO products (name, name_key, created_at, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (name_key) DO UPDATE SET name = name RETURNING id',
    )
    .get('丑橘', '丑橘', at, at) as { id: number };
  db.sql(
    "INSERT INTO order_lines (order_id, position, product_id, product, spec, quantity_milli, unit, price_fen, amount_fen) VALUES (?, 0, ?, '丑橘', '', 2000, '箱', 4950, 9900)",
  ).run(order, product.id);
  db.sql(
    `INSERT INTO payments (account_id, source, identity, occurrence, transaction_id, at, precision, kind_text, direction, counterparty, buyer_key, goods,
       amount_fen, refund_fen, status_text, note, is_customer, friend_id, friend_by, order_id, extra, created_at, updated_at)
     VALUES (1, 'wechatBill', ?, 0, ?, ?, 0, '转账', 0, '李', '李', '', 9900, 0, '', '', 1, ?, 'hand', ?, '{}', ?, ?)`,
  ).run(`t${no}`, no, at, friendId, order, at, at);
}
/** What hangs on a friend, without numbers of rows. */
function hangingOn(one: TestApp, remark: string): unknown {
  const { db } = one.ctx;
  const id = row(one, remark)['id'];
  const all = (sql: string) => db.sql(sql).all(id);
  return {
    orders: all(
      `SELECT order_no AS no, orders.amount_fen AS fen, name AS product, l.quantity_milli AS milli FROM orders JOIN order_lines l ON order_id = orders.id
       JOIN products ON products.id = product_id WHERE friend_id = ? ORDER BY order_no`,
    ),
    payments: all(
      'SELECT transaction_id AS no, order_no AS paid FROM payments p JOIN orders o ON o.id = order_id WHERE p.friend_id = ? ORDER BY 1',
    ),
    touches: all('SELECT at, touchpoint, note FROM touches WHERE friend_id = ? ORDER BY at'),
    points: all('SELECT at, delta, reason FROM point_entries WHERE friend_id = ? ORDER BY at'),
    levels: all('SELECT from_level AS "from", to_level AS "to", at, reason FROM level_changes WHERE friend_id = ? ORDER BY at, id'),
    promises: all('SELECT text, due_on, state FROM promises WHERE friend_id = ?'),
    followUps: all('SELECT title, due_on, state FROM follow_ups WHERE friend_id = ?'),
    answers: all('SELECT rule, to_level, answer, until_on, at, evidence FROM suggestion_decisions WHERE friend_id = ?'),
    gone: all("SELECT at, details FROM friend_events WHERE friend_id = ? AND kind = 'status'"),
    brought: all(
      "SELECT f.remark || ' ← ' || b.remark FROM referrals JOIN friends f ON f.id = friend_id JOIN friends b ON b.id = by_friend_id WHERE ? IN (f.id, b.id)",
    ),
    contact: row(one, remark)['last_contact_at'],
    chat: db.pluck('SELECT count(*) FROM conversations WHERE friend_id = ?').get(id),
  };
}

it('brings what hangs on somebody: orders, payments, contacts, points and the way up, none of it twice', async () => {
  const li = await create('李姐', { wxid: 'wxid_li' });
  const only = { by: 'ids', ids: [li] };
  await bringIn(book.ctx, {
    conversations: [{ key: 'wxid_li', externalId: 'wxid_li', name: '李姐', group: false }],
    records: [record({ conversation: 'wxid_li', text: '要两箱' })],
  });
  await book.call('trust.setLevel', { selection: only, level: 3, reason: '问过价' });
  book.clock.tick(1000);
  await book.call('trust.setLevel', { selection: only, level: 5, reason: '又买了' });
  await book.call('touches.log', { selection: only, touchpoint: 'phone', direction: 'out', at: book.clock.at, note: '问好不好吃' });
  await book.call('points.add', { selection: only, delta: 50, reason: '到店' });
  await book.call('followUps.promise', { friendId: li, text: '补发一箱', dueOn: '2030-01-01' });
  await book.call('followUps.add', { friendId: li, title: '问孩子的事', words: '', dueOn: '2030-01-02' });
  sell(book, li, '1');
  sell(book, li, '2');
  const [zhao, sun] = [await create('老赵', { wxid: 'wxid_zhao' }), await create('小孙', { wxid: 'wxid_sun' })];
  await book.call('referrals.set', { friendId: li, byId: zhao });
  await book.call('referrals.set', { friendId: sun, byId: li });
  await book.call('friends.setStatus', { selection: only, status: 'deletedMe' });
  book.ctx.db
    .sql(
      "INSERT INTO suggestion_decisions (friend_id, rule, from_level, to_level, answer, at, author, evidence) VALUES (?, 'up4', 3, 4, 'never', 7, 'manual', ?)",
    )
    .run(li, '{"messages":[5],"orders":[],"touches":[],"tags":[]}');
  const whole = hangingOn(book, '李姐');
  expect(whole).toMatchObject({ answers: [{ answer: 'never' }], gone: [{}], brought: [{}, {}] });
  expect(whole).toMatchObject({ orders: [{ no: '1', product: '丑橘', milli: 2000 }, { no: '2' }], payments: [{ paid: '1' }, {}], chat: 1 });
  await backUp();
  const other = await openTestApp({ secretCost: 14 });
  others.push(other);
  // gone here, with one order that stayed behind as nobody's and one that went as well
  book.ctx.db.raw.prepare('DELETE FROM friends WHERE id = ?').run(li);
  book.ctx.db.raw.prepare("DELETE FROM orders WHERE order_no = '2'").run();
  const before = digest(book.ctx.db);
  const lookId = await open(book);
  const all = { orders: 2, payments: 2, touches: 1, points: 1, followUps: 2 };
  expect((await peopleIn(book, lookId)).people).toMatchObject([{ id: li, ...all, referrals: 2 }]);
  const { undoId } = await bring(book, lookId, [li]);
  expect(hangingOn(book, '李姐')).toEqual(whole);
  expect(damage(book.ctx.db)).toEqual([]);
  const nothing = { orders: 0, payments: 0, touches: 0, points: 0, followUps: 0, referrals: 0 };
  expect((await peopleIn(book, lookId, '李')).people).toMatchObject([nothing]);
  expect(await bring(book, lookId, [row(book, '李姐')['id'] as number])).toMatchObject({ count: 0 });
  await book.call('undo.undo', { id: undoId });
  const after = digest(book.ctx.db);
  for (const [table, rows] of Object.entries(before)) if (!table.startsWith('undo')) expect(after[table], table).toEqual(rows);
  await book.call('undo.redo', { id: (await book.call<{ redo: { id: number } }>('undo.state')).redo.id });
  expect(hangingOn(book, '李姐')).toEqual(whole);

  // another computer, where she stands with an order and points of her own already
  const { id: there } = await other.call<{ id: number }>('friends.create', friendNamed('李姐', { wxid: 'wxid_li' }));
  sell(other, there, '2');
  other.clock.tick(5000);
  await other.call('points.add', { selection: { by: 'ids', ids: [there] }, delta: 50, reason: '导进来的' });
  const thereLook = await open(other);
  // who brought whom comes with the second of the two
  expect((await peopleIn(other, thereLook, '李')).people).toMatchObject([{ orders: 1, payments: 1, touches: 1, points: 0, referrals: 0 }]);
  await bring(other, thereLook, [li, zhao]);
  const { orders, points, levels, answers, brought } = hangingOn(other, '李姐') as Record<string, unknown[]>;
  expect([orders!.length, points!.length, levels!.length, answers!.length, brought!.length]).toEqual([2, 1, 1, 0, 1]);
  await bring(other, thereLook, [sun]);
  expect((hangingOn(other, '李姐') as { brought: unknown[] }).brought).toHaveLength(2);
  expect(damage(other.ctx.db)).toEqual([]);
});

it('knows of every table about friends whether it comes along, and why not', () => {
  const comes = [
    ...['conversations', 'chat_talkers', 'orders', 'payments', 'touches', 'point_entries', 'level_changes', 'friend_tags', 'notes'],
    ...['friend_events', 'follow_ups', 'promises', 'suggestion_decisions', 'referrals'],
  ];
  const stays: Record<string, string> = {
    friend_chat_stats: 'counted anew from the chats',
    buyer_aliases: 'the next import of orders asks once more',
    tag_rule_given: 'the tags that come are hers: no rule takes them off',
    re_adds: 'who was asked again after a ban of an account, there and then',
    send_items: 'a place in a list of sending, which does not come',
    person_links: 'duplicates are looked for anew',
    friends_apart: 'the same',
  };
  expect([...friendTables(book.ctx.db).keys()]).toEqual([...comes, ...Object.keys(stays)].sort());
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
