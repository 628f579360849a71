import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation, FriendChatStats, Member, MessagePage } from '../../../shared/contracts/chats.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { FriendDetail } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import { bringIn, idle, memoryChats, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { scanChat, undoChatBatch } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const minuteMs = 60_000;
const dayMs = 86_400_000;
const everything = { accountId: null, kind: null, friendId: null, search: '', offset: 0, limit: 100 };
const count = (table: string) => app.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;
const texts = () => app.ctx.db.pluck('SELECT content FROM messages ORDER BY id').all();
const friend = async (name: string, wxid: string | null = null) =>
  (await app.call<Saved>('friends.create', friendNamed(name, { wxid }))).id;
const lastContact = async (id: number) => (await app.call<FriendDetail>('friends.get', { id })).lastContactAt;
const conversations = async (more: object = {}) =>
  (await app.call<{ rows: Conversation[] }>('conversations.list', { ...everything, ...more })).rows;
const undo = (batchId: number) => undoChatBatch(app.ctx, batchId, idle);
const said = (text: string, at: number, more: object = {}) => record({ text, at, ...more });
/** rows of every table that an import of chats may touch */
const book = () =>
  [
    'messages',
    'message_holes',
    'conversations',
    'chat_talkers',
    'conversation_members',
    'chat_batches',
    'chat_batch_claims',
    'chat_batch_conversations',
    'chat_owners',
    'friend_chat_stats',
    'friends',
    'level_changes',
    'import_batches',
    'undo_actions',
  ].map((table) => [table, app.ctx.db.sql(`SELECT * FROM ${table}`).all()]);

