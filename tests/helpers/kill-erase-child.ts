/**
 * Brings chats into the book in argv[3], lets them be found, and then erases one after the other for good until it is killed; says what
 * it begins and what was acknowledged, one JSON line each. The seed in argv[4] names the chats. argv[2] = folder of the migrations.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { indexingFor } from '../../electron/features/search/index.ts';
import { eraseChats, eraseWordsOf } from './erase-chats.ts';
import { bringIn, noon, record } from './memory-chats.ts';
import { openTestApp } from './test-app.ts';

const [, , migrationsDir, dataDir, seed] = process.argv as [string, string, string, string, string];
const app = await openTestApp({ dataDir, migrationsDir });
/** At once and whole: what was said must have been said before the kill. */
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);

const chats = Array.from({ length: eraseChats.count }, (_, n) => ({ name: `${seed}-${n}`, wxid: `wxid_${seed}_${n}` }));
await bringIn(app.ctx, {
  conversations: chats.map(({ name, wxid }) => ({ key: wxid, externalId: wxid, name, group: false })),
  records: chats.flatMap(({ name, wxid }) =>
    Array.from({ length: eraseChats.messages }, (_, i) =>
      record({ conversation: wxid, text: `${eraseWordsOf(name)}${i}`, at: noon + i * 61_000 }),
    ),
  ),
});
await indexingFor(app.ctx).now();
// a killed process writes no cache, and the next round would compile everything again
flushCompileCache();
const idOf = (name: string) => app.ctx.db.pluck('SELECT id FROM conversations WHERE name = ?').get(name) as number;
say({ kind: 'ready' });
for (const { name } of chats) {
  say({ kind: 'begun', name });
  await app.call('chats.erase', { conversationId: idOf(name), messageId: null });
  say({ kind: 'erased', name });
}
// whoever was to live for longer than that
setInterval(() => {}, 1000);
