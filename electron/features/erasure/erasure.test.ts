import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupLook, FoundBackups } from '../../../shared/contracts/backups.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ErasePreview, EraseReport } from '../../../shared/contracts/erasure.ts';
import type { Inspection } from '../../../shared/contracts/imports.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { damage, digest } from '../../../tests/helpers/digest.ts';
import { fillAbout, friendTables, rowsAbout } from '../../../tests/helpers/friend-tables.ts';
import { bringIn, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { friendNamed, openTestApp, type TestApp, TestClock } from '../../../tests/helpers/test-app.ts';
import { rememberErased } from '../backups/index.ts';
import { askedCountingFor, indexingFor } from '../search/index.ts';
import { erasePersonCommand } from './erase-person.ts';
import { lookAtPersonCommand } from './look.ts';

let books: TestApp[];
beforeEach(() => {
  books = [];
});
afterEach(async () => {
  for (const each of books) await each.close();
});

const newBook = async (): Promise<TestApp> => {
  const one = await openTestApp({ secretCost: 14, clock: new TestClock() });
  books.push(one);
  return one;
};
async function reopen(one: TestApp): Promise<TestApp> {
  const next = await one.reopen();
  books = books.map((each) => (each === one ? next : each));
  return next;
}

const her = { name: '欧阳晓琳', nickname: '晓琳爱吃橘子', wxid: 'wxid_ouyangxl77', phone: '13877665544', alias: 'ouyang_citrus' };
const words = ['我家住虹桥路九号', '把定金退给我行吗', '群里问一下还有货没'];
const private_ = ['虹桥路九号收', '上次说的辣椒过敏', '住院了别打扰', '改成两箱'];
/** everything by which she may be known */
const traces = [...Object.values(her), ...words, ...private_];

/** Files of the book in which any of these stands, as UTF-8. */
function filesWith(dataDir: string, texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    for (const text of texts) if (bytes.includes(text) || entry.name.includes(text)) found.add(`${entry.name}: ${text}`);
  }
  return [...found];
}

const only = (...ids: number[]) => ({ by: 'ids', ids });
const create = async (book: TestApp, remark: string, more: Record<string, unknown> = {}) =>
  (await book.call<Saved>('friends.create', friendNamed(remark, more))).id;
const erase = (book: TestApp, friendId: number, more: object = {}) =>
  book.call<EraseReport>('erasure.erase', { friendId, name: her.name, booksBeside: false, ...more });
const count = (book: TestApp, table: string) => book.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;

/** Others, and a group in which she will write. */
async function others(book: TestApp): Promise<{ li: number; tagId: number }> {
  const li = await create(book, '李姐', { wxid: 'wxid_li' });
  const { id: tagId } = await book.call<Saved>('tags.create', { name: '3 号楼', groupId: null, color: null });
  await book.call('tags.assign', { selection: only(li), tagIds: [tagId] });
  await bringIn(book.ctx, { records: [record({ text: '在吗' })] });
  return { li, tagId };
}

const group = { key: 'g@chatroom', externalId: 'g@chatroom', name: '团购群' };

