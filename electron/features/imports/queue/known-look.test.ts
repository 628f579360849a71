import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChatCommitReport, ChatQueueScan, ImportQueue } from '../../../../shared/contracts/import-queue.ts';
import type { UndoBatchReport } from '../../../../shared/contracts/imports.ts';
import { mailedText, memotraceCsv, talk } from '../../../../tests/helpers/chat-files.ts';
import { randomFrom } from '../../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, projectRoot, type TestApp } from '../../../../tests/helpers/test-app.ts';
import { zipOf } from '../../../../tests/helpers/zips.ts';

let book: TestApp;
beforeAll(async () => {
  book = await openTestApp();
});
afterAll(() => book.close());

const emptied = ['messages', 'message_holes', 'chat_batches', 'conversation_members', 'chat_talkers', 'conversations', 'chat_owners'];
/** Empties the book instead of opening another one: each would start a worker of its own. */
afterEach(() => {
  for (const table of [...emptied, 'import_batches', 'friends', 'undo_actions']) book.ctx.db.raw.exec(`DELETE FROM ${table}`);
  book.ctx.announce({ topics: ['friends', 'chats'] });
});

type Files = Record<string, string | Buffer>;
async function open(files: Files): Promise<ImportQueue> {
  const fileIds: string[] = [];
  for (const [place, content] of Object.entries(files)) {
    const bytes = Readable.from([Buffer.from(content as Buffer)]);
    const inFolder = place.includes('/') ? place : undefined;
    fileIds.push((await book.app.files.stageStream(place.split('/').at(-1)!, bytes, undefined, inFolder)).fileId);
  }
  return book.call<ImportQueue>('importQueue.open', { fileIds });
}
const chatsOf = (queue: ImportQueue) => ({
  queueId: queue.queueId,
  itemIds: queue.items.filter(({ kind }) => kind === 'chat').map(({ itemId }) => itemId),
  accountId: 1,
  me: null,
});
const look = async (files: Files, more: object = {}) =>
  book.call<ChatQueueScan>('chatImport.scan', { ...chatsOf(await open(files)), ...more });
const answers = { mojibakeAccepted: false, choices: {}, unknownPeers: 'keepUnlinked', unknownTalkers: 'member' };
const bringIn = async (files: Files, more: object = {}) =>
  book.call<ChatCommitReport>('chatImport.commit', { ...chatsOf(await open(files)), ...answers, ...more });
const undo = (batchId: number) => book.call<UndoBatchReport>('imports.undo', { batchId });
const count = (table: string) => book.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;
const newOf = ({ conversations }: ChatQueueScan) => conversations.reduce((sum, { fresh }) => sum + fresh!, 0);

const li = { '李姐.csv': memotraceCsv('李姐', 'wxid_li', talk(30)) };
const zhou = { '周姐.csv': memotraceCsv('周姐', 'wxid_zhou', talk(20)) };
const mailed = { '聊天.txt': mailedText('李姐', '橙子铺', talk(12)) };
const orange = { me: [{ senderId: null, name: '橙子铺' }] };

describe('a file that was imported before', () => {
  it('is known by its bytes: nothing is read, nothing is written; looked through it says the same', async () => {
    await bringIn(li);
    const short = await look(li);
    expect(short).toMatchObject({
      again: { at: book.ctx.db.pluck('SELECT created_at FROM chat_batches').get() },
      read: 30,
      conversations: [],
      knowsMe: true,
    });
    expect(count('import_batches')).toBe(1);
    const long = await look(li, { inFull: true });
    expect(long).toMatchObject({ again: null, read: 30 });
    expect(newOf(long)).toBe(0);
  });

  it('can be imported line by line all the same, and stays when the first import goes', async () => {
    const first = await bringIn(li);
    const second = await bringIn(li, { inFull: true });
    expect(second).toMatchObject({ added: 0, duplicate: 30 });
    expect(await undo(first.batchId)).toMatchObject({ chats: { removed: 0, handedOver: 30 } });
    expect((await look(li)).again).not.toBeNull();
    await undo(second.batchId);
    expect(count('messages') + count('chat_batch_files')).toBe(0);
    expect(newOf(await look(li))).toBe(30);
  });

  it('may have come with others, in a zip too; all must be known, from whatever import', async () => {
    const folder = { '聊天/李姐.csv': li['李姐.csv'], '聊天/周姐.csv': zhou['周姐.csv'] };
    const zip = { '聊天.zip': await zipOf({ '李姐.csv': li['李姐.csv'], '周姐.csv': zhou['周姐.csv'] }) };
    await bringIn(folder);
    expect(await look(folder)).toMatchObject({ again: {}, read: 50 });
    expect(await look(zip)).toMatchObject({ again: {}, read: 50 });
    const more = await look({ ...folder, '聊天/新客.csv': memotraceCsv('新客', 'wxid_new', talk(5)) });
    expect(more).toMatchObject({ again: null, read: 55 });
    expect(newOf(more)).toBe(5);
  });

  it("stays known when its chat is another friend's since", async () => {
    const { conversations } = await bringIn(li);
    const { id: friendId } = await book.call<{ id: number }>('friends.create', friendNamed('王姐'));
    await book.call('chats.linkConversation', { conversationId: conversations[0]!.conversationId, friendId });
    expect(await look(li)).toMatchObject({ again: {}, read: 30 });
    expect(newOf(await look(li, { inFull: true }))).toBe(0);
  });

  it('says so too when it asked once who she is', async () => {
    await bringIn(mailed, orange);
    expect(await look(mailed)).toMatchObject({ again: {}, knowsMe: true, read: 12 });
    expect(await look(mailed, orange)).toMatchObject({ again: {} });
  });
});