describe('importing chats', () => {
  it('accounts for every record: read = added + duplicate + problem + left out', async () => {
    const records = [
      said('a', noon),
      said('a', noon + 1000, { serverId: '7' }),
      said('a', noon + 1000, { serverId: '7' }),
      said('too old', -1),
      said('not hers', noon, { conversation: 'wxid_other' }),
    ];
    const report = await bringIn(
      app.ctx,
      { records, problems: [{ line: 9, problem: 'badTime', text: 'x'.repeat(500) }] },
      { people: { mapping: { wxid_other: { as: 'leaveOut' } }, unknownPeers: 'noFriend', unknownTalkers: 'member' } },
    );
    expect(report).toMatchObject({
      read: 6,
      added: 2,
      duplicate: 1,
      problem: 2,
      leftOut: 1,
      problemCounts: { badTime: 1, timeOutOfRange: 1 },
    });
    expect(report.problems[0]).toEqual({ file: 0, line: 9, problem: 'badTime', text: 'x'.repeat(80) });
    expect(texts()).toEqual(['a', 'a']);
  });

  it('takes no message from before WeChat or from beyond tomorrow, and the look says so', async () => {
    const [first, last] = [Date.UTC(2011, 0, 20, 16), app.clock.now() + dayMs];
    const records = [first - 1000, first, last, last + 1000].map((at) => said('a', at));
    const files = [{ source: memoryChats({ records }), bytes: 400 }];
    const people = { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' } as const;
    const look = await scanChat(app.ctx, { files, accountId: 1, owner: null, people }, idle);
    expect(look).toMatchObject({ read: 4, problem: 2, problemCounts: { timeOutOfRange: 2 }, conversations: [{ messages: 2 }] });
    expect(await bringIn(app.ctx, { records })).toMatchObject({ read: 4, added: 2, problem: 2, problemCounts: { timeOutOfRange: 2 } });
  });

  it('keeps ids beyond 2^53 apart by every digit', async () => {
    const records = ['7449999999999999991', '7449999999999999992', '7449999999999999993'].map((serverId) => said('嗯', noon, { serverId }));
    expect((await bringIn(app.ctx, { records })).added).toBe(3);
    expect((await bringIn(app.ctx, { records })).duplicate).toBe(3);
    expect((await bringIn(app.ctx, { records: [said('嗯', noon, { serverId: '7449999999999999994' })] })).added).toBe(1);
  });

  it.each([7, 200, 5000])('keeps 500 equal messages of one second, in chunks of %i', async (chunkRecords) => {
    const records = Array.from({ length: 500 }, () => said('新品到了', noon, { direction: 'out' }));
    expect((await bringIn(app.ctx, { records }, { chunkRecords })).added).toBe(500);
    const again = await bringIn(app.ctx, { records: [...records, ...records.slice(0, 3)] }, { chunkRecords });
    expect(again).toMatchObject({ added: 3, duplicate: 500 });
    const [first, second] = app.ctx.db.pluck('SELECT batch_id FROM chat_batches ORDER BY 1').all() as [number, number];
    expect(undo(first)).toMatchObject({ removed: 0, handedOver: 500 });
    expect(count('messages')).toBe(503);
    expect(undo(second)).toMatchObject({ removed: 503 });
    expect(count('message_holes')).toBe(0);
  });

  it('finds neighbours behind a place whose message went', async () => {
    const one = await bringIn(app.ctx, { records: [said('嗯', noon), said('嗯', noon)] });
    const [id] = app.ctx.db.pluck('SELECT min(id) FROM messages').all() as number[];
    // a message that stands in the way, as a stranger with the same hash would
    app.ctx.db.sql('UPDATE messages SET content = ? WHERE id = ?').run('a stranger', id);
    expect((await bringIn(app.ctx, { records: [said('嗯', noon), said('嗯', noon)] })).added).toBe(1);
    undo(one.batchId);
    expect((await bringIn(app.ctx, { records: [said('嗯', noon), said('嗯', noon)] })).added).toBe(0);
  });

  it('says who is known by an exact match only where a file gives no direction', async () => {
    const records = [
      said('在吗', noon, { direction: null, senderId: 'wxid_li', senderName: '李姐' }),
      said('在的', noon + 1000, { direction: null, senderId: 'wxid_me', senderName: '小店' }),
      said('你撤回了一条消息', noon + 2000, { direction: null, kind: 'system' }),
    ];
    const asks = bringIn(app.ctx, { records, knowsMe: false });
    await expect(asks).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['owner'] } });
    const scan = await scanChat(app.ctx, look({ records, knowsMe: false }), idle);
    expect(scan.asksForOwner).toBe(true);
    expect(scan.ownerCandidates.map(({ id }) => id)).toEqual(['wxid_li', 'wxid_me']);
    await bringIn(app.ctx, { records, knowsMe: false }, { owner: { ids: ['wxid_me'], names: [] } });
    expect(app.ctx.db.pluck('SELECT direction FROM messages ORDER BY id').all()).toEqual([0, 1, 2]);
    // remembered for the account
    expect((await bringIn(app.ctx, { records, knowsMe: false })).duplicate).toBe(3);
    expect((await scanChat(app.ctx, look({ records, knowsMe: false }), idle)).asksForOwner).toBe(false);
  });

  it('leaves the book as it was when cancelled, at every moment', async () => {
    const id = await friend('李姐', 'wxid_li');
    await bringIn(app.ctx, { records: [said('早', noon - dayMs)] });
    const before = book();
    const records = Array.from({ length: 40 }, (_, i) => said(`第 ${i} 条`, noon + i * 1000));
    for (let stop = 1; ; stop++) {
      let calls = 0;
      const checkCancelled = () => {
        if (++calls === stop) throw new AppError('cancelled');
      };
      const { importChat } = await import('./index.ts');
      const done = importChat(
        app.ctx,
        {
          files: [{ source: memoryChats({ records: [...records, said('hi', noon, { conversation: 'wxid_new' })] }), bytes: 4000 }],
          accountId: 1,
          openBatch: () => 99,
          owner: { ids: ['wxid_me'], names: [] },
          people: { mapping: {}, unknownPeers: 'newFriend', unknownTalkers: 'newFriend' },
          chunkRecords: 9,
        },
        { progress: () => {}, checkCancelled },
      );
      if (
        await done.then(
          () => true,
          (error: AppError) => error.kind !== 'cancelled',
        )
      )
        break;
      expect(book()).toEqual(before);
    }
    expect(count('messages')).toBe(42);
    expect(await lastContact(id)).toBe(noon + 39_000);
  });

  it('leaves the book as it was when the file breaks in the middle', async () => {
    const before = book();
    const source = memoryChats({ records: [] });
    source.records = async function* () {
      yield { records: Array.from({ length: 30 }, (_, i) => said(`${i}`, noon)), problems: [], bytesRead: 1 };
      throw new AppError('fileDamaged');
    };
    await expect(bringIn(app.ctx, { records: [] }, { files: [{ source, bytes: 10 }], chunkRecords: 5 })).rejects.toMatchObject({
      kind: 'fileDamaged',
    });
    expect(book()).toEqual(before);
  });

  it('asks for room on the disk before it writes', async () => {
    const files = [{ source: memoryChats({ records: [said('a', noon)] }), bytes: 1e18 }];
    await expect(bringIn(app.ctx, { records: [] }, { files })).rejects.toMatchObject({ kind: 'diskFull' });
    expect(count('import_batches')).toBe(0);
  });

  it('unites two files of one import', async () => {
    const files = [
      { source: memoryChats({ records: [said('a', noon), said('b', noon)] }), bytes: 100 },
      { source: memoryChats({ records: [said('b', noon), said('b', noon), said('c', noon)] }), bytes: 100 },
    ];
    const report = await bringIn(app.ctx, { records: [] }, { files });
    expect(report).toMatchObject({ read: 5, added: 4, duplicate: 1, conversationCount: 1 });
    expect((await conversations())[0]).toMatchObject({ messageCount: 4, inCount: 4 });
    expect(undo(report.batchId)).toMatchObject({ removed: 4, conversationsRemoved: 1 });
  });

  it('meets a file of WeChat itself, which knows names and minutes only', async () => {
    const exact = [said('在吗', noon + 5000, { serverId: '71' }), said('好', noon + 9000, { serverId: '72' })];
    await bringIn(app.ctx, { records: exact });
    const copied = [
      said('在吗', noon, { conversation: '李姐', precision: 'minute' }),
      said('好', noon, { conversation: '李姐', precision: 'minute' }),
      said('走了', noon + minuteMs, { conversation: '李姐', precision: 'minute' }),
    ];
    const chats = { records: copied, conversations: [{ key: '李姐', name: '李姐', group: false }] };
    expect((await scanChat(app.ctx, look(chats), idle)).conversations[0]).toMatchObject({ known: 2, messages: 3 });
    const second = await bringIn(app.ctx, chats);
    expect(second).toMatchObject({ added: 1, duplicate: 2, conversationCount: 1 });
    // the exact export that holds the third as well
    expect(await bringIn(app.ctx, { records: [...exact, said('走了', noon + minuteMs + 7000, { serverId: '73' })] })).toMatchObject({
      added: 0,
    });
    expect(undo(second.batchId)).toMatchObject({ removed: 0, handedOver: 1 });
  });

  it('tells the words of equal pictures apart by nothing but the ids', async () => {
    await bringIn(app.ctx, { records: [said('[图片]', noon, { kind: 'picture' })] });
    expect((await bringIn(app.ctx, { records: [said('a.jpg', noon, { kind: 'picture', serverId: '8' })] })).added).toBe(0);
    expect((await bringIn(app.ctx, { records: [said('b.jpg', noon, { kind: 'picture', serverId: '9' })] })).added).toBe(1);
  });

  it('keeps odd text as it can be kept, and finds it again', async () => {
    const records = ['\ud800', 'a\0b', '<img src=x onerror=alert(1)>', '', "'; DROP TABLE messages; --"].map((text) => said(text, noon));
    expect((await bringIn(app.ctx, { records })).added).toBe(5);
    expect((await bringIn(app.ctx, { records })).added).toBe(0);
  });
});

