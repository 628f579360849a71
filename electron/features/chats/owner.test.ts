import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bringIn, idle, type MemoryChats, memoryChats, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { scanChat, undoChatBatch } from './index.ts';
import type { Owner } from './owner.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

/** A chat that says names only. */
const chat = (...lines: [name: string, text: string][]): MemoryChats => ({
  knowsMe: false,
  conversations: [{ key: '李姐', name: '李姐', group: false }],
  records: lines.map(([senderName, text], i) => record({ conversation: '李姐', direction: null, senderName, text, at: noon + i * 60_000 })),
});
const scan = (chats: MemoryChats, owner: Owner | null = null) =>
  scanChat(
    app.ctx,
    {
      files: [{ source: memoryChats(chats), bytes: 100 }],
      accountId: 1,
      owner,
      people: { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' },
    },
    idle,
  );
const names = (...list: string[]): Owner => ({ ids: [], names: list });
const directions = () => app.ctx.db.pluck('SELECT direction FROM messages ORDER BY id').all();
const remembered = () => app.ctx.db.pluck('SELECT value FROM chat_owners ORDER BY value').all();
const talk = chat(['李姐', '在吗'], ['小店', '在的亲，要点什么'], ['李姐', '上次那个橘子还有没有']);

describe('who the seller is', () => {
  it('is shown with things everybody said', async () => {
    const more = chat(['小店', ''], ['李姐', '嗯'], ['李姐', '好'.repeat(500)]);
    const { ownerCandidates } = await scan({ ...talk, records: [...talk.records, ...more.records] });
    expect(ownerCandidates.map(({ name, samples }) => [name, samples])).toEqual([
      ['李姐', ['上次那个橘子还有没有']],
      ['小店', ['在的亲，要点什么']],
    ]);
    const [long] = (await scan(more)).ownerCandidates;
    expect(long!.samples).toEqual(['好'.repeat(60)]);
  });

  it('can be corrected: what she says now takes the place of a wrong answer', async () => {
    const wrong = await bringIn(app.ctx, talk, { owner: names('李姐') });
    expect(directions()).toEqual([1, 0, 1]);
    undoChatBatch(app.ctx, wrong.batchId, idle);
    expect(remembered()).toEqual(['李姐']);
    expect((await scan(talk)).owner).toEqual(names('李姐'));
    expect((await scan(talk, names('小店'))).owner).toEqual(names('小店'));
    await bringIn(app.ctx, talk, { owner: names('小店') });
    expect(directions()).toEqual([0, 1, 0]);
    expect(remembered()).toEqual(['小店']);
    // and holds for the next file
    const next = chat(['小店', '到货了'], ['李姐', '来一箱']);
    expect(await scan(next)).toMatchObject({ asksForOwner: false, owner: names('小店') });
  });

  it('keeps names she had elsewhere, which these files do not name', async () => {
    await bringIn(app.ctx, talk, { owner: names('小店') });
    await bringIn(app.ctx, chat(['橙子铺', '换名字了'], ['李姐', '好的']), { owner: names('橙子铺') });
    expect(remembered()).toEqual(['小店', '橙子铺']);
  });

  it('is asked again where nobody who wrote is known as her, once', async () => {
    await bringIn(app.ctx, talk, { owner: names('小店') });
    const renamed = chat(['橙子铺', '换名字了'], ['李姐', '好的']);
    expect((await scan(renamed)).asksForOwner).toBe(true);
    expect((await scan(renamed, names('橙子铺'))).asksForOwner).toBe(false);
  });

  describe('where one file of several says it', () => {
    const me = 'wxid_me';
    const told: MemoryChats = { ownerId: me, records: [record({ text: '到货了', direction: 'out' })] };
    const line = (senderId: string | null, senderName: string, i: number) =>
      record({ conversation: 'g', direction: null, senderId, senderName, text: `第 ${i} 句`, at: noon + i * 60_000 });
    const group = (records: MemoryChats['records']): MemoryChats => ({
      knowsMe: false,
      conversations: [{ key: 'g', externalId: 'g@chatroom', name: '团购群', group: true }],
      records,
    });
    const byId = group([line(me, '橙子铺', 1), line('wxid_li', '李姐', 2)]);
    const files = (...all: MemoryChats[]) => all.map((one) => ({ source: memoryChats(one), bytes: 100 }));
    const look = (...all: MemoryChats[]) =>
      scanChat(
        app.ctx,
        { files: files(...all), accountId: 1, owner: null, people: { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' } },
        idle,
      );

    it('the others that name her wxid need not ask, whichever comes first', async () => {
      expect((await look(byId)).asksForOwner).toBe(true);
      expect((await look(byId, told)).asksForOwner).toBe(false);
      expect((await look(told, byId)).asksForOwner).toBe(false);
      await bringIn(app.ctx, byId, { files: files(byId, told) });
      const said = app.ctx.db.arrays('SELECT content, direction FROM messages WHERE talker_id > 0 OR direction = 1 ORDER BY content').all();
      expect(said).toEqual([
        ['到货了', 1],
        ['第 1 句', 1],
        ['第 2 句', 0],
      ]);
    });

    it('one that knows names only still asks, beside those that know ids', async () => {
      expect((await look(told, talk)).asksForOwner).toBe(true);
      expect((await look(told, byId, talk)).asksForOwner).toBe(true);
      await expect(bringIn(app.ctx, talk, { files: files(told, talk) })).rejects.toMatchObject({ kind: 'invalidInput' });
    });
  });
});