describe('a file is looked through', () => {
  const read = async (files: Files, fresh: number | null, more: object = {}) => {
    const scan = await look(files, more);
    expect(scan.again).toBeNull();
    if (fresh !== null) expect(newOf(scan)).toBe(fresh);
  };

  it('when its import was taken back', async () => {
    await undo((await bringIn(li)).batchId);
    await read(li, 30);
  });

  it('when its chat was erased, or one message of it', async () => {
    const { conversations } = await bringIn(li);
    const { conversationId } = conversations[0]!;
    const messageId = book.ctx.db.pluck('SELECT min(id) FROM messages').get();
    await book.call('chats.erase', { conversationId, messageId });
    await read(li, 1);
    await bringIn(li);
    expect((await look(li)).again).not.toBeNull();
    await book.call('chats.erase', { conversationId, messageId: null });
    await read(li, 30);
    expect(count('chat_batch_files')).toBe(0);
  });

  it('when a chat was erased that it only shared with the import it belongs to', async () => {
    const { conversations } = await bringIn(li);
    const longer = { '李姐.csv': memotraceCsv('李姐', 'wxid_li', talk(40)) };
    await bringIn(longer);
    await book.call('chats.erase', {
      conversationId: conversations[0]!.conversationId,
      messageId: book.ctx.db.pluck('SELECT min(id) FROM messages').get(),
    });
    await read(li, 1);
    await read(longer, 1);
  });

  it('when somebody else counts as her since', async () => {
    await bringIn(mailed, orange);
    await read(mailed, null, { me: [{ senderId: null, name: '李姐' }] });
    await bringIn({ '别的.txt': mailedText('王姐', '橙子', talk(3)) }, { me: [{ senderId: null, name: '橙子' }] });
    await read(mailed, 0);
  });

  it('when a chat of it was left out, but not the others of that import', async () => {
    const both = { '聊天/李姐.csv': li['李姐.csv'], '聊天/周姐.csv': zhou['周姐.csv'] };
    await bringIn(both, { choices: { 'id:wxid_li': { take: 'leaveOut' } } });
    await read(both, 30);
    await read({ '聊天/李姐.csv': li['李姐.csv'] }, 30);
    expect(await look({ '聊天/周姐.csv': zhou['周姐.csv'] })).toMatchObject({ again: {}, read: 20 });
  });

  it('when something of it could not be read', async () => {
    const broken = {
      '李姐.csv': li['李姐.csv']
        .toString()
        .replace(/,\d{10},/, ',bad,')
        .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, '昨天'),
    };
    expect(await bringIn(broken)).toMatchObject({ problem: 1 });
    await read(broken, 0);
  });

  it('when newer readers may read it otherwise', async () => {
    await bringIn(li);
    book.ctx.db.raw.exec('UPDATE chat_batch_files SET reader_version = reader_version - 1');
    await read(li, 0);
  });

  it('for another account', async () => {
    await bringIn(li);
    const account = await book.call<{ id: number }>('accounts.create', {
      name: '小号',
      wxid: null,
      role: null,
      category: null,
      capacity: 5000,
      standing: 'normal',
      note: null,
    });
    await read(li, 30, { accountId: account.id });
  });

  it('when it lies in another place, or one byte differs', async () => {
    await bringIn(li);
    await read({ 'wxid_me/李姐.csv': li['李姐.csv'] }, 0);
    const other = Buffer.from(li['李姐.csv']);
    other[other.length - 3] = other[other.length - 3]! ^ 1;
    await read({ '李姐.csv': other }, null);
  });

  it('when what it needs beside it is not what it was', async () => {
    const place = `${projectRoot}/tests/fixtures/chats/json/wda-manifest`;
    const chat = { '导出/conversations/lj/messages.json': readFileSync(`${place}/conversations/lj/messages.json`) };
    const manifest = readFileSync(`${place}/manifest.json`);
    const whole = { ...chat, '导出/manifest.json': manifest };
    await bringIn(whole);
    expect((await look(whole)).again).not.toBeNull();
    await read({ ...chat, '导出/manifest.json': Buffer.concat([manifest, Buffer.from('\n')]) }, 0);
    await read(chat, null);
  });

  it('when another day is said for its missing dates', async () => {
    const undated = { '李姐.txt': readFileSync(`${projectRoot}/tests/fixtures/chats/texts/chatlog-day.txt`) };
    await bringIn(undated, { missingDate: '2026-03-09' });
    expect((await look(undated, { missingDate: '2026-03-09' })).again).not.toBeNull();
    await read(undated, null, { missingDate: '2026-03-10' });
    await read(undated, null);
  });

  it('when it is text that was pasted', async () => {
    const paste = async () => chatsOf(await book.call<ImportQueue>('importQueue.paste', { text: mailed['聊天.txt'] }));
    await book.call('chatImport.commit', { ...(await paste()), ...answers, ...orange });
    expect((await book.call<ChatQueueScan>('chatImport.scan', await paste())).again).toBeNull();
  });
});

