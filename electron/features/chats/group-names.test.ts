import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringIn, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
  // many imports: what a power cut would do is not asked here
  app.ctx.db.raw.pragma('synchronous = OFF');
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

interface Words {
  id: string | null;
  text: string;
  /** seconds after noon */
  second?: number;
  precision?: 'second' | 'minute';
  serverId?: string | null;
}

/** What people who are all called 小雨 say in a group. */
function allCalledSo(group: string, words: Words[]) {
  const records = words.map(({ id, second = 0, ...more }) =>
    record({ ...more, at: noon + second * 1000, conversation: group, senderId: id, senderName: '小雨' }),
  );
  return bringIn(app.ctx, { records, conversations: [{ key: group, externalId: group, name: group }] });
}
const [one, other] = ['wxid_one', 'wxid_other'];
const nameless = ({ id: _, ...words }: Words): Words => ({ ...words, id: null });
const held = (group: string) =>
  app.ctx.db.pluck('SELECT message_count FROM conversations WHERE external_id = ?').get(group) as number | undefined;
const wxids = (group: string) =>
  app.ctx.db
    .pluck(
      `SELECT chat_talkers.external_id FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id
       JOIN conversations ON conversations.id = conversation_id WHERE conversations.external_id = ? ORDER BY 1`,
    )
    .all(group);

describe('two members of one name', () => {
  const said: Words[] = [
    { id: one, text: '1' },
    { id: other, text: '2箱', second: 5, serverId: '7420000000000000005' },
    { id: other, text: '收到', second: 70 },
  ];

  it.each(['second', 'minute'] as const)(
    'are nobody twice where one file knows names only (to the %s), in either order',
    async (precision) => {
      const text = said.map((words) => ({
        ...nameless(words),
        precision,
        serverId: null,
        second: precision === 'minute' ? 60 * Math.floor((words.second ?? 0) / 60) : (words.second ?? 0),
      }));
      for (const [group, files] of [
        [`text-first-${precision}@chatroom`, [text, said]],
        [`ids-first-${precision}@chatroom`, [said, text]],
      ] as const) {
        expect(await allCalledSo(group, files[0])).toMatchObject({ added: 3 });
        for (const again of [files[1], files[0], files[1]])
          expect(await allCalledSo(group, again)).toMatchObject({ added: 0, duplicate: 3 });
        expect(held(group)).toBe(3);
      }
    },
  );

  it('are not taken for one another: whom a name does not tell is said by neither', async () => {
    const group = 'unsure@chatroom';
    await allCalledSo(group, said);
    const more = { id: null, text: '再来一箱', second: 90 };
    expect(await allCalledSo(group, [...said.map(nameless), more])).toMatchObject({ added: 1, duplicate: 3 });
    expect(wxids(group)).toEqual([null, one, other]);
    expect(await allCalledSo(group, [...said, { ...more, id: other }])).toMatchObject({ added: 0, duplicate: 4 });
    expect(await allCalledSo(group, [more])).toMatchObject({ added: 0 });
  });

  it('leave no third behind where all was known', async () => {
    const group = 'known@chatroom';
    await allCalledSo(group, said);
    await allCalledSo(group, said.map(nameless));
    expect(wxids(group)).toEqual([one, other]);
  });

  it('who say the same in one second are still two', async () => {
    const group = 'same@chatroom';
    const both = [one, other].map((id) => ({ id, text: '+1' }));
    expect(await allCalledSo(group, both.map(nameless))).toMatchObject({ added: 2 });
    expect(await allCalledSo(group, both)).toMatchObject({ added: 0, duplicate: 2 });
    expect(await allCalledSo(group, [...both, { id: one, text: '+1' }])).toMatchObject({ added: 1, duplicate: 2 });
    for (const again of [both, both.map(nameless), [...both].reverse()])
      expect(await allCalledSo(group, again)).toMatchObject({ added: 0 });
  });

  it('whatever files come, in whatever order: none is fewer than a file, and no file brings anything twice', async () => {
    const words = fc.record({
      id: fc.constantFrom(one, other),
      text: fc.constantFrom('1', '好'),
      second: fc.constantFrom(0, 1),
    });
    const file = fc.record({ words: fc.array(words, { minLength: 1, maxLength: 6 }), names: fc.boolean() });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 4 }), async (files) => {
        const group = `story-${round++}@chatroom`;
        const told = files.map(({ words: all, names }) => (names ? all.map(nameless) : all));
        for (const all of told) {
          await allCalledSo(group, all);
          expect(held(group)).toBeGreaterThanOrEqual(all.length);
          expect((await allCalledSo(group, all)).added).toBe(0);
        }
      }),
      { numRuns: 40, seed: 20261123 },
    );
  });
});

describe('two chats of one name', () => {
  const chat = (externalId: string | null, ...texts: string[]) =>
    bringIn(app.ctx, {
      records: texts.map((text) => record({ text, conversation: 'key' })),
      conversations: [{ key: 'key', externalId, name: '李姐', group: false }],
    });
  const chats = () => app.ctx.db.pluck("SELECT external_id FROM conversations WHERE name = '李姐' ORDER BY external_id").all();

  it('are left alone by a file that knows the name only, which is one chat however often it comes', async () => {
    await chat('wxid_li_one', '早');
    await chat('wxid_li_two', '晚');
    await chat(null, '在吗');
    expect(await chat(null, '在吗', '有橙子吗')).toMatchObject({ added: 1, duplicate: 1 });
    expect(chats()).toEqual([null, 'wxid_li_one', 'wxid_li_two']);
    // a third of the name: whose the chat without an id is, nobody knows
    expect(await chat('wxid_li_three', '在吗')).toMatchObject({ added: 1 });
    expect(chats()).toEqual([null, 'wxid_li_one', 'wxid_li_three', 'wxid_li_two']);
  });

  it('of one file take nothing of the chat that came by the name', async () => {
    const key = (wxid: string) => ({ key: wxid, externalId: wxid, name: '王姐', group: false });
    await bringIn(app.ctx, { records: [record({ conversation: 'key' })], conversations: [{ key: 'key', name: '王姐', group: false }] });
    const records = ['wxid_wang_one', 'wxid_wang_two'].map((conversation) => record({ conversation }));
    const conversations = ['wxid_wang_one', 'wxid_wang_two'].map(key);
    expect(await bringIn(app.ctx, { records, conversations })).toMatchObject({ added: 2 });
  });
});