/** Everything a book can hold of somebody. */
async function fill(book: TestApp, { li, tagId }: { li: number; tagId: number }): Promise<number> {
  const { wxid, phone, alias, nickname } = her;
  const id = await create(book, her.name, { nickname, wxid, phone, alias, address: private_[0] });
  const { id: other } = await book.call<Saved>('accounts.create', {
    ...{ name: '小号', wxid: null, role: null, category: null, capacity: 5000, standing: 'normal', note: null },
  });
  // found by her wxid alone, without being linked
  await create(book, `${her.name}小号`, { wxid, accountId: other });
  await book.call('tags.assign', { selection: only(id, li), tagIds: [tagId] });
  const { id: note } = await book.call<Saved>('friends.addNote', { friendId: id, body: private_[1] });
  await book.call('friends.updateNote', { id: note, body: private_[2] });
  await book
    .call('friends.addNote', { friendId: id, body: private_[3] })
    .then((made) => book.call('friends.deleteNote', { id: (made as Saved).id }));
  await book.call('trust.setLevel', { selection: only(id, li), level: 3, reason: '聊得来' });
  await book.call('trust.setLevel', { selection: only(id), level: 4, reason: private_[1] });
  await book.call('touches.log', { selection: only(id), touchpoint: 'phone', direction: 'out', at: book.clock.at, note: private_[2] });
  await book.call('points.add', { selection: only(id), delta: 5, reason: private_[1] });
  const day = localDay(book.clock.at);
  await book.call('followUps.promise', { friendId: id, text: private_[1], dueOn: day });
  const followUp = await book.call<Saved>('followUps.add', { friendId: id, title: private_[2], words: private_[3], dueOn: day });
  await book.call('followUps.settle', { pick: { by: 'id', id: followUp.id }, state: 'done' });
  await book.call('referrals.set', { friendId: id, byId: li });
  await book.call('referrals.set', { friendId: id, byId: null });
  await book.call('referrals.set', { friendId: li, byId: id });
  const askAgain = (state: string | null) =>
    book.call('banday.mark', { accountId: 1, friendId: id, state, viaAccountId: other, move: false });
  for (const state of ['asked', 'notFound', null, 'asked']) await askAgain(state);
  const inGroup = (text: string, senderId: string, senderName: string, at: number) =>
    record({ conversation: group.key, senderId, senderName, text, at });
  await bringIn(book.ctx, {
    conversations: [{ key: wxid, externalId: wxid, name: her.name, group: false }, group],
    records: [
      record({ conversation: wxid, text: words[0]! }),
      record({ conversation: wxid, text: words[1]!, at: noon + 1000 }),
      inGroup('大家好', 'wxid_li', '李姐', noon),
      inGroup(words[2]!, wxid, nickname, noon + 2000),
    ],
  });
  const staged = await book.app.files.stageStream('她发来的.png', Readable.from([png(5, 4)]));
  const asset = await book.call<{ id: number }>('posts.addAsset', { fileId: staged.fileId });
  await book.call('sending.create', {
    ...{ name: `给${her.name}`, source: { by: 'selection', selection: only(id) }, kind: 'privateAdvert' },
    ...{ text: `${her.name}，丑橘到了`, assetIds: [asset.id], contentId: null, keepMissing: false },
  });
  await book.call('posts.create', {
    ...{ accountId: 1, text: '丑橘到货', category: 'life', scheduledAt: book.clock.at + 1000, state: 'planned', assetIds: [] },
  });
  const post = book.ctx.db.pluck('SELECT max(id) FROM posts').get();
  await book.call('posts.settle', { id: post, state: 'posted', at: book.clock.at });
  await importContacts(book, wxid);
  const batch = count(book, 'import_batches');
  book.ctx.db
    .sql(
      `INSERT INTO orders (account_id, friend_id, friend_by, source, identity, occurrence, order_no, buyer_name, buyer_key, receiver, phone, phone_key,
         address, at, precision, status, status_text, amount_fen, refund_fen, note, seller_note, extra, import_batch_id, created_at, updated_at)
       VALUES (1, ?, 'wxid', 'ktt', ?, 0, NULL, ?, ?, ?, ?, ?, ?, ?, 0, 1, '已付', 9900, 0, ?, '', ?, ?, ?, ?)`,
    )
    .run(
      ...[id, `x\u001f${her.name}\u001f${phone}`, her.name, her.name, her.name, phone, phone, private_[0], book.clock.at, private_[1]],
      ...[JSON.stringify({ 备注: private_[2] }), batch, book.clock.at, book.clock.at],
    );
  // what follows a chat in its own time (the search, the questions counted) is done: nothing of it comes later
  await indexingFor(book.ctx).now();
  await askedCountingFor(book.ctx).now();
  return id;
}

/** A file that changes her and one that nobody can read. */
async function importContacts(book: TestApp, wxid: string): Promise<void> {
  const csv = `用户名,备注,昵称,电话\n${wxid},${her.name},${her.nickname},${her.phone}\n,,,${her.phone} ${private_[3]}\nwxid_new,新来的,新来的,\n`;
  const { fileId } = await book.app.files.stageStream(`${her.name}的好友.csv`, Readable.from([Buffer.from(csv)]));
  const inspection = await book.call<Inspection>('imports.inspect', { fileId });
  const fields = inspection.columns.map(({ field }) => field);
  await book.call('imports.preview', { sessionId: inspection.sessionId, fields, accountId: 1, channelId: null });
  await book.call('imports.commit', { sessionId: inspection.sessionId, policy: 'replace', doubtful: 'skip', answers: {} });
}

/** all that is not about her: what she leaves, and rows that name nobody */
const theirs = (book: TestApp) => digest(book.ctx.db, ['erased_people', 'orders', 'settings', 'post_audiences', 'posts', 'chat_batches']);

