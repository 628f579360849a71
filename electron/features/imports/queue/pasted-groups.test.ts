import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Member } from '../../../../shared/contracts/chats.ts';
import type { ChatCommitReport, ChatQueueScan, ChatTake, ImportQueue } from '../../../../shared/contracts/import-queue.ts';
import { chatlogGroup, copiedText, type GroupLine } from '../../../../tests/helpers/chat-files.ts';
import { groupsOf } from '../../../../tests/helpers/groups.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../../tests/helpers/test-app.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const me = { senderId: 'wxid_me', name: '橙子铺' };
const lines: GroupLine[] = [
  [1, '李姐', '早，橙子到了吗'],
  [2, '橙子铺', '到了'],
  [3, '阿青', '我也要'],
  [3, '阿青', '我也要'],
];
const ids: Record<string, string> = { 李姐: 'wxid_li', 橙子铺: 'wxid_me', 阿青: 'wxid_green', 王姐: 'wxid_wang' };

const exported = (group: string, name: string, some: readonly GroupLine[]) =>
  chatlogGroup({ id: `${group}@chatroom`, name }, some, ids, me.name);

const asked = (queue: ImportQueue) => ({
  queueId: queue.queueId,
  itemIds: queue.items.map(({ itemId }) => itemId),
  accountId: 1,
  me: [me, { senderId: null, name: '橙子铺' }],
});
const paste = (some: readonly GroupLine[]) => book.call<ImportQueue>('importQueue.paste', { text: copiedText(some) });
async function file(content: string): Promise<ImportQueue> {
  const { fileId } = await book.app.files.stageStream('群.json', Readable.from([Buffer.from(content)]));
  return book.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
}
const look = async (queue: ImportQueue) => (await book.call<ChatQueueScan>('chatImport.scan', asked(queue))).conversations[0]!;
async function bring(queue: ImportQueue, take?: ChatTake): Promise<ChatCommitReport> {
  const { key } = await look(queue);
  const rules = { mojibakeAccepted: false, unknownPeers: 'newFriend', unknownTalkers: 'member' };
  return book.call('chatImport.commit', { ...asked(queue), ...rules, choices: take ? { [key]: take } : {} });
}
const groups = () => groupsOf(book);
const names = async (conversationId: number) =>
  (await book.call<Member[]>('chats.members', { conversationId })).map(({ name, externalId }) => `${name} ${externalId}`).sort();

describe('a group that was pasted', () => {
  it('is asked about when its export comes, and becomes one with it', async () => {
    await bring(await file(exported('9', '妈妈群', [[1, '李姐', '在']])));
    await bring(await paste(lines));
    const [pasted] = (await groups()).filter(({ externalId }) => externalId === null);
    expect(pasted).toMatchObject({ name: '李姐、阿青（粘贴）', messageCount: 4 });
    const queue = await file(exported('1', '橙子团购1群', [...lines, [5, '王姐', '我来晚了']]));
    const row = await look(queue);
    expect(row).toMatchObject({ fresh: 5, groups: [{ id: pasted!.id, name: pasted!.name, people: 2 }] });
    expect(await bring(queue, { take: 'keepUnlinked', conversationId: pasted!.id })).toMatchObject({ added: 1, duplicate: 4 });
    const [group] = (await groups()).filter(({ id }) => id === pasted!.id);
    expect(group).toMatchObject({ name: '橙子团购1群', externalId: '1@chatroom', messageCount: 5 });
    expect(await names(group!.id)).toEqual(['李姐 wxid_li', '王姐 wxid_wang', '阿青 wxid_green']);
    const again = await file(exported('1', '橙子团购1群', [...lines, [5, '王姐', '我来晚了'], [6, '王姐', '好']]));
    expect(await look(again)).toMatchObject({ conversationId: group!.id, groups: [], known: 5, fresh: 1 });
    expect(await bring(again)).toMatchObject({ added: 1, duplicate: 5 });
  });

  it('is asked about when its export was there before', async () => {
    await bring(await file(exported('9', '妈妈群', [[1, '李姐', '在']])));
    await bring(await file(exported('1', '橙子团购1群', lines)));
    const queue = await paste([...lines, [4, '阿青', '多少钱']]);
    const [group, mothers] = await groups();
    expect(await look(queue)).toMatchObject({
      groups: [
        { id: group!.id, name: '橙子团购1群', people: 2 },
        { id: mothers!.id, name: '妈妈群', people: 1 },
      ],
    });
    const take = { take: 'keepUnlinked', kind: 'group', conversationId: group!.id } as const;
    expect(await bring(queue, take)).toMatchObject({ added: 1, duplicate: 4 });
    expect(await names(group!.id)).toEqual(['李姐 wxid_li', '阿青 wxid_green']);
    expect(await bring(await paste(lines), take)).toMatchObject({ added: 0, duplicate: 4 });
  });

  it('is no other group whose text was pasted, nor a friend of that name', async () => {
    await book.call('friends.create', friendNamed('李姐', { wxid: 'wxid_other' }));
    await bring(await paste(lines));
    await bring(await paste([...lines.slice(0, 2), [3, '王姐', '我也要'], [4, '老周', '加一']]));
    expect((await groups()).map(({ name, messageCount }) => [name, messageCount]).sort()).toEqual([
      ['李姐、王姐、老周（粘贴）', 4],
      ['李姐、阿青（粘贴）', 4],
    ]);
    const pasted = (await groups()).find(({ name }) => name === '李姐、阿青（粘贴）')!;
    expect((await book.call<Member[]>('chats.members', { conversationId: pasted.id })).map(({ friendId }) => friendId)).toEqual([
      null,
      null,
    ]);
    expect(await bring(await paste(lines))).toMatchObject({ added: 0, duplicate: 4 });
  });

  it('goes into no group that has another id, and into no chat with one person', async () => {
    await bring(await file(exported('1', '橙子团购1群', lines)));
    const [group] = await groups();
    const other = await file(exported('2', '橙子团购2群', lines));
    expect(await look(other)).toMatchObject({ groups: [] });
    await expect(bring(other, { take: 'keepUnlinked', conversationId: group!.id })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(bring(await paste(lines), { take: 'keepUnlinked', kind: 'group', conversationId: 999 })).rejects.toMatchObject({
      kind: 'notFound',
    });
  });
});

it('a pasted chat with one person is asked about by the name, and makes a friend of that name', async () => {
  const { id } = await book.call<{ id: number }>('friends.create', friendNamed('李姐'));
  const two = lines.slice(0, 2);
  expect(await look(await paste(two))).toMatchObject({ name: '李姐（粘贴）', friend: null, candidates: [{ id, by: 'remark' }] });
  await bring(
    await paste([
      [1, '老周', '在'],
      [2, '橙子铺', '在的'],
    ]),
  );
  expect(book.ctx.db.pluck("SELECT count(*) FROM friends WHERE nickname = '老周'").get()).toBe(1);
});
