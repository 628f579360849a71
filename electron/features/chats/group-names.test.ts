import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringIn, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

/** What somebody called 小雨 says in a group. */
const said = (group: string, senderId: string | null, ...texts: string[]) =>
  bringIn(app.ctx, {
    records: texts.map((text) => record({ text, at: noon, conversation: group, senderId, senderName: '小雨' })),
    conversations: [{ key: group, externalId: group, name: group }],
  });

describe('a file that knows names only, once somebody else of that name has come to the group', () => {
  it('means the one it brought, though the other is known for longer', async () => {
    await said('other@chatroom', 'wxid_rain', '在');
    await said('names@chatroom', null, '1', '2');
    await said('names@chatroom', 'wxid_rain', '3');
    expect(await said('names@chatroom', null, '1', '2')).toMatchObject({ added: 0, duplicate: 2 });
  });

  it('means the one it met at first, though both have a wxid', async () => {
    await said('other@chatroom', 'wxid_older', '在');
    await said('ids@chatroom', 'wxid_younger', '1');
    expect(await said('ids@chatroom', null, '1', '2')).toMatchObject({ added: 1, duplicate: 1 });
    await said('ids@chatroom', 'wxid_older', '3');
    expect(await said('ids@chatroom', null, '1', '2')).toMatchObject({ added: 0, duplicate: 2 });
  });
});
