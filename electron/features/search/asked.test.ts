import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FriendChatStats } from '../../../shared/contracts/chats.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { KeywordHits } from '../../../shared/contracts/search.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { undoChatBatch } from '../chats/index.ts';
import { wordTest } from './asked.ts';
import { askedCountingFor } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const hourMs = 3_600_000;
const friend = async (name: string, wxid: string) => (await app.call<Saved>('friends.create', friendNamed(name, { wxid }))).id;
const counted = () => askedCountingFor(app.ctx).now();
const asked = async (friendId: number) => {
  await counted();
  const stats = await app.call<FriendChatStats>('chats.friendStats', { friendId });
  return stats && [stats.askedCount, stats.lastAskedAt];
};
const said = (text: string, hour: number, more: object = {}) => record({ text, at: noon + hour * hourMs, ...more });
const wang = { key: 'wxid_wang', externalId: 'wxid_wang', name: '王哥', group: false };

describe('questions about price and product', () => {
  it('are counted for everybody, by what she wrote herself, each message once', async () => {
    const li = await friend('李姐', 'wxid_li');
    await bringIn(app.ctx, {
      records: [
        said('这个多少钱，还有吗', 0),
        said('多少钱都行', 1, { direction: 'out' }),
        said('多少钱.jpg', 2, { kind: 'picture' }),
        said('有货吗', 3),
        said('好的', 4),
      ],
    });
    expect(await asked(li)).toEqual([2, noon + 3 * hourMs]);
    const evidence = await app.call<KeywordHits>('chats.keywordHits', { friendId: li });
    expect(new Set(evidence.hits.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('follow the words she edits, and letters large and small', async () => {
    const li = await friend('李姐', 'wxid_li');
    await bringIn(app.ctx, { records: [said('SKU 要一份', 0), said('a.b', 1), said('axb', 2)] });
    expect(await asked(li)).toEqual([1, noon]);
    await app.call('settings.set', { key: 'chats.productWords', value: ['sku', 'A.B'] });
    expect(await asked(li)).toEqual([2, noon + hourMs]);
    await app.call('settings.set', { key: 'chats.productWords', value: [] });
    await app.call('settings.set', { key: 'chats.priceWords', value: [] });
    expect(await asked(li)).toEqual([0, null]);
  });

  it('follow imports, their undo, merges and the undo of those', async () => {
    const [li, second] = [await friend('李姐', 'wxid_li'), await friend('王哥', 'wxid_wang')];
    await bringIn(app.ctx, { records: [said('多少钱', 0)] });
    const later = await bringIn(app.ctx, { records: [said('多少钱', 5), said('便宜点', 6)] });
    await bringIn(app.ctx, { conversations: [wang], records: [said('报价', 9, { conversation: wang.key })] });
    expect([await asked(li), await asked(second)]).toEqual([
      [3, noon + 6 * hourMs],
      [1, noon + 9 * hourMs],
    ]);
    const { undoId } = await app.call<Saved>('friends.merge', { keepId: li, otherId: second, fields: {} });
    // at once, and after counting
    expect(await app.call('chats.friendStats', { friendId: li })).toMatchObject({ askedCount: 4, lastAskedAt: noon + 9 * hourMs });
    expect(await asked(li)).toEqual([4, noon + 9 * hourMs]);
    await app.call('undo.undo', { id: undoId });
    expect([await asked(li), await asked(second)]).toEqual([
      [3, noon + 6 * hourMs],
      [1, noon + 9 * hourMs],
    ]);
    undoChatBatch(app.ctx, later.batchId, idle);
    expect(await asked(li)).toEqual([1, noon]);
  });

  it('are counted turn by turn for many friends', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `wxid_${i}`);
    await bringIn(
      app.ctx,
      {
        conversations: names.map((key) => ({ key, externalId: key, name: key, group: false })),
        records: names.flatMap((conversation, i) => [said('多少钱', i, { conversation }), said('在', i, { conversation })]),
      },
      { people: { mapping: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' } },
    );
    await counted();
    expect(app.ctx.db.pluck('SELECT count(*) FROM friend_chat_stats WHERE asked_count = 1').get()).toBe(60);
  });
});

it('tests words as LIKE does', () => {
  const like = (content: string, word: string) =>
    app.ctx.db.pluck("SELECT ? LIKE '%' || ? || '%' ESCAPE '\\'").get(content, word.replace(/[\\%_]/g, '\\$&')) === 1;
  const words = fc.array(fc.string({ unit: fc.constantFrom(...'aAbB.*+?[](){}^$|\\/-%_多少钱éÉ'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  });
  const content = fc.string({ unit: fc.constantFrom(...'aAbB.*+?[](){}^$|\\/-%_多少钱éÉ'), maxLength: 12 });
  fc.assert(
    fc.property(words, content, (list, text) => {
      expect(wordTest(list)!.test(text)).toBe(list.some((word) => like(text, word)));
    }),
    { numRuns: 2000 },
  );
  expect(wordTest([])).toBe(null);
});
