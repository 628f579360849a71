import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageHit, SearchFilter } from '../../../shared/contracts/search.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { firstIdAt, type IncomingRecord, undoChatBatch } from '../chats/index.ts';
import { eraseMessages, indexStep, tidyStep } from './indexer.ts';
import { pendingBatches } from './pending.ts';
import { searchMessages } from './search.queries.ts';
import { closeSearch, searchWriter } from './search-db.ts';
import { likePattern } from './search-text.ts';
import { chunkKey, keySpan, walkBlock } from './segment-format.ts';

let app: TestApp;
/** The host's context, but nobody hears of changes: the worker's index keeps out of these tests. */
let ctx: ServiceContext;
let liId: number;
beforeEach(async () => {
  app = await openTestApp();
  liId = (await app.call<{ id: number }>('friends.create', friendNamed('李姐', { wxid: 'wxid_li' }))).id;
  ctx = { ...app.ctx, announce: () => {} };
  // what a power cut would do is not asked here
  ctx.db.raw.pragma('synchronous = OFF');
});
afterEach(async () => {
  closeSearch(ctx);
  await app.close();
});

const index = (size?: number, most = 1000) => {
  for (let i = 0; i < most && indexStep(ctx, searchWriter(ctx), idle, size); i++);
};
const tidy = (size?: number) => {
  for (let i = 0; i < 1000; i++) if (!tidyStep(ctx, searchWriter(ctx), idle, size)) return;
  throw new Error('never tidy');
};
const segments = () => searchWriter(ctx).pluck('SELECT count(*) FROM segments').get();

/** What LIKE finds, newest first. `more` = SQL */
const liked = (text: string, more = 'true') =>
  // LIKE's pattern would end there; nobody types it
  text.includes('\0')
    ? []
    : (ctx.db
        .pluck(`SELECT id FROM messages WHERE content LIKE ? ESCAPE '\\' AND kind NOT IN (1, 3, 4) AND ${more} ORDER BY id DESC`)
        .all(likePattern(text.toWellFormed())) as number[]);

/** Every page; `spent` true = one step a page. */
function pages(text: string, options: { limit?: number; spent?: boolean; filter?: SearchFilter } = {}): MessageHit[] {
  const hits: MessageHit[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 10_000; page++) {
    const { result } = searchMessages(
      ctx,
      { text, filter: options.filter ?? {}, cursor, limit: options.limit ?? 50 },
      () => options.spent ?? false,
    );
    hits.push(...result.hits);
    expect(result.hits.length).toBeLessThanOrEqual(options.limit ?? 50);
    if (result.cursor === null) return hits;
    if (cursor !== null) expect(Number(result.cursor)).toBeLessThan(Number(cursor));
    cursor = result.cursor;
  }
  throw new Error('no end');
}
const ids = (hits: MessageHit[]) => hits.map(({ messageId }) => messageId);

const pieces = [
  '多',
  '少',
  '钱',
  '多少钱',
  '还有吗',
  'a',
  'A',
  'ab',
  'Ab',
  'é',
  'É',
  '0',
  '9',
  '%',
  '_',
  '\\',
  ' ',
  '\n',
  '"',
  "'",
  '*',
  '-',
  '(',
  '，',
  '😀',
  '👍🏽',
  '👨‍👩‍👧',
  '\u{e000}',
  '\uf8ff',
  '\ufeff',
  '\u3000',
  '\u00a0',
  '\u{10ffff}',
  '\ud83d',
  '\0',
  'e\u0301',
  '\u0301',
  'k',
  'K',
  '\u212a',
  '哈哈哈',
  '[玫瑰]',
];
const words = (max: number) => fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: max }).map((all) => all.join(''));
const said = fc.record({
  // a few stretches of ten minutes, in a few seasons
  second: fc
    .tuple(fc.integer({ min: 0, max: 2000 }), fc.constantFrom(0, 0, 0, 50, 100, 400))
    .map(([second, days]) => second + days * 86_400),
  text: words(10),
  kind: fc.constantFrom<IncomingRecord['kind']>('text', 'quote', 'picture', 'voice'),
  from: fc.constantFrom<Partial<IncomingRecord>>(
    {},
    { direction: 'out' },
    { conversation: 'wxid_wang' },
    { conversation: 'g@chatroom', direction: null, senderId: 'wxid_li', senderName: '李姐' },
    { conversation: 'g@chatroom', direction: null, senderId: 'wxid_zhao', senderName: '赵' },
    { conversation: 'g@chatroom', direction: null, senderId: 'wxid_me', senderName: '我' },
  ),
});
const exportOf = fc
  .array(said, { minLength: 1, maxLength: 40 })
  .map((all) => all.map(({ second, text, kind, from }) => record({ at: noon + second * 1000, text, kind, ...from })));
