import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Member } from '../../../shared/contracts/chats.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { groupsOf } from '../../../tests/helpers/groups.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { undoChatBatch } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

interface Said {
  id: string | null;
  name: string;
  text: string;
  /** seconds after noon */
  second?: number;
}

const bring = (conversation: object, said: Said[]) =>
  bringIn(app.ctx, {
    records: said.map(({ id, name, text, second = 0 }) =>
      record({ text, at: noon + second * 1000, conversation: 'key', senderId: id, senderName: name }),
    ),
    conversations: [{ key: 'key', group: true, ...conversation }],
  });
/** A text that was copied out of the group: names only. */
const paste = (said: Omit<Said, 'id'>[]) =>
  bring(
    { name: '邻居群' },
    said.map((one) => ({ id: null, ...one })),
  );
/** A program's export of the same group. */
const file = (said: Said[]) => bring({ name: '邻居群', externalId: 'neighbours@chatroom' }, said);
const elsewhere = (said: Said[]) => bring({ name: '妈妈群', externalId: 'mothers@chatroom' }, said);

const groups = () => groupsOf(app);
async function members(name = '邻居群'): Promise<Member[]> {
  const group = (await groups()).find((one) => one.name === name);
  return app.call<Member[]>('chats.members', { conversationId: group!.id });
}
const rain = (text: string, second = 0, name = '小雨') => ({ id: 'wxid_rain', name, text, second });
const named = (text: string, second = 0, name = '小雨') => ({ name, text, second });

const friend = (name: string, more: Record<string, unknown> = {}) => app.call<Saved>('friends.create', friendNamed(name, more));

/** The member is known from another group before, in between, or not until the end. */
describe.each([0, 1, 2])('a group that came in by names, then with ids; known from elsewhere at step %i', (step) => {
  const known = (now: number) => (now === step ? elsewhere([rain('在')]) : null);

  it('holds nobody and nothing twice, in either order', async () => {
    await known(0);
    const text = [named('1'), named('2', 5), named('早', 6, '阿青')];
    const ids = [rain('1'), rain('2', 5), { id: 'wxid_green', name: '阿青', text: '早', second: 6 }, rain('3', 9)];
    await paste(text);
    await known(1);
    expect(await file(ids)).toMatchObject({ added: 1, duplicate: 3 });
    await known(2);
    for (const again of [() => paste(text), () => file(ids), () => elsewhere([rain('在')])])
      expect(await again()).toMatchObject({ added: 0 });
    expect((await members()).map(({ name, externalId }) => [name, externalId]).sort()).toEqual([
      ['小雨', 'wxid_rain'],
      ['阿青', 'wxid_green'],
    ]);
    expect(await members('妈妈群')).toMatchObject([{ name: '小雨', externalId: 'wxid_rain' }]);
    expect(await groups()).toHaveLength(2);
  });

  it('knows the member again under another name', async () => {
    await known(0);
    await paste([named('1')]);
    await known(1);
    await file([rain('1')]);
    await known(2);
    for (const name of ['雨过天晴', '雨'])
      expect(await file([rain('1', 0, name), rain('2', 5, name)])).toMatchObject({ added: name === '雨' ? 0 : 1 });
    expect(await paste([named('1')])).toMatchObject({ added: 0, duplicate: 1 });
    expect(await members()).toHaveLength(1);
  });

  it('calls nobody a friend by the nickname, and the friend of the wxid by it', async () => {
    await friend('小雨');
    await known(0);
    await paste([named('1')]);
    expect(await members()).toMatchObject([{ friendId: null }]);
    await known(1);
    const hers = await friend('雨姐', { wxid: 'wxid_rain' });
    await file([rain('1')]);
    await known(2);
    expect(await members()).toMatchObject([{ friendId: hers.id, friendName: '雨姐' }]);
  });
});

describe('an import of a group taken back', () => {
  it('leaves what the other one held, though the first made the member', async () => {
    const other = await elsewhere([rain('在')]);
    const first = await paste([named('1'), named('2', 5)]);
    const second = await file([rain('1'), rain('3', 9)]);
    undoChatBatch(app.ctx, other.batchId, idle);
    expect(await file([rain('1'), rain('3', 9, '雨')])).toMatchObject({ added: 0, duplicate: 2 });
    undoChatBatch(app.ctx, first.batchId, idle);
    expect((await groups()).map(({ name, messageCount }) => [name, messageCount])).toEqual([['邻居群', 2]]);
    expect(await paste([named('1'), named('2', 5)])).toMatchObject({ added: 1, duplicate: 1 });
    undoChatBatch(app.ctx, second.batchId, idle);
    expect(await members()).toMatchObject([{ name: '小雨', externalId: 'wxid_rain' }]);
  });
});