const inOrder = 'FROM messages m JOIN conversations c ON c.id = m.conversation_id ORDER BY m.id >> 21, c.name, m.content';
/** What the book holds, without who brought it and without ids, which hang on the numbers of its chats. */
const contents = () => book.ctx.db.arrays(`SELECT m.id >> 21, c.external_id, c.name, m.direction, m.kind, m.content ${inOrder}`).all();

/** One story of `steps` things done; she imports where the look says that something is new. @returns what the book holds after each */
async function play(seed: number, steps: number, inFull: boolean): Promise<{ books: unknown[]; short: number }> {
  const pick = randomFrom(seed);
  const files: Files[] = ['wxid_a', 'wxid_b'].flatMap((wxid) => [
    { [`${wxid}.csv`]: memotraceCsv(wxid.slice(-1), wxid, talk(8)) },
    { [`${wxid}.csv`]: memotraceCsv(wxid.slice(-1), wxid, talk(12).slice(4)) },
  ]);
  files.push({ '聊天.txt': mailedText('小安', '橙子铺', talk(6)) });
  const batches: number[] = [];
  const books: unknown[] = [];
  let [short, me] = [0, '橙子铺'];
  for (let step = 0; step < steps; step++) {
    const what = pick(10);
    const [file, which] = [files[pick(files.length)]!, pick(1000)];
    if (what === 0) me = me === '橙子铺' ? '小安' : '橙子铺';
    else if (what === 1 && batches.length > 0) await undo(batches.splice(which % batches.length, 1)[0]!);
    else if (what === 2 && count('messages') > 0) {
      const sql = `SELECT m.id AS messageId, m.conversation_id AS conversationId ${inOrder} LIMIT 1 OFFSET ?`;
      const one = book.ctx.db.sql(sql).get(which % count('messages')) as { conversationId: number; messageId: number };
      await book.call('chats.erase', which % 3 === 0 ? { ...one, messageId: null } : one);
    } else {
      const more = '聊天.txt' in file ? { me: [{ senderId: null, name: me }] } : {};
      const scan = await look(file, { ...more, inFull });
      if (scan.again) {
        short++;
        // the long way says nothing else, and would add nothing
        expect(newOf(await look(file, { ...more, inFull: true }))).toBe(0);
      } else if (newOf(scan) > 0) batches.push((await bringIn(file, more)).batchId);
    }
    books.push(contents());
  }
  return { books, short };
}

it('any story gives the same book by the short way and by the long one', async () => {
  let taken = 0;
  for (let seed = 1; seed <= 3; seed++) {
    const byShort = await play(seed, 22, false);
    for (const table of [...emptied, 'import_batches']) book.ctx.db.raw.exec(`DELETE FROM ${table}`);
    const byLong = await play(seed, 22, true);
    for (const table of [...emptied, 'import_batches']) book.ctx.db.raw.exec(`DELETE FROM ${table}`);
    expect(byShort.books, `story ${seed}`).toEqual(byLong.books);
    taken += byShort.short;
  }
  expect(taken).toBeGreaterThan(5);
});