describe('erasing a person', () => {
  it('leaves not a byte of them in any file, and everybody else as they were', async () => {
    const book = await newBook();
    const rest = await others(book);
    const id = await fill(book, rest);
    expect(filesWith(book.dataDir, traces).length).toBeGreaterThan(traces.length);
    const before = theirs(book);
    const preview = await book.call<ErasePreview>('erasure.preview', { friendId: id });
    expect(preview).toMatchObject({ name: her.name, contacts: [{ name: her.name }, { accountName: '小号' }], booksBeside: 0 });
    const told = Object.fromEntries(preview.counts.map((one) => [one.kind, one.count]));
    expect(told).toEqual({
      messages: 2,
      groupMessages: 1,
      orders: 1,
      notes: 1,
      touches: 2,
      followUps: 1,
      promises: 1,
      tags: 1,
      levelChanges: 4,
      points: 1,
      sendItems: 1,
      reAdds: 1,
      referrals: 1,
    });
    await expect(erase(book, id, { name: '欧阳' })).rejects.toMatchObject({ kind: 'invalidInput' });
    expect(count(book, 'erased_people')).toBe(0);
    const file = await book.call<{ fileId: string }>('exports.person', { friendId: id });
    expect(await erase(book, id)).toEqual({ contacts: 2, clean: true, kept: [] });
    expect(book.app.files.exportPath(file.fileId)).toBeNull();
    expect(filesWith(book.dataDir, traces)).toEqual([]);
    expect(damage(book.ctx.db)).toEqual([]);
    // what is left of before is untouched, and nothing new came
    const after = theirs(book);
    for (const [table, rows] of Object.entries(after)) {
      const known = new Set(before[table]);
      const fresh = rows.filter((row) => !known.has(row));
      if (!['conversations', 'chat_batch_conversations', 'import_batches', 'chat_erasures'].includes(table))
        expect(fresh, table).toEqual([]);
    }
    expect(after.friends!.map((row) => (JSON.parse(row) as { remark: string }).remark)).toEqual(['李姐', '新来的']);
    expect(after.assets).toEqual([]);
    expect(readdirSync(join(book.dataDir, 'assets'), { recursive: true }).filter((name) => String(name).includes('.'))).toEqual([]);
    expect(book.ctx.db.pluck('SELECT content FROM messages ORDER BY 1').all()).toEqual(['在吗', '大家好'].sort());
    // money stays in the books, without her
    expect(book.ctx.db.sql('SELECT amount_fen AS fen, buyer_name AS name, friend_id AS friend, phone FROM orders').all()).toEqual([
      { fen: 9900, name: '已删除的人', friend: null, phone: '' },
    ]);
    expect(book.ctx.db.pluck('SELECT heads FROM post_audiences').all()).toEqual([1]);
    // nor does an undo know of her: what was only about her is forgotten
    expect(
      book.ctx.db
        .pluck(
          "SELECT kind FROM undo_actions WHERE kind IN ('banday.mark', 'points.add', 'touches.log', 'followUps.promise', 'followUps.add', 'followUps.done', 'referrals.set')",
        )
        .all(),
    ).toEqual([]);
    // in memory as well
    expect(
      (
        await book.call<{ total: number }>('friends.list', {
          filter: { text: her.name },
          sort: { key: 'name', direction: 'asc' },
          offset: 0,
          limit: 9,
        })
      ).total,
    ).toBe(0);
    const next = await reopen(book);
    expect(filesWith(next.dataDir, traces)).toEqual([]);
  });

  it('leaves no row about them in any table, also where a row names two', async () => {
    const book = await newBook();
    const [id, li] = [await create(book, her.name, { wxid: her.wxid }), await create(book, '李姐')];
    const { db } = book.ctx;
    fillAbout(db, li, id);
    fillAbout(db, id, li);
    const steps = () => db.pluck('SELECT count(*) FROM suggestion_autos').get();
    for (const one of [id, li]) db.sql('INSERT INTO suggestion_autos (step, at) VALUES (?, 1)').run(one * 8 + 4);
    await erase(book, id);
    const both = [...friendTables(db)].filter(([, columns]) => columns.length > 1).map(([table]) => table);
    for (const [table, columns] of friendTables(db)) {
      expect(rowsAbout(db, table, columns, id), table).toBe(0);
      if (!both.includes(table)) expect(rowsAbout(db, table, columns, li), table).toBe(1);
    }
    expect([both, steps()]).toEqual([['friends_apart', 'referrals'], 1]);
    expect(damage(db)).toEqual([]);
  });

  it('cannot be undone, while what was done with others still can', async () => {
    const book = await newBook();
    const rest = await others(book);
    const id = await fill(book, rest);
    await erase(book, id);
    const level = () => book.ctx.db.pluck('SELECT trust_level FROM friends WHERE id = ?').get(rest.li);
    expect(level()).toBe(3);
    const turn = async (way: 'undo' | 'redo') => {
      for (let next = (await book.call<UndoState>('undo.state'))[way]; next; next = (await book.call<UndoState>('undo.state'))[way])
        await book.call(`undo.${way}`, { id: next.id });
    };
    await turn('undo');
    expect(count(book, 'friends')).toBe(0);
    expect(damage(book.ctx.db)).toEqual([]);
    expect(filesWith(book.dataDir, traces)).toEqual([]);
    await turn('redo');
    expect([level(), book.ctx.db.pluck('SELECT remark FROM friends').all()]).toEqual([3, ['李姐', '新来的']]);
    expect(filesWith(book.dataDir, traces)).toEqual([]);
  });

  it('is untouched or finished by the next start, wherever the process ends; brought in again, they stay', async () => {
    let book = await newBook();
    const id = await fill(book, await others(book));
    const { erasure, friendIds } = await book.ctx.execute(lookAtPersonCommand, { friendId: id, at: book.clock.at });
    // ended behind the note
    rememberErased(book.ctx, [erasure]);
    book = await reopen(book);
    const finished = () => book.ctx.db.pluck('SELECT leftovers IS NULL FROM erased_people').get() === 1;
    while (!finished()) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(filesWith(book.dataDir, traces)).toEqual([]);
    expect(count(book, 'friends')).toBe(2);
    // ended behind the transaction
    book.clock.tick(1000);
    const again = await create(book, her.name, { wxid: her.wxid });
    await bringIn(book.ctx, {
      conversations: [{ key: her.wxid, externalId: her.wxid, name: her.name, group: false }],
      records: [record({ conversation: her.wxid, text: words[0]! })],
    });
    book = await reopen(book);
    expect(count(book, 'friends')).toBe(3);
    const second = await book.ctx.execute(lookAtPersonCommand, { friendId: again, at: book.clock.at });
    expect([friendIds.length, second.friendIds]).toEqual([2, [again]]);
    rememberErased(book.ctx, [second.erasure]);
    await book.ctx.execute(erasePersonCommand, { erasure: second.erasure, friendIds: second.friendIds });
    book = await reopen(book);
    while (count(book, 'erased_people WHERE leftovers IS NOT NULL') > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(filesWith(book.dataDir, traces)).toEqual([]);
  });
});

describe('backups from before', () => {
  let usb: string;
  beforeEach(() => {
    usb = mkdtempSync(join(tmpdir(), 'tiefen-erasure-'));
    mkdirSync(usb, { recursive: true });
  });
  afterEach(() => rmSync(usb, { recursive: true, force: true }));

  const passphrase = '我家门口有棵老树';
  const dayMs = 86_400_000;
  const run = (book: TestApp) => book.call('backups.run', { jobId: 'backup-run' });
  const list = async (book: TestApp) => (await book.call<FoundBackups>('backups.list', { place: { path: usb } })).backups;
  const restore = async (book: TestApp, sequence: number, secret: string | null) => {
    const name = (await list(book)).find((one) => one.sequence === sequence)!.name;
    const look = await book.call<BackupLook>('backups.inspect', { place: { path: usb }, name, secret, jobId: 'backup-look' });
    await book.call('backups.restore', { lookId: look.lookId, jobId: 'backup-back' });
    return reopen(book);
  };
  const names = (book: TestApp) => book.ctx.db.pluck('SELECT remark FROM friends ORDER BY id').all();
  const finished = async (book: TestApp) => {
    while (count(book, 'erased_people') === 0 || count(book, 'erased_people WHERE leftovers IS NOT NULL') > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('are told with the day they go, and do not bring anybody back, here or on another computer', async () => {
    let book = await newBook();
    await book.call('backups.setUp', { mode: 'closed', passphrase });
    await book.call('backups.addTarget', { path: usb });
    await book.call('backups.setSchedule', { daily: true, atQuit: false });
    await create(book, '李姐', { wxid: 'wxid_li' });
    await run(book);
    book.clock.tick(dayMs);
    const id = await create(book, her.name, { wxid: her.wxid });
    await run(book);
    book.clock.tick(1000);
    const { kept } = await erase(book, id);
    // the first one is older than she is; the second one is the last of its day, of a Monday
    expect(kept).toMatchObject([{ kind: 'target', folder: usb, count: 1 }]);
    const [until] = kept.map((place) => place.until);
    expect(until! - book.clock.at).toBe(7 * dayMs);
    expect(await book.call('backups.erasures')).toEqual([{ at: book.clock.at, places: kept }]);
    await book.call('backups.setSchedule', { daily: false, atQuit: false });
    expect(await book.call('backups.erasures')).toMatchObject([{ places: [{ until: null }] }]);
    await run(book);
    expect(await list(book)).toHaveLength(3);
    // another computer sees in the third that she was erased after the second
    let other = await newBook();
    other.clock.at = book.clock.at + dayMs;
    other = await restore(other, 2, passphrase);
    await finished(other);
    expect(names(other)).toEqual(['李姐']);
    book.clock.tick(1000);
    // a new decision, and as new it does not outlive going back to before it
    await create(book, her.name, { wxid: her.wxid });
    book = await restore(book, 2, null);
    await finished(book);
    expect(names(book)).toEqual(['李姐']);
    const [replaced] = (await book.call<{ undos: { id: number }[] }>('backups.state')).undos;
    await book.call('backups.undoRestore', { id: replaced!.id });
    book = await reopen(book);
    expect(names(book)).toEqual(['李姐', her.name]);
  });
});
