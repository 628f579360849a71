import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation, FriendChatStats, Member } from '../../../shared/contracts/chats.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { FriendDetail } from '../../../shared/contracts/friends.ts';
import { bringIn, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const everything = { accountId: null, kind: null, friendId: null, search: '', offset: 0, limit: 100 };
const chats = async (more: object = {}) =>
  (await app.call<{ rows: Conversation[] }>('conversations.list', { ...everything, ...more })).rows;
const friend = async (name: string) => (await app.call<Saved>('friends.create', friendNamed(name, {}))).id;
const stats = (friendId: number) => app.call<FriendChatStats>('chats.friendStats', { friendId });
const lastContact = async (id: number) => (await app.call<FriendDetail>('friends.get', { id })).lastContactAt;
const tables = ['conversations', 'chat_talkers', 'friend_chat_stats', 'friends'];
const book = () => tables.map((table) => app.ctx.db.sql(`SELECT * FROM ${table} ORDER BY 1`).all());

describe('saying later whose a chat is', () => {
  it('gives the friend what the chat says, and undo takes it back', async () => {
    const [li, wang] = [await friend('李姐'), await friend('王姐')];
    await bringIn(app.ctx, { records: [record(), record({ at: noon + 1000, direction: 'out' })] });
    const [chat] = await chats();
    const before = book();
    const first = await app.call<Saved>('chats.linkConversation', { conversationId: chat!.id, friendId: li });
    const linked = book();
    expect(await stats(li)).toMatchObject({ inCount: 1, outCount: 1, twoWayDays: 1, openedBy: 'in' });
    expect(await lastContact(li)).toBe(noon + 1000);
    expect((await chats({ friendId: li }))[0]).toMatchObject({ friendId: li, friendName: '李姐' });
    app.clock.tick(1000);
    const second = await app.call<Saved>('chats.linkConversation', { conversationId: chat!.id, friendId: wang });
    expect([await stats(li), await lastContact(li)]).toEqual([null, null]);
    expect([await stats(wang), await lastContact(wang)]).toMatchObject([{ inCount: 1 }, noon + 1000]);
    const away = await app.call<Saved>('chats.linkConversation', { conversationId: chat!.id, friendId: null });
    expect([await stats(wang), await lastContact(wang)]).toEqual([null, null]);
    for (const { undoId } of [away, second]) expect(await app.call('undo.undo', { id: undoId })).toMatchObject({ kept: 0 });
    expect(book()).toEqual(linked);
    expect(await app.call('undo.undo', { id: first.undoId })).toMatchObject({ kept: 0 });
    expect(book()).toEqual(before);
    expect(await app.call('undo.redo', { id: first.undoId })).toMatchObject({ kept: 0 });
    expect(book()).toEqual(linked);
  });

  it('stays said when the file comes in again', async () => {
    const li = await friend('李姐的大名');
    await bringIn(app.ctx, { records: [record()] });
    const [chat] = await chats();
    await app.call('chats.linkConversation', { conversationId: chat!.id, friendId: li });
    await bringIn(app.ctx, { records: [record(), record({ at: noon + 9000, text: '还在' })] });
    expect(await stats(li)).toMatchObject({ inCount: 2 });
  });

  it('is refused for a group, and for friends and chats that are not there', async () => {
    const li = await friend('李姐');
    await bringIn(app.ctx, {
      records: [record({ conversation: 'g@chatroom', senderId: 'wxid_a', senderName: '果果妈妈' })],
      conversations: [{ key: 'g@chatroom', externalId: 'g@chatroom', name: '团购群' }],
    });
    const [group] = await chats();
    const link = (conversationId: number, friendId: number) => app.call('chats.linkConversation', { conversationId, friendId });
    await expect(link(group!.id, li)).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(link(999, li)).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('works for somebody of a group', async () => {
    const li = await friend('李姐');
    await bringIn(app.ctx, {
      records: [record({ conversation: 'g@chatroom', senderId: 'wxid_a', senderName: '果果妈妈' })],
      conversations: [{ key: 'g@chatroom', externalId: 'g@chatroom', name: '团购群' }],
    });
    const [group] = await chats();
    const members = () => app.call<Member[]>('chats.members', { conversationId: group!.id });
    const [member] = await members();
    const { undoId } = await app.call<Saved>('chats.linkTalker', { talkerId: member!.talkerId, friendId: li });
    expect(await members()).toMatchObject([{ friendId: li, friendName: '李姐' }]);
    expect(await chats({ friendId: li })).toHaveLength(1);
    await app.call('undo.undo', { id: undoId });
    expect(await members()).toMatchObject([{ friendId: null }]);
    await expect(app.call('chats.linkTalker', { talkerId: 999, friendId: li })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(app.call('chats.linkTalker', { talkerId: member!.talkerId, friendId: 999 })).rejects.toMatchObject({ kind: 'notFound' });
  });
});
