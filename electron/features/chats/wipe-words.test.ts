import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damage } from '../../../tests/helpers/digest.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { eraseChatCommand } from './index.ts';
import { firstIdAt } from './message-id.ts';
import { wipeMovedWords } from './wipe-words.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const wordsOf = (name: string) => `密码${name}号箱`;
const chats = ['甲', '乙', '丙', '丁'];

/** Lets messages of all chats come in one by one in any order, as many small imports of chats of the same weeks would bring them. */
async function bringInAmongEachOther(count: number): Promise<void> {
  const { db } = app.ctx;
  await bringIn(app.ctx, {
    conversations: chats.map((name) => ({ key: name, externalId: name, name, group: false })),
    records: chats.map((name) => record({ conversation: name, text: `${wordsOf(name)}0` })),
  });
  const pick = randomFrom(7);
  const ids = chats.map((name) => db.pluck('SELECT id FROM conversations WHERE name = ?').get(name) as number);
  const insert = db.sql('INSERT INTO messages VALUES (?, ?, 0, 0, 0, 0, NULL, 1, ?)');
  db.transaction(() => {
    for (let i = 1; i <= count; i++) {
      const which = pick(chats.length);
      const id = firstIdAt(noon + (1 + pick(1_000_000)) * 1000) + i;
      // some fill a page, some more than one
      const more = pick(40) === 0 ? 1000 + pick(5000) : pick(60);
      insert.run(id, ids[which], `${wordsOf(chats[which]!)}${i}${'啊'.repeat(more)}`);
    }
  });
  db.raw.pragma('wal_checkpoint(TRUNCATE)');
}

/** how often a chat's words stand in the book's file */
function onDisk(name: string): number {
  return readFileSync(join(app.dataDir, 'tiefen.db')).toString('utf8').split(wordsOf(name)).length - 1;
}
const erase = (name: string) =>
  app.ctx.execute(eraseChatCommand, {
    conversationId: app.ctx.db.pluck('SELECT id FROM conversations WHERE name = ?').get(name) as number,
    messageId: null,
  });
const book = () => app.ctx.db.arrays('SELECT *, hex(content) FROM messages ORDER BY id').all();

describe('words of erased messages', () => {
  it('do not stay where the messages lay before others came in among them', async () => {
    await bringInAmongEachOther(4000);
    const gone = chats.slice(0, 2);
    for (const name of gone) await erase(name);
    const before = book();
    // what this is about: SQLite alone leaves some
    expect(gone.map(onDisk).reduce((sum, count) => sum + count)).toBeGreaterThan(0);
    wipeMovedWords(app.ctx, idle);
    expect(gone.map(onDisk)).toEqual([0, 0]);
    expect(book()).toEqual(before);
    expect(damage(app.ctx.db)).toEqual([]);
  });
});