const conversations = [
  { key: 'wxid_li', externalId: 'wxid_li', name: '李姐', group: false },
  { key: 'wxid_wang', externalId: 'wxid_wang', name: '王哥', group: false },
  { key: 'g@chatroom', externalId: 'g@chatroom', name: '团购一群', group: true },
];

const idOfChat = (name: string) => (ctx.db.pluck('SELECT id FROM conversations WHERE name = ?').get(name) as number | undefined) ?? 9999;
/** A filter as the screen sends it, and the same in SQL. */
const filters: (() => { filter: SearchFilter; more: string })[] = [
  () => ({ filter: {}, more: 'true' }),
  () => ({ filter: { direction: 'in' }, more: 'direction = 0' }),
  () => ({ filter: { direction: 'out', messageKinds: ['text'] }, more: 'direction = 1 AND kind = 0' }),
  () => ({ filter: { messageKinds: ['quote', 'voice'] }, more: 'kind IN (10, 2)' }),
  () => ({ filter: { kind: 'group' }, more: "conversation_id IN (SELECT id FROM conversations WHERE kind = 'group')" }),
  () => ({ filter: { kind: 'private' }, more: "conversation_id IN (SELECT id FROM conversations WHERE kind = 'private')" }),
  () => {
    const [li, group] = [idOfChat('李姐'), idOfChat('团购一群')];
    return { filter: { conversationIds: [li, group] }, more: `conversation_id IN (${li}, ${group})` };
  },
  () => ({
    filter: { friendIds: [liId] },
    more: `(conversation_id IN (SELECT id FROM conversations WHERE friend_id = ${liId})
      OR talker_id IN (SELECT id FROM chat_talkers WHERE friend_id = ${liId}))`,
  }),
  () => {
    const [fromAt, toAt] = [noon + 500_000, noon + 51 * 86_400_000];
    return { filter: { fromAt, toAt, direction: 'in' }, more: `direction = 0 AND id >= ${firstIdAt(fromAt)} AND id < ${firstIdAt(toAt)}` };
  },
];

