import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation, FriendChatStats, MessagePage } from '../../../shared/contracts/chats.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { SearchMessagesResult } from '../../../shared/contracts/search.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { eraseChatCommand, undoChatBatch } from '../chats/index.ts';
import { indexingFor } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const everything = { accountId: null, kind: null, friendId: null, search: '', offset: 0, limit: 100 };
const chats = async () => (await app.call<{ rows: Conversation[] }>('conversations.list', everything)).rows;
const count = (table: string) => app.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;
const found = async (text: string) =>
  (await app.call<SearchMessagesResult>('search.messages', { text, filter: {}, cursor: null, limit: 50 })).hits.length;
const secret = '我的银行卡密码是八八八';
const records = [
  record({ text: '在吗' }),
  record({ text: secret, at: noon + 1000 }),
  record({ text: '好的', at: noon + 2000, direction: 'out' }),
];
const erase = (conversationId: number, messageId: number | null) => app.call('chats.erase', { conversationId, messageId });
/** whether words stand anywhere in the files of the book */
const onDisk = (text: string) =>
  ['tiefen.db', 'tiefen.db-wal', 'search.db', 'search.db-wal'].some((name) => {
    try {
      return readFileSync(join(app.ctx.dataDir, name)).includes(Buffer.from(text));
    } catch {
      return false;
    }
  });
/** messages that search.db has in its lists */
function indexed(): number {
  const search = openDatabase(join(app.dataDir, 'search.db'), { readonly: true });
  const messages = search.pluck('SELECT coalesce(sum(messages), 0) FROM segments').get() as number;
  search.close();
  return messages;
}

describe('erasing', () => {
  it('takes one message out of the book and its files; the rest follows', async () => {
    const { id: li } = await app.call<Saved>('friends.create', friendNamed('李姐', { wxid: 'wxid_li' }));
    const first = await bringIn(app.ctx, { records });
    const second = await bringIn(app.ctx, { records });
    await indexingFor(app.ctx).now();
    expect(await found('银行卡')).toBe(1);
    const [chat] = await chats();
    const page = await app.call<MessagePage>('chats.messages', { conversationId: chat!.id, from: null, limit: 10 });
    const gone = page.rows.find(({ text }) => text === secret)!;
    expect(await erase(chat!.id, gone.id)).toEqual({ removed: 1 });
    expect(onDisk(secret)).toBe(false);
    expect([await found('银行卡'), await found('在吗')]).toEqual([0, 1]);
    expect((await chats())[0]).toMatchObject({ messageCount: 2, inCount: 1, outCount: 1, lastInAt: noon });
    expect(await app.call<FriendChatStats>('chats.friendStats', { friendId: li })).toMatchObject({ inCount: 1, lastInAt: noon });
    await expect(erase(chat!.id, gone.id)).rejects.toMatchObject({ kind: 'notFound' });
    // imports still come off one by one; what is erased comes back with its file, and goes with it
    expect(undoChatBatch(app.ctx, first.batchId, idle)).toMatchObject({ removed: 0, handedOver: 2 });
    const third = await bringIn(app.ctx, { records });
    expect(third).toMatchObject({ added: 1, duplicate: 2 });
    expect(undoChatBatch(app.ctx, third.batchId, idle)).toMatchObject({ removed: 1 });
    expect(undoChatBatch(app.ctx, second.batchId, idle)).toMatchObject({ removed: 2, conversationsRemoved: 1 });
  });

  it('takes a whole conversation, with whom only it named', async () => {
    const group = { key: 'g@chatroom', externalId: 'g@chatroom', name: '团购群' };
    const members = ['a', 'b'].map((one, i) =>
      record({ conversation: group.key, senderId: `wxid_${one}`, senderName: one, text: `${secret}${one}`, at: noon + i * 1000 }),
    );
    await bringIn(app.ctx, { records });
    const { batchId } = await bringIn(app.ctx, { conversations: [group], records: members });
    await indexingFor(app.ctx).now();
    const chat = (await chats()).find(({ kind }) => kind === 'group')!;
    expect(await erase(chat.id, null)).toEqual({ removed: 2 });
    expect(await chats()).toHaveLength(1);
    expect([count('messages'), count('chat_talkers'), count('conversation_members')]).toEqual([3, 0, 0]);
    expect([await found(`${secret}a`), await found(secret)]).toEqual([0, 1]);
    expect(onDisk(`${secret}a`)).toBe(false);
    expect(undoChatBatch(app.ctx, batchId, idle)).toMatchObject({ removed: 0, conversationsRemoved: 0 });
    await expect(erase(chat.id, null)).rejects.toMatchObject({ kind: 'notFound' });
    expect((await bringIn(app.ctx, { conversations: [group], records: members })).added).toBe(2);
  });

  it('is finished by the next start when it stopped between the book and search.db', async () => {
    await bringIn(app.ctx, { records });
    await indexingFor(app.ctx).now();
    const [chat] = await chats();
    // the first half alone, as a kill leaves it
    expect(await app.ctx.execute(eraseChatCommand, { conversationId: chat!.id, messageId: null })).toEqual({ removed: 3 });
    app = await app.reopen();
    expect([count('messages'), count('chat_erasures')]).toEqual([0, 1]);
    expect(indexed()).toBe(3);
    await indexingFor(app.ctx).now();
    expect(indexed()).toBe(0);
    expect(count('chat_erasures')).toBe(0);
    expect(await found('银行卡')).toBe(0);
  });
});