const look = (chats: Parameters<typeof memoryChats>[0]) => ({
  files: [{ source: memoryChats(chats), bytes: chats.records.length * 100 }],
  accountId: 1,
  owner: null,
  people: { mapping: {}, unknownPeers: 'noFriend' as const, unknownTalkers: 'member' as const },
});

describe('people of chats', () => {
  it('links a friend by wxid, makes friends on wish, and takes them back with the import', async () => {
    const li = await friend('李姐', 'wxid_li');
    const records = [
      said('在吗', noon),
      said('你好', noon, { conversation: 'wxid_wang' }),
      said('hi', noon, { conversation: 'wxid_zhou' }),
    ];
    const conversationsOfFile = ['li', 'wang', 'zhou'].map((name) => ({
      key: `wxid_${name}`,
      externalId: `wxid_${name}`,
      name,
      group: false,
    }));
    const report = await bringIn(
      app.ctx,
      { records, conversations: conversationsOfFile },
      { people: { mapping: { wxid_zhou: { as: 'noFriend' } }, unknownPeers: 'newFriend', unknownTalkers: 'member' } },
    );
    expect(report.friendsCreated).toBe(1);
    const [wang] = app.ctx.db.pluck("SELECT id FROM friends WHERE wxid = 'wxid_wang'").all() as number[];
    expect((await conversations()).map(({ friendId }) => friendId).sort()).toEqual([li, wang, null].sort());
    expect(await lastContact(wang!)).toBe(noon);
    expect(undo(report.batchId)).toMatchObject({ removed: 3, conversationsRemoved: 3, friendsRemoved: 1, friendsKept: 0 });
    expect(count('friends')).toBe(1);
    expect(count('level_changes')).toBe(1);
    expect(await lastContact(li)).toBe(null);
    expect(undo(report.batchId)).toMatchObject({ removed: 0 });
  });

  it('keeps a friend it made once somebody worked on her', async () => {
    const report = await bringIn(
      app.ctx,
      { records: [said('在吗', noon)] },
      { people: { mapping: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' } },
    );
    const [id] = app.ctx.db.pluck('SELECT id FROM friends').all() as number[];
    await app.call('friends.addNote', { friendId: id, body: '要大码' });
    expect(undo(report.batchId)).toMatchObject({ friendsRemoved: 0, friendsKept: 1 });
    expect(await lastContact(id!)).toBe(null);
  });

  it('gives the last contact back in whatever order imports are undone', async () => {
    const id = await friend('李姐', 'wxid_li');
    await app.call('touches.log', {
      selection: { by: 'ids', ids: [id] },
      touchpoint: 'phone',
      direction: 'out',
      at: noon - dayMs,
      note: '',
    });
    const first = await bringIn(app.ctx, { records: [said('a', noon)] });
    const second = await bringIn(app.ctx, { records: [said('a', noon), said('b', noon + dayMs, { direction: 'out' })] });
    expect(await lastContact(id)).toBe(noon + dayMs);
    expect(await app.call<FriendChatStats>('chats.friendStats', { friendId: id })).toMatchObject({
      firstAt: noon,
      lastInAt: noon,
      lastOutAt: noon + dayMs,
      inCount: 1,
      outCount: 1,
      twoWayDays: 0,
    });
    undo(first.batchId);
    expect(await lastContact(id)).toBe(noon + dayMs);
    undo(second.batchId);
    expect(await lastContact(id)).toBe(noon - dayMs);
    expect(await app.call('chats.friendStats', { friendId: id })).toBe(null);
  });

  it('counts days on which both wrote, however the messages came', async () => {
    await bringIn(app.ctx, { records: [said('a', noon), said('b', noon + 1000, { direction: 'out' }), said('c', noon + dayMs)] });
    expect((await conversations())[0]).toMatchObject({ twoWayDays: 1, inCount: 2, outCount: 1 });
    await bringIn(app.ctx, { records: [said('d', noon + dayMs + 9, { direction: 'out' })] });
    expect((await conversations())[0]).toMatchObject({ twoWayDays: 2, lastOutAt: noon + dayMs, messageCount: 4 });
  });

  it('knows members of a group again by wxid or by name', async () => {
    const group = [{ key: 'g@chatroom', externalId: 'g@chatroom', name: '团购群' }];
    const member = (text: string, senderId: string | null, senderName: string) =>
      said(text, noon, { conversation: 'g@chatroom', senderId, senderName });
    await bringIn(app.ctx, { records: [member('1', null, '小王'), member('2', null, '小周')], conversations: group });
    const again = await bringIn(app.ctx, {
      records: [member('1', 'wxid_wang', '小王'), member('2', 'wxid_zhou', '小周'), member('2', 'wxid_wu', '小吴')],
      conversations: group,
    });
    expect(again).toMatchObject({ added: 1, duplicate: 2 });
    const [conversation] = await conversations({ kind: 'group' });
    const members = await app.call<Member[]>('chats.members', { conversationId: conversation!.id });
    expect(members.map(({ externalId }) => externalId).sort()).toEqual(['wxid_wang', 'wxid_wu', 'wxid_zhou']);
    const page = await app.call<MessagePage>('chats.messages', { conversationId: conversation!.id, from: null, limit: 10 });
    expect(page.rows.map(({ talkerName, text }) => `${talkerName}:${text}`).sort()).toEqual(['小吴:2', '小周:2', '小王:1']);
  });

  it('lets go of a friend who is taken back, and finds her again', async () => {
    const id = await friend('李姐', 'wxid_li');
    await bringIn(app.ctx, { records: [said('a', noon)] });
    app.ctx.db.sql('UPDATE conversations SET friend_id = ?').run(id);
    const { undo: last } = await app.call<{ undo: { id: number } }>('undo.state');
    await app.call('undo.undo', { id: last.id });
    expect((await conversations())[0]!.friendId).toBe(null);
    await app.call('undo.redo', { id: last.id });
    expect((await conversations())[0]!.friendId).toBe(id);
    expect(await app.call('chats.friendStats', { friendId: id })).toMatchObject({ inCount: 1 });
  });
});

describe('reading chats', () => {
  it('pages through a conversation both ways and jumps to a day', async () => {
    await bringIn(app.ctx, { records: Array.from({ length: 25 }, (_, i) => said(`${i}`, noon + i * dayMs)) });
    const [{ id }] = (await conversations()) as [Conversation];
    const page = (from: object | null, limit = 10) => app.call<MessagePage>('chats.messages', { conversationId: id, from, limit });
    const words = ({ rows }: MessagePage) => rows.map(({ text }) => Number(text));
    const newest = await page(null);
    expect(words(newest)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(newest).toMatchObject({ hasOlder: true, hasNewer: false });
    const older = await page({ side: 'before', id: newest.rows[0]!.id });
    expect(words(older)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(older).toMatchObject({ hasOlder: true, hasNewer: true });
    expect(words(await page({ side: 'after', id: older.rows.at(-1)!.id }, 3))).toEqual([15, 16, 17]);
    const jump = await app.call<{ id: number }>('chats.jump', { conversationId: id, on: '2024-05-04' });
    const around = await page({ side: 'around', id: jump.id }, 4);
    expect(words(around)).toEqual([1, 2, 3, 4]);
    expect(around).toMatchObject({ hasOlder: true, hasNewer: true });
    expect(around.rows[2]!.at).toBe(noon + 3 * dayMs);
    const late = await app.call<{ id: number }>('chats.jump', { conversationId: id, on: '2030-01-01' });
    expect(late.id).toBe(newest.rows.at(-1)!.id);
  });

  it('says before an import what it would find', async () => {
    const id = await friend('王姐');
    await bringIn(app.ctx, { records: [said('a', noon), said('b', noon)] });
    const chats = {
      records: [said('a', noon), said('a', noon), said('c', noon), said('x', noon, { conversation: '王姐' })],
      conversations: [
        { key: 'wxid_li', externalId: 'wxid_li', name: '李姐', group: false },
        { key: '王姐', name: '王姐', group: false },
      ],
    };
    const before = book();
    const scan = await scanChat(app.ctx, look(chats), idle);
    expect(book()).toEqual(before);
    expect(scan.conversations).toMatchObject([
      { key: 'wxid_li', messages: 3, known: 1, match: null },
      { key: '王姐', messages: 1, known: 0, conversationId: null, match: { friendId: id, how: 'doubtful' } },
    ]);
    expect((await bringIn(app.ctx, chats)).duplicate).toBe(1);
  });
});