describe('a search', () => {
  it('finds exactly what LIKE finds, in its order, whatever is in the index, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(exportOf, { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof({ weight: 6, arbitrary: words(4) }, { weight: 1, arbitrary: words(30) }), { minLength: 5, maxLength: 12 }),
        fc.record({ step: fc.integer({ min: 1, max: 20 }), limit: fc.integer({ min: 1, max: 9 }), undone: fc.nat(3), spent: fc.boolean() }),
        async (exports, queries, { step, limit, undone, spent }) => {
          // a story that failed leaves its imports behind
          for (const id of ctx.db.pluck('SELECT batch_id FROM chat_batches').all() as number[]) undoChatBatch(ctx, id, idle);
          const batches: number[] = [];
          let turn = 0;
          const check = () => {
            for (const [i, text] of queries.entries()) {
              const { filter, more } = filters[(i + turn) % filters.length]!();
              expect([text, filter, ids(pages(text, { limit, spent, filter }))]).toEqual([text, filter, liked(text, more)]);
            }
            turn += queries.length;
          };
          for (const [i, records] of exports.entries()) {
            batches.push((await bringIn(ctx, { records, conversations, ownerId: 'wxid_me' })).batchId);
            if (i % 2 === 0) check();
            index(step, i % 2 === 0 ? 1000 : 1);
          }
          check();
          index(step);
          expect(pendingBatches(ctx, searchWriter(ctx))).toEqual([]);
          check();
          undoChatBatch(ctx, batches[undone % batches.length]!, idle);
          check();
          index(step);
          tidy(step);
          check();
          for (const id of batches) undoChatBatch(ctx, id, idle);
          index();
          expect(queries.flatMap((text) => pages(text))).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('writes a stretch of time anew once many imports have left pieces in it, or most of it is gone', async () => {
    const batches: number[] = [];
    for (let i = 0; i < 26; i++) {
      batches.push((await bringIn(ctx, { records: [record({ at: noon + i * 1000, text: `第${i}箱橙子` })] })).batchId);
      index();
    }
    expect(segments()).toBe(26);
    tidy();
    expect(segments()).toBe(1);
    expect(ids(pages('橙子'))).toEqual(liked('橙子'));
    expect(pages('第19箱')).toHaveLength(1);
    for (const id of batches.slice(4)) undoChatBatch(ctx, id, idle);
    tidy();
    expect(searchWriter(ctx).pluck('SELECT messages FROM segments').all()).toEqual([4]);
    expect(ids(pages('橙子'))).toEqual(liked('橙子'));
    for (const id of batches.slice(0, 4)) undoChatBatch(ctx, id, idle);
    tidy();
    expect(searchWriter(ctx).pluck('SELECT count(*) FROM postings').get()).toBe(0);
  });

  it('cuts time where many messages are, whatever order they come in', async () => {
    const at = (i: number) => noon + ((i * 37) % 400) * 60_000;
    for (const part of [0, 1, 2, 3]) {
      const records = Array.from({ length: 100 }, (_, i) => record({ at: at(part * 100 + i), text: `第${part * 100 + i}箱，还有吗` }));
      await bringIn(ctx, { records });
      index(20);
      tidy(20);
    }
    const spans = searchWriter(ctx).pluck('SELECT DISTINCT span FROM segments ORDER BY span').all() as number[];
    expect(spans.length).toBeGreaterThan(8);
    expect(spans[0]).toBe(0);
    for (const text of ['箱', '还有', '第7', '第377箱，还', '没有'])
      for (const spent of [true, false]) expect(ids(pages(text, { limit: 7, spent }))).toEqual(liked(text));
  });

  it('asks the index for what a filter wants, and finds what LIKE finds', async () => {
    const records = Array.from({ length: 360 }, (_, i) => {
      const kind = (['text', 'text', 'quote', 'voice'] as const)[i % 4]!;
      // one after the other: a place in the index stands for its neighbours too
      const from = [
        {},
        { direction: 'out' as const },
        { conversation: 'wxid_wang' },
        { conversation: 'g@chatroom', direction: null, senderId: 'wxid_li', senderName: '李姐' },
        { conversation: 'g@chatroom', direction: null, senderId: 'wxid_zhao', senderName: '赵' },
        { conversation: 'g@chatroom', direction: null, senderId: 'wxid_me', senderName: '我' },
      ][Math.floor(i / 60)]!;
      return record({ at: noon + i * 17_000_000, text: `第${i}箱，还有吗`, kind, ...from });
    });
    await bringIn(ctx, { records, conversations, ownerId: 'wxid_me' });
    index(100);
    for (const make of filters)
      for (const text of ['箱', '还有', '7箱，', '第31']) {
        const { filter, more } = make();
        expect([text, filter, ids(pages(text, { limit: 7, filter }))]).toEqual([text, filter, liked(text, more)]);
        // whatever else the messages say, only hits are looked at
        let looks = 0;
        const { hits } = searchMessages(ctx, { text, filter, cursor: null, limit: 1 }, () => ++looks > 6).result;
        if (liked(text, more).length > 20) expect(ids(hits)).toEqual(liked(text, more).slice(0, 1));
      }
  });

  it('looks at hardly any message that has the pairs of a text but not the text', async () => {
    const records = Array.from({ length: 60 }, (_, i) => record({ at: noon + i * 60_000, text: i === 3 ? '哈哈哈哈哈' : '哈哈哈' }));
    await bringIn(ctx, { records });
    index();
    const { result } = searchMessages(ctx, { text: '哈哈哈哈', filter: {}, cursor: null, limit: 5 }, () => true);
    expect(result).toMatchObject({ hits: [{ at: noon + 3 * 60_000 }] });
  });

  it('says how far it came when the time of an answer is over, and goes on from there', async () => {
    const records = Array.from({ length: 30 }, (_, i) =>
      record({ at: noon + i * 3_600_000, text: i % 10 === 0 ? '多少钱' : `多${i}少钱` }),
    );
    await bringIn(ctx, { records });
    index();
    const { result } = searchMessages(ctx, { text: '多', filter: {}, cursor: null, limit: 5 }, () => true);
    expect(result).toMatchObject({ hits: [{ excerpt: '多29少钱', ranges: [[0, 1]] }], searchedTo: noon + 29 * 3_600_000, indexing: null });
    expect(ids(pages('多', { limit: 5, spent: true }))).toEqual(liked('多'));
    const full = searchMessages(ctx, { text: '多', filter: {}, cursor: null, limit: 5 }, () => false).result;
    expect(full).toMatchObject({ searchedTo: null, cursor: String(full.hits[4]!.messageId) });
  });

  it('says what is not in the index yet, and finds it all the same', async () => {
    await bringIn(ctx, { records: Array.from({ length: 40 }, (_, i) => record({ at: noon + i * 1_000_000, text: `橙子${i}` })) });
    const look = () => searchMessages(ctx, { text: '橙子3', filter: {}, cursor: null, limit: 50 }, () => false).result;
    expect(look()).toMatchObject({ hits: { length: 11 }, indexing: { done: 0, total: 40 } });
    index(10, 1);
    expect(look()).toMatchObject({ hits: { length: 11 }, indexing: { done: 10, total: 40 } });
    index(10);
    expect(look()).toMatchObject({ hits: { length: 11 }, indexing: null });
  });

  it('refuses a cursor that is none', () => {
    expect(() => searchMessages(ctx, { text: 'x', filter: {}, cursor: '12x', limit: 5 })).toThrow(
      expect.objectContaining({ kind: 'invalidInput' }),
    );
  });
});

describe('the index', () => {
  it('repeats a step that a crash cut off, and nothing else', async () => {
    const records = Array.from({ length: 200 }, (_, i) => record({ at: noon + i * 700_000, text: `苹果${i % 7}` }));
    await bringIn(ctx, { records });
    for (const crash of [1, 0, 1, 1]) {
      let left = crash;
      const stop = () => {
        if (left-- === 0) throw new Error('crash');
      };
      expect(() => indexStep(ctx, searchWriter(ctx), { ...idle, checkCancelled: stop }, 60)).toThrow('crash');
      // as a new process finds it
      closeSearch(ctx);
      expect(ids(pages('苹果3'))).toEqual(liked('苹果3'));
      indexStep(ctx, searchWriter(ctx), idle, 20);
    }
    index(20);
    expect(searchWriter(ctx).pluck('SELECT sum(messages) FROM segments').get()).toBe(200);
    expect(ids(pages('苹果3'))).toEqual(liked('苹果3'));
  });

  it('is made anew where an older program left another layout', async () => {
    await bringIn(ctx, { records: [record({ text: '橙子' })] });
    index();
    searchWriter(ctx).raw.exec('DROP TABLE postings; CREATE TABLE words(content); PRAGMA user_version = 1');
    closeSearch(ctx);
    expect(ids(pages('橙'))).toEqual(liked('橙'));
    index();
    expect(segments()).toBe(1);
    expect(searchWriter(ctx).pluck("SELECT count(*) FROM sqlite_schema WHERE name = 'words'").get()).toBe(0);
    expect(ids(pages('橙'))).toEqual(liked('橙'));
  });

  it('takes an import again whose number meant another import in a copy of the book that was put back', async () => {
    const { batchId } = await bringIn(ctx, { records: [record({ text: '旧的' })] });
    index();
    undoChatBatch(ctx, batchId, idle);
    app.clock.tick(1000);
    await bringIn(ctx, { records: [record({ text: '新的' })] });
    ctx.db.raw.exec(`PRAGMA foreign_keys = OFF; UPDATE chat_batches SET batch_id = ${batchId}; UPDATE messages SET batch_id = ${batchId};
      UPDATE chat_batch_conversations SET batch_id = ${batchId}; PRAGMA foreign_keys = ON`);
    expect(pendingBatches(ctx, searchWriter(ctx))).toHaveLength(1);
    index();
    expect(pages('新的')).toHaveLength(1);
  });

  it('loses the words of messages that are erased', async () => {
    await bringIn(ctx, { records: [record({ text: '龘秘密' }), record({ at: noon + 5000, text: '平常' })] });
    index();
    const search = searchWriter(ctx);
    const blocks = () => search.arrays('SELECT id, block FROM postings WHERE id % ? < ?').all(keySpan, chunkKey(0)) as [number, Buffer][];
    const letters = () => {
      const found = new Set<string>();
      for (const [id, block] of blocks())
        walkBlock(block, id % keySpan, (key) => {
          found.add(String.fromCharCode(key / 0x10000));
          return false;
        });
      return found;
    };
    expect(letters()).toContain('龘');
    const [[, before]] = blocks() as [[number, Buffer]];
    const [id] = liked('龘秘密');
    ctx.db.sql('DELETE FROM messages WHERE id = ?').run(id);
    eraseMessages(ctx, search, [id!]);
    expect(letters()).not.toContain('龘');
    expect(letters()).toContain('平');
    expect(search.raw.serialize().includes(before)).toBe(false);
  });
});
