import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bringIn, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { idOf, placeOf, slotOfHash, wordsHash } from './message-id.ts';
import { rowsPerStatement } from './message-writer.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
  // what a power cut would do is not asked here
  app.ctx.db.raw.pragma('synchronous = OFF');
});
afterEach(() => app.close());

const stored = () => app.ctx.db.pluck('SELECT content FROM messages ORDER BY id').all() as string[];
const group = [{ key: '1@chatroom', externalId: '1@chatroom', name: '团购群', group: true }];
/** One every second, so that their order is that of their times. */
const saying = (texts: readonly string[], from = 0) => texts.map((text, i) => record({ text, at: noon + (from + i) * 1000 }));

describe('messages written by the statement', () => {
  it('keep their words, whatever they are', async () => {
    const words = fc.oneof(
      fc.constant(''),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\0', 'a\0b', '好的', '👍🏽', '\ud83d'),
    );
    const many = fc.array(words, { minLength: rowsPerStatement, maxLength: rowsPerStatement * 3 });
    let from = 0;
    await fc.assert(
      fc.asyncProperty(many, fc.boolean(), async (texts, inGroup) => {
        app.ctx.db.raw.exec('DELETE FROM messages');
        from += 1000;
        const more = inGroup ? { conversation: '1@chatroom', senderId: 'wxid_a', senderName: '阿a' } : {};
        const records = saying(texts, from).map((one) => ({ ...one, ...more }));
        const report = await bringIn(app.ctx, { records, ...(inGroup ? { conversations: group } : {}) });
        expect(report.added).toBe(texts.length);
        expect(stored()).toEqual(texts.map((text) => text.toWellFormed()));
      }),
      { numRuns: 12 },
    );
  });

  it('may be as long as a book among short ones', async () => {
    const texts = Array.from({ length: rowsPerStatement * 3 }, (_, i) => `${i} `.repeat(i % 50 === 7 ? 100_000 : 1));
    await bringIn(app.ctx, { records: saying(texts) });
    expect(stored()).toEqual(texts);
  });

  it('may all be empty', async () => {
    const records = saying(Array<string>(rowsPerStatement + 1).fill('')).map((one) => ({ ...one, kind: 'picture' as const }));
    await bringIn(app.ctx, { records });
    expect(app.ctx.db.sql('SELECT DISTINCT typeof(content) AS type, content FROM messages').all()).toEqual([{ type: 'text', content: '' }]);
  });

  it('stop at a place that is taken, and go on behind it', async () => {
    const { ctx } = app;
    const texts = Array.from({ length: rowsPerStatement * 2 }, (_, i) => `第${i}条`);
    await bringIn(ctx, { records: saying(['别的', '别的']).map((one) => ({ ...one, conversation: 'wxid_other' })), conversations: [] });
    const [one, two] = ctx.db.pluck('SELECT id FROM messages ORDER BY id').all() as number[];
    const next = 1 + (ctx.db.pluck('SELECT id FROM conversations').get() as number);
    const places = texts.map((text, i) => idOf(noon / 1000 + i, slotOfHash(wordsHash(placeOf(next, 0, 0, 0), text))));
    // the other chat stands where this one looks first
    const taken = [places[3]!, places.at(-1)!];
    ctx.db.sql('UPDATE messages SET id = ? WHERE id = ?').run(taken[0], one);
    ctx.db.sql('UPDATE messages SET id = ? WHERE id = ?').run(taken[1], two);
    expect(await bringIn(ctx, { records: saying(texts) })).toMatchObject({ added: texts.length, duplicate: 0 });
    expect(stored().filter((text) => text !== '别的')).toEqual(texts);
    expect(ctx.db.pluck("SELECT id FROM messages WHERE content <> '别的' ORDER BY id").all()).toEqual(
      places.map((id) => (taken.includes(id) ? id + 1 : id)),
    );
  });
});
