import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageHit, SearchFilter } from '../../../shared/contracts/search.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type IncomingRecord, undoChatBatch } from '../chats/index.ts';
import { eraseMessages, indexStep, mergeStep } from './indexer.ts';
import { pendingBatches } from './pending.ts';
import { searchMessages } from './search.queries.ts';
import { closeSearch, searchWriter } from './search-db.ts';
import { likePattern } from './search-text.ts';

let app: TestApp;
/** The host's context, but nobody hears of changes: the worker's index keeps out of these tests. */
let ctx: ServiceContext;
beforeEach(async () => {
  app = await openTestApp();
  ctx = { ...app.ctx, announce: () => {} };
  // what a power cut would do is not asked here
  ctx.db.raw.pragma('synchronous = OFF');
});
afterEach(async () => {
  closeSearch(ctx);
  await app.close();
});

const index = (limit?: number, most = 1000) => {
  for (let i = 0; i < most && indexStep(ctx, searchWriter(ctx), idle, limit); i++);
};

/** What LIKE finds, newest first. */
const liked = (text: string) =>
  ctx.db
    .pluck("SELECT id FROM messages WHERE content LIKE ? ESCAPE '\\' AND kind NOT IN (1, 3, 4) ORDER BY id DESC")
    .all(likePattern(text.toWellFormed())) as number[];

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
];
const words = (max: number) => fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: max }).map((all) => all.join(''));
const said = fc.record({
  // a few stretches of ten minutes, in a few seasons
  second: fc
    .tuple(fc.integer({ min: 0, max: 2000 }), fc.constantFrom(0, 0, 0, 50, 100, 400))
    .map(([second, days]) => second + days * 86_400),
  text: words(10),
  kind: fc.constantFrom('text', 'quote', 'picture', 'voice'),
});
const exportOf = fc
  .array(said, { minLength: 1, maxLength: 30 })
  .map((all) => all.map(({ second, text, kind }) => record({ at: noon + second * 1000, text, kind: kind as IncomingRecord['kind'] })));

describe('a search', () => {
  it('finds exactly what LIKE finds, in its order, whatever is in the index, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(exportOf, { minLength: 1, maxLength: 4 }),
        fc.array(words(4), { minLength: 5, maxLength: 12 }),
        fc.record({ step: fc.integer({ min: 1, max: 20 }), limit: fc.integer({ min: 1, max: 9 }), undone: fc.nat(3), spent: fc.boolean() }),
        async (exports, queries, { step, limit, undone, spent }) => {
          // a story that failed leaves its imports behind
          for (const id of ctx.db.pluck('SELECT batch_id FROM chat_batches').all() as number[]) undoChatBatch(ctx, id, idle);
          const batches: number[] = [];
          const check = () => {
            for (const text of queries) expect([text, ids(pages(text, { limit, spent }))]).toEqual([text, liked(text)]);
          };
          for (const [i, records] of exports.entries()) {
            batches.push((await bringIn(ctx, { records })).batchId);
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
          while (mergeStep(searchWriter(ctx)));
          check();
          for (const id of batches) undoChatBatch(ctx, id, idle);
          index();
          expect(queries.flatMap((text) => pages(text))).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('rewrites a stretch of ten minutes once many imports have filled its places', async () => {
    for (let i = 0; i < 70; i++) {
      await bringIn(ctx, { records: [record({ at: noon + i * 1000, text: `第${i}箱橙子` })] });
      index();
    }
    const documents = searchWriter(ctx).pluck('SELECT count(*) FROM words_docsize').get();
    expect(documents).toBe(6);
    expect(ids(pages('橙子'))).toEqual(liked('橙子'));
    expect(pages('第69箱')).toHaveLength(1);
    expect(pages('第7箱')).toHaveLength(1);
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
    for (const crash of [3, 11, 1, 25]) {
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
    expect(searchWriter(ctx).pluck('SELECT count(*) FROM words_docsize').get()).toBe(200);
    expect(ids(pages('苹果3'))).toEqual(liked('苹果3'));
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
    search.raw.exec("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'words', 'row')");
    const terms = () => search.pluck('SELECT substr(term, 3) FROM temp.terms').all();
    expect(terms()).toContain('龘');
    const [id] = liked('龘秘密');
    ctx.db.sql('DELETE FROM messages WHERE id = ?').run(id);
    eraseMessages(ctx, search, [id!]);
    expect(terms()).not.toContain('龘');
    expect(terms()).toContain('平');
    expect(search.raw.serialize().includes(Buffer.from('龘'))).toBe(false);
  });
});
