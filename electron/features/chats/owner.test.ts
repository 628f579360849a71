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
});
